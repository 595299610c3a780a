"""Escalation: when a clock raises the alarm, and who is next."""

from tocsin.core.escalation import sentences as sentences
