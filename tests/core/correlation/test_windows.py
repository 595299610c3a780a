"""Works in several windows: each is known, and what is said later of one finds it again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.core.correlation.world import START, World, works
from tocsin.core.correlation.values import Sighting


@pytest.fixture
def world() -> World:
    return World()


def windows(world: World) -> list[tuple[float, float, str, tuple[str, ...]]]:
    """(start, end, status, items) of each window, in minutes."""
    works = sorted(world.standing.interventions.values(), key=lambda window: window.start)
    return [
        (minutes(window.start), minutes(window.end or window.start), window.status, window.items)
        for window in works
    ]


def minutes(at: datetime) -> float:
    return (at - START).total_seconds() / 60


def slots(
    *spans: tuple[float, float], numbered: bool = True, items: str = "s1.r1", **notice: Any
) -> list[Sighting]:
    """One notice of several windows. ``numbered``: each is known by its number; else all by their item alone."""
    found = [window for start, end in spans for window in works("W1", items, start, end, **notice)]
    if not numbered:
        return found
    return [
        replace(sighting, event=replace(sighting.event, fingerprint=f"W1/{number}"))
        for number, sighting in enumerate(found, 1)
    ]


def test_each_window_of_a_notice_mutes(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    assert world.receives("lost s1.r1.a", at=12) == ["AlertsMuted"]
    assert windows(world) == [(10, 60, "confirmed", ("s1.r1",)), (1440, 1500, "confirmed", ("s1.r1",))]


@pytest.mark.parametrize("numbered", [True, False])
def test_windows_of_one_object_are_as_many_as_they_are(world: World, numbered: bool) -> None:
    world.receives(*slots((10, 60), (1440, 1500), numbered=numbered, items="s1.r1.a"))
    world.receives(*slots((10, 60), (1440, 1500), numbered=numbered, items="s1.r1.a"))
    assert [window[:2] for window in windows(world)] == [(10, 60), (1440, 1500)]


def test_a_revision_finds_its_windows_again(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    world.receives(*slots((10, 90), (1500, 1560), sequence=1, at=1))
    assert [window[:2] for window in windows(world)] == [(10, 90), (1500, 1560)]
    world.receives(*slots((10, 60), (1440, 1500)))
    assert [window[:2] for window in windows(world)] == [(10, 90), (1500, 1560)], "an older one says nothing"


def test_a_revision_whose_windows_have_new_names_replaces_the_old_ones(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    moved = slots((70, 90), (1440, 1560), sequence=1, at=1)
    world.receives(
        *(replace(slot, event=replace(slot.event, fingerprint=f"{slot.event.window}")) for slot in moved)
    )
    assert [window[:2] for window in windows(world)] == [(70, 90), (1440, 1560)]


def test_a_revision_may_add_a_window(world: World) -> None:
    world.receives(*slots((10, 60)))
    world.receives(*slots((10, 60), (1440, 1500), sequence=1, at=1))
    assert [window[:2] for window in windows(world)] == [(10, 60), (1440, 1500)]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("kept", [(10, 60), (1440, 1500)])
def test_a_revision_that_names_fewer_windows_calls_off_the_others(
    world: World, numbered: bool, kept: tuple[float, float]
) -> None:
    world.receives(*slots((10, 60), (1440, 1500), numbered=numbered))
    effects = world.receives(*slots(kept, sequence=1, at=1, numbered=numbered))
    assert effects.count("InterventionCancelled") == 1
    status = {window[:2]: window[2] for window in windows(world)}
    assert status.pop(kept) == "confirmed"
    assert list(status.values()) == ["cancelled"]
    assert ("AlertsMuted" in world.receives("lost s1.r1.a", at=12)) == (kept == (10, 60))


def test_a_window_that_was_dropped_comes_back_with_a_later_notice(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    world.receives(*slots((10, 60), sequence=1, at=1))
    world.receives(*slots((10, 60), (1440, 1500), sequence=2, at=2))
    assert [window[:3] for window in windows(world)] == [(10, 60, "confirmed"), (1440, 1500, "confirmed")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_whichever_notice_is_read_first_the_newer_one_counts(world: World, order: tuple[int, int]) -> None:
    notices = (slots((10, 60), (1440, 1500)), slots((10, 60), sequence=1, at=1))
    for at in order:
        world.receives(*notices[at])
    assert [window[:2] for window in windows(world) if window[2] == "confirmed"] == [(10, 60)]


def test_both_notices_in_one_batch_leave_what_the_newer_one_names(world: World) -> None:
    world.receives(
        *slots((10, 60), (1440, 1500), (2880, 2940)), *slots((10, 60), (2880, 2940), sequence=1, at=1)
    )
    assert [window[2] for window in windows(world)] == ["confirmed", "cancelled", "confirmed"]


def test_a_window_that_was_over_is_not_called_off_afterwards(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    assert "InterventionCancelled" not in world.receives(*slots((1440, 1500), sequence=1, at=120))


@pytest.mark.parametrize("status", ["completed", "in-process", "cancelled"])
def test_a_word_on_one_window_alone_drops_no_other(world: World, status: str) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    world.receives(*slots((10, 60), status=status, at=20))
    assert [window[2] for window in windows(world)] == [status, "confirmed"]


def test_one_window_is_cancelled_or_all(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    second = slots((10, 60), (1440, 1500), status="cancelled", at=1)[1:]
    assert world.receives(*second) == ["InterventionCancelled"]
    assert [window[2] for window in windows(world)] == ["confirmed", "cancelled"]
    unnamed = [
        replace(slot, event=replace(slot.event, window=None, fingerprint="x"))
        for slot in slots((10, 60), at=2)
    ]
    cancelled = [replace(slot, event=replace(slot.event, status="cancelled")) for slot in unnamed]
    assert world.receives(*cancelled) == ["InterventionCancelled", "InterventionCancelled"]
    assert windows(world) == [(10, 60, "cancelled", ("s1.r1",)), (1440, 1500, "cancelled", ("s1.r1",))]


def test_a_cancellation_that_names_no_window_that_we_know_cancels_all(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    other = slots((11, 61), status="cancelled", at=1)
    world.receives(*(replace(slot, event=replace(slot.event, fingerprint="x")) for slot in other))
    assert [window[:3] for window in windows(world)] == [(10, 60, "cancelled"), (1440, 1500, "cancelled")]


def test_a_notice_without_a_window_leaves_the_windows_as_they_are(world: World) -> None:
    world.receives(*slots((10, 60), (1440, 1500)))
    (done,) = works("W1", "s1.r1", 0, 0, status="completed", at=20)
    world.receives(replace(done, event=replace(done.event, window=None)))
    assert [window[:3] for window in windows(world)] == [(10, 20, "completed"), (1440, 1500, "confirmed")]


def test_a_notice_read_again_corrects_the_window_that_was_misread(world: World) -> None:
    world.receives(*slots((10, 60)))
    world.receives(*(replace(slot, again=True) for slot in slots((70, 120))))
    assert [window[:2] for window in windows(world)] == [(70, 120)]


def series(*starts: float, occurrences: tuple[float, ...] = (), **notice: Any) -> list[Sighting]:
    """One notice of windows that recur, each an hour long; ``occurrences``: by which start the series knows each."""
    known_by = occurrences or starts
    found = slots(*((start, start + 60) for start in starts), numbered=False, **notice)
    assert len(found) == len(known_by)
    return [
        replace(
            sighting,
            event=replace(
                sighting.event,
                fingerprint="W1/series",
                window=replace(sighting.event.window, occurrence=START + timedelta(minutes=at)),
            ),
        )
        for sighting, at in zip(found, known_by, strict=True)
    ]


DAYS = (1440, 2880, 4320)


def begins(world: World) -> list[tuple[float, str]]:
    return [(start, status) for start, _, status, _ in windows(world)]


def test_each_window_of_a_series_is_known_and_mutes(world: World) -> None:
    world.receives(*series(10, *DAYS))
    assert begins(world) == [(at, "confirmed") for at in (10, *DAYS)]
    assert world.receives("lost s1.r1.a", at=12) == ["AlertsMuted"]


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        pytest.param(
            {"starts": (2000,), "occurrences": (2880,)},
            [(1440, "confirmed"), (2000, "confirmed"), (4320, "confirmed")], id="one is moved",
        ),
        pytest.param(
            {"starts": (2880,), "status": "cancelled"},
            [(1440, "confirmed"), (2880, "cancelled"), (4320, "confirmed")], id="one is called off",
        ),
        pytest.param(
            {"starts": (9999,), "status": "cancelled"},
            [(at, "confirmed") for at in DAYS], id="one that we never knew is called off",
        ),
        pytest.param(
            {"starts": tuple(at + 30 for at in DAYS)}, [(at + 30, "confirmed") for at in DAYS], id="all begin later",
        ),
        pytest.param(
            {"starts": (*DAYS, 5760)}, [(at, "confirmed") for at in (*DAYS, 5760)], id="one more",
        ),
        pytest.param({"starts": DAYS, "status": "cancelled"}, [(at, "cancelled") for at in DAYS], id="all are called off"),
    ],
)  # fmt: skip
def test_a_later_notice_of_a_series(
    world: World, notice: dict[str, Any], expected: list[tuple[float, str]]
) -> None:
    world.receives(*series(*DAYS))
    starts = notice.pop("starts")
    world.receives(*series(*starts, sequence=1, at=1, **notice))
    assert begins(world) == expected


def test_a_window_that_is_over_is_not_taken_for_the_next_of_its_series(world: World) -> None:
    world.receives(*series(10, 1440))
    world.receives(*series(1440, 2880, sequence=1, at=200))
    assert begins(world) == [(10, "confirmed"), (1440, "confirmed"), (2880, "confirmed")]
