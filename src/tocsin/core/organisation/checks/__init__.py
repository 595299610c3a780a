"""Checks: what is wrong with an organisation, one file a subject."""
