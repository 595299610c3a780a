"""Suppliers who call us: their tickets and alarms, kept, exchanged, and reported to their listeners."""
