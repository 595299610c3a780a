"""Advice: the next best step of an exchange in one sentence: call now, answer them, wait, and for how long."""

from datetime import datetime
from typing import Literal

from tocsin.core.exchange.bond import ENDED, Bond, Health, Sending
from tocsin.core.incident.values import Holder, Incident
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.desks import TicketState
from tocsin.core.sla.durations import span
from tocsin.core.sla.values import Clock

Deed = Literal["open", "call", "answer", "settle", "wait", "none"]
_SOON_S = 3600  # before the end of a guarantee, a call is better than a wait


class Advice(Value):
    """What to do next, and why. Facts that end in ``_s`` are seconds, written out by ``render_advice``."""

    deed: Deed
    why: Why


def advise(bond: Bond | None, incident: Incident, clock: Clock | None, now: datetime) -> Advice:
    """The next best step. ``clock`` is the supplier's, as it reads now."""
    if not incident.open:
        return _advice("none", "exchange.next.over")
    left_s = (clock.due_at - now).total_seconds() if clock and clock.due_at and not clock.stopped_at else None
    guarantee = {"target_s": clock.target_s if clock else 0, "left_s": int(left_s or 0)}
    ailing = _ailing(bond) if bond else None
    if ailing:
        return ailing
    if left_s is not None and incident.holder is not Holder.US:
        if left_s <= 0:
            return _advice("call", "exchange.next.call.broken", **guarantee)
        if left_s <= min(_SOON_S, guarantee["target_s"] / 4):
            return _advice("call", "exchange.next.call.guarantee", **guarantee)
    if bond is None:
        return _advice("open", "exchange.next.open")
    if bond.health is Health.REFUSED:
        return _advice("settle", "exchange.next.settle")
    return _standing(bond, incident, left_s, now, guarantee)


def _ailing(bond: Bond) -> Advice | None:
    """What people must settle before anything else."""
    match bond.health:
        case Health.GONE | Health.REUSED | Health.CONTESTED:
            return _advice("call", f"exchange.next.call.{bond.health.value}")
        case Health.CUT if not (bond.opening and bond.opening.sent_at):
            return _advice("call", "exchange.next.call.cut")
    return None


def _standing(
    bond: Bond, incident: Incident, left_s: float | None, now: datetime, guarantee: dict[str, int]
) -> Advice:
    opening = bond.opening
    if opening and opening.sending in (Sending.UNKNOWN, Sending.LEAVING):
        return _advice("wait", "exchange.next.wait.unknown")
    if opening and opening.sending is Sending.WAITING:
        return _advice("wait", "exchange.next.wait.sending")
    if bond.state is TicketState.PENDING:
        return _advice("answer", "exchange.next.answer")
    if bond.state in ENDED:
        return _advice("wait", "exchange.next.wait.ended")
    if bond.silent and opening and opening.sent_at and not opening.acknowledged_at:
        silent_s = int((now - opening.sent_at).total_seconds())
        return _advice("call", "exchange.next.call.silent", silent_s=silent_s)
    if incident.holder is Holder.US:
        return _advice("none", "exchange.next.ours")
    if left_s is not None:
        return _advice("wait", "exchange.next.wait.guarantee", **guarantee)
    return _advice("wait", "exchange.next.wait")


def render_advice(advice: Advice, language: Language) -> str:
    """The sentence."""
    facts = {
        name: span(value, language) if name.endswith("_s") else value
        for name, value in advice.why.facts.items()
    }
    return render_why(Why(code=advice.why.code, facts=facts), language)


def _advice(deed: Deed, code: str, **facts: int) -> Advice:
    return Advice(deed=deed, why=Why(code=code, facts=dict(facts)))
