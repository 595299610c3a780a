"""A Django client per role, logged in."""

import pytest
from django.test import Client

from tocsin.store.models import Account


def new_account(
    role: str = "technician", region: str = "", person: str = "", username: str = "", language: str = "fr"
) -> Account:
    """``new_account("technician", region="ile-de-france")``."""
    return Account.objects.create_user(
        username or f"{role}-{region or 'group'}", password="correct horse", role=role, region=region, person=person,
        language=language,
    )  # fmt: skip


@pytest.fixture
def account(db: None):
    """Make an account."""
    return new_account


@pytest.fixture
def reader(account, client: Client) -> Client:
    """A browser logged in as a reader of the group, in French."""
    client.force_login(account("reader"))
    client.cookies["django_language"] = "fr"
    return client
