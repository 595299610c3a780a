"""The law of exchange: whatever fails in whatever order, one ticket, each comment once, in the order it was written."""

from collections.abc import Iterator
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.exchange.desk import Exchange, FakeDesk
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import Sending, Way

FAULTS = st.lists(st.sampled_from(["ok", "unsent", "lost", "never", "died"]), max_size=30)


@settings(deadline=None)
@given(FAULTS, st.integers(0, 5))
def test_one_ticket_and_each_comment_once_in_order(faults: list[str], comments: int) -> None:
    exchange = Exchange(FakeDesk(iter(faults)))
    for number in range(comments):
        exchange.on(h.Say(by="anna", text=f"comment {number}"))
    exchange.waits(days=3)
    assert exchange.desk.creates == 1
    (ticket,) = exchange.desk.tickets.values()
    assert [remark.text.split("\n")[0] for remark in ticket.remarks] == [
        f"comment {n}" for n in range(comments)
    ]
    out = [entry for entry in exchange.bond.entries if entry.way is Way.OUT]
    assert {entry.sending for entry in out} == {Sending.CONFIRMED}


@settings(deadline=None)
@given(FAULTS, st.lists(st.sampled_from(["answer", "note", "closed", "open", "seen", "say"]), max_size=12))
def test_what_is_read_twice_says_nothing_new_and_what_comes_in_never_goes_out(
    faults: list[str], story: list[str]
) -> None:
    exchange = Exchange(FakeDesk(iter(faults)))
    exchange.waits(hours=12)
    for number, happens in enumerate(_played(exchange, story)):
        before = dict(exchange.desk.tickets)
        exchange.on(h.Read(ticket=exchange.desk.tickets["T1"]))
        again = exchange.bond
        assert exchange.on(h.Read(ticket=exchange.desk.tickets["T1"])) == []
        assert exchange.bond.entries == again.entries
        assert exchange.desk.tickets == before, (number, happens)
    exchange.waits(hours=1)
    received = [entry.text for entry in exchange.bond.entries if entry.way is Way.IN and entry.remote]
    theirs = [remark.text for remark in exchange.desk.tickets["T1"].remarks if remark.author == "anna"]
    assert received == theirs
    assert "secret" not in str(exchange.desk.tickets)


def _played(exchange: Exchange, story: list[str]) -> Iterator[str]:
    for number, happens in enumerate(story):
        if happens == "answer":
            exchange.desk.answers("T1", f"answer {number}")
        elif happens == "note":
            exchange.on(h.Note(by="anna", text=f"secret {number}"))
        elif happens == "say":
            exchange.on(h.Say(by="anna", text=f"say {number}"))
        else:
            exchange.desk.change("T1", state=happens)
        yield happens


@settings(deadline=None)
@given(st.integers(1, 72))
def test_a_desk_that_is_away_for_days_is_caught_up_in_order(hours: int) -> None:
    exchange = Exchange(FakeDesk())
    exchange.runs()
    exchange.desk.faults = iter(lambda: "unsent", None)  # type: ignore[arg-type]
    for number in range(5):
        exchange.on(h.Say(by="anna", text=f"hour {number}"))
        exchange.waits(hours=hours / 5)
    assert exchange.desk.tickets["T1"].remarks == ()
    exchange.desk.faults = iter(())
    exchange.now += timedelta(seconds=1)
    exchange.waits(hours=1)
    written = [remark.text.split("\n")[0] for remark in exchange.desk.tickets["T1"].remarks]
    assert written == [f"hour {number}" for number in range(5)]
