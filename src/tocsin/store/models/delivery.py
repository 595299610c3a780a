"""Deliveries: what channels carry to addresses, and the proof that it arrived."""

from django.db import models


class Delivery(models.Model):
    """What one address gets by one channel; its notices refer to it.

    state: ready, sending (claimed: the content may have begun to leave), sent, failed (given up, see ``error``),
    unconfirmed (a sender died, or lost its connection, in the middle: never sent again).
    """

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    channel = models.TextField()
    address = models.TextField()
    payload = models.JSONField()
    state = models.TextField(default="ready")
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    reply = models.TextField(blank=True)  # the counterpart's answer when it took it
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)  # a gateway's receipt said so

    class Meta:
        db_table = "delivery"
        indexes = [
            models.Index(
                "not_before", name="delivery_waiting", condition=models.Q(state__in=["ready", "sending"])
            ),
            models.Index(fields=["address", "-created_at"], name="delivery_address"),
            models.Index("subject_kind", "subject_id", name="delivery_subject"),
            models.Index(
                "channel",
                "reply",
                name="delivery_reference",
                condition=~models.Q(channel__in=["mail", "desk"]),
            ),
        ]
