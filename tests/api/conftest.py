"""A filled company and a caller of its API, with a token."""

from hashlib import sha256

import pytest
from django.test import Client

from tests.web.filling import fill
from tocsin.flow import clock
from tocsin.store.models import Account, ApiToken


@pytest.fixture
def filled(db: None) -> None:
    """Cachemire with messages, incidents, words and sources."""
    fill()


@pytest.fixture
def caller(filled: None):
    """A client that sends the token of an account: ``caller("technician", region="fr")``."""

    def make(role: str = "administrator", region: str = "") -> Client:
        token = f"tocsin_{role}"
        account = Account.objects.create_user(f"api-{role}-{region}", role=role, region=region)
        digest = sha256(token.encode()).hexdigest()
        ApiToken.objects.create(account=account, label="test", hash=digest, created_at=clock.now())
        return Client(headers={"authorization": f"Bearer {token}"})

    return make


@pytest.fixture
def reader(filled: None) -> Client:
    """A browser in which a reader of the group is logged in."""
    client = Client()
    client.force_login(Account.objects.create_user("page-reader", role="reader"))
    return client
