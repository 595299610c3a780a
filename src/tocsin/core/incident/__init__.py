"""Incident: its state, its priority, its owner, its append-only timeline."""
