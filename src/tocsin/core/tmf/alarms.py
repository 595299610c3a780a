"""Alarms: what becomes of a supplier's alarm that is created, changed, cleared, or hit by a task. Reads no clock, no row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tocsin.core.kernel.errors import BadInput, Refused, fault
from tocsin.core.kernel.value import Value
from tocsin.core.tmf.checking import MOST_ITEMS
from tocsin.core.tmf.tickets import Resource, merged, stamp

CLEARED = "cleared"
KEPT_BY_US = frozenset({"id", "href"})


def created(given: Mapping[str, Any], now: datetime) -> Resource:
    """A new alarm, unacknowledged unless they say otherwise."""
    own = {name: value for name, value in given.items() if name not in ("id", "href")}
    times = {"alarmReportingTime": stamp(now), "alarmChangedTime": stamp(now)}
    return _consistent({"ackState": "unacknowledged", **times, **own}, now)


def patched(before: Resource, patch: Mapping[str, Any], now: datetime) -> Resource:
    """The alarm after a merge patch. Raises Refused: what is cleared does not come back, it is another alarm then."""
    after = _consistent(merged(before, patch), now)
    if is_cleared(before) and (
        not is_cleared(after) or after["perceivedSeverity"] != before["perceivedSeverity"]
    ):
        raise Refused("tmf.cleared")
    stated = patch.get("alarmChangedTime")  # by the system that owns the alarm: theirs
    return after if after == before or stated else after | {"alarmChangedTime": stamp(now)}


def _consistent(alarm: Resource, now: datetime) -> Resource:
    """Cleared by its state is cleared by its severity too, and the other way round (X.733)."""
    if not is_cleared(alarm):
        return alarm
    return {"alarmClearedTime": stamp(now), **alarm, "state": CLEARED, "perceivedSeverity": CLEARED}


def is_cleared(alarm: Mapping[str, Any]) -> bool:
    """Whether the alarm is over."""
    words = (alarm.get("state", ""), alarm.get("perceivedSeverity", ""))
    return any(word.casefold() == CLEARED for word in words)


def changes(before: Resource | None, after: Resource) -> list[str]:
    """The events of TMF642 that a change is."""
    if before is None:
        return ["AlarmCreateEvent"]
    moved = any(before.get(name) != after.get(name) for name in ("state", "ackState", "perceivedSeverity"))
    return ["AlarmStateChangeEvent" if moved else "AlarmAttributeValueChangeEvent"]


class Task(Value):
    """What may be done to several alarms at once. ``hit`` is what the answer calls those that it was done to."""

    hit: str
    act: Callable[[Resource, Resource], Resource]  # of the alarm and the task: what changes of the alarm
    by_reference: bool = False  # the alarms are named, and not described by patterns


def _acknowledge(_alarm: Resource, task: Resource) -> Resource:
    return {"ackState": "acknowledged", **_picked(task, "ackSystemId", "ackUserId")}


def _unacknowledge(_alarm: Resource, task: Resource) -> Resource:
    return {"ackState": "unacknowledged", **_picked(task, "ackSystemId", "ackUserId")}


def _clear(alarm: Resource, task: Resource) -> Resource:
    if is_cleared(alarm):
        return {}
    return {"state": CLEARED, **_picked(task, "clearSystemId", "clearUserId", "alarmClearedTime")}


def _comment(alarm: Resource, task: Resource) -> Resource:
    return {"comment": [*alarm.get("comment", ()), task["comment"]][-MOST_ITEMS:]}


def _group(alarm: Resource, task: Resource) -> Resource:
    return {"parentAlarm": [*_parents(alarm, task), _reference(task["parentAlarm"])]}


def _ungroup(alarm: Resource, task: Resource) -> Resource:
    return {"parentAlarm": _parents(alarm, task)}


def _parents(alarm: Resource, task: Resource) -> list[Resource]:
    named = str(task["parentAlarm"].get("id"))
    return [parent for parent in alarm.get("parentAlarm", ()) if parent["id"] != named]


TASKS: Mapping[str, Task] = {
    "ackAlarms": Task(hit="ackedAlarm", act=_acknowledge),
    "unAckAlarms": Task(hit="unAckedAlarm", act=_unacknowledge),
    "clearAlarms": Task(hit="clearedAlarm", act=_clear),
    "commentAlarms": Task(hit="commentedAlarm", act=_comment),
    "groupAlarms": Task(hit="groupedAlarm", act=_group, by_reference=True),
    "unGroupAlarms": Task(hit="unGroupedAlarm", act=_ungroup, by_reference=True),
}


def chosen(task: Mapping[str, Any], name: str, known: Iterable[Resource]) -> list[Resource]:
    """The alarms that a task is for. Raises BadInput: a pattern that names nothing would be for all."""
    wanted: Sequence[Resource] = task["correlatedAlarm" if TASKS[name].by_reference else "alarmPattern"]
    for index, pattern in enumerate(wanted):
        if not any(value is not None for name, value in pattern.items() if not name.startswith("@")):
            raise BadInput([fault("tmf.fault.pattern", field=f"[{index}]")])
    if TASKS[name].by_reference:
        wanted = [{"id": pattern.get("id")} for pattern in wanted]
    return [alarm for alarm in known if any(_fits(alarm, pattern) for pattern in wanted)]


def _fits(alarm: Mapping[str, Any], pattern: Mapping[str, Any]) -> bool:
    """Every attribute of the pattern is the alarm's; of an object, those that it names."""
    return all(_equal(alarm.get(name), value) for name, value in pattern.items() if not name.startswith("@"))


def _equal(actual: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(actual, dict):
        return _fits(actual, wanted)
    return bool(actual == wanted) or str(actual) == str(wanted)


def done(task: Resource, name: str, hit: Iterable[Resource]) -> Resource:
    """The task as it is kept: done, with those that it was done to."""
    return {
        **task,
        "state": "done",
        TASKS[name].hit: [{"id": alarm["id"], "href": alarm["href"]} for alarm in hit],
    }


def _reference(given: Mapping[str, Any]) -> Resource:
    return {**given, "id": str(given.get("id", ""))}


def _picked(task: Resource, *names: str) -> Resource:
    return {name: task[name] for name in names if task.get(name) is not None}
