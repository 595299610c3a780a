"""Incident: its state, its priority, its owner, its append-only timeline."""

from tocsin.core.incident import sentences as sentences
