"""A way is verified by its code or its link: by the person, in time, a few tries; a scanner that looks verifies nothing."""

import re

import pytest
from django.test import Client

from tests.flow.house import House
from tocsin.core.kernel.errors import NotAllowed, Refused
from tocsin.flow import clock, ways
from tocsin.flow.notices import reachable
from tocsin.store import models
from tocsin.store.models import Account

KARIM, MAIL = "karim.haddad", "karim@home.example"


@pytest.fixture
def karim(house: House) -> Account:
    return Account.objects.create_user("karim.himself", password="x", role="technician", person=KARIM)


@pytest.fixture
def manager(house: House) -> Account:
    return Account.objects.create_user("chef", password="x", role="manager", person="bruno.castaing")


def mailed() -> str:
    """The text of the last mail that is to leave."""
    delivery = models.Delivery.objects.latest("id")
    assert delivery.address == MAIL
    return str(delivery.payload["text"])


def code_in(text: str) -> str:
    (code,) = re.findall(r"\b\d{6}\b", text)
    return code


def verified(number: int) -> bool:
    return models.Way.objects.get(id=number).verified_at is not None


def test_the_code_of_the_mail_verifies_it(karim: Account) -> None:
    number = ways.add(karim, KARIM, "mail", MAIL)
    assert ways.ask_code(karim, number) == ""
    ways.answer(karim, number, f" {code_in(mailed())} ")
    assert verified(number)
    assert [entry.action for entry in models.SecurityEntry.objects.order_by("id")][-2:] == [
        "way_added",
        "way_verified",
    ]


def test_a_wrong_code_five_times_and_the_right_one_is_worth_nothing(karim: Account) -> None:
    number = ways.add(karim, KARIM, "mail", MAIL)
    ways.ask_code(karim, number)
    for _ in range(5):
        with pytest.raises(Refused):
            ways.answer(karim, number, "not it")
    with pytest.raises(Refused):
        ways.answer(karim, number, code_in(mailed()))
    assert not verified(number)


def test_a_code_of_yesterday_is_worth_nothing(karim: Account) -> None:
    number = ways.add(karim, KARIM, "mail", MAIL)
    ways.ask_code(karim, number)
    clock.fast_forward(hours=25)
    with pytest.raises(Refused):
        ways.answer(karim, number, code_in(mailed()))


def test_a_mail_scanner_that_opens_the_link_verifies_nothing_onetimesecret_359(karim: Account) -> None:
    number = ways.add(karim, KARIM, "mail", MAIL)
    ways.ask_code(karim, number)
    (path,) = re.findall(r"https?://[^/\s]+(/ways/confirm/\S+)", mailed())
    assert Client().get(path).status_code == 200
    assert not verified(number)
    assert Client().post(path).status_code == 200
    assert verified(number)
    assert Client().get(path[:-3] + "xxx").status_code == 409


def test_a_telephone_is_verified_by_a_colleague_who_calls(karim: Account, manager: Account) -> None:
    number = ways.add(karim, KARIM, "phone", "+33 6 39 98 12 99")
    with pytest.raises(Refused):
        ways.ask_code(karim, number)
    code = ways.ask_code(manager, number)
    with pytest.raises(Refused):
        ways.answer(manager, number, code)
    ways.answer(karim, number, code)
    assert verified(number)


def test_another_region_changes_nothing(karim: Account) -> None:
    italian = Account.objects.create_user("it", password="x", role="technician", region="it")
    with pytest.raises(NotAllowed):
        ways.add(italian, KARIM, "mail", MAIL)
    reader = Account.objects.create_user("own", password="x", role="reader", person=KARIM)
    number = ways.add(reader, KARIM, "mail", MAIL)
    ways.remove(reader, number)
    assert not any(way.id for way in reachable.of_everybody()[KARIM])
