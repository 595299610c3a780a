"""Suppliers who call us: TMF621 and TMF642. Channel ``tmf``; the web process answers them (``api/tmf``)."""

from tocsin.connectors.tmf.connector import CHANNEL, CONNECTOR

__all__ = ["CHANNEL", "CONNECTOR"]
