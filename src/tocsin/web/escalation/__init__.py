"""Escalation: the process drawn from the policies in force, its handbook, and what would happen on a given night."""
