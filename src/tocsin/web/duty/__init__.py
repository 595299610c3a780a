"""Duty: who is on duty in each team over the coming days, who is away, and the forms that say so."""
