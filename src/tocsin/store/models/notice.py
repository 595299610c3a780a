"""Notices: what people are notified of, and by which delivery."""

from django.db import models


class Notice(models.Model):
    """A notice to one recipient, written in the transaction of what it is about, delivered after it.

    state: pending, skipped, bundled (the delivery ``delivery_id`` sends it, led by the notice ``bundled_into`` if that
    is another notice). What became of it stands in its delivery. Other states, and the columns of a mail, are from
    versions without deliveries.
    """

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.TextField(db_default="incident")
    subject_id = models.BigIntegerField(null=True)
    kind = models.TextField()
    recipient = models.TextField()
    language = models.TextField()
    value = models.JSONField()
    state = models.TextField(default="pending")
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    why = models.JSONField(null=True)  # the last reason why it is sent, delayed or skipped
    reply = models.TextField(db_default="", blank=True)  # the server's answer when it took it
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    message_id = models.TextField(blank=True)
    thread_id = models.TextField(blank=True)
    digest = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    bundled_into = models.BigIntegerField(null=True)
    delivery_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(
                "not_before",
                name="notice_waiting",
                condition=models.Q(state__in=["pending", "ready", "sending"]),
            ),
            models.Index("subject_kind", "subject_id", name="notice_subject"),
            models.Index(fields=["recipient", "-created_at"], name="notice_recipient"),
            models.Index("delivery_id", name="notice_delivery"),
        ]
