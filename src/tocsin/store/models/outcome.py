"""Commitment outcomes: the results of clocks, for figures that open their incidents."""

from django.db import models


class CommitmentOutcome(models.Model):
    """One outcome, as the core's Outcome. Append-only: the last row of an incident and side counts.

    The view ``commitment_last`` holds these last rows.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.BigIntegerField(db_column="incident_id")
    side = models.TextField()
    at = models.DateTimeField()
    commitment = models.TextField()
    state = models.TextField()
    target_s = models.BigIntegerField()
    started_at = models.DateTimeField()
    overdue = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    elapsed_s = models.BigIntegerField()
    us_s = models.BigIntegerField()
    supplier_s = models.BigIntegerField()
    user_s = models.BigIntegerField()
    works_s = models.BigIntegerField()

    class Meta:
        db_table = "commitment_outcome"
        indexes = [models.Index("incident", "side", models.F("id").desc(), name="outcome_last")]
