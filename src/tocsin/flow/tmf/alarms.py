"""Alarms that suppliers report: each change is kept, and is a message of their source, read by a format as a mail is."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
from django.db import transaction

from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import NotFound
from tocsin.core.organisation.values import Source
from tocsin.core.tmf import alarms
from tocsin.core.tmf.apis import APIS
from tocsin.core.tmf.tickets import HOSTED, Resource
from tocsin.flow import clock
from tocsin.flow.intake import deposit as intake
from tocsin.flow.tmf import events
from tocsin.flow.tmf.showing import shown
from tocsin.flow.tmf.tickets import check_number, check_room, digest_of, same
from tocsin.store import locks
from tocsin.store import tmf as rows

MOST = 200_000  # alarms of one supplier
_KEPT = timedelta(days=90)  # alarms that are over, and tasks
_API = APIS["alarm/v4"]


def create(source: Source, given: Mapping[str, Any]) -> rows.Row:
    """An alarm of theirs. The same again, while it lasts, is the one that there is; another under its number is refused."""
    external, digest = _number(given), digest_of(given)
    with transaction.atomic():
        locks.duty(f"tmf {source.supplier}")
        known = rows.known_as(source.supplier, rows.ALARM, external)
        if known is not None:
            return same(known, digest)
        check_room(source.supplier, rows.ALARM, MOST)
        alarm = alarms.created(given, clock.now())
        row = rows.add(
            source.supplier, source.key, rows.ALARM, alarm, clock.now(), external=external, digest=digest
        )  # fmt: skip
        if alarms.is_cleared(alarm):
            row = rows.change(row, alarm, clock.now(), over=True)
        _report(row, alarms.changes(None, alarm))
        return row


def _number(alarm: Mapping[str, Any]) -> str:
    return str(alarm.get("externalAlarmId") or "")


def patch(source: Source, name: str, given: Mapping[str, Any]) -> rows.Row:
    """An alarm after a merge patch of theirs. Raises NotFound or Refused."""
    with transaction.atomic():
        locks.duty(f"tmf {source.supplier}")
        row = rows.load(source.supplier, rows.ALARM, name, locked=True)
        if row is None:
            raise NotFound("tmf.no_resource")
        return _changed(row, lambda alarm: alarms.patched(alarm, given, clock.now()))


def perform(source: Source, kind: str, given: Mapping[str, Any]) -> rows.Row:
    """A task, done to every alarm of theirs that it is for. Raises BadInput."""
    with transaction.atomic():
        locks.duty(f"tmf {source.supplier}")
        check_room(source.supplier, kind, MOST)
        known = {row.name: row for row in rows.listed(source.supplier, rows.ALARM)}
        hit = alarms.chosen(given, kind, (shown(row, _API) for row in known.values()))
        act = alarms.TASKS[kind].act
        for alarm in hit:
            _changed(known[str(alarm["id"])], _acting(act, dict(given)))
        task = alarms.done(dict(given), kind, hit)
        row = rows.add(source.supplier, source.key, kind, task, clock.now())
        events.publish(row, [f"{kind[0].upper()}{kind[1:]}CreateEvent"])
        return row


def _acting(act: Callable[[Resource, Resource], Resource], task: Resource) -> Callable[[Resource], Resource]:
    return lambda alarm: alarms.patched(alarm, act(alarm, task), clock.now())


def _changed(row: rows.Row, change: Callable[[Resource], Resource]) -> rows.Row:
    after = change(row.value)
    if after == row.value:
        return row
    external, over = _number(after), alarms.is_cleared(after)
    if not over:
        check_number(row, external)
    changed = rows.change(row, after, clock.now(), external=external, over=over)
    _report(changed, alarms.changes(row.value, after))
    return changed


def _report(row: rows.Row, names: list[str]) -> None:
    events.publish(row, names)
    intake.deposit([_message(row)])


def _message(row: rows.Row) -> Message:
    return Message(
        source=row.source,
        channel=HOSTED.channel,
        received_at=clock.now(),
        media_type="application/json",
        body=msgspec.json.encode(shown(row, _API)),
        envelope={"resource": rows.ALARM, "alarm": row.name},
        key=f"{rows.ALARM} {row.name} {row.version}",
    )


def forget() -> int:
    """Remove alarms that have long been over, and old tasks; how many. Their messages stay as long as others do."""
    return rows.forget(clock.now() - _KEPT)
