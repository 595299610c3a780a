"""Accounts and API tokens."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    """Someone who may log in. ``person`` is their key in the organisation; ``role`` says what they may do.

    reader: sees; technician: acts on the incidents of their region (and of the group's if they have none);
    manager: acts on every incident of their region and hands over; administrator: everything, also accounts.
    """

    class Role(models.TextChoices):
        READER = "reader"
        TECHNICIAN = "technician"
        MANAGER = "manager"
        ADMINISTRATOR = "administrator"

    person = models.TextField(blank=True)
    role = models.TextField(choices=Role.choices, default=Role.READER)
    region = models.TextField(blank=True)  # empty: the group
    language = models.TextField(default="fr")
    must_change_password = models.BooleanField(default=False, db_default=False)  # somebody else chose it

    class Meta:
        db_table = "account"


class ApiToken(models.Model):
    """A personal token for the API; only its SHA-256 is kept. ``read`` sees, ``act`` does what its owner may do."""

    class Scope(models.TextChoices):
        READ = "read"
        ACT = "act"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    label = models.TextField()
    hash = models.TextField(unique=True)
    scope = models.TextField(choices=Scope.choices, default=Scope.ACT, db_default="act")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # null: made before tokens expired
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"
