"""Imported histories: which import is under way, its rows while it is, and which incident each reference became."""

from django.db import models


class HistoryImport(models.Model):
    """One import of a file. ``position``: rows read; ``done``: the last reference whose incident is written.

    ``counts``: rows and incidents by what became of them; ``reported``: bytes of the report that are settled.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.TextField()
    file = models.TextField()
    digest = models.TextField()
    state = models.TextField()  # reading, writing, done
    position = models.BigIntegerField(default=0)
    done = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    reported = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "history_import"


class HistoryRow(models.Model):
    """A row of the import under way, as it was read. Empty when none is."""

    position = models.BigIntegerField(primary_key=True)
    reference = models.TextField(db_collation="C")
    record = models.TextField()

    class Meta:
        db_table = "history_row"
        indexes = [models.Index(fields=["reference", "position"], name="history_row_reference")]


class ImportedIncident(models.Model):
    """The incident of a reference of an origin, and what it was made of: a second import changes it only if that differs."""

    id = models.BigAutoField(primary_key=True)
    origin = models.TextField()
    reference = models.TextField()
    incident_id = models.BigIntegerField()
    digest = models.TextField()

    class Meta:
        db_table = "imported_incident"
        constraints = [models.UniqueConstraint(fields=["origin", "reference"], name="imported_incident_once")]
