"""The queue: what was not understood and why, the words and places to teach, replay, and coverage."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named, slot
from tocsin.flow import access, clock
from tocsin.flow.access import Permission
from tocsin.flow.intake import asked as asked_by
from tocsin.store import aside
from tocsin.store.read import messages as read
from tocsin.store.read.messages import QUEUED, Doubt, Filters
from tocsin.web.messages.choices import Choice, choices_of
from tocsin.web.messages.places import full_name, place_text, rivals_of
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.place_field import chosen_item, fault_of, offers_of
from tocsin.web.request import Request, language

_MOST_REPLAYED = 10_000


@require_GET
def queue(request: Request) -> HttpResponse:
    """What waits for a person."""
    return render(request, "messages/queue.html", _context(request))


@require_POST
def word(request: Request) -> HttpResponse:
    """Learn a word of a source, and work the messages concerned again."""
    asked = {name: request.POST.get(name, "") for name in ("format", "table", "word", "ours")}
    again = asked_by.teach_word(request.user, **asked)
    toasts.success(request, _("Learned: “%(word)s”.") % asked + " " + _worked_again(again))
    return redirect("queue")


@require_POST
def place(request: Request) -> HttpResponse:
    """Remember which of our items a source means; where that is not certain, offer what the text may mean."""
    source, text = request.POST.get("source", ""), request.POST.get("text", "")
    item = _chosen(request)
    if not item and access.may(request.user, Permission.TEACH):
        return render(request, "messages/queue.html", _context(request, asked_of=(source, text)), status=422)
    asked_by.teach_place(request.user, source, text, item)
    toasts.success(request, _("Remembered: “%(text)s” is %(item)s.") % {"text": text, "item": item})
    return redirect("queue")


def _chosen(request: Request) -> str:
    """The item that was searched for, else the rival that was ticked. The field's own item stands last in the form."""
    asked = _asked(request)
    if asked["place"]:
        return chosen_item(request, asked)
    return next((item for item in request.POST.getlist("item") if item), "")


def _asked(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip()[:200] for name in ("place", "item", "choice", "offered")}


@require_POST
def replay(request: Request) -> HttpResponse:
    """Work one message, or all of the queue, again."""
    message_id = number_in(request.POST, "message")
    if message_id is not None:
        again = asked_by.replay(request.user, [message_id])
    else:
        again = asked_by.replay_all(request.user, read.waiting_ids(QUEUED, _MOST_REPLAYED))
    toasts.success(request, _worked_again(again))
    return redirect("queue") if message_id is None else redirect("message", message_id)


def _worked_again(count: int) -> str:
    return ngettext("%(n)s message is replayed.", "%(n)s messages are replayed.", count) % {"n": count}


def _reasons(why: Iterable[Why], request: Request) -> list[str]:
    return [render_named(reason, request.organisation, language(request)) for reason in why]


def _context(request: Request, asked_of: tuple[str, str] | None = None) -> dict[str, Any]:
    """``asked_of``: the source and the text of the doubt whose answer could not be read."""
    organisation, names = request.organisation, Names(request.organisation)
    page = read.received(Filters(statuses=QUEUED), number_in(request.GET, "before"))
    parts = read.coverage(clock.now().date().replace(day=1))
    return {
        "section": "messages",
        "page": page,
        "rows": [(row, names.source(row.source), _reasons(row.why, request)) for row in page.rows],
        "words": [
            (unknown, slot(unknown.table, language(request)), choices_of(unknown.format, unknown.table, organisation))
            for unknown in read.words()
        ],
        "doubts": [
            _doubt(doubt, organisation, names)
            | (_answered(request) if asked_of == (doubt.source, place_text(doubt.place)) else {})
            for doubt in _unanswered(organisation)
        ],
        "coverage": [(names.source(part.source), part) for part in parts],
        "together": read.together(parts),
        "rules": [(rule, names.source(rule.sort.source), names.person(rule.by)) for rule in aside.rules()],
        "may_teach": access.may(request.user, Permission.TEACH),
    }  # fmt: skip


def _answered(request: Request) -> dict[str, Any]:
    """The text that was typed into the field of a place, its fault, and what it may mean."""
    text = _asked(request)["place"]
    offers = offers_of(request, text)
    return {"asked": {"place": text}, "offers": offers, "fault": fault_of(text, offers)}


def _unanswered(organisation: Organisation) -> list[Doubt]:
    """The doubts that no person has answered yet (the events that raised them stay as they were)."""
    answered = {(alias.source, alias.text) for alias in organisation.aliases}
    return [
        doubt
        for doubt in read.doubts(organisation.policies.trust)
        if (text := place_text(doubt.place)) and not {(doubt.source, text), ("", text)} & answered
    ]


def _doubt(doubt: Doubt, organisation: Organisation, names: Names) -> dict[str, Any]:
    choices = [
        Choice(key, f"{name} ({percent} %)") for key, name, percent in rivals_of(doubt.rivals, organisation)
    ]
    if doubt.item:
        first = f"{full_name(doubt.item, organisation)} ({round(doubt.confidence * 100)} %)"
        choices = [Choice(doubt.item, first), *(choice for choice in choices if choice.value != doubt.item)]
    return {
        "doubt": doubt,
        "text": place_text(doubt.place),
        "source": names.source(doubt.source),
        "choices": choices,
    }
