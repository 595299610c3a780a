"""Words on one alert, told as exactly as their source tells them: once each repeats its present state, that is shown."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.correlation.world import START, World, sighting
from tocsin.core.correlation.values import AlertState, Sighting
from tocsin.core.event.values import Precision, Stamp

FIRES, RESTS = "down s1.r1.e1", "-down s1.r1.e1"


def word(
    text: str,
    stamp: float,
    *,
    said: float | None = None,
    told: Precision = Precision.SECOND,
    repeats: bool = False,
    holds: float | None = None,
    again: bool = False,
) -> Sighting:
    """The word of ``stamp`` (minutes), cut to its precision; ``said`` (minutes): when it was sent, if that is known."""
    heard = sighting(text, at=stamp, holds=holds)
    event = replace(
        heard.event,
        occurred_at=cut(heard.event.occurred_at, told),
        precision=told,
        sent_at=None if said is None else START + timedelta(minutes=said),
        stamp=Stamp.BEGINNING if repeats else Stamp.INSTANT,
    )
    return replace(heard, event=event, again=again)


def cut(at: datetime, told: Precision) -> datetime:
    """As a source writes it."""
    whole = {"second": 0, "microsecond": 0} if told is not Precision.SECOND else {"microsecond": 0}
    if told is Precision.MILLISECOND:
        return at
    if told in (Precision.HOUR, Precision.DAY):
        whole["minute"] = 0
    return at.replace(**whole, **({"hour": 0} if told is Precision.DAY else {}))  # type: ignore[arg-type]


def state(*heard: tuple[float, Sighting]) -> AlertState:
    """The state of the alert after these words, each heard at a minute."""
    world = World()
    for at, one in heard:
        world.hears(one, at=at)
    (alert,) = world.standing.alerts.values()
    return alert.state


MINUTE, DAY = Precision.MINUTE, Precision.DAY
STORIES = {
    "a recovery told to the minute, its problem to the second": (
        [(10.6, word(FIRES, 10.52)), (10.9, word(RESTS, 10.8, told=MINUTE))],
        "resolved",
    ),
    "a problem told to the second after a recovery told to the minute": (
        [(9, word(FIRES, 9)), (10.5, word(RESTS, 10.5, told=MINUTE)), (10.9, word(FIRES, 10.9))],
        "firing",
    ),
    "both told to the day": ([(60, word(FIRES, 60, told=DAY)), (90, word(RESTS, 90, told=DAY))], "resolved"),
    "a day is not yesterday": (
        [(60, word(FIRES, 60)), (61, word(RESTS, -24 * 60, told=DAY))],
        "firing",
    ),
    "told to the minute, and the mails arrive the wrong way round": (
        [
            (11.0, word(RESTS, 10.7, said=10.7, told=MINUTE)),
            (11.5, word(FIRES, 10.2, said=10.2, told=MINUTE)),
        ],
        "resolved",
    ),
    "a late alarm is late": ([(5, word(RESTS, 5)), (6, word(FIRES, 2))], "resolved"),
    "the same late alarm, said again": (
        [(5, word(RESTS, 5)), (6, word(FIRES, 2)), (7, word(FIRES, 2))],
        "firing",
    ),
    "the same late alarm, its message worked again": (
        [(5, word(RESTS, 5)), (6, word(FIRES, 2)), (7, word(FIRES, 2, again=True))],
        "resolved",
    ),
    "the same mail once more, by its Date": (
        [(2, word(FIRES, 2, said=2)), (5, word(RESTS, 5, said=5)), (6, word(FIRES, 2, said=2))],
        "resolved",
    ),
    "firing, resolved, firing with the old stamp": (
        [(0, word(FIRES, 0)), (5, word(RESTS, 5)), (6, word(FIRES, 0))],
        "firing",
    ),
    "an Alertmanager's webhook: startsAt is older than the recovery": (
        [(5, word(RESTS, 5, said=5)), (6, word(FIRES, 0, said=6, repeats=True))],
        "firing",
    ),
    "a pair of Prometheis, one of which has recovered and says so": (
        [
            (0, word(FIRES, 0, said=0, repeats=True, holds=4)),
            (2, word(RESTS, 2, said=2)),
            (2.5, word(FIRES, 0, said=2.5, repeats=True, holds=6)),
            (3, word(RESTS, 2, said=3)),
            (3.1, word(RESTS, 2, said=3.1)),
        ],
        "firing",
    ),
    "over before its mail was sent, and told to the minute": (
        [(10.5, word(FIRES, 10.5, said=10.5, repeats=True)), (12, word(RESTS, 9.9, said=12, told=MINUTE))],
        "resolved",
    ),
    "an Alertmanager flushes what is over already": (
        [(5.1, word(FIRES, 0, said=5.1, repeats=True)), (10, word(RESTS, 5, said=10))],
        "resolved",
    ),
    "a clock an hour behind: its recovery, repeated": (
        [(60, word(FIRES, 60)), (70, word(RESTS, 10)), (80, word(RESTS, 10))],
        "resolved",
    ),
    "a recovery repeated against an alarm that is repeated too": (
        [(60, word(FIRES, 60)), (70, word(RESTS, 10)), (71, word(FIRES, 71)), (72, word(RESTS, 10))],
        "firing",
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_the_newest_event_as_exactly_as_its_time_is_known(name: str) -> None:
    heard, expected = STORIES[name]
    assert state(*heard) == expected


class Observer:
    """One of those that speak of the alert: its truth, how exactly it tells it, whether it gives beginnings."""

    def __init__(self, told: Precision, repeats: bool, slow: float) -> None:
        self.told, self.repeats, self.slow = told, repeats, slow
        self.fires, self.since = True, 0.0

    def turns(self, at: float) -> None:
        self.fires, self.since = not self.fires, at

    def says(self, at: float) -> Sighting:
        """Its present state, by its own clock."""
        stamp = (self.since if self.repeats else at) - self.slow
        return word(
            FIRES if self.fires else RESTS,
            max(stamp, -1000),
            said=at,
            told=self.told,
            repeats=self.repeats,
        )


observers = st.builds(
    Observer,
    st.sampled_from(list(Precision)),
    st.booleans(),
    st.sampled_from([0.0, 0.0, 0.7, 45.0]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(observers, min_size=1, max_size=3), st.data())
def test_once_every_source_repeats_its_present_state_the_alert_shows_it(
    told: list[Observer], data: st.DataObject
) -> None:
    """Whatever was said before, in whatever order, by however slow a clock."""
    world, at = World(), 0.0
    for who, turns in data.draw(
        st.lists(st.tuples(st.integers(0, len(told) - 1), st.booleans()), max_size=25)
    ):
        at += data.draw(st.sampled_from([0.01, 0.2, 1, 7, 200]))
        if turns:
            told[who].turns(at)
        world.hears(told[who].says(at), at=at)
    fires = data.draw(st.booleans())
    for one in told:
        if one.fires is not fires:
            at += 0.1
            one.turns(at)
    for _ in range(
        2 * len(told) + 60
    ):  # a clock 45 minutes behind catches up, or is believed at its repetition
        at += 1
        for one in told:
            world.hears(one.says(at), at=at)
    (alert,) = world.standing.alerts.values()
    assert alert.state == ("firing" if fires else "resolved")
