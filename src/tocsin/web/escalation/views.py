"""The pages of the escalation: policies drawn and in words, the handbook as PDF, what would happen on a given night."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.core.escalation.process import LANES, Stage, policies_of, stages
from tocsin.core.kernel.errors import BadInput
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.escalation import EscalationPolicy, Step
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import policy_name, render_named, target_name
from tocsin.core.rehearsal.rendering import about, cost_of, opened_lines, way_of
from tocsin.core.rehearsal.values import Course
from tocsin.core.sla.durations import span
from tocsin.flow import clock, rehearsing
from tocsin.web.escalation import drawing
from tocsin.web.escalation import handbook as printing
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import LANE_WORDS, LINES, trigger_of

_SHOWN = 28  # characters of a box
_LONGEST_NAME = 200


class StageView(NamedTuple):
    """A step in words: when, whom, why, and what else is said of it; ``box`` is its place in the drawing."""

    box: drawing.Box
    when: str
    who: str
    short: str
    reason: str
    more: list[str]
    lane: str
    line: str


class PolicyView(NamedTuple):
    """A policy for one priority."""

    key: str
    name: str
    stages: list[StageView]
    height: int
    acknowledged: str
    again: str


@require_GET
def process(request: Request) -> HttpResponse:
    """Every policy in force, for one priority."""
    priority = _priority(request.GET.get("priority", ""))
    context = {
        "section": "escalation",
        "priority": priority.value,
        "priorities": [found.value for found in Priority],
        "policies": policies(request.organisation, priority, language(request)),
        "lanes": [
            (drawing.GUTTER + number * drawing.LANE, LANE_WORDS[lane]) for number, lane in enumerate(LANES)
        ],
        "width": drawing.WIDTH,
        "lane_width": drawing.LANE,
        "box_width": drawing.BOX,
        "middle": drawing.LANE // 2,
    }
    return render(request, "escalation/process.html", context)


@require_GET
def handbook(request: Request) -> HttpResponse:
    """The process handbook as PDF, in the reader's language."""
    reader = language(request)
    made = handbook_of(request.organisation, clock.now(), reader)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="escalation-{reader}.pdf"'
    return response


def handbook_of(organisation: Organisation, now: datetime, reader: Language) -> bytes:
    """The process handbook as PDF, in the language and the zone that are active."""
    shown = {found.value: policies(organisation, found, reader) for found in Priority}
    return printing.as_pdf(organisation.settings.name, shown, now, reader)


@require_GET
def what_if(request: Request) -> HttpResponse:
    """Who would be notified if something failed at a given time; nothing is written."""
    text, at = request.GET.get("item", "")[:_LONGEST_NAME].strip(), _instant(request.GET.get("at", ""))
    context: dict[str, Any] = {
        "section": "escalation",
        "item": text,
        "at": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}",
    }
    if text:
        try:
            course = rehearsing.what_if(rehearsing.item_named(text), at)
        except BadInput as refused:
            context["refused"] = [
                f"{fault.message(language(request))} {fault.remedy(language(request)) or ''}"
                for fault in refused.faults
            ]
        else:
            context["course"] = _course(course, request.organisation, language(request))
    return render(request, "escalation/what_if.html", context)


def policies(organisation: Organisation, priority: Priority, reader: Language) -> list[PolicyView]:
    """The policies in force for a priority, in words."""
    return [_policy(policy, organisation, priority, reader) for policy in policies_of(organisation)]


def _policy(
    policy: EscalationPolicy, organisation: Organisation, priority: Priority, reader: Language
) -> PolicyView:
    found = stages(policy, organisation, priority)
    placed = zip(found, drawing.boxes(found), strict=True)
    name = policy_name(policy.key, organisation, reader)
    return PolicyView(
        key=policy.key,
        name=_("Standard policy") if name == "standard" else name,
        stages=[_stage(stage, box, organisation, priority, reader) for stage, box in placed],
        height=drawing.height(found),
        acknowledged=_span(policy.acknowledgement.of(priority), reader),
        again=_span(policy.again.of(priority), reader),
    )


def _stage(
    stage: Stage, box: drawing.Box, organisation: Organisation, priority: Priority, reader: Language
) -> StageView:
    step = stage.step
    names = [target_name(text, organisation, reader) for text in step.to]
    return StageView(
        box=box,
        when=_when(stage, reader),
        who=" + ".join(names),
        short=_short(names),
        reason=trigger_of(step),
        more=list(_more(step, organisation, priority, reader)),
        lane=str(LANE_WORDS[stage.lane]),
        line=str(LINES[step.line]),
    )


def _short(names: Sequence[str]) -> str:
    """The first name, and how many stand behind it: what a box has room for."""
    more = f" + {len(names) - 1}" if len(names) > 1 else ""
    room = _SHOWN - len(more)
    first = names[0] if len(names[0]) <= room else f"{names[0][: room - 1]}…"
    return f"{first}{more}"


def _when(stage: Stage, reader: Language) -> str:
    if stage.share is not None:
        return (
            _("%(share)s %% ours") % {"share": stage.share}
            if stage.step.party == "ours"
            else _("%(share)s %% theirs") % {"share": stage.share}
        )
    if stage.step.on == "worsened":
        return _("worse")
    return _span(stage.after_s, reader) or _("at once")


def _more(step: Step, organisation: Organisation, priority: Priority, reader: Language) -> list[str]:
    calendar = organisation.calendars.get(step.hours)
    label = getattr(calendar.label, reader) if calendar and calendar.label else step.hours
    repeated = _span(step.repeat.of(priority), reader)
    said = [
        _by(step, organisation, reader),
        _("in the team’s hours") if step.hours == "team" else label,
        _("repeated every %(span)s") % {"span": repeated} if repeated else "",
        _("from %(n)s people hit") % {"n": step.people} if step.people else "",
        _("from %(n)s applications hit") % {"n": step.applications} if step.applications else "",
        step.condition,
    ]
    return [text for text in said if text]


def _by(step: Step, organisation: Organisation, reader: Language) -> str:
    gateway = organisation.gateways.get(step.channel)
    if gateway:
        return _("by %(gateway)s") % {"gateway": getattr(gateway.label, reader)}
    return _("by phone") if step.channel == "phone" else _("by mail")


def _span(seconds: int | None, reader: Language) -> str:
    return span(seconds, reader) if seconds else ""


def _course(course: Course, organisation: Organisation, reader: Language) -> dict[str, Any]:
    return {
        "lines": list(opened_lines(course, organisation, reader)),
        "mails": [
            (
                mail,
                about(mail, reader),
                way_of(mail, organisation, reader),
                cost_of(mail, organisation, reader),
            )
            for mail in course.contacted
        ],
        "empty": [
            (entry.at, render_named(entry.why, organisation, reader))
            for entry in course.timeline
            if entry.why and entry.why.code.startswith("escalation.nobody")
        ],
        "owner": Names(organisation).team(course.incident.owner_team) if course.incident else "",
    }


def _priority(text: str) -> Priority:
    return Priority(text) if text in set(Priority) else Priority.P1


def _instant(text: str) -> datetime:
    """A day and a time as a form writes them, in the page's zone; what is none is now."""
    try:
        return timezone.make_aware(datetime.fromisoformat(text[:16])) if text else clock.now()
    except ValueError:
        return clock.now()
