"""What is wrong with a field is said by the label that the form shows, in the reader's language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.flow.house import OUTLET, House, only, post_event
from tests.flow.house import house as opened
from tocsin.store.models import Account

ROOT = Path(__file__).parents[3] / "src" / "tocsin" / "web"


@pytest.fixture
def person(db: None) -> Client:
    client = Client()
    client.force_login(Account.objects.create_user("acts", role="administrator"))
    return client


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened() as here:
        here.receives(post_event("power.outlet.lost", OUTLET, source="desk-fr"))
        yield here


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("fr", ("Durée de l", "Qui a répondu")),
        ("en", ("How many minutes it took: ", "Who answered, and what was said: ")),
    ],
)
def test_a_logged_call_with_mistakes(
    house: House, person: Client, language: str, says: tuple[str, ...]
) -> None:
    person.cookies["django_language"] = language
    answer = person.post(f"/incidents/{only().id}/exchange/call", {"minutes": "abc"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(said in page for said in says)


def test_no_form_shows_a_place_that_only_a_file_has() -> None:
    shown = [
        path.relative_to(ROOT) for path in ROOT.rglob("*.py") if "fault.sentence(" in path.read_text("utf-8")
    ]
    assert shown == [Path("mistakes.py")]
