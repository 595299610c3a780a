"""The pages of the rooms: all rooms in small, and one room in full with a rack beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tocsin.core.company import Company
from tocsin.core.impact import rooms as facts
from tocsin.core.impact.equipment import equipment_of, keys_of
from tocsin.core.impact.rooms import Inventory, Rack
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType
from tocsin.flow.organisation import company
from tocsin.store.read import rooms as read
from tocsin.store.read.rooms import ShortIncident
from tocsin.web.request import Request
from tocsin.web.rooms.plan import elevation_of, plan_of
from tocsin.web.words import EFFECTS, Word


class Hanging(NamedTuple):
    """An application that depends on a rack: what the rack's loss would do to it, and its present state."""

    key: str
    name: str
    criticality: str
    if_lost: Word
    now: Word | None
    rank: int


def rooms(request: Request) -> HttpResponse:
    """Every room, small."""
    known = _inventory(company())
    items = known.rooms()
    affected = read.affected([key for item in items for key in known.within(item.key)])
    shown = [facts.room(known, item, affected) for item in items]
    drawn = [(room, [(rack, *elevation_of(rack)) for rack in room.racks]) for room in shown]
    return render(request, "rooms/rooms.html", {"section": "rooms", "rooms": drawn, "effects": EFFECTS})


def room(request: Request, key: str) -> HttpResponse:
    """One room; ``?rack=`` opens a rack."""
    here = company()
    known = _inventory(here)
    item = known.items.get(key)
    if item is None or item.type is not ItemType.ROOM:
        raise Http404
    affected = read.affected([*known.within(key), *keys_of(known, item)])
    shown, equipment = facts.room(known, item, affected), equipment_of(known, item, affected)
    opened = shown.rack(request.GET.get("rack", ""))
    incidents = read.incidents(opened.incidents if opened else shown.incidents)
    context = {
        "section": "rooms",
        "room": shown,
        "rooms": known.rooms(),
        "plan": plan_of(shown, equipment),
        "equipment": [(piece, EFFECTS[piece.effect.value]) for piece in equipment],
        "small": [(rack, *elevation_of(rack)) for rack in shown.racks],
        "effects": EFFECTS,
        "rack": opened,
        "elevation": elevation_of(opened) if opened else None,
        "incidents": _named(incidents, known),
        "hanging": _hanging(opened, here) if opened else (),
        "address": reverse("room", args=[key]),
    }
    return render(request, "rooms/room.html", context)


_last: tuple[Company, Inventory] | None = None


def _inventory(here: Company) -> Inventory:
    """The inventory of this company; built again only when the company changes."""
    global _last
    if _last is None or _last[0] is not here:
        _last = (here, Inventory(here.organisation, here.graph))
    return _last[1]


def _named(incidents: Sequence[ShortIncident], known: Inventory) -> list[tuple[ShortIncident, str]]:
    """Each incident with its cause as people find it."""
    return [(short_incident, known.located_name(short_incident.cause)) for short_incident in incidents]


def _hanging(rack: Rack, here: Company) -> list[Hanging]:
    """The applications that the loss of this rack would hit, the worst and most critical first."""
    now = read.affected(list(here.organisation.applications))
    found = []
    for hit in here.graph.lost(rack.key).hits:
        application = here.organisation.applications.get(hit.item)
        if application is None:
            continue
        affected = now.get(hit.item)
        found.append(
            Hanging(
                key=hit.item,
                name=application.name,
                criticality=application.criticality.value,
                if_lost=EFFECTS[hit.effect.value],
                now=EFFECTS[affected.effect.value]
                if affected and affected.effect is not Effect.NONE
                else None,
                rank=hit.effect.rank * 10 + application.criticality.rank,
            )
        )
    return sorted(found, key=lambda hanging: (-hanging.rank, hanging.name))
