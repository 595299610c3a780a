"""Imported histories: imports, their files, their refused rows, the rows under way, and the incident of each reference."""

from django.db import models


class HistoryImport(models.Model):
    """One import of a file. ``position``: rows read; ``done``: the last reference whose incident is written.

    ``counts``: rows and incidents by what became of them. Of an import that was prepared on a page: its mapping (YAML),
    who asked for it, and the mistakes by which it failed.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.TextField()
    file = models.TextField()
    digest = models.TextField()
    state = models.TextField()  # prepared, waiting, reading, writing, done, failed
    position = models.BigIntegerField(default=0)
    done = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    mapping = models.TextField(blank=True, db_default="")
    asked_by = models.TextField(blank=True, db_default="")
    faults = models.JSONField(db_default=[])

    class Meta:
        db_table = "history_import"


class HistoryPart(models.Model):
    """A part of a file that was sent by a page, until its import is done."""

    id = models.BigAutoField(primary_key=True)
    import_id = models.BigIntegerField()
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "history_part"
        constraints = [models.UniqueConstraint(fields=["import_id", "number"], name="history_part_once")]


class HistoryRefusal(models.Model):
    """A row that an import refused, or a word that it left out, with the reason."""

    id = models.BigAutoField(primary_key=True)
    import_id = models.BigIntegerField()
    value = models.JSONField()

    class Meta:
        db_table = "history_refusal"
        indexes = [models.Index(fields=["import_id", "id"], name="history_refusal_of")]


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
