"""Rehearsing: what would follow if something failed at a given time, with the roster and the works declared for it."""

from datetime import UTC, datetime

import tocsin.flow.sentences  # noqa: F401  declares every reason that is read here
from tocsin.core.correlation.values import Standing
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import declare
from tocsin.core.organisation.reports import kind_of
from tocsin.core.organisation.values import EffectName
from tocsin.core.rehearsal.play import play
from tocsin.core.rehearsal.values import Course, Supposed
from tocsin.flow.incidents.reporting import uncertain
from tocsin.flow.journey import standing
from tocsin.flow.notices import reachable
from tocsin.flow.organisation import company
from tocsin.store import roster

_NEAR = 8  # items that are offered where a name is not certain
declare(
    {
        "rehearsing.no_kind": ("aucune nature ne s'appelle « {text} »", "no kind is called '{text}'"),
    }
)


def what_if(
    item: str, at: datetime, *, effect: EffectName = "down", kind: str = "", source: str = ""
) -> Course:
    """What would happen if this item (key) were reported down (or as ``kind`` says) at that instant. Raises BadInput."""
    here = company()
    found = kind or kind_of(here.organisation.items[item].type, effect)
    if found not in here.organisation.kinds:
        raise BadInput([fault("rehearsing.no_kind", field="kind", text=found)])
    works = standing.of_alerts(()).interventions
    supposed = Supposed(item=item, kind=found, at=at.astimezone(UTC), source=source)
    return play(supposed, here, roster.standing(at), Standing(interventions=works), reachable.of_everybody())


def item_named(text: str, type_: ItemType | None = None) -> str:
    """The item (key) of this key, name or alias, of this type if one is given. Raises BadInput with what it may mean."""
    organisation, asked = company().organisation, text.strip().casefold()
    items = [item for item in organisation.items.values() if type_ in (None, item.type)]
    found = [item.key for item in items if item.key.casefold() == asked] or [
        item.key
        for item in items
        if asked in (item.name.casefold(), *(alias.casefold() for alias in item.aliases))
    ]
    if len(found) == 1:
        return found[0]
    near = found or company().resolver.search(text, _NEAR)
    raise uncertain(text, near[:_NEAR], field="item")
