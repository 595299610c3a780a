"""Sorts of messages that a person set aside, and how many there were since."""

from django.db import models


class SetAside(models.Model):
    """One sort: its source, its sender, its subject without what changes. ``undone_at``: not in force since then."""

    source = models.TextField()
    sender = models.TextField()
    subject = models.TextField()
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    count = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(blank=True)

    class Meta:
        db_table = "set_aside"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sender", "subject"],
                condition=models.Q(undone_at__isnull=True),
                name="set_aside_once",
            )
        ]
