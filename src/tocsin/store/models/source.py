"""What we know of each source's health."""

from django.db import models


class SourceState(models.Model):
    """A source's heartbeat. state: unheard (never yet), ok, silent, unreachable."""

    source = models.TextField(primary_key=True)
    state = models.TextField(default="unheard")
    since = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)  # when it spoke again after a pause
    error = models.TextField(blank=True)
    position = models.JSONField(default=dict)  # a mailbox's UIDVALIDITY and last UID, by folder

    class Meta:
        db_table = "source_state"
