"""Two witnesses compared: which reported first, what only one of them reported, and which mails are worth having."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin.flow.sentences  # noqa: F401  declares the reasons
from tocsin.core.exchange.comparing import ChannelEvent, Comparison, compare, troubles
from tocsin.core.exchange.filtering import criteria
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.sentences import render_why

START = datetime(2026, 11, 1, tzinfo=UTC)
NOW = START + timedelta(days=30)


def event(source: str, minute: float, fingerprint: str = "f", **more: object) -> ChannelEvent:
    at = START + timedelta(minutes=minute)
    return ChannelEvent(source=source, fingerprint=fingerprint, received_at=at, **more)  # type: ignore[arg-type]


def compared(*words: ChannelEvent) -> Comparison:
    return compare(troubles(words, NOW), "mail", "api")


def counts(found: Comparison) -> tuple[int, int, int]:
    return found.both, found.only_first, found.only_second


STORIES = {
    "both reported of it, the API a minute later": ([event("mail", 0), event("api", 1)], (1, 0, 0)),
    "a reminder is the same trouble": ([event("mail", 0), event("mail", 60), event("api", 1)], (1, 0, 0)),
    "the API saw its end alone": ([event("mail", 0), event("api", 3, over=True)], (1, 0, 0)),
    "the API is asked only after its end": (
        [event("mail", 0), event("mail", 5, over=True), event("api", 9)],
        (1, 0, 0),
    ),
    "it came back an hour later": (
        [event("mail", 0), event("mail", 5, over=True), event("api", 1), event("mail", 65)],
        (1, 1, 0),
    ),
    "two numbers of theirs are two troubles": (
        [event("mail", 0, reference="V1"), event("mail", 5, over=True, reference="V1"), event("api", 6, reference="V2")],
        (0, 1, 1),
    ),
    "the same number joins them a day later": (
        [event("mail", 0, reference="V1"), event("mail", 5, over=True, reference="V1"), event("api", 1440, reference="V1")],
        (1, 0, 0),
    ),
    "an end of which nobody knew the beginning": ([event("api", 0, over=True)], (0, 0, 0)),
    "what is minutes old is not counted yet": ([event("mail", 30 * 24 * 60 - 5)], (0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_what_each_witness_reported(story: str) -> None:
    words, expected = STORIES[story]
    assert counts(compared(*words)) == expected


def test_a_late_api_is_named_with_its_median_lag() -> None:
    found = compared(
        *(
            word
            for n in range(3)
            for word in (event("mail", 60 * n, f"{n}"), event("api", 60 * n + 10, f"{n}"))
        )
    )
    assert found.lag_s == 600
    assert [why.code for why in found.why] == ["exchange.witness.late"]
    facts = {**found.why[0].facts, "lag": "10 min"}
    sentence = render_why(found.why[0].__class__(code=found.why[0].code, facts=facts), "en")
    assert sentence == "api is late: 10 min after mail on the median, of 3 troubles that both reported."


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["mail", "api"]), st.integers(0, 20_000), st.sampled_from("abc"), st.booleans())
    )
)  # fmt: skip
def test_each_trouble_is_counted_once_and_the_channels_are_alike(
    words: list[tuple[str, int, str, bool]],
) -> None:
    events = [event(source, minute, fingerprint, over=over) for source, minute, fingerprint, over in words]
    found = troubles(events, NOW)
    there, back = compare(found, "mail", "api"), compare(found, "api", "mail")
    assert sum(counts(there)) == len(found)
    assert (there.both, there.only_first, there.only_second) == (back.both, back.only_second, back.only_first)
    assert there.lag_s == (None if back.lag_s is None else -back.lag_s)


def advised(*words: ChannelEvent) -> list[tuple[str, str, str]]:
    found = criteria(troubles(words, NOW), "mail")
    return [(criterion.criticality.value, criterion.room, criterion.advice) for criterion in found]


def test_mails_that_never_led_to_anything_are_to_stop() -> None:
    words = [event("mail", 60 * n, f"{n}", room="s1", criticality=Criticality.LOW) for n in range(5)]
    assert advised(*words) == [("low", "s1", "stop")]
    assert advised(*words[:4]) == [("low", "s1", "keep")]
    assert advised(*words, event("mail", 999, room="s1", useful=True)) == [("low", "s1", "keep")]


def test_what_is_critical_is_never_to_stop() -> None:
    words = [event("mail", 60 * n, f"{n}", room="s1", criticality=Criticality.CRITICAL) for n in range(9)]
    assert advised(*words) == [("critical", "s1", "keep")]


def test_what_led_to_something_without_a_mail_is_to_be_mailed() -> None:
    assert advised(event("api", 0, room="s2", useful=True)) == [("low", "s2", "start")]
    assert advised(event("api", 0, room="s2")) == [("low", "s2", "keep")]
