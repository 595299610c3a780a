"""Duty: who is on duty in a team, who stands in for the absent, and when nobody is there. Reads no clock."""
