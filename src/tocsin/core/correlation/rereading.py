"""Rereading: a replayed message is translated to something else; alerts of its first translation alone are over."""

from msgspec.structs import replace

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.values import Alert, AlertState, Retraction, Sighting
from tocsin.core.event.values import EventState
from tocsin.core.kernel.why import Why


def retract(desk: Desk, retraction: Retraction, instead: Sighting | None) -> None:
    """Take back an event: unless another event keeps its alert firing, that is over, and goes on under ``instead``."""
    alert = desk.alerts.get(retraction.fingerprint)
    if alert is None:
        return
    known = desk.alerts[alert.fingerprint] = replace(alert, count=max(0, alert.count - retraction.count))
    if not retraction.over or known.state is not AlertState.FIRING:
        return
    why = _why(known, instead)
    desk.end(known, desk.now, why)
    if instead and instead.event.state is EventState.FIRING and known.counted:
        desk.reread.setdefault(instead.event.fingerprint, (known.incident, why))


def _why(alert: Alert, instead: Sighting | None) -> Why:
    before = {"before_kind": alert.kind, "before": alert.item or alert.subject}
    if instead is None:
        return Why(code="correlation.read_again_as_nothing", facts=before)
    event = instead.event
    facts = {**before, "kind": event.kind, "after": instead.item or event.place.text}
    return Why(code="correlation.read_again", facts=facts)
