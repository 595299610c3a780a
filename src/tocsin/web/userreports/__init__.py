"""User reports: the list with the form of a call, one report, and an incident's users."""
