"""Who is away, and who takes whose duty: what people declare by the hour. Nothing is deleted: undone is said beside it."""

from django.contrib.postgres.fields import ArrayField
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
    uid = models.TextField(blank=True, db_default="")  # its name in the file that it comes from
    batch = models.BigIntegerField(null=True)  # the import that it came with

    class Meta:
        db_table = "absence"
        indexes = [
            models.Index(
                fields=["end_at"], condition=models.Q(undone_at__isnull=True), name="absence_standing"
            )
        ]


class AbsenceImport(models.Model):
    """A file of absences that was imported; undone, its absences end or never begin."""

    name = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    undone_by = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "absence_import"


class DutySeen(models.Model):
    """Who was on duty in a team (key) when it was last looked at, and whose turn or cover it was (person keys)."""

    team = models.TextField(primary_key=True)
    person = models.TextField()
    expected = models.TextField()

    class Meta:
        db_table = "duty_seen"


class ShiftChange(models.Model):
    """A team's duty passed from one person to the next: ``incidents`` went with it, ``waiting`` nobody had taken then."""

    team = models.TextField()
    at = models.DateTimeField()
    outgoing = models.TextField()
    incoming = models.TextField()
    incidents = ArrayField(models.BigIntegerField(), default=list)
    waiting = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        db_table = "shift_change"
        indexes = [models.Index(fields=["-at"], name="shift_change_at")]


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
