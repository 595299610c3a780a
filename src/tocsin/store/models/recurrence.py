"""What recurs, as it was found: one row an episode, kept with what people said of it."""

from django.db import models


class Recurrence(models.Model):
    """A key of a family that comes up too often. ``first_day`` and ``day``: of its first and its last finding.

    ``value`` is core.problem.values.Recurrence as found last. ``dismissed_count``: how many incidents there were when a
    person dismissed it; it returns when there are twice as many. ``problem_id``: a person said that it is this problem,
    ``merged_into``: that it is the same trouble as this other recurrence (id).
    """

    family = models.TextField()
    key = models.TextField()
    first_day = models.DateField()
    day = models.DateField()
    count = models.IntegerField()
    value = models.JSONField()
    dismissed_count = models.IntegerField(null=True)
    dismissed_by = models.TextField(blank=True)
    dismissed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    problem_id = models.BigIntegerField(null=True)
    merged_into = models.BigIntegerField(null=True)

    class Meta:
        db_table = "recurrence"
        constraints = [models.UniqueConstraint(fields=["family", "key", "first_day"], name="recurrence_once")]
