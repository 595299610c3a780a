"""Setting aside: messages of a sort that is no alarm. They are shown before it is done, and it can be undone."""

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.core.translation.values import Status
from tocsin.flow import access
from tocsin.flow.access import Permission
from tocsin.flow.intake import asked
from tocsin.store import aside
from tocsin.store.read import messages as read
from tocsin.web.names import Names
from tocsin.web.request import Request

_LOOKED_AT = 2_000  # newest messages of the source that are searched for the sort
_SHOWN = 8


@require_http_methods(["GET", "POST"])
def set_aside(request: Request, id: int) -> HttpResponse:
    """What would be set aside, and why; then do it."""
    if request.method == "POST":
        count = asked.set_aside(request.user, id, request.POST.get("reason", "").strip()[:200])
        text = ngettext("Set aside: %(n)s message.", "Set aside: %(n)s messages.", count)
        toasts.success(request, text % {"n": count})
        return redirect("queue")
    message, sort = read.message(id), aside.sort_of_message(id)
    if message is None or sort is None:
        raise Http404
    waiting = aside.alike(sort, aside.WAITING, _LOOKED_AT)
    understood = aside.alike(sort, [Status.TRANSLATED, Status.PARTIAL], _LOOKED_AT)
    context = {
        "section": "messages",
        "row": message.row,
        "sort": sort,
        "source": Names(request.organisation).source(sort.source),
        "waiting": len(waiting),
        "examples": [found.row for number in waiting[:_SHOWN] if (found := read.message(number))],
        "understood": len(understood),
        "may_teach": access.may(request.user, Permission.TEACH),
    }
    return render(request, "messages/aside.html", context)


@require_POST
def take_back(request: Request, number: int) -> HttpResponse:
    """Put a sort back into the queue."""
    count = asked.take_back(request.user, number)
    text = ngettext("%(n)s message is worked again.", "%(n)s messages are worked again.", count)
    toasts.success(request, _("Set aside no more.") + " " + text % {"n": count})
    return redirect("queue")
