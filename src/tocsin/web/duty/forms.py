"""The forms of duty: somebody is away, somebody is back, somebody takes a duty, the usual turn holds again."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tocsin.core.duty.values import Absence, Cover
from tocsin.core.kernel.errors import Refused
from tocsin.flow import clock, duty
from tocsin.web.request import Request


@require_POST
def absent(request: Request) -> HttpResponse:
    """Somebody is away from now, or from the given time; what they own moves at once."""
    absence = Absence(
        id=0,
        person=_text(request, "person"),
        start=_instant(request, "from") or clock.now(),
        end=_instant(request, "until"),
        substitute=_text(request, "substitute"),
        reason=_text(request, "reason"),
    )
    moved = duty.declare_absence(request.user, absence)
    text = _("The absence is declared.")
    if moved:
        text += " " + ngettext(
            "%(n)s incident was handed over.", "%(n)s incidents were handed over.", moved
        ) % {"n": moved}
    messages.success(request, text)
    return redirect("duty")


@require_POST
def back(request: Request, number: int) -> HttpResponse:
    """Somebody is back, or does not leave."""
    duty.end_absence(request.user, number)
    messages.success(request, _("The absence is over. What was handed over stays where it is."))
    return redirect("duty")


@require_POST
def cover(request: Request) -> HttpResponse:
    """Somebody takes the duty for a time."""
    start, end = _instant(request, "from"), _instant(request, "until")
    if start is None or end is None:
        raise Refused("duty.refused.no_span")
    taken = Cover(
        id=0, rotation=_text(request, "rotation"), person=_text(request, "person"), start=start, end=end
    )
    duty.declare_cover(request.user, taken)
    messages.success(request, _("The duty is taken over."))
    return redirect("duty")


@require_POST
def uncover(request: Request, number: int) -> HttpResponse:
    """The usual turn holds again."""
    duty.end_cover(request.user, number)
    messages.success(request, _("The usual turn holds again."))
    return redirect("duty")


def _text(request: Request, name: str) -> str:
    return request.POST.get(name, "").strip()[:200]


def _instant(request: Request, name: str) -> datetime | None:
    """A day and a time as a form writes them, in the page's zone; None: left empty. Raises Refused."""
    text = _text(request, name)
    if not text:
        return None
    try:
        return timezone.make_aware(datetime.fromisoformat(text))
    except ValueError as error:
        raise Refused("duty.refused.no_time", text=text) from error
