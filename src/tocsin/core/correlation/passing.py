"""Passing: what time alone changes: works begin late or end, flapping alerts become stable, unrepeated ones lapse."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.correlation.case import Tally
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import AlertsRaised, AlertStable
from tocsin.core.correlation.interventions import covers
from tocsin.core.correlation.muting import muting
from tocsin.core.correlation.values import Alert, AlertState
from tocsin.core.kernel.why import Why


def mute_explained(desk: Desk) -> None:
    """Alerts explained by works that were declared after them leave their incident and are muted."""
    for alert in list(desk.alerts.values()):
        works = muting(desk, alert, alert.state_at) if alert.counted and not alert.flapping else None
        if works and alert.state is AlertState.FIRING and covers(works, desk.now, desk.policy):
            facts = {"reference": works.reference, "item": alert.item, "start_at": works.start.isoformat()}
            why = Why(code="correlation.muted_late", facts=facts)
            desk.leave(alert, desk.now, why)
            desk.mute(alert, works.id, why)


def raise_muted(desk: Desk) -> None:
    """Alerts that still fire when their intervention is over count now, unless another intervention explains them."""
    raised: dict[int, Tally] = {}
    for alert in list(desk.alerts.values()):
        if not alert.muted_by or alert.state is not AlertState.FIRING or _still_on(desk, alert):
            continue
        desk.unmute(alert)
        desk.risen[alert.fingerprint] = desk.now
        if muting(desk, alert, desk.now) is None:
            why = desk.freed[alert.fingerprint] = _why(desk, alert)
            raised.setdefault(alert.muted_by, Tally(why)).add(alert.fingerprint)
    for number, tally in raised.items():
        desk.notes.append(
            AlertsRaised(intervention=number, count=tally.count, sample=tuple(tally.sample), why=tally.why)
        )


def settle_flapping(desk: Desk) -> None:
    """A flapping alert without a change for long enough counts again in its present state."""
    rest = timedelta(seconds=desk.policy.stable_s)
    for alert in list(desk.alerts.values()):
        if alert.flapping and desk.now - alert.state_at >= rest:
            _settle(desk, alert)


def lapse(desk: Desk, unrepeated: Mapping[str, datetime]) -> None:
    """An alert that its source should have repeated and did not, although it still sends, is over as of its end."""
    for alert in list(desk.alerts.values()):
        until, ended = alert.holds_until, unrepeated.get(alert.source)
        if alert.state is AlertState.FIRING and until and ended and until <= ended:
            facts = {"source": alert.source, "subject": alert.subject, "until_at": until.isoformat()}
            desk.end(alert, until, Why(code="correlation.lapsed", facts=facts))


def _settle(desk: Desk, alert: Alert) -> None:
    desk.alerts[alert.fingerprint] = replace(alert, flapping=False, flaps=0, flaps_since=None)
    side = desk.risen if alert.state is AlertState.FIRING else desk.fallen
    side[alert.fingerprint] = alert.state_at
    facts = {"stable_s": desk.policy.stable_s, "state": alert.state.value}
    why = Why(code="correlation.settled", facts=facts)
    desk.notes.append(AlertStable(fingerprint=alert.fingerprint, why=why))


def _still_on(desk: Desk, alert: Alert) -> bool:
    works = desk.interventions.get(alert.muted_by)
    return works is not None and covers(works, desk.now, desk.policy)


def _why(desk: Desk, alert: Alert) -> Why:
    works = desk.interventions.get(alert.muted_by)
    facts = {"reference": works.reference if works else alert.muted_by, "item": alert.item}
    return Why(code="correlation.still_wrong", facts=facts)
