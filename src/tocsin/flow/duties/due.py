"""Duties: what time alone brings about. One worker at a time does each; all find their work in the tables."""

from datetime import date, datetime

from django.contrib.sessions.backends.db import SessionStore

from tocsin.flow import clock
from tocsin.flow.duties import absences, closing, deadlines, shifts, windows
from tocsin.flow.exchange import automatic
from tocsin.flow.majors import watching as majors
from tocsin.flow.organisation import snapshot
from tocsin.flow.problems import offering, recurring
from tocsin.flow.problems import watching as problems
from tocsin.flow.sites import watching as sites
from tocsin.flow.sources import heartbeats
from tocsin.flow.tmf import alarms, events, placing
from tocsin.flow.userreports import watching as userreports
from tocsin.store import attempts, partitions

_HEARTBEATS_EVERY_S = 10.0
_ABSENCES_EVERY_S = 10.0
_CLOSING_EVERY_S = 60.0
_SITES_EVERY_S = 10.0
_PROBLEMS_EVERY_S = 10.0
_MAJORS_EVERY_S = 5.0
_USER_REPORTS_EVERY_S = 2.0
_RECURRENCES_EVERY_S = 3600.0
_TICKETS_EVERY_S = 5.0
_PARTITIONS_EVERY_S = 3600.0
_last: dict[str, float] = {}


def due() -> None:
    """Do what is due now."""
    deadlines.watch()
    windows.watch()
    if _time_for("heartbeats", _HEARTBEATS_EVERY_S):
        heartbeats.watch()
    if _time_for("sites", _SITES_EVERY_S):
        sites.watch()
    if _time_for("absences", _ABSENCES_EVERY_S):
        shifts.watch()
        absences.watch()
    if _time_for("majors", _MAJORS_EVERY_S):
        majors.watch()
    if _time_for("problems", _PROBLEMS_EVERY_S):
        problems.watch()
        offering.watch()
    if _time_for("user reports", _USER_REPORTS_EVERY_S):
        userreports.watch()
    if _time_for("recurrences", _RECURRENCES_EVERY_S):
        recurring.watch()
    if _time_for("closing", _CLOSING_EVERY_S):
        closing.watch()
    if _time_for("tickets", _TICKETS_EVERY_S):
        automatic.watch()
        placing.watch()
    if _time_for("partitions", _PARTITIONS_EVERY_S):
        keep_partitions()
        forget_visits()
        alarms.forget()
        events.drop_old()


def keep_partitions() -> None:
    """Make the coming months' partitions; drop those older than the organisation wants to keep."""
    today = clock.now().date()
    partitions.ensure(today)
    policies = snapshot().policies
    oldest = _months_before(today, policies.retention_message_months)
    partitions.drop_before("message", oldest)
    partitions.drop_keys_before(datetime(oldest.year, oldest.month, 1, tzinfo=clock.now().tzinfo))
    partitions.drop_before("event", _months_before(today, policies.retention_event_months))


def forget_visits() -> None:
    """Remove ended sessions, and attempts to log in that delay nobody any more."""
    SessionStore.clear_expired()
    attempts.forget_old(clock.now())


def _time_for(duty: str, every_s: float) -> bool:
    now = clock.monotonic()
    if now - _last.get(duty, -every_s) < every_s:
        return False
    _last[duty] = now
    return True


def _months_before(today: date, months: int) -> date:
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
