"""Correlation: is it the same trouble? Alerts join, open, fold, recover or are muted, and why."""

from tocsin.core.correlation import sentences as sentences
