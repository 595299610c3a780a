"""SLA: calendars, commitments and clocks; time attributed to the party that had to act."""

from tocsin.core.sla import sentences as sentences
