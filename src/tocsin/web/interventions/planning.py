"""Planning: the form of an intervention of ours. Reads what was typed; what speaks against it is the check's business."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.api.problem import status_of
from tocsin.core.authorisation.rule import authorisable
from tocsin.core.event.values import Place
from tocsin.core.intervention.values import Change, Plan, PlannedIntervention, PlanState
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import TocsinError
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person
from tocsin.flow import access, clock
from tocsin.flow.organisation import company
from tocsin.flow.sites import interventions as flow
from tocsin.store import authorisations as store
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.request import Request, language


class Typed(NamedTuple):
    """What stands in the fields."""

    what: str = ""
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    devices: str = ""
    racks_muted: bool = False
    spared: bool = False


class Room(NamedTuple):
    """A room that may be entered, and its racks. ``open``: one of them is chosen."""

    key: str
    name: str
    racks: list[tuple[str, str]]
    open: bool


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The empty form, or the draft that comes of it."""
    if request.method == "GET":
        return _form(request, _empty(request))
    typed = _typed(request)
    faults, plan = _read(request, typed)
    if plan is None:
        return _form(request, typed, faults=faults, status=422)
    try:
        made = flow.plan(request.user, plan)
    except TocsinError as refused:
        return _refused(request, typed, refused)
    return redirect("intervention", made.id)


@require_http_methods(["GET", "POST"])
def change(request: Request, number: int) -> HttpResponse:
    """A draft planned otherwise."""
    if not access.may_sites(request.user):
        return _form(request, _empty(request), status=403)
    known = store.planned(number)
    if known is None or known.state is not PlanState.DRAFT:
        raise Http404
    if request.method == "GET":
        return _form(request, _of(known, request.organisation), known)
    typed = _typed(request)
    faults, plan = _read(request, typed)
    if plan is None:
        return _form(request, typed, known, faults=faults, status=422)
    try:
        flow.ask(request.user, number, Change(plan=plan), seen=number_in(request.POST, "seen"))
    except TocsinError as refused:
        return _refused(request, typed, refused, known)
    messages.success(request, _("The draft is changed."))
    return redirect("intervention", number)


def _refused(
    request: Request, typed: Typed, refused: TocsinError, known: PlannedIntervention | None = None
) -> HttpResponse:
    faults = {"": refused.sentence(language(request))}
    return _form(request, typed, known, faults=faults, status=status_of(refused, conditional=False))


def _form(
    request: Request,
    typed: Typed,
    known: PlannedIntervention | None = None,
    *,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "section": "interventions",
        "typed": typed,
        "known": known,
        "faults": faults or {},
        "fault": (faults or {}).get("", ""),
        "people": _people(request.organisation),
        "rooms": _rooms(request.organisation, typed),
        "may": access.may_sites(request.user),
    }
    return render(request, "interventions/plan.html", context, status=status)


def _people(organisation: Organisation) -> list[Person]:
    found = {
        person.key: person
        for supplier in organisation.suppliers.values()
        if supplier.site_access
        for person in authorisable(organisation, supplier)
    }
    return sorted(found.values(), key=lambda person: person.name)


def _rooms(organisation: Organisation, typed: Typed) -> list[Room]:
    terms = {key for key, supplier in organisation.suppliers.items() if supplier.site_access}
    names = Names(organisation)
    racks: dict[str, list[tuple[str, str]]] = {}
    for key, item in organisation.items.items():
        if item.type is ItemType.RACK:
            room = next((part.key for part in organisation.path(key) if part.type is ItemType.ROOM), "")
            racks.setdefault(room, []).append((key, item.display_name))
    return [
        Room(
            key,
            names.placed(key),
            racks.get(key, []),
            any(rack in typed.places for rack, _ in racks.get(key, [])),
        )
        for key, item in organisation.items.items()
        if item.type is ItemType.ROOM and organisation.supplier_of(key) in terms
    ]


def _empty(request: Request) -> Typed:
    start = timezone.localtime(clock.now() + timedelta(days=2)).replace(hour=9, minute=0)
    place = request.GET.get("place", "")
    return Typed(
        people=(request.user.person,) if request.user.person else (),
        places=(place,) if place in request.organisation.items else (),
        start=f"{start:%Y-%m-%dT%H:%M}",
        end=f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    )


def _of(known: PlannedIntervention, organisation: Organisation) -> Typed:
    plan, names = known.plan, Names(organisation)
    devices = [names.placed(key) for key in plan.mutes if key not in plan.places]
    return Typed(
        what=plan.what,
        people=plan.people,
        places=plan.places,
        start=f"{timezone.localtime(plan.start):%Y-%m-%dT%H:%M}",
        end=f"{timezone.localtime(plan.end):%Y-%m-%dT%H:%M}",
        devices="\n".join(devices),
        racks_muted=any(key in plan.places for key in plan.mutes),
        spared=plan.clocks == "supplier",
    )


def _typed(request: Request) -> Typed:
    post = request.POST
    return Typed(
        what=str(post.get("what", "")).strip()[:300],
        people=tuple(map(str, post.getlist("people")))[:50],
        places=tuple(map(str, post.getlist("places")))[:100],
        start=str(post.get("start", "")),
        end=str(post.get("end", "")),
        devices=str(post.get("devices", ""))[:4000],
        racks_muted=bool(post.get("racks_muted")),
        spared=bool(post.get("spared")),
    )


def _read(request: Request, typed: Typed) -> tuple[dict[str, str], Plan | None]:
    """What is wrong with each field, or the plan."""
    faults: dict[str, str] = {}
    start, end = _instant(typed.start), _instant(typed.end)
    devices, unknown = _devices(typed.devices)
    if not typed.what:
        faults["what"] = _("Say what will be done.")
    if not typed.people:
        faults["people"] = _("Choose who enters.")
    if not typed.places:
        faults["places"] = _("Choose a room or a rack.")
    if unknown:
        faults["devices"] = _("Not found for certain: %(names)s") % {"names": ", ".join(unknown)}
    if start is None or end is None:
        faults["start"] = _("A day and a time, twice.")
    elif end <= start:
        faults["start"] = _("The end must come after the beginning.")
    if faults or start is None or end is None:
        return faults, None
    organisation = request.organisation
    racks = [key for key in typed.places if key in organisation.items and _is_rack(organisation, key)]
    mutes = (*(racks if typed.racks_muted else ()), *devices)
    return {}, Plan(
        what=typed.what,
        people=typed.people,
        places=typed.places,
        start=start,
        end=end,
        mutes=tuple(dict.fromkeys(mutes)),
        clocks="supplier" if typed.spared else "none",
    )


def _is_rack(organisation: Organisation, key: str) -> bool:
    return organisation.items[key].type is ItemType.RACK


def _instant(text: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.fromisoformat(text))
    except ValueError:
        return None


def _devices(text: str) -> tuple[list[str], list[str]]:
    """The items that these lines mean for certain (one a line), and the lines that mean none."""
    found, unknown = [], []
    for line in filter(None, (line.strip() for line in text.splitlines()[:50])):
        meant = company().resolver.resolve(Place(text=line), source="", kind="")
        if meant.item and meant.certain:
            found.append(meant.item)
        else:
            unknown.append(line[:60])
    return found, unknown
