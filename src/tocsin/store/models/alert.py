"""Alerts: the present state of each fingerprint."""

from django.db import models


class Alert(models.Model):
    """The state of one fingerprint. ``effect`` is what its kind reports of the item."""

    fingerprint = models.TextField(primary_key=True)
    source = models.TextField()
    kind = models.TextField()
    item = models.TextField()
    subject = models.TextField()
    summary = models.TextField()
    criticality = models.TextField()
    state = models.TextField()
    effect = models.TextField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state_at = models.DateTimeField()
    holds_until = models.DateTimeField(null=True)
    count = models.IntegerField()
    flapping = models.BooleanField(default=False)
    muted_by = models.BigIntegerField(default=0)
    incident_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField()
    value = models.JSONField()  # the core's Alert, whole

    class Meta:
        db_table = "alert"
        indexes = [
            models.Index("incident_id", name="alert_incident", condition=models.Q(incident_id__isnull=False)),
            models.Index("item", name="alert_firing_item", condition=models.Q(state="firing")),
            models.Index("muted_by", name="alert_muted", condition=~models.Q(muted_by=0)),
            models.Index("fingerprint", name="alert_flapping", condition=models.Q(flapping=True)),
            models.Index(
                "holds_until",
                name="alert_holds",
                condition=models.Q(state="firing", holds_until__isnull=False),
            ),
        ]
