"""Acting: what people do to an intervention of ours from its page; and the address of their calendar."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from msgspec.structs import replace

from tocsin.api.problem import status_of
from tocsin.core.intervention import values as v
from tocsin.core.intervention.values import Command
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.flow import access
from tocsin.flow.sites import feeds
from tocsin.flow.sites import interventions as flow
from tocsin.web.interventions import views
from tocsin.web.pages import number_in
from tocsin.web.request import Request, language
from tocsin.web.sites.calling import called


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Carry out what was asked; a refusal is explained on the page."""
    if not access.may_sites(request.user):
        raise PermissionDenied
    command: Command | None = None
    try:
        command = _command(verb, {name: str(text).strip() for name, text in request.POST.items()})
        flow.ask(request.user, number, command, seen=number_in(request.POST, "seen"))
    except NotFound as unknown:
        raise Http404 from unknown
    except ValueError:
        return _refused(request, number, _("A day and a time are missing."), 422)
    except TocsinError as refused:
        status = status_of(refused, conditional=False)
        return _refused(request, number, refused.sentence(language(request)), status, command)
    messages.success(request, _("Done."))
    return redirect("intervention", number)


def _refused(
    request: Request, number: int, text: str, status: int, command: Command | None = None
) -> HttpResponse:
    """The page with the reason, and with the check of a longer window where that was refused."""
    context = views.page(request, number) | {"refused": text}
    planned = context.get("planned")
    if isinstance(command, v.Prolong) and planned and command.end > planned.plan.end:
        longer = flow.checked(replace(planned.plan, end=command.end), number)
        context["findings"] = views.findings_read(longer, request)
    return render(request, "interventions/intervention.html", context, status=status)


def _command(verb: str, typed: dict[str, str]) -> Command:
    note, proof = typed.get("note", "")[:1000], typed.get("proof", "")[:2000]
    accepted = bool(typed.get("accepted"))
    match verb:
        case "declare":
            return v.Declare(accepted=accepted)
        case "acknowledge":
            return v.Acknowledge(proof=proof, reference=typed.get("reference", "")[:60])
        case "refuse":
            return v.Refuse(proof=proof)
        case "prolong":
            end = timezone.make_aware(datetime.fromisoformat(typed.get("end", "")))
            return v.Prolong(end=end, accepted=accepted)
        case "end":
            return v.End(note=note)
        case "cancel":
            return v.Cancel(note=note)
        case "remind":
            return v.Remind()
        case "call":
            return called(typed, v.Called)
    raise NotFound()


@require_POST
def address(request: Request) -> HttpResponse:
    """Make a new address for one's calendar, shown this once; or revoke the one there is."""
    if request.POST.get("revoke"):
        feeds.revoke(request.user)
        messages.success(request, _("The address no longer works."))
        return redirect("interventions")
    token = feeds.make(request.user)
    shown = f"{settings.BASE_URL}/calendar/{token}.ics"
    organisation = request.organisation
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    of_teams = [
        (organisation.teams[team].name, f"{settings.BASE_URL}/calendar/{token}/duty/{team}.ics")
        for team in teams
    ]
    context = {
        "section": "interventions",
        "address": shown,
        "duty": f"{settings.BASE_URL}/calendar/{token}/duty.ics",
        "teams": of_teams,
    }
    return render(request, "interventions/address.html", context)


@login_not_required
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever's address this is: programs that read calendars cannot log in."""
    account = feeds.reader_of(token)
    if account is None:
        raise Http404
    answer = HttpResponse(feeds.feed(account), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = 'inline; filename="tocsin.ics"'
    return answer
