"""Escalation: who is next, when a clock runs down."""
