"""A ticket at a real Roundup, by configuration alone: what it wants (an ETag, two requests a comment) is said, not coded."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from tests.connectors.rest.conftest import NOW, Counted
from tests.connectors.rest.roundup_desk import roundup, settings
from tocsin.connectors.kit.desk import Denied, Unsent
from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.desk import RestDesk
from tocsin.connectors.rest.desk_settings import DeskSettings
from tocsin.core.exchange.ticket import NewTicket

OURS = "INC-42-7K3QXM"
NEW = NewTicket(reference=OURS, subject=f"[{OURS}] Baie 07", text="Sans courant", priority="P1")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with roundup(tmp_path_factory.mktemp("roundup")) as opened:
        yield opened


@contextmanager
def desk_at(port: int, user: str = "tocsin") -> Iterator[RestDesk]:
    declared = msgspec.convert(settings(port, user), DeskSettings)
    api = Api(declared.client, Counted(), lambda: NOW)
    yield RestDesk(declared, api)
    api.close()


@pytest.fixture
def desk(port: int) -> Iterator[RestDesk]:
    with desk_at(port) as opened:
        yield opened


def test_both_ways(desk: RestDesk) -> None:
    ticket = desk.open(NEW).remote
    assert [found.reference for found in desk.search(OURS)] == [ticket]
    remote = desk.comment(ticket, f"Et la prise 10 ? [{OURS}/2]").remote
    desk.transition(ticket, "in-progress", {}, "")
    there = desk.read(ticket)
    assert there
    assert (there.state, there.our_reference) == ("in-progress", OURS)
    assert [remark.author for remark in there.remarks] == ["tocsin", "tocsin"]
    assert there.remarks[1].id == remote


def test_a_state_that_it_does_not_know_is_refused_and_cuts_no_channel(desk: RestDesk) -> None:
    ticket = desk.open(NEW).remote
    with pytest.raises(Denied, match="HTTP 4"):
        desk.transition(ticket, "no-such-state", {}, "")


def test_no_such_ticket(desk: RestDesk) -> None:
    assert desk.read("99999") is None


def test_a_door_that_is_shut_is_surely_unsent() -> None:
    with desk_at(1) as shut, pytest.raises(Unsent):
        shut.open(NEW)


def test_what_they_write_comes_in(desk: RestDesk, port: int) -> None:
    ticket = desk.open(NEW).remote
    with desk_at(port, "admin") as theirs:
        theirs.comment(ticket, "Nous regardons.")
    there = desk.read(ticket)
    assert there
    assert [(remark.author, remark.text) for remark in there.remarks][-1] == ("admin", "Nous regardons.")
