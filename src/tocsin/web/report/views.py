"""The form of a report, and the places that its field offers while one types."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.core.organisation.values import EffectName
from tocsin.flow import access, clock
from tocsin.flow.incidents import reporting
from tocsin.web.names import Names
from tocsin.web.place_field import chosen_item, fault_of, offers_of
from tocsin.web.request import Request, fields
from tocsin.web.words import EFFECTS

EFFECT_CHOICES: tuple[EffectName, ...] = ("down", "degraded", "redundancy_lost")


@require_GET
def places(request: Request) -> HttpResponse:
    """What the text of a place may mean, as the options of a list."""
    text = request.GET.get("place", "").strip()[:200]
    return render(request, "report/places.html", {"offers": offers_of(request, text), "text": text})


@require_http_methods(["GET", "POST"])
def report(request: Request) -> HttpResponse:
    """The empty form, the form with its faults, or the incident of the report."""
    if request.method == "GET":
        return render(request, "report/report.html", _context(request, _empty(request)))
    asked = fields(request.POST)
    if not access.may_report(request.user):
        return render(request, "report/report.html", _context(request, asked), status=403)
    read = _Reading(request, asked)
    if read.faults:
        context = _context(request, asked) | {"faults": read.faults, "offers": read.offers}
        return render(request, "report/report.html", context, status=422)
    return _answer(request, reporting.report(request.user, read.report()))


def _answer(request: Request, done: reporting.Reported | None) -> HttpResponse:
    if done is None:
        messages.success(request, _("Your report is kept: it is being worked."))
        return redirect("board")
    if not done.joined:
        messages.success(request, _("The incident is open."))
        return redirect("incident", done.incident.id)
    request.session["joined"] = {"incident": done.incident.id, "alert": done.alert}
    return redirect("incident", done.incident.id)


def _empty(request: Request) -> dict[str, str]:
    item = request.GET.get("item", "")
    known = item in request.organisation.items
    return {
        "item": item if known else "",
        "place": Names(request.organisation).placed(item) if known else "",
        "effect": "down",
        "since": f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}",
        "key": uuid4().hex,
    }


def _context(request: Request, asked: dict[str, str]) -> dict[str, Any]:
    return {
        "section": "report",
        "asked": asked,
        "effects": [(name, EFFECTS[name]) for name in EFFECT_CHOICES],
        "may_report": access.may_report(request.user),
    }


class _Reading:
    """The typed form, read: its report, or the fault of each field."""

    def __init__(self, request: Request, asked: dict[str, str]) -> None:
        self._request, self._asked = request, asked
        self.faults: dict[str, str] = {}
        self.offers: list[dict[str, Any]] = []
        self._item, self._since = self._read_item(), self._read_since()
        if not asked.get("what"):
            self.faults["what"] = _("Say what is wrong.")

    def report(self) -> reporting.Report:
        """The report, where nothing is wrong."""
        assert self._since is not None
        effect = self._asked.get("effect", "")
        return reporting.Report(
            what=self._asked["what"][:500],
            item=self._item,
            effect=next((name for name in EFFECT_CHOICES if name == effect), "down"),
            since=self._since,
            key=self._asked.get("key", "")[:64] or uuid4().hex,
            caller=self._asked.get("caller", "")[:200],
        )

    def _read_item(self) -> str:
        """The chosen item, or what the text alone means for certain; else the field offers what it may mean."""
        text = self._asked.get("place", "")
        if item := chosen_item(self._request, self._asked):
            return item
        self.offers = offers_of(self._request, text)
        self.faults["place"] = fault_of(text, self.offers)
        return ""

    def _read_since(self) -> datetime | None:
        try:
            since = timezone.make_aware(datetime.fromisoformat(self._asked.get("since", "")))
        except ValueError:
            self.faults["since"] = _("A day and a time.")
            return None
        if since > clock.now() + reporting.AHEAD:
            self.faults["since"] = _("That is still to come.")
        return min(since, clock.now())
