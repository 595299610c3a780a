"""Who was asked about an incident, who is asked next and when, with names and in words. Decides nothing."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from tocsin.core.duty.values import Roster
from tocsin.core.escalation.outlook import Coming, Outlook, outlook
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import asked_name, target_name
from tocsin.core.sla.values import Clock
from tocsin.web.words import LINES, trigger_of


class UntakenView(NamedTuple):
    """When it was announced again, and when it will be next; ``next_to`` empty: to its team."""

    announced: tuple[datetime, ...]
    next_at: datetime | None
    next_to: str


class ComingView(NamedTuple):
    """A step to come: when, whom it reaches by today's roster, and why; ``nobody``: it reaches nobody."""

    at: datetime
    who: str
    reason: str
    line: str
    call: str
    nobody: bool


class EscalationView(NamedTuple):
    """The escalation of an incident. ``until``: until when it counts as taken."""

    until: datetime | None
    asked: list[tuple[datetime, str]]
    coming: list[ComingView]


def untaken(
    incident: Incident, organisation: Organisation, roster: Roster, now: datetime
) -> UntakenView | None:
    """None where somebody has taken it, or nobody is asked again."""
    if incident.owner:
        return None
    found = outlook(incident, organisation, roster, (), now=now)
    if not found.silent and found.unacknowledged is None:
        return None
    announced = tuple(asked.at for asked in found.silent if asked.to)
    following = found.unacknowledged
    names = (
        "" if following is None or following.step.to == ("team",) else _names(following.whom.to, organisation)
    )
    return UntakenView(announced, following.at if following else None, names)


def view(
    incident: Incident,
    organisation: Organisation,
    roster: Roster,
    clocks: tuple[Clock, ...],
    now: datetime,
    language: Language,
) -> EscalationView:
    """The whole of it for the page of an incident."""
    found: Outlook = outlook(incident, organisation, roster, clocks, now=now)
    return EscalationView(
        until=found.acknowledged_until,
        asked=[(asked.at, _names(asked.to, organisation)) for asked in found.silent if asked.to],
        coming=[_coming(coming, organisation, language) for coming in found.coming],
    )


def _coming(coming: Coming, organisation: Organisation, language: Language) -> ComingView:
    named = _names(coming.whom.to, organisation)
    targets = ", ".join(target_name(text, organisation, language) for text in coming.step.to)
    reason = trigger_of(coming.step)
    return ComingView(
        at=coming.at,
        who=named or targets,
        reason=_("%(reason)s, repeated") % {"reason": reason} if coming.again else reason,
        line=str(LINES[coming.step.line]),
        call=coming.whom.call,
        nobody=not named,
    )


def _names(keys: tuple[str, ...], organisation: Organisation) -> str:
    return ", ".join(asked_name(key, organisation) for key in keys)
