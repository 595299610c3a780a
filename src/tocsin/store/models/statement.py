"""Statements: what suppliers list of a month, as they sent it and as it was read; and what people settled of it."""

from django.db import models


class Statement(models.Model):
    """A supplier's statement of a month. A corrected one is a row of its own; the newest of a month counts.

    ``columns``: what a person said of headings; remembered for the supplier's next one.
    """

    supplier = models.TextField()
    month = models.TextField()  # 2026-10
    file = models.TextField()
    content = models.BinaryField()
    columns = models.JSONField(default=dict)
    value = models.JSONField()  # the core's Statement, whole
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "statement"
        indexes = [models.Index("supplier", models.F("id").desc(), name="statement_supplier")]


class StatementDecision(models.Model):
    """What a person settled about a line or an incident. The database refuses to change or delete one."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="decisions")
    value = models.JSONField()  # the core's Settled, whole

    class Meta:
        db_table = "statement_decision"
