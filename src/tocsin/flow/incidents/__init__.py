"""Incidents: what people do to them, how they are written, and why they are as they are."""
