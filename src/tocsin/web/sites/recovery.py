"""The pages of the recovery plans: what each brings back, who may trigger it, its tests; and its code, to its callers."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tocsin.api.problem import status_of
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.core.recovery.due import due_at, to_be_reminded
from tocsin.core.recovery.values import Result, Standing
from tocsin.flow import access, clock
from tocsin.flow.sites import recovery as flow
from tocsin.store import recovery as store
from tocsin.store.read.mails import mails
from tocsin.web.incident.provider import tel
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.sites.words import RESULTS
from tocsin.web.words import NOTICE_STATES, Word

_RESULTS: tuple[Result, ...] = ("passed", "partly", "failed")


@require_GET
def listed(request: Request) -> HttpResponse:
    """Every declared plan, the next test first."""
    found = sorted(flow.standings(request.organisation, clock.now()), key=due_at)
    rows = [
        (standing, _state(standing), due_at(standing), _supplier(request, standing)) for standing in found
    ]
    return render(request, "sites/recovery.html", {"section": "recovery", "plans": rows})


@require_GET
def shown(request: Request, number: int) -> HttpResponse:
    """One plan."""
    return render(request, "sites/recovery_plan.html", _context(request, number))


@never_cache
@require_POST
def code(request: Request, number: int) -> HttpResponse:
    """The plan with its code; that it was shown is audited."""
    context = _context(request, number)
    try:
        context["code"] = flow.code(request.user, number)
    except TocsinError as refused:
        return _refused(request, context, refused)
    return render(request, "sites/recovery_plan.html", context)


@require_POST
def tested(request: Request, number: int) -> HttpResponse:
    """Record the result of a test."""
    typed = {name: str(text).strip() for name, text in request.POST.items()}
    context = _context(request, number) | {"typed": typed}
    result = next((known for known in _RESULTS if known == typed.get("result")), None)
    try:
        at = timezone.make_aware(datetime.fromisoformat(typed.get("at", "")))
    except ValueError:
        result = None
    if result is None:
        context["refused"] = _("A day and a time, and a result.")
        return render(request, "sites/recovery_plan.html", context, status=422)
    try:
        flow.tested(request.user, number, at, result, typed.get("note", "")[:4000])
    except TocsinError as refused:
        return _refused(request, context, refused)
    messages.success(request, _("The result is kept."))
    return redirect("recovery-plan", number)


def _refused(request: Request, context: dict[str, Any], refused: TocsinError) -> HttpResponse:
    context["refused"] = refused.sentence(language(request))
    return render(request, "sites/recovery_plan.html", context, status=status_of(refused, conditional=False))


def _context(request: Request, number: int) -> dict[str, Any]:
    try:
        standing = flow.find(number)
    except NotFound as unknown:
        raise Http404 from unknown
    plan, names = standing.plan, Names(request.organisation)
    return {
        "section": "recovery",
        "standing": standing,
        "plan": plan,
        "supplier": _supplier(request, standing),
        "state": _state(standing),
        "due_at": due_at(standing),
        "tel": tel(plan.phone),
        "callers": [names.person(key) for key in plan.callers],
        "items": [names.placed(key) for key in plan.items],
        "tests": [(test, names.person(test.by), RESULTS[test.result]) for test in store.tests(number)],
        "mails": [(mail, NOTICE_STATES[mail.state]) for mail in mails(standing.subject)],
        "results": [(result, RESULTS[result]) for result in _RESULTS],
        "may": access.may_sites(request.user),
        "may_see_code": flow.may_see_code(request.user, standing),
        "now": f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}",
        "typed": {},
    }


def _state(standing: Standing) -> Word:
    if to_be_reminded(standing, now=clock.now()) or due_at(standing) <= clock.now():
        return RESULTS["due"] if standing.last and standing.last.result != "failed" else _last(standing)
    return _last(standing)


def _last(standing: Standing) -> Word:
    return RESULTS[standing.last.result] if standing.last else RESULTS["none"]


def _supplier(request: Request, standing: Standing) -> str:
    return Names(request.organisation).supplier(standing.supplier)
