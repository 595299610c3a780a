"""Incidents: the core's value whole, columns for the lists, and an append-only timeline."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL

_ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ’"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy''"
# What lists search: number, titles, cause, and the supplier's references; without accents, in lower case.
_WORDS = (
    "translate(replace(replace(replace(replace(lower("
    "'inc-' || id::text || ' ' || coalesce(title->>'fr', '') || ' ' || coalesce(title->>'en', '') || ' '"
    " || cause || ' ' || coalesce(value->>'reference', '') || ' ' || coalesce(value->>'references', '')),"
    " 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),"
    f" '{_ACCENTED}', '{_PLAIN}')"
)


def _overrun(side: str) -> "models.GeneratedField":
    """Whether a side's clock was overrun when it was last read."""
    states = " or ".join(
        f"""clocks @> '[{{"side": "{side}", "state": "{state}"}}]'""" for state in ("breached", "missed")
    )
    return models.GeneratedField(
        expression=RawSQL(states, ()), output_field=models.BooleanField(), db_persist=True
    )


class Incident(models.Model):
    """An incident. ``value`` is the core's Incident; the other columns are projections of it for queries."""

    id = models.BigAutoField(primary_key=True)
    value = models.JSONField()
    state = models.TextField()
    kind = models.TextField()
    effect = models.TextField()
    priority = models.TextField()
    criticality = models.TextField()
    cause = models.TextField()
    cause_kind = models.TextField()
    inferred = models.BooleanField(default=False)
    title = models.JSONField()  # {"fr": ..., "en": ...}
    owner_team = models.TextField()
    owner = models.TextField(blank=True)
    regions = ArrayField(models.TextField(), default=list)
    applications = ArrayField(models.TextField(), default=list)
    holder = models.TextField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    recovered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    folded_into = models.BigIntegerField(null=True)
    alert_count = models.IntegerField(default=0)
    firing_count = models.IntegerField(default=0)
    standing = models.JSONField(
        default=dict
    )  # the incident as correlation sees it (core OpenIncident), whole
    stands = models.BooleanField(default=True)  # correlation must still know it
    clocks = models.JSONField(default=list)  # the clocks as last read: an index for lists, never the truth
    ours_due_at = models.DateTimeField(null=True)
    supplier_due_at = models.DateTimeField(null=True)
    next_deadline_at = models.DateTimeField(null=True)
    origin = models.TextField(blank=True, db_default="")  # of imported history; empty: it happened here
    words = models.GeneratedField(
        expression=RawSQL(_WORDS, ()), output_field=models.TextField(), db_persist=True
    )
    supplier = models.GeneratedField(
        expression=RawSQL("coalesce(value->>'supplier', '')", ()),
        output_field=models.TextField(),
        db_persist=True,
    )
    ours_overrun = _overrun("ours")
    supplier_overrun = _overrun("supplier")

    class Meta:
        db_table = "incident"
        indexes = [
            models.Index(
                "priority", "ours_due_at", name="incident_open",
                condition=models.Q(state__in=["new", "in_progress", "pending"], folded_into__isnull=True),
            ),
            models.Index(fields=["-opened_at"], name="incident_opened"),
            models.Index("folded_into", name="incident_folded", condition=models.Q(folded_into__isnull=False)),
            models.Index(
                "next_deadline_at", name="incident_deadline", condition=models.Q(next_deadline_at__isnull=False)
            ),
            models.Index(
                "resolved_at", name="incident_resolved",
                condition=models.Q(state="resolved", folded_into__isnull=True),
            ),
            models.Index("id", name="incident_stands", condition=models.Q(stands=True)),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="incident_words"),
            GinIndex("applications", name="incident_applications"),
            models.Index("cause", name="incident_cause"),
            models.Index("owner", "owner_team", name="incident_owner"),
        ]  # fmt: skip


class IncidentHit(models.Model):
    """One item that an incident takes down, degrades or deprives of redundancy, and through what."""

    pk = models.CompositePrimaryKey("incident_id", "item")
    incident_id = models.BigIntegerField()
    item = models.TextField()
    type = models.TextField()
    effect = models.TextField()
    via = ArrayField(models.TextField(), default=list)
    label = models.TextField(blank=True)

    class Meta:
        db_table = "incident_hit"
        indexes = [models.Index("item", name="incident_hit_item")]


class TimelineEntry(models.Model):
    """One entry of its subject's timeline. The database refuses to change or delete one."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.TextField(db_default="incident")
    subject_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    actor = models.TextField()
    verb = models.TextField()
    value = models.JSONField()  # the core's TimelineEntry, whole

    class Meta:
        db_table = "timeline_entry"
        indexes = [models.Index("subject_kind", "subject_id", "id", name="timeline_subject")]
