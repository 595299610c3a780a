"""Exchanges in rows, over many incidents: how fast channels were acknowledged, what they cost, what is open."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from tocsin.core.exchange.bond import ChannelName, Health, Kind
from tocsin.core.exchange.speed import Wait
from tocsin.core.exchange.spending import Use
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.desks import TicketState
from tocsin.core.sla.values import Clock
from tocsin.store import models, rows
from tocsin.store.read.incidents import open_incidents
from tocsin.store.stored import stored

_MOST = 5000  # uses of a channel; a supplier with 50 tickets a day makes so many in 90 days
_LISTED = 50
_INCIDENT = ("id", "title", "priority", "holder", "opened_at", "clocks")
# An entry of before channels were noted left by its exchange's own.
_CHANNEL = "coalesce(e.value->>'channel', case e.value->>'kind' when 'call' then 'phone' else b.channel end)"


class MailRefused(NamedTuple):
    """The last mail to a supplier failed, at that instant and with this answer."""

    at: datetime
    reason: str


class OpenExchange(Value):
    """An exchange that is not over. ``their_reference`` and ``theirs`` (their state) are empty until they are known."""

    id: int
    channel: ChannelName
    reference: str
    their_reference: str
    holder: Holder
    health: Health
    theirs: str
    state: TicketState | None
    page: str
    opened_at: datetime


class LyingIncident(Value):
    """An incident that lies with a supplier, with its exchange there, if there is one. ``clocks`` as last read;
    ``references`` are theirs."""

    id: int
    title: dict[str, str]
    priority: str
    holder: Holder
    opened_at: datetime
    clocks: tuple[Clock, ...]
    references: list[dict[str, str]]
    exchange: OpenExchange | None = None

    @property
    def acting(self) -> Holder:
        """Who has to act: by the exchange, where there is one."""
        return self.exchange.holder if self.exchange else self.holder


def waits(supplier: str, since: datetime, now: datetime) -> dict[str, list[Wait]]:
    """By channel, how long each ticket and each call since then took to be acknowledged, or waits to be."""
    found: dict[str, list[Wait]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_CHANNEL}, coalesce((e.value->>'duration_s')::int, 0), (e.value->>'sent_at')::timestamptz,"
            " (e.value->>'acknowledged_at')::timestamptz from bond_entry e join bond b on b.id = e.bond_id"
            " where b.supplier = %s and e.value->>'kind' in ('open', 'call')"
            " and (e.value->>'sent_at')::timestamptz >= %s"
            " and (e.value->>'acknowledged_at' is not null or not b.over) order by e.id desc limit %s",
            [supplier, since, _MOST],
        )
        for channel, duration_s, sent_at, acknowledged_at in cursor.fetchall():
            until = acknowledged_at or now
            seconds = duration_s + (until - sent_at).total_seconds()
            wait = Wait(seconds=max(seconds, 0.0), acknowledged=acknowledged_at is not None)
            found.setdefault(channel, []).append(wait)
    return found


def uses(supplier: str, since: datetime) -> list[Use]:
    """All that went to a supplier since then."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select b.incident_id, {_CHANNEL}, e.value->>'kind', coalesce((e.value->>'cost')::int, 0),"
            " e.value->>'acknowledged_at' is not null from bond_entry e join bond b on b.id = e.bond_id"
            " where b.supplier = %s and e.value->>'way' = 'out' and (e.value->>'sent_at')::timestamptz >= %s"
            " order by e.id desc limit %s",
            [supplier, since, _MOST],
        )
        return [
            Use(incident=incident, channel=channel, kind=Kind(kind), cost=cost, acknowledged=acknowledged)
            for incident, channel, kind, cost, acknowledged in cursor.fetchall()
        ]


def call_costs(supplier: str, since: datetime) -> list[int]:
    """What each call to a supplier since then cost, in cents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce((e.value->>'cost')::int, 0) from bond_entry e join bond b on b.id = e.bond_id"
            " where b.supplier = %s and e.value->>'kind' = 'call' and (e.value->>'at')::timestamptz >= %s"
            " order by e.id desc limit %s",
            [supplier, since, _MOST],
        )
        return [cents for (cents,) in cursor.fetchall()]


def site_calls(supplier: str, since: datetime) -> list[tuple[datetime, int]]:
    """When each call to a supplier since then about access to its site, or works there, was made, and its cost in cents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select at, (value#>>'{why,facts,units}')::int * 100 + (value#>>'{why,facts,cents}')::int from timeline_entry"
            " where verb = 'called' and at >= %s"
            " and (subject_kind = 'authorisation' and subject_id in (select id from authorisation where supplier = %s)"
            " or subject_kind = 'intervention' and subject_id in"
            " (select id from planned_intervention where supplier = %s)) order by id desc limit %s",
            [since, supplier, supplier, _MOST],
        )
        return [(at, cents) for at, cents in cursor.fetchall()]


def mail_refused(address: str) -> MailRefused | None:
    """Whether the last mail to this address failed."""
    settled = models.Delivery.objects.filter(address=address, state__in=("sent", "failed"))
    row = settled.order_by("-created_at").values_list("state", "created_at", "error").first()
    return MailRefused(row[1], row[2]) if row and row[0] == "failed" else None


def lying(supplier: str) -> list[LyingIncident]:
    """What lies with this supplier, the most urgent first: open incidents that it answers for, and exchanges not over."""
    known = rows.select(
        "select b.id, b.incident_id incident, b.channel, b.reference, b.their_reference, b.health,"
        " b.value->>'holder' holder, b.value->>'theirs' theirs, b.value->>'state' state, b.value->>'page' page,"
        " b.value->>'opened_at' opened_at from bond b where b.supplier = %s and not b.over order by b.id desc limit %s",
        [supplier, _LISTED],
    )
    exchanges = {row["incident"]: stored(row, OpenExchange) for row in reversed(known)}
    theirs = open_incidents().filter(supplier=supplier).order_by("priority", "opened_at")[:_LISTED]
    numbers = [*exchanges, *theirs.values_list("id", flat=True)]
    found = models.Incident.objects.filter(id__in=numbers).order_by("priority", "opened_at")
    columns = (*_INCIDENT, "references")
    return [
        stored({**row, "exchange": exchanges.get(row["id"])}, LyingIncident)
        for row in found.annotate(references=F("value__references")).values(*columns)
    ]
