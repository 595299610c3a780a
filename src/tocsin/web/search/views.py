"""What was found, in groups, each with its page. Decides nothing."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.search.asking import LONGEST
from tocsin.core.search.directory import Entry
from tocsin.flow import access, searching
from tocsin.flow import work as flow
from tocsin.flow.searching import Found
from tocsin.store.read.search import FoundRow
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import ITEM_TYPES, STATES

_ON_PAGE, _IN_PALETTE = 50, 6
_GROUPS: dict[str, tuple[str | Promise, str]] = {
    "incident": (_("Incidents"), "list"),
    "ticket": (_("Tickets at providers"), "ticket"),
    "problem": (_("Problems"), "bug"),
    "intervention": (_("Interventions"), "traffic-cone"),
    "application": (_("Applications"), "app-window"),
    "place": (_("Places and things"), "map-pin"),
    "person": (_("People"), "circle-user"),
    "team": (_("Teams"), "users"),
    "supplier": (_("Providers"), "handshake"),
}


class Hit(NamedTuple):
    """One thing found. ``number`` may be empty; ``about``: what else there is to say."""

    address: str
    number: str
    name: str
    about: str


class Group(NamedTuple):
    """The things found of one sort."""

    key: str
    label: str | Promise
    drawn: str
    hits: list[Hit]


@require_GET
def search(request: Request) -> HttpResponse:
    """The page: a form, and what was found in groups."""
    text = request.GET.get("text", "")[:LONGEST]
    found = searching.search(request.user, text, _ON_PAGE)
    context = {
        "section": "search",
        "text": text,
        "groups": _groups(found, request),
        "count": found.count,
        "most": _ON_PAGE,
    }
    return render(request, "search/search.html", context)


@require_GET
def palette(request: Request) -> HttpResponse:
    """The options of the palette for a text; for none, what runs out first of the person's work."""
    text = request.GET.get("text", "")[:LONGEST]
    found = searching.search(request.user, text, _IN_PALETTE)
    groups = _groups(found, request) if found.asked.terms else [_work(request)]
    return render(request, "search/options.html", {"groups": groups, "text": text})


def _work(request: Request) -> Group:
    reader = language(request)
    first = flow.work_of(access.actor(request.user))[:_IN_PALETTE]
    hits = [
        Hit(task.incident.subject.path, task.incident.number, getattr(task.incident.title, reader), "")
        for task in first
    ]
    return Group("work", _("My work, what runs out first"), "list-checks", hits)


def _groups(found: Found, request: Request) -> list[Group]:
    hits: dict[str, list[Hit]] = {key: [] for key in _GROUPS}
    reader, names = language(request), Names(request.organisation)
    if found.direct is not None and found.direct not in _incidents(found.rows):
        hits["incident"].append(Hit(found.direct.path, found.direct.number, "", ""))
    for row in found.rows:
        hits[row.kind].append(_row(row, reader))
    for key in found.items:
        type_ = request.organisation.items[key].type
        hits["application" if type_ is ItemType.APPLICATION else "place"].append(_item(key, type_, names))
    for entry in found.entries:
        hits[entry.kind].append(_entry(entry))
    for of_kind in hits.values():
        of_kind.sort(key=lambda hit: found.direct is None or hit.address != found.direct.path)
    return [Group(key, *_GROUPS[key], of_kind) for key, of_kind in hits.items() if of_kind]


def _incidents(rows: tuple[FoundRow, ...]) -> list[Subject]:
    return [Subject.incident(row.id) for row in rows if row.kind == "incident"]


def _row(row: FoundRow, reader: Language) -> Hit:
    title = row.title.get(reader, "")
    if row.kind == "ticket":
        return Hit(f"{Subject.incident(row.of).path}#exchange", Subject.incident(row.of).number, title, "")
    subject = Subject(kind=SubjectKind(row.kind), id=row.id)
    about = str(STATES[row.state].text) if row.state in STATES else ""
    return Hit(subject.path, subject.number, title, about)


def _item(key: str, type_: ItemType, names: Names) -> Hit:
    listed = f"{reverse('incidents')}?{urlencode({'item': key})}"
    address = reverse("room", args=[key]) if type_ is ItemType.ROOM else listed
    label, _drawn = ITEM_TYPES[type_.value]
    return Hit(address, "", names.placed(key), str(label))


def _entry(entry: Entry) -> Hit:
    match entry.kind:
        case "person":
            address = reverse("person", args=[entry.key])
        case "supplier":
            address = reverse("provider", args=[entry.key])
        case "team":
            address = f"{reverse('incidents')}?{urlencode({'team': entry.key, 'state': 'open'})}"
    return Hit(address, "", entry.name, entry.about)
