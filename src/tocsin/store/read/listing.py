"""Incidents as a long list: filtered, searched, sorted, page by page or by a cursor. Knows no screen."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, TextField
from django.db.models import Value as Constant
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact, GreaterThan, LessThan

from tocsin.core.incident.values import OPEN, number_of
from tocsin.core.kernel.value import Value
from tocsin.core.sla.values import Clock
from tocsin.store import rows
from tocsin.store.models import Incident, IncidentHit
from tocsin.store.read.incidents import incidents as known_incidents
from tocsin.store.read.searching import Wanted

MOST = 1_000  # incidents on the pages of a list; filters or the exported table give the others
_PORTION = 2_000
_TRIGRAM = 3  # letters
_LASTED = ExpressionWrapper(
    F("resolved_at") - F("opened_at"), output_field=DurationField()
)  # null: it is open
Overrun = Literal["", "ours", "supplier", "any", "none"]
Sort = Literal["newest", "oldest", "priority", "longest", "due"]
SORTS: tuple[Sort, ...] = get_args(Sort)
OVERRUNS: tuple[Overrun, ...] = get_args(Overrun)


class Listed(Value):
    """An incident in a list. ``title`` is ``{"fr": ..., "en": ...}``; due times are as last read."""

    id: int
    title: dict[str, str]
    state: str
    kind: str
    effect: str
    priority: str
    criticality: str
    cause: str
    cause_kind: str
    owner_team: str
    owner: str
    holder: str
    regions: list[str]
    applications: list[str]
    since: datetime
    opened_at: datetime
    last_at: datetime
    recovered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    folded_into: int | None
    alert_count: int
    ours_due_at: datetime | None
    supplier_due_at: datetime | None
    supplier: str
    reference: str
    ours_overrun: bool
    supplier_overrun: bool
    clocks: tuple[Clock, ...]

    @property
    def number(self) -> str:
        """``INC-42``."""
        return number_of(self.id)


class Filter(Value):
    """Which incidents are wanted; an empty field does not filter. ``open`` among the states means all open states.

    ``region`` ``""`` is the group. ``opened_from`` and ``opened_to`` are instants (UTC), the second excluded. ``items`` are
    keys: the cause, or what is hit, is one of them. Every one of ``words`` must be found.
    """

    states: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    region: str | None = None
    supplier: str = ""
    application: str = ""
    team: str = ""
    owner: str = ""
    overrun: Overrun = ""
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    items: tuple[str, ...] = ()
    words: tuple[Wanted, ...] = ()


def incidents(
    asked: Filter, sort: Sort, *, before: int | None, limit: int
) -> tuple[list[Listed], int | None]:
    """At most ``limit`` incidents in this order, and the next cursor. ``before``: the last incident of the answer before."""
    found = _filtered(asked)
    if before is not None:
        found = found.filter(_following(before, sort))
    ids = list(_sorted(found, sort).values_list("id", flat=True)[: limit + 1])
    return of(ids[:limit]), ids[limit - 1] if len(ids) > limit else None


def page(asked: Filter, sort: Sort, *, number: int, size: int) -> tuple[list[Listed], int]:
    """Page ``number`` (from 1) of the first ``MOST`` incidents in this order, and their number: ``MOST`` + 1 means more."""
    ids = _ids(asked, sort, MOST + 1)
    start = (number - 1) * size
    return of(ids[:MOST][start : start + size]), len(ids)


def all_of(asked: Filter, sort: Sort, *, most: int) -> Iterator[Listed]:
    """The first ``most`` incidents in this order, read in portions."""
    ids = _ids(asked, sort, most)
    for start in range(0, len(ids), _PORTION):
        yield from of(ids[start : start + _PORTION])


def _ids(asked: Filter, sort: Sort, most: int) -> list[int]:
    """The ids in this order: sorting whole rows costs ten times as much."""
    return list(_sorted(_filtered(asked), sort).values_list("id", flat=True)[:most])


def of(ids: Sequence[int]) -> list[Listed]:
    """These incidents, in this order."""
    found = {listed.id: listed for listed in rows.read(_known().filter(id__in=ids), Listed)}
    return [found[number] for number in ids]


def _sorted(found: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
    match sort:
        case "newest":
            return found.order_by("-id")
        case "oldest":
            return found.order_by("id")
        case "priority":
            return found.order_by("priority", "-id")
        case "longest":
            return found.order_by(_LASTED.desc(nulls_first=True), "id")
        case "due":
            return found.order_by(F("ours_due_at").asc(nulls_last=True), "-id")


def _following(cursor: int, sort: Sort) -> Q:
    """What stands below an incident in this order; below one that is not there, nothing."""
    match sort:
        case "newest":
            return Q(id__lt=cursor)
        case "oldest":
            return Q(id__gt=cursor)
    last = (
        Incident.objects.filter(id=cursor)
        .annotate(lasted=_LASTED)
        .values("priority", "lasted", "ours_due_at")
        .first()
    )
    if last is None:
        return Q(pk__in=())
    match sort:
        case "priority":
            return Q(priority__gt=last["priority"]) | Q(priority=last["priority"], id__lt=cursor)
        case "longest":
            return _below_longest(last["lasted"], cursor)
        case "due":
            return _below_due(last["ours_due_at"], cursor)


def _below_longest(lasted: timedelta | None, cursor: int) -> Q:
    """Open ones come first, by number; then the longest."""
    if lasted is None:
        return Q(resolved_at__isnull=True, id__gt=cursor) | Q(resolved_at__isnull=False)
    return Q(LessThan(_LASTED, lasted)) | (Q(Exact(_LASTED, lasted)) & Q(id__gt=cursor))


def _below_due(due_at: datetime | None, cursor: int) -> Q:
    """Those without a due time come last."""
    if due_at is None:
        return Q(ours_due_at__isnull=True, id__lt=cursor)
    return Q(ours_due_at__gt=due_at) | Q(ours_due_at=due_at, id__lt=cursor) | Q(ours_due_at__isnull=True)


def _known() -> QuerySet[Any]:
    reference = Coalesce(KeyTextTransform("reference", "value"), Constant(""), output_field=TextField())
    known: QuerySet[Any] = known_incidents().annotate(reference=reference)
    return known


def _filtered(asked: Filter) -> QuerySet[Any]:
    wanted = {state for name in asked.states for state in (OPEN if name == "open" else [name])}
    found = _known()
    if wanted:
        found = found.filter(state__in=sorted(wanted))
    if wanted and wanted <= OPEN:
        found = found.filter(folded_into__isnull=True, origin="")
    if asked.region is not None:
        found = found.filter(regions__contains=[asked.region])
    if asked.application:
        found = found.filter(applications__contains=[asked.application])
    if asked.items:
        found = found.filter(_concerned(asked.items))
    for word in asked.words:
        found = found.filter(_matching(word))
    return found.filter(**_equal(asked)).filter(_overrun(asked.overrun))


def _equal(asked: Filter) -> dict[str, Any]:
    conditions = {
        "priority__in": asked.priorities,
        "supplier": asked.supplier,
        "owner_team": asked.team,
        "owner": asked.owner,
        "opened_at__gte": asked.opened_from,
        "opened_at__lt": asked.opened_to,
    }
    return {name: value for name, value in conditions.items() if value}


def _overrun(overrun: Overrun) -> Q:
    either = Q(ours_overrun=True) | Q(supplier_overrun=True)
    match overrun:
        case "ours":
            return Q(ours_overrun=True)
        case "supplier":
            return Q(supplier_overrun=True)
        case "any":
            return either
        case "none":
            return ~either
        case _:
            return Q()


def _concerned(items: Sequence[str]) -> Q:
    hits = IncidentHit.objects.filter(item__in=items).values("incident_id")
    return Q(cause__in=items) | Q(id__in=hits)


def _matching(word: Wanted) -> Q:
    """The ids of the incidents that match a word: each column is searched by its own index."""
    if len(word.text) < _TRIGRAM:
        return _matching_short(word)
    parts: list[QuerySet[Any, Any]] = [Incident.objects.filter(words__contains=word.text).values("id")]
    if word.people or word.teams:
        parts.append(Incident.objects.filter(_belongs_to(word)).values("id"))
    if word.applications:
        parts.append(Incident.objects.filter(applications__overlap=word.applications).values("id"))
    if word.items:
        parts.append(_hit(word))
    return Q(id__in=parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])


def _matching_short(word: Wanted) -> Q:
    """A word without a trigram is in no index, and in most rows: rows are searched one by one until enough are found."""
    found = Q(GreaterThan(StrIndex("words", Constant(word.text)), 0)) | _belongs_to(word)
    if word.applications:
        found |= Q(applications__overlap=word.applications)
    return found | Q(id__in=_hit(word)) if word.items else found


def _belongs_to(word: Wanted) -> Q:
    return Q(owner__in=word.people) | Q(owner_team__in=word.teams)


def _hit(word: Wanted) -> QuerySet[Any, Any]:
    return IncidentHit.objects.filter(item__in=word.items).values("incident_id")
