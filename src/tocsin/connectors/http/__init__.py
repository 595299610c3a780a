"""The HTTP inlet as a channel: ``http``. Whoever posts is answered by the web process (``api/inlet``)."""

from tocsin.connectors.http.connector import CHANNEL, CONNECTOR

__all__ = ["CHANNEL", "CONNECTOR"]
