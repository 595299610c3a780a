"""Feeding by hand: messages from files, for a trial, a replay or a source that knows no better."""

from tocsin.connectors.feed.reading import measure, read_files

__all__ = ["measure", "read_files"]
