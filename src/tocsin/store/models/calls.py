"""What we may ask of a counterpart, and how it answered last."""

from django.db import models


class CallAccount(models.Model):
    """An account at a counterpart whose calls are counted: a supplier's API with one user.

    ``spent``: line of the contract -> core.calls.budget.Spent. ``breaker``: core.calls.breaker.Breaker. ``session``: the
    session of a login, its token sealed, shared by all processes. ``calls`` made on ``day`` (UTC), and ``refused`` of them.
    """

    key = models.TextField(primary_key=True)
    spent = models.JSONField(default=dict)
    breaker = models.JSONField(default=dict)
    session = models.JSONField(default=dict)
    called_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    calls = models.IntegerField(db_default=0)
    refused = models.IntegerField(db_default=0)

    class Meta:
        db_table = "call_account"
