"""Raw messages, what was made of them, and the words we did not know."""

from django.db import models


class Message(models.Model):
    """A raw message, verbatim, and the outcome of its translation. Partitioned by month of reception.

    status: new (waiting for a worker), translated, partial, untranslated, ignored, set_aside, quarantined.
    """

    id = models.BigIntegerField(primary_key=True)
    received_at = models.DateTimeField()
    source = models.TextField()
    channel = models.TextField()
    media_type = models.TextField()
    envelope = models.JSONField()
    body = models.BinaryField()
    size = models.IntegerField()
    status = models.TextField()
    format = models.TextField()
    why = models.JSONField()
    event_count = models.IntegerField()
    attempts = models.IntegerField()
    worked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        managed = False


class MessageKey(models.Model):
    """The identity of a message within its source: an exact repeat is counted here, never stored again.

    ``digest`` is that of the content where the key does not contain it; empty: it does, or it is not known any more.
    """

    pk = models.CompositePrimaryKey("source", "key")
    source = models.TextField()
    key = models.TextField()
    message_id = models.BigIntegerField()
    received_at = models.DateTimeField()
    digest = models.TextField(db_default="")
    repeats = models.IntegerField(default=0)
    last_repeat_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message_key"


class Event(models.Model):
    """One translated event of a message, with what correlation did with it. Partitioned by month; append-only."""

    pk = models.CompositePrimaryKey("message_id", "position")
    message_id = models.BigIntegerField()
    position = models.IntegerField()
    received_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    source = models.TextField()
    fingerprint = models.TextField()
    kind = models.TextField()
    state = models.TextField()
    criticality = models.TextField()
    item = models.TextField()
    subject = models.TextField()
    summary = models.TextField()
    reference = models.TextField()
    confidence = models.FloatField()
    outcome = models.TextField()
    incident_id = models.BigIntegerField(null=True)
    data = models.JSONField()
    supplier = models.TextField(
        default=""
    )  # of its source, when it was received; empty: our own monitoring's

    class Meta:
        db_table = "event"
        managed = False


class UnknownWord(models.Model):
    """A word that a format's table lacks, how often it was met, and the last message that contained it."""

    pk = models.CompositePrimaryKey("format", "table", "word")
    format = models.TextField()
    table = models.TextField()
    word = models.TextField()
    count = models.IntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    message_id = models.BigIntegerField()
    known_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "unknown_word"


class Tally(models.Model):
    """Messages counted by day (UTC), source and status, so that coverage costs no scan."""

    pk = models.CompositePrimaryKey("day", "source", "status")
    day = models.DateField()
    source = models.TextField()
    status = models.TextField()
    count = models.BigIntegerField(default=0)

    class Meta:
        db_table = "tally"
