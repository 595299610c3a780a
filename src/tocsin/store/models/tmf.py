"""What suppliers who call us keep at ours: tickets, alarms, tasks; who listens, and the events that wait for them."""

from django.db import models


class TmfResource(models.Model):
    """A ticket, alarm or task of a supplier's. ``name`` is its id in addresses, ``external`` the supplier's own.

    ``digest`` is that of what it was created with; ``version`` counts its changes; ``bond_id``: the exchange that a ticket
    belongs to. ``over``: its supplier may use its own number again.
    """

    id = models.BigAutoField(primary_key=True)
    supplier = models.TextField()
    source = models.TextField()
    kind = models.TextField()
    name = models.TextField()
    external = models.TextField(blank=True)
    digest = models.TextField(blank=True)
    bond_id = models.BigIntegerField(null=True)
    over = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    value = models.JSONField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "tmf_resource"
        constraints = [models.UniqueConstraint("kind", "name", name="tmf_resource_name")]
        indexes = [
            models.Index("supplier", "kind", "id", name="tmf_resource_listed"),
            models.Index(
                "supplier", "kind", "external", name="tmf_resource_external", condition=~models.Q(external="")
            ),
            models.Index("bond_id", name="tmf_resource_bond", condition=models.Q(bond_id__isnull=False)),
        ]


class TmfListener(models.Model):
    """A supplier's listener. ``api`` is the address part under which it registered: its events are written so.

    ``failures`` in a row, the last for the reason ``error``; nothing is sent before ``next_at``.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.TextField(unique=True)
    supplier = models.TextField()
    source = models.TextField()
    api = models.TextField()
    callback = models.TextField()
    query = models.TextField(blank=True)
    created_at = models.DateTimeField()
    failures = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    next_at = models.DateTimeField()

    class Meta:
        db_table = "tmf_listener"
        indexes = [models.Index("supplier", name="tmf_listener_supplier")]


class TmfEvent(models.Model):
    """An event that waits for a listener; it is gone once it was taken."""

    id = models.BigAutoField(primary_key=True)
    listener = models.ForeignKey(TmfListener, on_delete=models.CASCADE)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "tmf_event"
        indexes = [models.Index("listener", "id", name="tmf_event_waiting")]
