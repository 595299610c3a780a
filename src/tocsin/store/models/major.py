"""Major incidents: the core's value whole, the incidents of each, and what was proposed."""

from django.db import models


class Major(models.Model):
    """A major incident. ``value`` is the core's; its history is its timeline."""

    id = models.BigAutoField(primary_key=True)
    state = models.TextField()
    commander = models.TextField(blank=True)
    declared_at = models.DateTimeField()
    last_at = models.DateTimeField()
    value = models.JSONField()

    class Meta:
        db_table = "major"
        indexes = [models.Index("state", name="major_state")]


class MajorIncident(models.Model):
    """An incident of a major incident: by it an incident's page finds it."""

    id = models.BigAutoField(primary_key=True)
    major = models.ForeignKey(Major, on_delete=models.CASCADE, related_name="links")
    incident_id = models.BigIntegerField()

    class Meta:
        db_table = "major_incident"
        constraints = [models.UniqueConstraint(fields=["major", "incident_id"], name="major_incident_once")]
        indexes = [models.Index("incident_id", name="major_incident_incident")]


class MajorProposal(models.Model):
    """An incident that met a criterion of its plan, proposed once. ``dismissed_by``: a person said no; ``note`` is why."""

    incident_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    why = models.JSONField()
    dismissed_by = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "major_proposal"
