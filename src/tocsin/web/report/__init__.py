"""Reporting by hand: the short form of a technician, and the field that finds places."""
