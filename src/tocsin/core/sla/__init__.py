"""SLA: calendars, commitments and clocks; time attributed to whoever held the ball."""

from tocsin.core.sla import sentences as sentences
