"""Duty in people's own calendar programs: the address of their calendar, and what it gives."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tocsin.core.kernel.errors import NotFound
from tocsin.flow import duty_feed
from tocsin.flow.sites import feeds


@login_not_required
@require_GET
def calendar(request: HttpRequest, token: str, team: str = "") -> HttpResponse:
    """The turns of whoever's address this is, or those of a team: programs that read calendars cannot log in."""
    account = feeds.reader_of(token)
    if account is None:
        raise Http404
    try:
        content = duty_feed.feed(account, team)
    except NotFound as unknown:
        raise Http404 from unknown
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = 'inline; filename="duty.ics"'
    return answer
