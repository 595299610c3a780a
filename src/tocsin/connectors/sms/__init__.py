"""An HTTP gateway that takes short messages: each request, receipt and answer as it is declared."""

from tocsin.connectors.sms.connector import CHANNEL, CONNECTOR

__all__ = ["CHANNEL", "CONNECTOR"]
