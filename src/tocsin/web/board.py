"""The board: what is wrong now, most urgent first. Reads the board once, and replaces keys by names."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tocsin.core.incident.values import OPEN
from tocsin.core.major.informing import due_updates
from tocsin.core.major.values import Major
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow import clock, duty
from tocsin.store import incidents, majors
from tocsin.store.read.board import PAGE_SIZE, SHOWS, Board, BoardRow, Show, SilentSource
from tocsin.store.read.board import board as read_board
from tocsin.web import clocks, pages
from tocsin.web.clocks import ClockView
from tocsin.web.incident import escalating
from tocsin.web.incident.escalating import UntakenView
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import HOLDERS, KINDS, SOURCE_STATES, STATES, Word

_APPLICATIONS_SHOWN = 3
_COUNTED = ("translated", "partial", "untranslated", "quarantined")


class Tile(NamedTuple):
    """One figure, and the filter that it is."""

    show: Show
    word: Word
    figure: int
    address: str


class RowView(NamedTuple):
    """One incident as a line of the board."""

    row: BoardRow
    kind: Word
    state: Word
    holder: Word
    team: str
    owner: str
    applications: list[str]
    more: list[str]
    untaken: UntakenView | None
    clocks: dict[str, ClockView]


def board(request: Request) -> HttpResponse:
    """What is wrong now, in the group or in one region; htmx gets the part that changes."""
    now = clock.now()
    region = request.GET.get("region")
    if region is not None and region != "" and region not in request.organisation.regions:
        region = None
    show: Show = next((known for known in SHOWS if known == request.GET.get("show")), "all")
    page = pages.asked(request)
    read = read_board(region=region, show=show, page=page, now=now)
    context = _context(request, read, now, region=region, show=show)
    context["pager"] = pages.pager(request, page, PAGE_SIZE, read.counts[show])
    return render(request, "board_live.html" if request.htmx else "board.html", context)


def _context(
    request: Request, read: Board, now: datetime, *, region: str | None, show: str
) -> dict[str, Any]:
    organisation = request.organisation
    return {
        "section": "board",
        "now": now,
        "region": region,
        "show": show,
        "counts": read.counts,
        "tiles": _tiles(read, region),
        "regions": _regions(read, organisation),
        "rows": _rows(read.rows, now, request),
        "silent": [_silent(silent_source, organisation) for silent_source in read.silent],
        "received": len(organisation.sources) - len(read.silent),
        "coverage": _coverage(read.messages),
        "majors": _majors(organisation, now),
        "untranslated": read.messages.get("untranslated", 0) + read.messages.get("partial", 0),
    }


def _majors(organisation: Organisation, now: datetime) -> list[tuple[Major, str, bool]]:
    """The major incidents under way, with their commanders and whether an update is overdue."""
    names = Names(organisation)
    return [
        (known, names.person(known.commander), any(due.overdue(now) for due in due_updates(known)))
        for known in majors.current()
    ]


def _tiles(read: Board, region: str | None) -> list[Tile]:
    words: dict[str, Word] = {
        **KINDS,
        "unowned": Word(_("No owner"), "hand", "info"),
        "due": Word(_("Due within the hour, or late"), "alarm-clock", "down"),
    }
    return [
        Tile(show, words[show], read.counts[show], _address(show, region)) for show in SHOWS if show != "all"
    ]


def _address(show: str, region: str | None) -> str:
    parts = [f"show={show}" if show != "all" else "", f"region={region}" if region is not None else ""]
    query = "&".join(part for part in parts if part)
    return f"/?{query}" if query else "/"


def _regions(read: Board, organisation: Organisation) -> list[tuple[str, str, int]]:
    named = {"": _("Group services"), **{key: region.name for key, region in organisation.regions.items()}}
    return [(key, name, read.regions.get(key, 0)) for key, name in named.items()]


def _rows(rows: list[BoardRow], now: datetime, request: Request) -> list[RowView]:
    waiting = incidents.load(row.id for row in rows if not row.owner and row.state in OPEN)
    roster = duty.known(now)
    known = {
        number: escalating.untaken(incident, request.organisation, roster, now)
        for number, incident in waiting.items()
    }
    return [_row(row, known.get(row.id), now, request) for row in rows]


def _row(row: BoardRow, unclaimed: UntakenView | None, now: datetime, request: Request) -> RowView:
    organisation = request.organisation
    names = [_name(key, organisation) for key in row.applications]
    drawn = [clocks.shown(running, now, organisation, language(request)) for running in row.clocks]
    team, owner = organisation.teams.get(row.owner_team), organisation.persons.get(row.owner)
    return RowView(
        row=row,
        kind=KINDS[row.kind],
        state=STATES[row.state],
        holder=HOLDERS[row.holder],
        team=team.name if team else row.owner_team,
        owner=owner.name if owner else row.owner,
        applications=names[:_APPLICATIONS_SHOWN],
        more=names[_APPLICATIONS_SHOWN:],
        untaken=unclaimed,
        clocks={clock_view.side: clock_view for clock_view in drawn},
    )


def _name(key: str, organisation: Organisation) -> str:
    item = organisation.items.get(key)
    return item.name if item else key


def _silent(source: SilentSource, organisation: Organisation) -> dict[str, Any]:
    known = organisation.sources.get(source.source)
    word = SOURCE_STATES[source.state]
    return {"name": known.label if known else source.source, "word": word, "since": source.since}


def _coverage(messages: dict[str, int]) -> float | None:
    """Per cent of this month's messages that were fully translated; None when nothing was received."""
    total = sum(messages.get(status, 0) for status in _COUNTED)
    return round(100 * messages.get("translated", 0) / total, 1) if total else None
