"""Security: what accounts did, append-only, and how often somebody tried to log in."""

from django.db import models


class SecurityEntry(models.Model):
    """One line of the security audit. The database refuses to change or remove one (see the migration)."""

    at = models.DateTimeField()
    actor = models.TextField()  # user name, or what was typed as one; empty: nobody known
    action = models.TextField()
    subject = models.TextField(blank=True)  # what it was done to: a user name, a source, an object
    address = models.TextField(blank=True)  # the peer's, or the address that a trusted proxy names
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "security_entry"
        indexes = [
            models.Index("action", models.F("id").desc(), name="security_action"),
            models.Index("actor", models.F("id").desc(), name="security_actor"),
        ]


class Attempts(models.Model):
    """How soon somebody may try again: the theoretical arrival time of a leaky bucket (GCRA), by a digest."""

    key = models.TextField(primary_key=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "attempts"
