"""Tickets at a real Redmine, a real Request Tracker and a real Roundup, by the files that are shipped for them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.flow.exchange.conftest import Exchanging, company_with
from tests.flow.exchange.counterparts.desk import RealDesk
from tests.flow.exchange.counterparts.redmine import Redmine, redmine
from tests.flow.exchange.counterparts.request_tracker import RequestTracker, request_tracker
from tests.flow.exchange.counterparts.roundup import Roundup, roundup
from tests.flow.exchange.test_desk import anna, opens
from tests.flow.house import OUTLET, House, mail, post_event
from tocsin.connectors.kit.desk import Doubtful
from tocsin.connectors.rest.desk import RestDesk
from tocsin.connectors.smtp.connector import written
from tocsin.core.duty.ways import MAIL
from tocsin.core.exchange import asking as a
from tocsin.core.exchange.bond import Entry, Health, Kind, Sending, Way
from tocsin.core.exchange.ticket import NewTicket, Taken
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Holder
from tocsin.core.organisation.desks import TicketState
from tocsin.demo.command import company
from tocsin.flow import clock, organisation
from tocsin.flow.exchange import asking, desks
from tocsin.flow.exchange.bonds import desk_of
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import company as company_in_force
from tocsin.store import bonds, deliveries
from tocsin.store import calls as call_rows

_FILE = bytes(range(256)) * 20


@pytest.fixture(scope="module")
def their_redmine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redmine]:
    with redmine(tmp_path_factory.mktemp("redmine")) as desk:
        yield desk


@pytest.fixture(scope="module")
def their_rt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    with request_tracker(tmp_path_factory.mktemp("rt")) as desk:
        yield desk


@pytest.fixture(scope="module")
def their_roundup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roundup]:
    with roundup(tmp_path_factory.mktemp("roundup")) as desk:
        yield desk


class With(Exchanging):
    """The house, and its exchange with a real desk."""

    def __init__(self, house: House, desk: RealDesk, **changes: Any) -> None:
        super().__init__(house, None)  # type: ignore[arg-type]
        self.desk = desk
        self.declare(**changes)
        house.receives(post_event("power.outlet.lost", OUTLET, source="desk-fr"))

    def declare(self, **changes: Any) -> None:
        organisation.apply(company_with({**self.desk.declared(), **changes}), by="test")

    def asks(self, asked: a.AnyAsked, file: tuple[str, str, bytes] | None = None) -> None:
        asking.ask(anna(), self.incident.id, asked, file)
        self.looks()

    def looks(self, **later: float) -> None:
        """All that is due so much later, or when the ticket is to be read again, whatever lists said."""
        super().looks(**(later or {"minutes": 5}))

    @property
    def ticket(self) -> str:
        return self.bond.their_reference

    def received(self, kind: Kind = Kind.COMMENT) -> list[Entry]:
        self.looks()
        return [entry for entry in self.bond.entries if entry.way is Way.IN and entry.kind is kind]


@pytest.fixture(autouse=True)
def known_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calls count by the clock of the test, and the passwords are those of the desks."""
    monkeypatch.setattr(call_rows, "database_now", clock.now)
    monkeypatch.setenv("ROUNDUP_PASSWORD", "tocsin")


@pytest.fixture
def at_redmine(shared_house: House, their_redmine: Redmine, monkeypatch: pytest.MonkeyPatch) -> With:
    monkeypatch.setenv("REDMINE_KEY", their_redmine.key)
    return With(shared_house, their_redmine)


@pytest.fixture
def at_rt(shared_house: House, their_rt: RequestTracker, monkeypatch: pytest.MonkeyPatch) -> With:
    monkeypatch.setenv("RT_TOKEN", f"token {their_rt.token}")
    return With(shared_house, their_rt)


@pytest.fixture
def at_roundup(shared_house: House, their_roundup: Roundup) -> With:
    return With(shared_house, their_roundup)


def test_both_ways_with_redmine(at_redmine: With) -> None:
    _exchanges(at_redmine)


def test_both_ways_with_request_tracker(at_rt: With) -> None:
    _exchanges(at_rt)


def test_both_ways_with_roundup(at_roundup: With) -> None:
    _exchanges(at_roundup)


def _exchanges(there: With) -> None:
    before = there.desk.tickets()
    _opens_though_its_answer_is_lost(there)
    assert there.desk.tickets() == [*before, there.ticket]
    assert there.incident.holder is Holder.SUPPLIER
    assert _lists_it(there)
    _writes(there)
    _receives(there)
    _follows_its_states(there)


def _opens_though_its_answer_is_lost(there: With) -> None:
    real = RestDesk.open

    def lost(desk: RestDesk, ticket: NewTicket) -> Taken:
        real(desk, ticket)
        raise Doubtful("the answer did not come")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RestDesk, "open", lost)
        opens(there)
    there.looks()
    opening = there.bond.opening
    assert opening
    assert opening.sending is Sending.CONFIRMED


def _lists_it(there: With) -> bool:
    """Where the desk tells what has changed, the ticket is among it."""
    desk = desk_of(company_in_force(), "valmont")
    assert desk
    if "list" not in desk.settings:
        return True
    with desks.opened(desk, "valmont", urgent=True) as opened:
        return there.ticket in dict(opened.changed(None).tickets)


def _writes(there: With) -> None:
    there.asks(a.KeepNote(bond=there.bond.id, text="Ils traînent"))
    there.asks(a.Write(bond=there.bond.id, text="Prise 10 aussi ?"))
    there.asks(a.Write(bond=there.bond.id), ("mesure.bin", "application/octet-stream", _FILE))
    assert [entry.sending for entry in there.bond.entries if entry.way is Way.OUT] == [Sending.CONFIRMED] * 3
    said = there.desk.comments(there.ticket)
    assert [text.partition("\n")[0].strip() for text in said][-1] == "Prise 10 aussi ?"
    assert "traînent" not in str(said)
    assert there.desk.files(there.ticket)["mesure.bin"] == _FILE
    assert there.received() == []
    assert there.timeline()[:2] == ["exchange.unknown", "exchange.opened.api"]
    assert not [code for code in there.timeline() if code.startswith("exchange.state")]  # nobody has seen it


def _receives(there: With) -> None:
    there.desk.answers(there.ticket, "Un technicien part en salle.")
    there.desk.notes(there.ticket, "Le client est pénible.")
    there.desk.attaches(there.ticket, "photo.bin", _FILE[::-1])
    (answer,) = there.received()
    assert answer.text == "Un technicien part en salle."
    (photo,) = there.received(Kind.ATTACHMENT)
    assert photo.file
    assert (photo.file.name, bonds.file(photo.file.digest)) == ("photo.bin", _FILE[::-1])
    assert "pénible" not in str(there.bond)
    assert "exchange.answered" in there.timeline()


def _follows_its_states(there: With) -> None:
    there.desk.puts(there.ticket, there.desk.solved)
    there.looks()
    assert "exchange.state.still" in there.timeline()
    there.looks(minutes=5)
    assert there.desk.state(there.ticket) == there.desk.reopened
    act(there.incident.id, c.Resolve(note="vu sur place"), "damien.roussel")
    there.looks()
    assert there.desk.state(there.ticket) in there.desk.ended
    assert there.bond.health is Health.FINE


def test_redmine_answers_204_to_a_state_that_its_workflow_does_not_lead_to(at_redmine: With) -> None:
    opens(at_redmine)
    at_redmine.asks(a.ChangeState(bond=at_redmine.bond.id, to=TicketState.CLOSED, text="C'est bon"))
    refused = at_redmine.bond.entries[-1]
    assert (refused.sending, refused.proof) == (Sending.REFUSED, "HTTP 204")
    assert at_redmine.bond.why
    assert at_redmine.bond.why.facts["allowed"] == "New, In Progress, Resolved"
    assert at_redmine.incident.holder is Holder.US


def test_redmine_wants_a_field_with_a_transition(at_redmine: With) -> None:
    transitions = at_redmine.desk.declared()["transitions"]
    transitions["resolved"]["fields"]["resolution"] = transitions["closed"]["fields"].pop("resolution")
    at_redmine.declare(transitions=transitions)
    opens(at_redmine)
    at_redmine.desk.puts(at_redmine.ticket, "Resolved")
    at_redmine.looks()
    at_redmine.asks(a.ChangeState(bond=at_redmine.bond.id, to=TicketState.CLOSED))
    refused = next(entry for entry in at_redmine.bond.entries if entry.to is TicketState.CLOSED)
    assert refused.sending is Sending.REFUSED
    assert "Resolution cannot be blank" in refused.error
    at_redmine.asks(a.Write(bond=at_redmine.bond.id, text="Quelle résolution ?"))
    assert "Quelle résolution ?" in str(at_redmine.desk.comments(at_redmine.ticket))


def test_a_redmine_ticket_that_was_deleted_is_reported(at_redmine: With, their_redmine: Redmine) -> None:
    opens(at_redmine)
    their_redmine.deletes(at_redmine.ticket)
    at_redmine.looks(minutes=5)
    assert at_redmine.bond.health is Health.GONE
    assert at_redmine.timeline()[-1] == "exchange.gone"


def test_a_key_that_redmine_no_longer_knows_makes_no_ticket_look_deleted(
    at_redmine: With, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(at_redmine)
    monkeypatch.setenv("REDMINE_KEY", "f" * 40)
    at_redmine.looks()
    assert at_redmine.bond.health in (Health.FINE, Health.CUT)
    assert "exchange.gone" not in at_redmine.timeline()


def test_rt_says_yes_to_a_state_that_our_rights_do_not_reach(at_rt: With) -> None:
    transitions = at_rt.desk.declared()["transitions"] | {"cancelled": {"to": "deleted"}}
    at_rt.declare(transitions=transitions)
    opens(at_rt)
    at_rt.asks(a.ChangeState(bond=at_rt.bond.id, to=TicketState.CANCELLED))
    refused = at_rt.bond.entries[-1]
    assert (refused.sending, refused.proof) == (Sending.REFUSED, "HTTP 200")
    assert at_rt.desk.state(at_rt.ticket) != "deleted"


def test_rt_merges_our_ticket_into_another_and_the_exchange_goes_on_there(
    at_rt: With, their_rt: RequestTracker
) -> None:
    opens(at_rt)
    ours = at_rt.ticket
    theirs = their_rt.opens("La même baie")
    their_rt.merges(ours, into=theirs)
    at_rt.looks(minutes=5)
    assert (at_rt.ticket, at_rt.bond.former) == (theirs, (ours,))
    assert "exchange.moved" in at_rt.timeline()
    at_rt.asks(a.Write(bond=at_rt.bond.id, text="Toujours là ?"))
    assert "Toujours là ?" in str(their_rt.comments(theirs))


def test_rt_by_mail_its_gateway_reports_success_for_what_it_refused_and_its_replies_are_recognised(
    at_rt: With, their_rt: RequestTracker
) -> None:
    organisation.apply(company(), by="test")  # no API: the ticket goes by mail
    opens(at_rt)
    (delivery,) = [sent for sent in deliveries.ready([MAIL], clock.now()) if "support" in sent.address]
    letter, before = written(delivery, clock.now), their_rt.tickets()
    del letter["From"]
    letter["From"] = "stranger@cachemire.example"  # without a right to open tickets
    assert their_rt.receives(letter.as_bytes()).returncode == 0
    assert their_rt.tickets() == before
    assert at_rt.bond.opening
    assert at_rt.bond.opening.sending is not Sending.CONFIRMED  # a mail that left proves nothing
    letter.replace_header("From", "tocsin@cachemire.example")
    assert their_rt.receives(letter.as_bytes()).returncode == 0
    (ticket,) = set(their_rt.tickets()) - set(before)
    their_rt.answers(ticket, "Un technicien part.")
    at_rt.declare()  # their numbers are known by the pattern of their desk
    for raw in their_rt.mails():
        at_rt.house.receives(mail(_from_valmont(raw), "valmont"))
    texts = [entry.text for entry in at_rt.bond.entries if entry.way is Way.IN]
    assert any("Un technicien part." in text for text in texts)
    assert at_rt.bond.their_reference == ticket


def _from_valmont(raw: bytes) -> bytes:
    """RT's desk.example is Valmont here."""
    return raw.replace(b"support@desk.example", b"support@valmont-dc.example")
