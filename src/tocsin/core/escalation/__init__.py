"""Escalation: when people are notified of a clock, and which of them."""

from tocsin.core.escalation import sentences as sentences
