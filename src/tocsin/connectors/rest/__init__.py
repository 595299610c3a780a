"""The REST source: a counterpart's API read by configuration, within the budget of its contract."""

from tocsin.connectors.rest.connector import CONNECTOR
from tocsin.connectors.rest.settings import RestSettings

__all__ = ["CONNECTOR", "RestSettings"]
