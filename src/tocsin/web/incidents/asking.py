"""Asking: which incidents an address asks for. Parameters that make no sense are ignored."""

from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.http import QueryDict
from msgspec.structs import asdict

from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.store.read.listing import OVERRUNS, SORTS, Filter, Overrun, Sort
from tocsin.store.read.searching import wanted, within

STATES = ("open", "new", "in_progress", "pending", "resolved", "closed")
_LONGEST = 200  # characters of a search
_Word = TypeVar("_Word", bound=str)


class Asked(Value):
    """The parameters of the address, as the form shows them. Dates are days in the group's zone, both included."""

    text: str = ""
    state: str = ""
    priority: str = ""
    region: str | None = None
    supplier: str = ""
    application: str = ""
    team: str = ""
    owner: str = ""
    overrun: Overrun = ""
    item: str = ""
    opened_from: str = ""
    opened_to: str = ""
    sort: Sort = "newest"

    @property
    def filters(self) -> int:
        """How many filters are set, the search and the order apart."""
        apart = {"text": "", "sort": "", "region": self.region is not None}
        return sum(bool(value) for value in (asdict(self) | apart).values())

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.filters or self.text)


def asked(query: QueryDict, organisation: Organisation) -> Asked:
    """The parameters of the query string."""
    region = query.get("region")
    return Asked(
        text=query.get("text", "").strip()[:_LONGEST],
        state=_among(query.get("state", ""), STATES),
        priority=_among(query.get("priority", ""), [priority.value for priority in Priority]),
        region=region if region == "" or region in organisation.regions else None,
        supplier=_among(query.get("supplier", ""), organisation.suppliers),
        application=_among(query.get("application", ""), organisation.applications),
        team=_among(query.get("team", ""), organisation.teams),
        owner=_among(query.get("owner", ""), organisation.persons),
        overrun=_among_words(query.get("overrun", ""), OVERRUNS) or "",
        item=_among(query.get("item", ""), organisation.items),
        opened_from=_day(query.get("opened_from", "")),
        opened_to=_day(query.get("opened_to", "")),
        sort=_among_words(query.get("sort", ""), SORTS) or "newest",
    )


def filter_of(asked: Asked, organisation: Organisation) -> Filter:
    """The parameters as a filter of the list."""
    zone = ZoneInfo(organisation.settings.zone)
    return Filter(
        states=(asked.state,) if asked.state else (),
        priorities=(asked.priority,) if asked.priority else (),
        region=asked.region,
        supplier=asked.supplier,
        application=asked.application,
        team=asked.team,
        owner=asked.owner,
        overrun=asked.overrun,
        items=within(asked.item, organisation) if asked.item else (),
        opened_from=_midnight(asked.opened_from, zone),
        opened_to=_midnight(asked.opened_to, zone, days=1),
        words=wanted(asked.text, organisation),
    )


def _among(text: str, known: object) -> str:
    return text if text and text in known else ""  # type: ignore[operator]


def _among_words(text: str, known: tuple[_Word, ...]) -> _Word | None:
    return next((word for word in known if word == text), None)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _midnight(day: str, zone: ZoneInfo, days: int = 0) -> datetime | None:
    if not day:
        return None
    try:
        found = date.fromisoformat(day) + timedelta(days=days)
    except OverflowError:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=zone)
