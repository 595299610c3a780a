"""A ticket at a supplier's desk, over its real door: from the click to the closing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from msgspec.structs import replace

from tests.flow.exchange.conftest import Exchanging
from tocsin.connectors.kit.desk import Unsent
from tocsin.core.exchange import asking as a
from tocsin.core.exchange.bond import Health, Sending
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.errors import Refused
from tocsin.demo.provider import api
from tocsin.demo.provider.exchange import WrongError
from tocsin.demo.provider.values import Ticket
from tocsin.flow import clock, organisation
from tocsin.flow.exchange import asking, polling
from tocsin.flow.incidents.commands import act
from tocsin.store import calls
from tocsin.store.models import Account


def anna() -> Account:
    return Account.objects.filter(role=Account.Role.ADMINISTRATOR)[0]


def opens(exchanging: Exchanging) -> None:
    asking.ask(anna(), exchanging.incident.id, a.OpenTicket())
    exchanging.works(seconds=5)


def test_from_the_click_to_the_closing(exchanging: Exchanging) -> None:
    opens(exchanging)
    (ticket,) = exchanging.valmont.tickets
    bond, incident = exchanging.bond, exchanging.incident
    assert ticket.reference == bond.reference
    assert bond.reference.startswith(f"{incident.number}-")
    assert (bond.their_reference, ticket.severity) == (ticket.number, "Mineure")
    assert "R07" in ticket.place
    assert bond.opening
    assert bond.opening.sending is Sending.CONFIRMED
    assert (incident.holder, incident.reference) == (Holder.SUPPLIER, ticket.number)
    assert incident.reported_at is not None

    exchanging.valmont.puts("Pris en charge")
    exchanging.valmont.answers("Un technicien part en salle.")
    exchanging.valmont.answers("Le client est pénible.", internal=True)
    asking.ask(anna(), incident.id, a.Write(bond=bond.id, text="Merci. Prise 10 aussi ?"))
    asking.ask(anna(), incident.id, a.KeepNote(bond=bond.id, text="Ils traînent"))
    exchanging.works(minutes=2)
    assert exchanging.timeline() == [
        "exchange.opened.api",
        "exchange.answered",
        "exchange.state.acknowledged",
    ]
    comments = [comment.text for comment in exchanging.valmont.tickets[0].comments]
    assert len(comments) == 3
    assert comments[2].startswith("Merci. Prise 10 aussi ?")
    assert "traînent" not in str(comments)
    assert "pénible" not in str(exchanging.bond)

    act(incident.id, c.Resolve(note="vu sur place"), "damien.roussel")
    exchanging.valmont.puts("Résolu")
    exchanging.works(minutes=2)
    assert exchanging.valmont.tickets[0].state == "Clos"
    assert exchanging.bond.over


def test_a_second_click_opens_no_second_ticket(exchanging: Exchanging) -> None:
    opens(exchanging)
    with pytest.raises(Refused, match="There is a ticket"):
        asking.ask(anna(), exchanging.incident.id, a.OpenTicket())


def test_they_close_and_we_still_measure_trouble(exchanging: Exchanging) -> None:
    opens(exchanging)
    exchanging.valmont.puts("Résolu")
    exchanging.works(minutes=3)
    assert exchanging.timeline()[-1] == "exchange.state.still"
    exchanging.works(minutes=6)
    assert exchanging.valmont.tickets[0].state == "Rouvert"
    assert "exchange.contested.reopened" in exchanging.timeline()
    assert exchanging.bond.health is Health.FINE


def test_they_wait_for_us_and_the_turn_passes(exchanging: Exchanging) -> None:
    opens(exchanging)
    exchanging.valmont.puts("En attente client")
    exchanging.works(minutes=2)
    assert exchanging.incident.holder is Holder.US
    asking.ask(anna(), exchanging.incident.id, a.Write(bond=exchanging.bond.id, text="La voici"))
    exchanging.works(minutes=2)
    assert exchanging.incident.holder is Holder.SUPPLIER


def test_a_state_that_they_do_not_allow_is_refused_with_those_that_they_do(exchanging: Exchanging) -> None:
    opens(exchanging)
    asking.ask(anna(), exchanging.incident.id, a.ChangeState(bond=exchanging.bond.id, to="closed"))
    exchanging.works(seconds=20)
    assert exchanging.bond.health is Health.REFUSED
    assert exchanging.bond.why
    assert exchanging.bond.why.facts["allowed"] == "Annulé"
    assert exchanging.incident.holder is Holder.US
    refused = exchanging.bond.entries[-1]
    asking.ask(anna(), exchanging.incident.id, a.GiveUp(bond=exchanging.bond.id, number=refused.number))
    assert exchanging.bond.health is Health.FINE


def test_a_file_arrives_whole(exchanging: Exchanging) -> None:
    opens(exchanging)
    file = ("mesure.csv", "text/csv", b"1;2\n" * 500)
    asking.ask(anna(), exchanging.incident.id, a.Write(bond=exchanging.bond.id), file)
    exchanging.works(seconds=20)
    (sent,) = exchanging.valmont.tickets[0].attachments
    assert (sent.name, sent.content) == ("mesure.csv", file[2])
    assert exchanging.bond.entries[-1].sending is Sending.CONFIRMED


def test_three_days_of_failure_are_caught_up_in_order(exchanging: Exchanging) -> None:
    opens(exchanging)
    exchanging.valmont.server.stop()
    for day in range(3):
        asking.ask(anna(), exchanging.incident.id, a.Write(bond=exchanging.bond.id, text=f"jour {day}"))
        for _ in range(4):
            exchanging.looks(hours=6)
    assert exchanging.bond.health is Health.CUT
    exchanging.valmont.server.start("127.0.0.1", exchanging.valmont.port)
    for _ in range(4):
        exchanging.looks(minutes=15)
    comments = [comment.text.partition("\n")[0] for comment in exchanging.valmont.tickets[0].comments]
    assert comments == ["jour 0", "jour 1", "jour 2"]
    assert exchanging.bond.health is Health.FINE


def test_a_look_that_our_own_budget_holds_back_is_made_when_the_budget_allows_it(
    exchanging: Exchanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(exchanging)
    exchanging.works(minutes=2)
    desk = polling.desk_of(organisation.company(), "valmont")
    assert desk is not None

    @contextmanager
    def spent(*_: object, **__: object) -> Iterator[None]:
        raise Unsent("the budget is spent", 7.0, away=False)
        yield

    clock.fast_forward(seconds=desk.poll_s)
    with monkeypatch.context() as patched:
        patched.setattr(polling.desks, "opened", spent)
        polling.poll("valmont")
    assert "valmont" not in polling.due()
    clock.fast_forward(seconds=7)
    assert "valmont" in polling.due()
    polling.poll("valmont")
    assert "valmont" not in polling.due()
    clock.fast_forward(seconds=7)
    assert "valmont" not in polling.due()


def test_a_number_that_names_another_ticket_now_is_reported_and_nothing_of_that_is_read(
    exchanging: Exchanging,
) -> None:
    opens(exchanging)
    number = exchanging.bond.their_reference
    desk = exchanging.valmont.provider.desk
    desk.tickets[number] = replace(desk.tickets[number], reference="INC-4242-7K3QXM", subject="Autre client")
    exchanging.valmont.answers("Le badge de M. Petit est prêt.", number)
    exchanging.works(minutes=2)
    assert exchanging.bond.health is Health.REUSED
    assert exchanging.bond.holder is Holder.US
    assert "badge" not in str(exchanging.bond)
    assert exchanging.timeline()[-1] == "exchange.reused"


def test_a_ticket_in_a_queue_that_we_may_not_read_stops_only_itself(
    exchanging: Exchanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(exchanging)
    read = api._whole  # of the provider's own process

    def hidden(ticket: Ticket, status: int) -> object:
        if status == 200:
            raise WrongError(403, "Ce ticket est dans une file qui ne vous est pas ouverte.")
        return read(ticket, status)

    with monkeypatch.context() as moved:
        moved.setattr(api, "_whole", hidden)
        exchanging.valmont.answers("Transmis à l'équipe froid.")
        exchanging.works(minutes=30)
        assert not calls.read("valmont").breaker.is_cut
        assert exchanging.bond.health is not Health.GONE
        assert "exchange.gone" not in exchanging.timeline()
    exchanging.works(minutes=20)
    assert "Transmis" in str(exchanging.bond)
