"""Events of one alert, with times of any precision: once each source repeats its present state, that is shown."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.correlation.world import START, World, sighting
from tocsin.core.correlation.values import AlertState, Sighting
from tocsin.core.event.values import Precision, Stamp

FIRES, RESTS = "down s1.r1.e1", "-down s1.r1.e1"


def event_at(
    text: str,
    stamp: float,
    *,
    sent: float | None = None,
    precision: Precision = Precision.SECOND,
    repeats: bool = False,
    holds: float | None = None,
    again: bool = False,
) -> Sighting:
    """The event of ``stamp`` (minutes), cut to its precision; ``sent`` (minutes): when it was sent, if that is known."""
    seen = sighting(text, at=stamp, holds=holds)
    event = replace(
        seen.event,
        occurred_at=cut(seen.event.occurred_at, precision),
        precision=precision,
        sent_at=None if sent is None else START + timedelta(minutes=sent),
        stamp=Stamp.BEGINNING if repeats else Stamp.INSTANT,
    )
    return replace(seen, event=event, again=again)


def cut(at: datetime, precision: Precision) -> datetime:
    """As a source writes it."""
    whole = {"second": 0, "microsecond": 0} if precision is not Precision.SECOND else {"microsecond": 0}
    if precision is Precision.MILLISECOND:
        return at
    if precision in (Precision.HOUR, Precision.DAY):
        whole["minute"] = 0
    return at.replace(**whole, **({"hour": 0} if precision is Precision.DAY else {}))  # type: ignore[arg-type]


def state(*seen: tuple[float, Sighting]) -> AlertState:
    """The state of the alert after these events, each received at a minute."""
    world = World()
    for at, event in seen:
        world.receives(event, at=at)
    (alert,) = world.standing.alerts.values()
    return alert.state


MINUTE, DAY = Precision.MINUTE, Precision.DAY
STORIES = {
    "a recovery known to the minute, its problem to the second": (
        [(10.6, event_at(FIRES, 10.52)), (10.9, event_at(RESTS, 10.8, precision=MINUTE))],
        "resolved",
    ),
    "a problem known to the second after a recovery known to the minute": (
        [
            (9, event_at(FIRES, 9)),
            (10.5, event_at(RESTS, 10.5, precision=MINUTE)),
            (10.9, event_at(FIRES, 10.9)),
        ],
        "firing",
    ),
    "both known to the day": (
        [(60, event_at(FIRES, 60, precision=DAY)), (90, event_at(RESTS, 90, precision=DAY))],
        "resolved",
    ),
    "a day is not yesterday": (
        [(60, event_at(FIRES, 60)), (61, event_at(RESTS, -24 * 60, precision=DAY))],
        "firing",
    ),
    "known to the minute, and the mails arrive the wrong way round": (
        [
            (11.0, event_at(RESTS, 10.7, sent=10.7, precision=MINUTE)),
            (11.5, event_at(FIRES, 10.2, sent=10.2, precision=MINUTE)),
        ],
        "resolved",
    ),
    "a late alarm is late": ([(5, event_at(RESTS, 5)), (6, event_at(FIRES, 2))], "resolved"),
    "the same late alarm, sent again": (
        [(5, event_at(RESTS, 5)), (6, event_at(FIRES, 2)), (7, event_at(FIRES, 2))],
        "firing",
    ),
    "the same late alarm, its message worked again": (
        [(5, event_at(RESTS, 5)), (6, event_at(FIRES, 2)), (7, event_at(FIRES, 2, again=True))],
        "resolved",
    ),
    "the same mail once more, by its Date": (
        [(2, event_at(FIRES, 2, sent=2)), (5, event_at(RESTS, 5, sent=5)), (6, event_at(FIRES, 2, sent=2))],
        "resolved",
    ),
    "firing, resolved, firing with the old stamp": (
        [(0, event_at(FIRES, 0)), (5, event_at(RESTS, 5)), (6, event_at(FIRES, 0))],
        "firing",
    ),
    "an Alertmanager's webhook: startsAt is older than the recovery": (
        [(5, event_at(RESTS, 5, sent=5)), (6, event_at(FIRES, 0, sent=6, repeats=True))],
        "firing",
    ),
    "a pair of Prometheis, one of which has recovered and says so": (
        [
            (0, event_at(FIRES, 0, sent=0, repeats=True, holds=4)),
            (2, event_at(RESTS, 2, sent=2)),
            (2.5, event_at(FIRES, 0, sent=2.5, repeats=True, holds=6)),
            (3, event_at(RESTS, 2, sent=3)),
            (3.1, event_at(RESTS, 2, sent=3.1)),
        ],
        "firing",
    ),
    "over before its mail was sent, and known to the minute": (
        [
            (10.5, event_at(FIRES, 10.5, sent=10.5, repeats=True)),
            (12, event_at(RESTS, 9.9, sent=12, precision=MINUTE)),
        ],
        "resolved",
    ),
    "an Alertmanager flushes what is over already": (
        [(5.1, event_at(FIRES, 0, sent=5.1, repeats=True)), (10, event_at(RESTS, 5, sent=10))],
        "resolved",
    ),
    "a clock an hour behind: its recovery, repeated": (
        [(60, event_at(FIRES, 60)), (70, event_at(RESTS, 10)), (80, event_at(RESTS, 10))],
        "resolved",
    ),
    "a recovery repeated against an alarm that is repeated too": (
        [
            (60, event_at(FIRES, 60)),
            (70, event_at(RESTS, 10)),
            (71, event_at(FIRES, 71)),
            (72, event_at(RESTS, 10)),
        ],
        "firing",
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_the_newest_event_as_exactly_as_its_time_is_known(name: str) -> None:
    seen, expected = STORIES[name]
    assert state(*seen) == expected


class Observer:
    """A source of the alert: its truth, the precision of its times, whether they are beginnings."""

    def __init__(self, precision: Precision, repeats: bool, slow: float) -> None:
        self.precision, self.repeats, self.slow = precision, repeats, slow
        self.fires, self.since = True, 0.0

    def turns(self, at: float) -> None:
        self.fires, self.since = not self.fires, at

    def reports(self, at: float) -> Sighting:
        """Its present state, by its own clock."""
        stamp = (self.since if self.repeats else at) - self.slow
        return event_at(
            FIRES if self.fires else RESTS,
            max(stamp, -1000),
            sent=at,
            precision=self.precision,
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
    drawn: list[Observer], data: st.DataObject
) -> None:
    """Whatever was sent before, in whatever order, by however slow a clock."""
    world, at = World(), 0.0
    for who, turns in data.draw(
        st.lists(st.tuples(st.integers(0, len(drawn) - 1), st.booleans()), max_size=25)
    ):
        at += data.draw(st.sampled_from([0.01, 0.2, 1, 7, 200]))
        if turns:
            drawn[who].turns(at)
        world.receives(drawn[who].reports(at), at=at)
    fires = data.draw(st.booleans())
    for observer in drawn:
        if observer.fires is not fires:
            at += 0.1
            observer.turns(at)
    for _ in range(
        2 * len(drawn) + 60
    ):  # a clock 45 minutes behind catches up, or is believed at its repetition
        at += 1
        for observer in drawn:
            world.receives(observer.reports(at), at=at)
    (alert,) = world.standing.alerts.values()
    assert alert.state == ("firing" if fires else "resolved")
