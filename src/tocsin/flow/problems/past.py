"""Past: the incidents of the past as recurrence and likeness see them: causes, places, kinds, wording. Decides nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.problem.likeness import COUNTED_DAYS, Frequencies, Traits
from tocsin.core.problem.pairs import pair, together
from tocsin.core.problem.values import Family, Occurrence
from tocsin.core.problem.wording import Described, groups, sense
from tocsin.flow import clock
from tocsin.flow.organisation import snapshot
from tocsin.store import recurrences as rows
from tocsin.store.recurrences import Past

_COUNTED = timedelta(days=COUNTED_DAYS)
_MEMORY = timedelta(days=3 * 365)  # of the past: more than all windows and what they are compared with
_PLACES = (ItemType.PDU, ItemType.RACK, ItemType.ROOM)
_sense = lru_cache(10_000)(sense)  # sources say the same again and again
_counted: tuple[int, Frequencies] | None = None  # with the id of the latest incident in it


def traits_since(instant: datetime, *, imported: bool = True) -> list[Traits]:
    """The incidents received from this instant on. ``imported``: those of imported histories too."""
    return _traits(list(rows.past(instant, imported=imported)))


def traits_of(numbers: Collection[int]) -> dict[int, Traits]:
    """These incidents, as far as they are kept."""
    return {traits.incident: traits for traits in _traits(list(rows.past_of(numbers)))}


def frequencies() -> Frequencies:
    """How often each value occurs; counted again as soon as there is a new incident."""
    global _counted
    latest = rows.latest()
    if _counted is None or _counted[0] != latest:
        _counted = latest, Frequencies(traits_since(clock.now() - _COUNTED))
    return _counted[1]


def occurrences() -> list[Occurrence]:
    """The incidents of the past with their keys in each family."""
    organisation = snapshot()
    zone = ZoneInfo(organisation.settings.zone)
    past = list(rows.past(clock.now() - _MEMORY))
    worded = _worded(past, organisation)
    beside = together((each.id, each.began, each.cause) for each in past)
    return [
        Occurrence(
            incident=each.id,
            at=each.began.astimezone(zone),
            keys={
                Family.ITEM: _some([each.cause]),
                Family.PLACE: _places(each.cause, organisation),
                Family.KIND: _some([each.kind]),
                Family.APPLICATION: each.applications,
                Family.WORDING: _some([worded.get(each.id, "")]),
                Family.PAIR: tuple(
                    pair(each.kind, place) for place in _places(each.cause, organisation) if each.kind
                ),
                Family.TOGETHER: beside.get(each.id, ()),
            },
            down_s=_down_s(each),
        )
        for each in past
    ]


def _worded(past: Collection[Past], organisation: Organisation) -> dict[int, str]:
    """The group of nearly the same words of each incident that is in one."""
    words = rows.first_words([each.id for each in past])
    return groups(
        Described(
            incident=each.id,
            text=words[each.id],
            structure=_some([each.kind, each.cause, *_places(each.cause, organisation)]),
        )
        for each in past
        if each.id in words
    )


def _places(item: str, organisation: Organisation) -> tuple[str, ...]:
    """The PDU, the rack and the room around the item, the narrowest first; not the item itself."""
    around = organisation.path(item)
    return tuple(known.key for known in around if known.type in _PLACES and known.key != item)


def _some(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key)


def _down_s(past: Past) -> int:
    end = past.ended or clock.now()
    return max(0, round((end - past.began).total_seconds()))


def _traits(past: Collection[Past]) -> list[Traits]:
    organisation, words = snapshot(), rows.first_words([each.id for each in past], titles=True)
    return [
        Traits(
            incident=each.id,
            at=each.began,
            item=each.cause,
            places=_places(each.cause, organisation),
            kind=each.kind,
            words=_sense(words.get(each.id, "")),
        )
        for each in past
    ]
