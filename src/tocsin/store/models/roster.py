"""Who is away, and who takes whose duty: what people declare by the hour. Nothing is deleted: undone is said beside it."""

from django.db import models


class Absence(models.Model):
    """A person (key) is away from ``start_at`` until ``end_at`` (null: until somebody says otherwise)."""

    person = models.TextField()
    start_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True)
    substitute = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    declared_by = models.TextField()
    declared_at = models.DateTimeField()
    undone_by = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "absence"
        indexes = [
            models.Index(
                fields=["end_at"], condition=models.Q(undone_at__isnull=True), name="absence_standing"
            )
        ]


class Cover(models.Model):
    """A person (key) takes the duty of a rotation (key) between two instants."""

    rotation = models.TextField()
    person = models.TextField()
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    declared_by = models.TextField()
    declared_at = models.DateTimeField()
    undone_by = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cover"
        indexes = [
            models.Index(fields=["end_at"], condition=models.Q(undone_at__isnull=True), name="cover_standing")
        ]
