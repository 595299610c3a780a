"""Teams, Slack, ntfy, Signal, Matrix, a webhook and many more, through the library Apprise."""

from tocsin.connectors.services.connector import CHANNEL, CONNECTOR

__all__ = ["CHANNEL", "CONNECTOR"]
