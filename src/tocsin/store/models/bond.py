"""Bonds: exchanges with suppliers' ticket desks, their entries, the files that go with them, how far desks were read."""

from django.db import models


class Bond(models.Model):
    """An exchange. ``value`` is the core's Bond without its entries; ``looked_at``: the last change of the
    incident that it has seen."""

    id = models.BigAutoField(primary_key=True)
    incident_id = models.BigIntegerField()
    supplier = models.TextField()
    channel = models.TextField()
    reference = models.TextField(unique=True)
    their_reference = models.TextField(blank=True)
    health = models.TextField()
    over = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    value = models.JSONField()

    class Meta:
        db_table = "bond"
        indexes = [
            models.Index("incident_id", name="bond_incident"),
            models.Index("next_at", name="bond_due", condition=models.Q(next_at__isnull=False)),
            models.Index("supplier", "their_reference", name="bond_theirs"),
        ]


class BondEntry(models.Model):
    """An entry of an exchange. ``remote``: the counterpart's id of it, or the Message-ID; ``delivery_id``: the mail."""

    id = models.BigAutoField(primary_key=True)
    bond_id = models.BigIntegerField()
    number = models.IntegerField()
    remote = models.TextField(blank=True)
    delivery_id = models.BigIntegerField(null=True)
    value = models.JSONField()

    class Meta:
        db_table = "bond_entry"
        constraints = [models.UniqueConstraint("bond_id", "number", name="bond_entry_number")]
        indexes = [
            models.Index("remote", name="bond_entry_remote", condition=~models.Q(remote="")),
            models.Index(
                "delivery_id", name="bond_entry_delivery", condition=models.Q(delivery_id__isnull=False)
            ),
        ]


class BondFile(models.Model):
    """The content of a file, under its digest."""

    digest = models.TextField(primary_key=True)
    content = models.BinaryField()

    class Meta:
        db_table = "bond_file"


class DeskPosition(models.Model):
    """How far the list of a supplier's desk was read, and when it was last looked at.

    ``wait_until``: the last look was not made, since our own budget was spent; when it can be.
    """

    supplier = models.TextField(primary_key=True)
    position = models.JSONField(null=True)
    looked_at = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "desk_position"
