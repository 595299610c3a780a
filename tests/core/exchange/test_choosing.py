"""By which channel a supplier is reached: what presses goes where it is answered soonest, the rest where it costs least."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import tocsin.core.exchange  # noqa: F401  declares the sentences
from tests.core.exchange.desk import DESK
from tocsin.core.exchange.channels import ChannelHealth, ChannelState
from tocsin.core.exchange.choosing import URGENT, Choice, candidates, choose, patience_of, ticket_channel
from tocsin.core.exchange.speed import ENOUGH, Speed, Wait, speed_of
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.organisation.values import CalendarSpec, Contact, Supplier, SupplierChannel

NOON = datetime(2026, 11, 27, 11, tzinfo=UTC)  # Friday, noon in Paris
NIGHT = NOON + timedelta(hours=12)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OFFICE = {
    "office": CalendarSpec(key="office", zone="Europe/Paris", week=dict.fromkeys(DAYS, ("09:00-17:00",)))
}
API = SupplierChannel(name="api", address="https://desk.example")
MAIL = SupplierChannel(name="mail", address="desk@example.org")
PHONE = SupplierChannel(name="phone", address="+33 1", cost=150, cost_minute=120, urgent=True)
THEY = Supplier(key="s", name="S", zone="Europe/Paris", channels=(MAIL, PHONE, API), desk=DESK)
CUT = ChannelHealth(state=ChannelState.CUT, reason="HTTP 429")
SLOW = ChannelHealth(speed=Speed(acknowledged=30, median_s=5400, p90_s=9000, longest_s=9000))


def chosen(
    priority: Priority, supplier: Supplier = THEY, now: datetime = NOON, **healths: ChannelHealth
) -> Choice:
    return choose(supplier, priority, healths, OFFICE, now=now)


def codes(choice: Choice) -> list[str]:
    return [why.code.removeprefix("exchange.passed.") for why in choice.passed]


def test_what_can_wait_goes_by_api_then_mail_then_phone_as_each_is_cut():
    assert chosen(Priority.P4).channel == "api"
    without_api = chosen(Priority.P4, api=CUT)
    assert (without_api.channel, codes(without_api)) == ("mail", ["dearer", "cut"])
    assert chosen(Priority.P4, api=CUT, mail=CUT).channel == "phone"


@pytest.mark.parametrize(
    ("supplier", "healths", "channel"),
    [
        (THEY, {}, "api"),
        (THEY, {"api": CUT}, "mail"),
        (THEY, {"api": CUT, "mail": CUT}, "api"),  # it waits there for the first that answers again
        (replace(THEY, channels=(API, PHONE)), {"api": CUT}, "api"),
        (replace(THEY, channels=(PHONE,)), {}, "api"),
        (replace(THEY, desk=None), {}, "mail"),
        (replace(THEY, desk=None, channels=(PHONE,)), {}, ""),
    ],
)
def test_a_ticket_goes_by_a_channel_that_is_written_to_never_by_phone(
    supplier: Supplier, healths: dict[str, ChannelHealth], channel: str
) -> None:
    for priority in Priority:
        assert ticket_channel(supplier, priority, healths, OFFICE, now=NOON) == channel


def test_what_presses_goes_by_the_channel_for_it_and_degrades_too():
    assert chosen(Priority.P1).channel == "phone"
    assert chosen(Priority.P1, phone=SLOW).channel == "api"
    assert chosen(Priority.P1, phone=SLOW, api=CUT).channel == "mail"


def test_a_slow_api_gives_way_to_mail_and_says_how_slow():
    choice = chosen(Priority.P4, api=SLOW)
    assert choice.channel == "mail"
    slow = next(why for why in choice.passed if why.code == "exchange.passed.slow")
    assert render_why(slow, "en") == (
        "Not their API: half of the time an acknowledgement takes 90 min or more, longer than 15 min (30 measured)."
    )


def test_at_night_a_phone_that_nobody_answers_is_passed_over_and_a_mail_may_lie():
    closed = replace(PHONE, calendar="office")
    they = replace(THEY, channels=(replace(MAIL, calendar="office"), closed))
    assert chosen(Priority.P1, they, now=NIGHT).channel == "mail"
    assert codes(chosen(Priority.P1, they, now=NIGHT)) == ["closed"]
    assert chosen(Priority.P1, they, now=NOON).channel == "phone"


def test_the_phone_has_the_hours_of_the_contacts():
    day = Contact(name="day", phone="+33 1", calendar="office")
    they = replace(THEY, contacts=(day,))
    assert chosen(Priority.P1, they, now=NIGHT).channel == "api"
    assert chosen(Priority.P1, replace(they, contacts=(day, Contact(name="night")))).channel == "phone"


def test_an_api_that_only_reports_alarms_takes_no_ticket():
    assert chosen(Priority.P4, replace(THEY, desk=None)).channel == "mail"


def test_where_all_is_cut_it_says_so():
    choice = chosen(Priority.P4, api=CUT, mail=CUT, phone=CUT)
    assert choice.why is not None
    assert choice.why.code == "exchange.channel.left"


def test_a_supplier_without_channels_is_reached_by_none():
    assert chosen(Priority.P1, Supplier(key="s", name="S")) == Choice()


speeds = st.builds(
    lambda seconds, waiting: speed_of(
        [Wait(seconds=number, acknowledged=True) for number in seconds]
        + [Wait(seconds=number, acknowledged=False) for number in waiting]
    ),
    st.lists(st.floats(0, 20_000), max_size=30),
    st.lists(st.floats(0, 20_000), max_size=30),
)
healths = st.dictionaries(
    st.sampled_from(["api", "mail", "phone", "web"]),
    st.builds(ChannelHealth, state=st.sampled_from(ChannelState), reason=st.just("it broke"), speed=speeds),
)
channels = st.lists(
    st.builds(
        SupplierChannel,
        name=st.sampled_from(["api", "mail", "phone", "web"]),
        address=st.just("x"),
        cost=st.integers(0, 500),
        urgent=st.booleans(),
        calendar=st.sampled_from(["", "office"]),
    ),
    unique_by=lambda channel: channel.name,
    max_size=4,
)
suppliers = st.builds(
    Supplier,
    key=st.just("s"),
    name=st.just("S"),
    channels=channels.map(tuple),
    desk=st.sampled_from([None, DESK]),
)


@settings(deadline=None, max_examples=300)
@given(suppliers, st.sampled_from(Priority), healths, st.sampled_from([NOON, NIGHT]))
def test_the_choice_is_never_beaten_and_gives_a_reason_for_every_channel(they, priority, states, now):
    found = {known.channel.name: known for known in candidates(they, states, OFFICE, now)}
    choice = choose(they, priority, states, OFFICE, now=now)
    assert bool(found) == bool(choice.channel)
    if not found:
        return
    best = found.pop(choice.channel)
    assert len(choice.passed) == len(found)
    for why in (choice.why, *choice.passed):
        assert why is not None
        for language in ("fr", "en"):
            assert "{" not in render_why(why, language)
    for other in found.values():
        assert not best.unusable or other.unusable, (
            "a channel that works is never passed over for one that does not"
        )
        if best.unusable or other.unusable:
            continue
        if priority not in URGENT:
            assert best.price <= other.price
        elif best.open == other.open:
            patience = patience_of(they)
            slow, slower = (known.health.speed.slower_than(patience) for known in (best, other))
            assert slow <= slower
            if slow == slower:
                assert best.channel.urgent or not other.channel.urgent


@settings(deadline=None)
@given(suppliers, st.sampled_from(Priority), healths)
def test_when_the_chosen_channel_is_cut_another_that_works_takes_its_place(they, priority, states):
    first = choose(they, priority, states, {}, now=NOON)
    cut = {**states, first.channel: CUT}
    second = choose(they, priority, cut, {}, now=NOON)
    works = [
        known.channel.name
        for known in candidates(they, cut, {}, NOON)
        if known.health.state is not ChannelState.CUT
    ]
    assert (second.channel in works) == bool(works)
    if works:
        assert any(why.code == "exchange.passed.cut" for why in second.passed)


def test_below_twelve_uses_nothing_is_measured():
    few = speed_of([Wait(seconds=60, acknowledged=True)] * (ENOUGH - 1))
    assert (few.median_s, few.slower_than(1)) == (None, False)
    many = speed_of([Wait(seconds=60.0 * number, acknowledged=True) for number in range(1, 21)])
    assert (many.acknowledged, many.median_s, many.p90_s) == (20, 600, 1080)


def test_what_still_waits_makes_a_channel_slower_not_faster():
    answered = [Wait(seconds=60.0 * number, acknowledged=True) for number in range(1, 13)]
    silent = [Wait(seconds=36_000, acknowledged=False)] * 8
    assert speed_of(answered).median_s == 360
    assert speed_of([*answered, *silent]).median_s == 600
    mostly_silent = speed_of([*answered, *silent, *silent])
    assert (mostly_silent.median_s, mostly_silent.slower_than(900)) == (None, True)


def test_a_ticket_of_a_minute_ago_is_no_proof_of_slowness():
    just_sent = [Wait(seconds=60, acknowledged=False)] * ENOUGH
    assert not speed_of(just_sent).slower_than(900)


@pytest.mark.parametrize("waits", [[], [Wait(seconds=5, acknowledged=False)]])
def test_an_empty_measure_names_nothing(waits):
    assert not speed_of(waits).enough
