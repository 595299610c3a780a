"""What we know of each source's health."""

from django.db import models


class SourceState(models.Model):
    """A source's heartbeat. state: awaited (never yet), ok, silent, unreachable.

    ``refused`` counts the requests refused on the day (UTC) of the last one; ``refusal`` is why that was.
    """

    source = models.TextField(primary_key=True)
    state = models.TextField(default="awaited")
    since = models.DateTimeField()
    last_message_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)  # when it sent something again after a pause
    error = models.TextField(blank=True)
    position = models.JSONField(default=dict)  # a mailbox's UIDVALIDITY and last UID, by folder
    refused_at = models.DateTimeField(null=True)
    refused = models.IntegerField(db_default=0)
    refusal = models.JSONField(null=True)

    class Meta:
        db_table = "source_state"


class Refusal(models.Model):
    """How often requests were refused for a reason, since the beginning; the code is ours, never from a message."""

    reason = models.TextField(primary_key=True)
    count = models.BigIntegerField()

    class Meta:
        db_table = "refusal"
