"""SLA: calendars, commitments and clocks; time attributed to whoever held the ball."""
