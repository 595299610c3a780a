"""What is agreed with suppliers about their sites: who may enter, what we do there, how a lost one is brought back."""

from django.db import models

from tocsin.store.models.account import Account


class Authorisation(models.Model):
    """One person's right to enter one place. ``value`` is the core's; its history is its timeline."""

    id = models.BigAutoField(primary_key=True)
    person = models.TextField()
    supplier = models.TextField()
    place = models.TextField()
    state = models.TextField()
    until = models.DateField()
    value = models.JSONField()

    class Meta:
        db_table = "authorisation"
        indexes = [models.Index("person", "place", name="authorisation_person")]


class PlannedIntervention(models.Model):
    """An intervention of ours; its id is that of its row among the works, by which alerts are muted."""

    id = models.BigIntegerField(primary_key=True)
    supplier = models.TextField()
    state = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    value = models.JSONField()

    class Meta:
        db_table = "planned_intervention"
        indexes = [models.Index("ends_at", name="planned_intervention_end")]


class SiteTicket(models.Model):
    """The ticket at a supplier's desk by which a subject is asked, its state in their word, and the ids of its comments."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField()
    supplier = models.TextField()
    ticket = models.TextField()
    state = models.TextField(blank=True)
    remarks = models.JSONField(default=list)
    looked_at = models.DateTimeField()

    class Meta:
        db_table = "site_ticket"
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="site_ticket_once")
        ]


class CalendarAddress(models.Model):
    """The address of a person's calendar feed: whoever knows its token reads it. Only the token's SHA-256 is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="calendars")
    hash = models.TextField(unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calendar_address"


class RecoveryPlan(models.Model):
    """The number of a plan that the files declare, and what was reminded of."""

    id = models.BigAutoField(primary_key=True)
    supplier = models.TextField()
    key = models.TextField()
    known_since = models.DateTimeField()
    reminded_for = models.DateTimeField(null=True)

    class Meta:
        db_table = "recovery_plan"
        constraints = [models.UniqueConstraint(fields=["supplier", "key"], name="recovery_plan_once")]


class RecoveryTest(models.Model):
    """The result of a test. The database refuses to change or remove one (see the migration)."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(RecoveryPlan, on_delete=models.PROTECT, related_name="tests")
    at = models.DateTimeField()
    by = models.TextField()
    result = models.TextField()
    note = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "recovery_test"
