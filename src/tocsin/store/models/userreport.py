"""User reports: the core's value whole, and the columns by which lists and duties find it."""

from django.db import models


class UserReport(models.Model):
    """A user's report. ``value`` is the core's; ``incident_id`` is the incident that it is about.

    ``current``: the user was informed of that link; ``over``: they know that the incident is over.
    """

    id = models.BigAutoField(primary_key=True)
    incident_id = models.BigIntegerField(null=True)
    reporter = models.TextField()
    address = models.TextField(blank=True)
    at = models.DateTimeField()
    current = models.BooleanField(default=False, db_default=False)
    over = models.BooleanField(default=False)
    key = models.TextField(blank=True, db_default="")
    message_id = models.BigIntegerField(null=True, unique=True)
    value = models.JSONField()

    class Meta:
        db_table = "user_report"
        indexes = [
            models.Index("incident_id", name="user_report_incident"),
            models.Index("at", name="user_report_at"),
            models.Index(
                "id", name="user_report_followed", condition=models.Q(over=False, incident_id__isnull=False)
            ),
            models.Index("address", "at", name="user_report_address"),
            models.Index("id", name="user_report_not_current", condition=models.Q(current=False)),
        ]
        constraints = [
            models.UniqueConstraint("key", name="user_report_key", condition=~models.Q(key="")),
        ]
