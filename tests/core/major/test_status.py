"""The status page: each service in plain words, public updates, works that users notice; and no private word, ever."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.major.company import KARIM, NOW, ORGANISATION, PAGE, PUBLIC, after, declared
from tests.core.major.test_updates import LEAKS
from tocsin.core.correlation.values import Intervention
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import Requirement
from tocsin.core.kernel.errors import Refused
from tocsin.core.major import values as v
from tocsin.core.major.private import private_in
from tocsin.core.major.status import ItemHit, PublicStatus, Seen, ServiceState, status_of
from tocsin.core.major.values import Major

GRAPH = Graph.compile(
    ORGANISATION.items, (Requirement(item="mail", of=("srv-mail-01",), min_up=1, label="hosting"),)
)
HOUR = timedelta(hours=1)


def shown(
    *majors: Major, works: tuple[Intervention, ...] = (), days: float = 0, **hits: Effect
) -> PublicStatus:
    seen = Seen(
        hits={item: ItemHit(effect=effect, since=NOW - HOUR) for item, effect in hits.items()},
        majors=majors,
        works=works,
    )
    return status_of(PAGE, seen, GRAPH, "Europe/Paris", now=NOW + timedelta(days=days))


@pytest.mark.parametrize(
    ("effect", "state"),
    [
        (Effect.DOWN, ServiceState.INTERRUPTED),
        (Effect.DEGRADED, ServiceState.DEGRADED),
        (Effect.REDUNDANCY_LOST, ServiceState.OPERATIONAL),
        (Effect.NONE, ServiceState.OPERATIONAL),
    ],
)
def test_what_users_notice_is_its_state(effect: Effect, state: ServiceState) -> None:
    (service,) = shown(mail=effect).services
    assert service.state is state
    assert (service.since is None) is (state is ServiceState.OPERATIONAL)


def works(start: float, end: float, *items: str, status: str = "") -> Intervention:
    return Intervention(
        id=1,
        source="valmont",
        reference="CHG-9",
        start=NOW + start * HOUR,
        end=NOW + end * HOUR,
        items=items or ("srv-mail-01",),
        status=status,
        summary="Valmont replaces srv-mail-01",
    )


# From, until (hours), further fields -> listed, and the state now.
WORKS = [
    (works(-1, 1), True, ServiceState.WORKS),
    (works(1, 2), True, ServiceState.OPERATIONAL),
    (works(-2, -1), False, ServiceState.OPERATIONAL),
    (works(24 * 15, 24 * 15 + 1), False, ServiceState.OPERATIONAL),
    (works(-1, 1, status="cancelled"), False, ServiceState.OPERATIONAL),
    (works(-1, 1, "elsewhere"), False, ServiceState.OPERATIONAL),
]


@pytest.mark.parametrize(("planned", "listed", "state"), WORKS)
def test_works_are_shown_that_users_will_notice(
    planned: Intervention, listed: bool, state: ServiceState
) -> None:
    status = shown(works=(planned,))
    assert (bool(status.works), status.services[0].state) == (listed, state)


def test_a_failure_during_works_is_no_works() -> None:
    assert shown(works=(works(-1, 1),), mail=Effect.DOWN).worst is ServiceState.INTERRUPTED


def test_public_updates_stand_newest_first_and_internal_ones_never() -> None:
    known = after(
        after(declared(), PUBLIC), replace(PUBLIC, phase=v.Phase.WATCHING, fr="Retour.", en="Back.")
    )
    known = after(known, v.PostUpdate(audience="internal", phase=v.Phase.IDENTIFIED, fr="secret"))
    assert shown(known).majors[0].services == ()
    known = after(known, v.NoteFelt(items=("mail",)))
    (major,) = shown(known).majors
    assert [note.fr for note in major.notes] == ["Retour.", "La messagerie est arrêtée."]
    assert major.services == (PAGE.services[0].label,)


def test_what_was_stood_down_is_history_for_so_many_days() -> None:
    over = after(after(declared(), PUBLIC), v.StandDown(note="over"))
    assert (len(shown(over).majors), len(shown(over).past)) == (0, 1)
    assert len(shown(over, days=14).past) == 1
    assert len(shown(over, days=14.1).past) == 0


def test_another_regions_major_incident_is_not_shown() -> None:
    assert shown(replace(after(declared(), PUBLIC), regions=("de",))).majors == ()


@pytest.mark.parametrize("regions", [("",), (), ("de", "")])
def test_what_hits_the_groups_services_concerns_every_region(regions: tuple[str, ...]) -> None:
    assert len(shown(replace(after(declared(), PUBLIC), regions=regions)).majors) == 1


def test_it_changes_only_when_what_it_shows_does() -> None:
    known = after(declared(), PUBLIC)
    assert shown(known) == shown(after(known, v.Comment(note="srv-mail-01 is on fire")))


TEXTS = st.lists(
    st.one_of(st.sampled_from(LEAKS), st.sampled_from(["La messagerie", "est arrêtée", "à 9 h", "."])),
    max_size=4,
).map(" ".join)


@st.composite
def drawn(draw: st.DrawFn) -> Major:
    """A major incident in which people write whatever they like, wherever they may."""
    known = replace(declared(), reason=draw(TEXTS) or "x")
    for _ in range(draw(st.integers(0, 4))):
        audience = draw(st.sampled_from(["internal", "public"]))
        command = v.PostUpdate(audience=audience, phase=v.Phase.IDENTIFIED, fr=draw(TEXTS), en=draw(TEXTS))  # type: ignore[arg-type]
        try:
            known = after(known, command, by=KARIM)
        except Refused:
            known = after(known, v.Comment(note=draw(TEXTS) or "x"))
    return after(known, v.StandDown(note=draw(TEXTS) or "x")) if draw(st.booleans()) else known


@settings(deadline=None, max_examples=60)
@given(drawn(), st.sampled_from(list(Effect)), st.booleans())
def test_no_private_word_gets_out_whatever_happens(known: Major, effect: Effect, planned: bool) -> None:
    status = shown(known, works=(works(-1, 1),) if planned else (), mail=effect)
    assert private_in(msgspec.json.encode(status).decode(), ORGANISATION) == ()
