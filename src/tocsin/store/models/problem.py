"""Problems: the core's value whole, the incidents of each, and known errors as they were offered."""

from django.db import models


class Problem(models.Model):
    """A problem. ``value`` is the core's; its history is its timeline. ``offered``: as a known error."""

    id = models.BigAutoField(primary_key=True)
    title = models.TextField()
    state = models.TextField()
    owner = models.TextField(blank=True)
    team = models.TextField(blank=True)
    offered = models.BooleanField(default=False)
    last_at = models.DateTimeField()
    value = models.JSONField()

    class Meta:
        db_table = "problem"


class ProblemIncident(models.Model):
    """An incident of a problem: by it an incident's page finds the problem."""

    id = models.BigAutoField(primary_key=True)
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="links")
    incident_id = models.BigIntegerField()

    class Meta:
        db_table = "problem_incident"
        constraints = [
            models.UniqueConstraint(fields=["problem", "incident_id"], name="problem_incident_once")
        ]
        indexes = [models.Index("incident_id", name="problem_incident_incident")]


class KnownErrorOffer(models.Model):
    """A known error as it was offered on an incident. ``answer``: ``helped``, ``rejected``, or empty."""

    id = models.BigAutoField(primary_key=True)
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="offers")
    incident_id = models.BigIntegerField()
    bits = models.FloatField()
    likeness = models.JSONField(null=True)  # the core's Likeness
    offered_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "known_error_offer"
        constraints = [
            models.UniqueConstraint(fields=["problem", "incident_id"], name="known_error_offer_once")
        ]
        indexes = [models.Index("incident_id", name="known_error_offer_incident")]
