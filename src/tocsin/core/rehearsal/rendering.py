"""Rendering: a rehearsed course as sentences: the incident, its clocks, and whom mails reach when, at what cost."""

from collections.abc import Iterator
from datetime import datetime

from tocsin.core.exchange.cost import cost_read, money
from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.notice.instants import at_read
from tocsin.core.notice.letter import clock_line
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.rehearsal.values import Contacted, Course

_SIDED = (NoticeKind.AT_RISK, NoticeKind.BREACHED)


def opened_lines(course: Course, organisation: Organisation, language: Language) -> Iterator[str]:
    """What would open, who would own it, and its clocks."""
    incident = course.incident
    if incident is None:
        yield _sentence("rehearsal.nothing", language)
        return
    zone = organisation.settings.zone
    team = organisation.teams.get(incident.owner_team)
    policy = incident.policy.policy if incident.policy else None
    label = getattr(policy.label, language) if policy and policy.label else policy.key if policy else "-"
    yield f"{incident.priority.value}  {getattr(incident.title, language)}"
    facts = {
        "at": at_read(incident.opened_at, zone, language),
        "team": team.name if team else incident.owner_team,
        "policy": label,
        "applications": [organisation.display_name(key) for key in incident.applications[:10]] or ["-"],
        "count": len(incident.applications),
    }
    yield _sentence("rehearsal.opened", language, **facts)
    for clock in course.clocks:
        yield clock_line(clock, incident.opened_at, zone, language)


def about(contacted: Contacted, language: Language) -> str:
    """What a mail would be about, in a few words."""
    labels = [
        _sentence(f"notice.kind.{kind.value}{'.ours' if kind in _SIDED else ''}", language, by="")
        for kind in contacted.kinds
    ]
    return ", ".join(dict.fromkeys(label.strip() for label in labels))


def way_of(contacted: Contacted, organisation: Organisation, language: Language) -> str:
    """By which way it would go, in a word."""
    gateway = organisation.gateways.get(contacted.channel)
    return getattr(gateway.label, language) if gateway else _sentence("rehearsal.by_mail", language)


def cost_of(contacted: Contacted, organisation: Organisation, language: Language) -> str:
    """What it costs: mails nothing; a message what its gateway says, a call what the supplier's phone channel says."""
    gateway = organisation.gateways.get(contacted.channel)
    if gateway and gateway.cost:
        return money(gateway.cost, language)
    supplier = organisation.suppliers.get(contacted.costs)
    phone = (
        next((channel for channel in supplier.channels if channel.name == "phone"), None)
        if supplier
        else None
    )
    return (cost_read(phone, language) if phone else "") or _sentence("rehearsal.free", language)


def when(at: datetime, organisation: Organisation, language: Language) -> str:
    """An instant in the group's zone."""
    return at_read(at, organisation.settings.zone, language)


def lines(course: Course, organisation: Organisation, language: Language) -> Iterator[str]:
    """The whole course, line by line, for a terminal."""
    yield from opened_lines(course, organisation, language)
    for contacted in course.contacted:
        facts = {
            "at": when(contacted.at, organisation, language),
            "name": contacted.name,
            "address": contacted.address,
            "way": way_of(contacted, organisation, language),
            "about": about(contacted, language),
            "cost": cost_of(contacted, organisation, language),
        }
        yield _sentence("rehearsal.mail", language, **facts)
        if contacted.call:
            yield "    " + _sentence("notice.lead.call", language, who=contacted.call)
    for entry in course.timeline:
        if entry.why and entry.why.code.startswith("escalation.nobody"):
            reason = render_named(entry.why, organisation, language)
            yield f"{when(entry.at, organisation, language)}  {reason}"


def _sentence(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
