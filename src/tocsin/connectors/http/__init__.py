"""The HTTP inlet as a channel: ``http``. The web process answers posts (``api/inlet``)."""

from tocsin.connectors.http.connector import CHANNEL, CONNECTOR

__all__ = ["CHANNEL", "CONNECTOR"]
