"""Feeding by hand: messages from files, for a trial, a replay, or a source that only writes files."""

from tocsin.connectors.feed.connector import CONNECTOR
from tocsin.connectors.feed.reading import CHANNEL, measure, read_files

__all__ = ["CHANNEL", "CONNECTOR", "measure", "read_files"]
