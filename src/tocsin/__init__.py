"""Tocsin: the client's side of an outsourced IT infrastructure."""

__version__ = "0.1.0"
