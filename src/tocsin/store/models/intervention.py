"""Declared interventions (works): what they cover, and what they muted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Intervention(models.Model):
    """A declared intervention. ``scope`` holds item keys; ``value`` is the core's Intervention."""

    id = models.BigAutoField(primary_key=True)
    source = models.TextField()
    reference = models.TextField()
    title = models.TextField()
    status = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    scope = ArrayField(models.TextField(), default=list)
    value = models.JSONField()
    message_id = models.BigIntegerField()
    findings = models.JSONField(default=list, db_default=[])  # what it meets, as it was last looked at
    muted_count = models.IntegerField(default=0)
    ended = models.BooleanField(default=False)

    class Meta:
        db_table = "intervention"
        indexes = [models.Index("starts_at", name="intervention_live", condition=models.Q(ended=False))]
