"""Duties: what time alone brings about."""
