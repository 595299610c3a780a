"""Ticket exchange: what has gone wrong elsewhere, by its story, and what becomes of it here."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.core.exchange.desk import RESTORED, Exchange, FakeDesk
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import File, Health, Kind, Sending, Way
from tocsin.core.exchange.ticket import Ticket
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.errors import Refused
from tocsin.core.organisation.desks import TicketState


def opened(*faults: str) -> Exchange:
    """An exchange whose ticket is there and was read back; then these faults."""
    exchange = Exchange(FakeDesk())
    exchange.runs()
    exchange.desk.faults = iter(faults)
    return exchange


def theirs(exchange: Exchange) -> Ticket:
    return exchange.desk.tickets[exchange.bond.their_reference]


def texts(exchange: Exchange, way: Way) -> list[str]:
    return [entry.text for entry in exchange.bond.entries if entry.way is way and entry.kind is Kind.COMMENT]


def rereads(exchange: Exchange) -> list[str]:
    return exchange.on(h.Read(ticket=theirs(exchange)))


def test_a_ticket_is_opened_read_back_acknowledged_answered_and_closed():
    exchange = opened()
    opening = exchange.bond.opening
    assert opening
    assert opening.sending is Sending.CONFIRMED
    assert opening.proof == "201"
    assert exchange.bond.holder is Holder.SUPPLIER
    assert exchange.codes == ["exchange.opened.api"]
    assert exchange.learnt[0].reported
    assert exchange.learnt[0].reference == "T1"
    exchange.desk.change("T1", state="seen")
    assert rereads(exchange) == ["exchange.state.acknowledged"]
    assert exchange.bond.opening
    assert exchange.bond.opening.acknowledged_at
    exchange.desk.answers("T1", "We look at it")
    assert rereads(exchange) == ["exchange.answered"]
    exchange.trouble = RESTORED
    exchange.desk.change("T1", state="closed")
    assert rereads(exchange) == ["exchange.state.closed"]
    assert exchange.bond.over
    assert exchange.bond.next_at is None


def test_two_machines_that_answer_each_other_end_at_once():
    """Two desks' automatic replies went back and forth for ever: nothing is sent because of a mail."""
    exchange = Exchange()
    exchange.bond = replace(exchange.bond, channel="mail")
    exchange.runs()
    sent = len([entry for entry in exchange.bond.entries if entry.way is Way.OUT])
    for number in range(50):
        exchange.on(
            h.Answered(
                author="desk@x", text="Received", remote=f"<{number}@x>", at=exchange.now, automatic=True
            )
        )
        exchange.runs()
    assert len([entry for entry in exchange.bond.entries if entry.way is Way.OUT]) == sent
    assert not any(effect.notify for effect in exchange.learnt)


def test_reordered_pushes_do_not_close_what_is_open():
    exchange = opened()
    closed = exchange.desk.change("T1", state="closed")
    reopened = exchange.desk.change("T1", state="open")
    exchange.on(h.Read(ticket=reopened))
    assert exchange.on(h.Read(ticket=closed)) == []
    assert exchange.bond.state is TicketState.IN_PROGRESS


def test_a_crash_between_the_effect_and_the_commit_opens_one_ticket():
    exchange = Exchange(FakeDesk(iter(["died"])))
    exchange.runs()
    assert exchange.desk.creates == 1
    assert exchange.bond.their_reference == "T1"
    assert exchange.bond.health is Health.FINE


def test_a_time_out_is_a_doubt_and_not_a_failure():
    exchange = Exchange(FakeDesk(iter(["lost"])))
    exchange.works()
    assert exchange.bond.health is Health.UNKNOWN
    assert exchange.bond.opening
    assert exchange.bond.opening.sending is Sending.UNKNOWN
    assert exchange.bond.next_at
    assert exchange.bond.next_at - exchange.now >= timedelta(seconds=30)
    exchange.runs()
    assert exchange.desk.creates == 1
    assert exchange.bond.health is Health.FINE


def test_what_was_never_taken_is_opened_after_a_search():
    exchange = Exchange(FakeDesk(iter(["never"])))
    exchange.runs()
    assert exchange.desk.creates == 1
    assert exchange.bond.their_reference == "T1"


def test_a_desk_that_searches_for_parts_of_words_gives_us_no_stranger():
    """Searched for INC-42-K7QX, it also finds another one's INC-42-K7QX2."""
    exchange = Exchange(FakeDesk(iter(["never"])))
    exchange.desk.tickets["T9"] = Ticket(reference="T9", state="new", our_reference="INC-42-K7QX2")
    exchange.runs()
    assert exchange.bond.their_reference == "T1"


def test_one_problem_and_two_tickets_under_our_reference_are_reported():
    exchange = Exchange(FakeDesk(iter(["lost"])))
    exchange.works()
    exchange.desk.take(exchange.bond, exchange.bond.entries[0])
    exchange.runs()
    assert "exchange.doubled" in exchange.codes
    assert exchange.bond.their_reference == "T1"


def test_a_field_that_a_transition_requires_is_asked_for_and_stops_nothing_else():
    exchange = opened("refused")
    exchange.on(h.Move(by="anna", to=TicketState.RESOLVED))
    exchange.on(h.Say(by="anna", text="and a comment after it"))
    exchange.runs()
    refused = next(entry for entry in exchange.bond.entries if entry.kind is Kind.MOVE)
    assert refused.sending is Sending.REFUSED
    assert "a field is missing" in refused.error
    assert "exchange.refused.move" in exchange.codes
    assert exchange.learnt[-1].notify
    assert len(theirs(exchange).remarks) == 1


def test_an_answer_that_says_yes_and_changes_nothing_is_a_refusal():
    """Redmine answers 204 to a state that is forbidden, and leaves the ticket as it is."""
    exchange = opened("ignored")
    exchange.desk.change("T1", allowed=("open", "waiting"))
    exchange.on(h.Move(by="anna", to=TicketState.RESOLVED))
    exchange.runs()
    assert exchange.bond.health is Health.REFUSED
    assert exchange.learnt[-1].why.facts["allowed"] == "open, waiting"
    assert exchange.learnt[-1].holder is Holder.US


def test_a_comment_that_was_accepted_and_thrown_away_is_a_refusal():
    """A mail gateway that exits 0 though it refused: what was accepted is not what is there."""
    exchange = opened("ignored")
    exchange.on(h.Say(by="anna", text="is it there?"))
    exchange.runs()
    assert exchange.bond.health is Health.REFUSED
    assert theirs(exchange).remarks == ()
    lost = next(entry for entry in exchange.bond.entries if entry.kind is Kind.COMMENT)
    exchange.on(h.TryAgain(by="anna", number=lost.number))
    exchange.runs()
    assert exchange.bond.health is Health.FINE
    assert len(theirs(exchange).remarks) == 1


def test_a_state_without_a_declared_transition_is_refused_to_the_person():
    exchange = opened()
    with pytest.raises(Refused, match="cancelled"):
        exchange.on(h.Move(by="anna", to=TicketState.CANCELLED))


def test_a_ticket_that_was_moved_goes_on_under_its_new_number():
    exchange = opened()
    exchange.desk.tickets["Q7"] = Ticket(
        reference="Q7", state="open", updated="99", our_reference="INC-1-AAAA"
    )
    exchange.desk.change("T1", moved_to="Q7")
    rereads(exchange)
    assert exchange.bond.their_reference == "Q7"
    assert exchange.bond.former == ("T1",)
    assert exchange.bond.health is Health.MOVED
    assert "exchange.moved" in exchange.codes
    exchange.runs()
    assert exchange.bond.state is TicketState.IN_PROGRESS


def test_our_comment_comes_back_once_as_a_proof_and_never_as_an_answer():
    exchange = opened()
    exchange.on(h.Say(by="anna", text="the same note"))
    exchange.on(h.Say(by="anna", text="the same note"))
    exchange.runs()
    rereads(exchange)
    assert len(theirs(exchange).remarks) == 2
    assert texts(exchange, Way.IN) == []
    proven = [entry for entry in exchange.bond.entries if entry.kind is Kind.COMMENT]
    assert [entry.sending for entry in proven] == [Sending.CONFIRMED] * 2


def test_who_writes_by_our_account_at_their_desk_is_read_whatever_the_hour():
    """An echo gate by time swallowed what a colleague wrote by hand a second later."""
    exchange = opened()
    exchange.desk.answers("T1", "I write this on their page", author="cachemire")
    assert rereads(exchange) == ["exchange.answered"]


def test_a_stranger_who_quotes_our_mark_is_no_echo():
    exchange = opened()
    exchange.on(h.Say(by="anna", text="what about it?"))
    exchange.runs()
    exchange.desk.answers("T1", "> what about it? [INC-42-K7QX/2]\nall is well", author="bob")
    assert rereads(exchange) == ["exchange.answered"]


def test_a_private_note_never_leaves():
    exchange = opened()
    exchange.on(h.Note(by="anna", text="they are slow again"))
    exchange.runs()
    assert "slow" not in str(exchange.desk.tickets)


def test_their_internal_note_is_shown_to_nobody():
    exchange = opened()
    exchange.desk.answers("T1", "the client is annoying", internal=True)
    assert rereads(exchange) == []
    assert "annoying" not in str(exchange.bond)


def test_an_attachment_comes_back_as_ours_and_a_cut_one_is_refused():
    exchange = opened()
    exchange.on(h.Say(by="anna", text="", file=File(name="log.txt", size=900, digest="d")))
    exchange.runs()
    assert [entry.kind for entry in exchange.bond.entries if entry.way is Way.IN] == []
    exchange.on(h.Say(by="anna", text="", file=File(name="big.bin", size=5000, digest="e")))
    exchange.works()
    files = theirs(exchange).files
    exchange.desk.change("T1", files=(files[0], replace(files[1], size=1024)))
    exchange.runs()
    cut = exchange.bond.entries[-1]
    assert cut.sending is Sending.REFUSED
    assert "1024 of 5000" in cut.error


def test_they_close_while_we_measure_trouble_we_reopen_they_close_again_and_people_settle_it():
    exchange = opened()
    for _ in range(2):
        exchange.desk.change("T1", state="closed")
        exchange.now += timedelta(minutes=1)
        assert rereads(exchange)[0] == "exchange.state.still"
        exchange.waits(minutes=6)
        assert theirs(exchange).state == "open"
        assert exchange.bond.holder is Holder.SUPPLIER
    exchange.desk.change("T1", state="closed")
    rereads(exchange)
    exchange.waits(minutes=40)
    assert theirs(exchange).state == "closed"
    assert exchange.bond.health is Health.CONTESTED
    assert exchange.bond.holder is Holder.US
    assert exchange.learnt[-1].notify
    before = len(exchange.learnt)
    exchange.waits(hours=3)
    assert len(exchange.learnt) == before


def test_a_trouble_that_ends_just_after_they_closed_is_not_contested():
    exchange = opened()
    exchange.desk.change("T1", state="solved")
    rereads(exchange)
    exchange.now += timedelta(minutes=2)
    exchange.trouble = RESTORED
    exchange.on(h.Looked())
    exchange.waits(hours=1)
    assert theirs(exchange).state == "solved"
    assert "exchange.contested.reopened" not in exchange.codes


def test_a_deleted_ticket_is_reported_and_takes_nothing_more():
    exchange = opened()
    del exchange.desk.tickets["T1"]
    exchange.waits(minutes=6)
    assert exchange.bond.health is Health.GONE
    assert exchange.codes.count("exchange.gone") == 1


def test_their_number_given_to_another_ticket_brings_nothing_of_it_in():
    exchange = opened()
    exchange.desk.change("T1", our_reference="INC-99-ZZZZ", state="closed")
    exchange.desk.answers("T1", "about something else")
    rereads(exchange)
    assert exchange.bond.health is Health.REUSED
    assert texts(exchange, Way.IN) == []
    assert exchange.bond.state is TicketState.NEW


def test_a_word_that_no_table_translates_is_reported_and_changes_no_state():
    exchange = opened()
    exchange.desk.change("T1", state="quarantaine")
    assert rereads(exchange) == ["exchange.strange_word"]
    assert rereads(exchange) == []
    exchange.desk.change("T1", state="open")
    rereads(exchange)
    assert exchange.bond.health is Health.FINE
    assert exchange.bond.state is TicketState.IN_PROGRESS


def test_they_wait_for_us_and_the_turn_is_ours():
    exchange = opened()
    exchange.desk.change("T1", state="waiting")
    rereads(exchange)
    assert exchange.bond.holder is Holder.US
    assert exchange.learnt[-1].holder is Holder.US
    assert exchange.learnt[-1].notify


def test_nobody_acknowledges_and_people_are_notified_once():
    exchange = opened()
    exchange.waits(hours=2)
    assert exchange.codes.count("exchange.silent") == 1


def test_the_trouble_is_over_and_the_desk_is_notified_once():
    exchange = opened()
    exchange.trouble = RESTORED
    exchange.on(h.Looked())
    exchange.runs()
    exchange.waits(hours=2)
    assert theirs(exchange).state == "solved"
    assert exchange.codes.count("exchange.restored") == 1
    assert exchange.bond.over


def test_an_edited_answer_is_read_again_and_an_unchanged_one_is_not():
    exchange = opened()
    exchange.desk.answers("T1", "by noon")
    rereads(exchange)
    edited = replace(theirs(exchange).remarks[0], text="by midnight")
    exchange.desk.change("T1", remarks=(edited,))
    assert rereads(exchange) == ["exchange.answered.edited"]
    assert rereads(exchange) == []


def test_a_ticket_in_doubt_does_not_go_by_another_channel():
    exchange = Exchange(FakeDesk(iter(["lost"])))
    exchange.works()
    exchange.on(h.Rerouted(channel="mail", reason="cut"))
    assert exchange.bond.channel == "api"


@pytest.mark.parametrize(("away", "health"), [(False, Health.FINE), (True, Health.CUT)])
def test_calls_that_our_own_budget_holds_back_are_made_soon_and_the_desk_is_not_called_away(
    away: bool, health: Health
) -> None:
    exchange = opened()
    for _ in range(12):
        exchange.on(h.NotRead(reason="the contract's limit is reached", wait_s=2, away=away))
    assert exchange.bond.health is health
    assert exchange.bond.next_at
    assert (exchange.bond.next_at - exchange.now <= timedelta(seconds=2)) is not away
