"""Major incidents over the API: declared, led, reviewed; with what the communication plan asks for next."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest
from ninja import Path, Router, Status

from tocsin.api.v1.callers import caller
from tocsin.api.v1.major_shapes import MajorDo, MajorIn, MajorOut
from tocsin.core.incident.values import number_of
from tocsin.core.kernel.errors import Refused
from tocsin.core.major import values as v
from tocsin.core.major.asking import command_of
from tocsin.core.major.informing import due_updates
from tocsin.core.major.values import Major
from tocsin.flow import clock
from tocsin.flow.majors import records, reviewing
from tocsin.store import majors as store

router = Router(tags=["major incidents"])

Verb = Literal[
    "take", "offer", "send-back", "name", "comment", "update", "link", "unlink", "stand-down", "declare-again",
    "draft-review", "edit-review", "add-action", "finish-action", "open-problem", "hold-review",
]  # fmt: skip


@router.get("/majors", response=list[MajorOut], summary="Major incidents")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that are led now, then the latest that were."""
    return [_shown(known) for known in (*store.current(), *store.past())]


@router.post("/majors", response={201: MajorOut}, summary="Declare a major incident")
def declare(request: HttpRequest, asked: MajorIn) -> Any:
    """Of these incidents. The communication plan that holds now is frozen into it."""
    made = records.declare(caller(request), asked.incidents, asked.reason, asked.commander)
    return Status(201, _shown(made))


@router.get("/majors/{int:id}", response=MajorOut, summary="One major incident")
def major(request: HttpRequest, id: int) -> dict[str, Any]:
    """Its history is at ``tocsin why MAJ-n`` and on its page."""
    return _shown(records.load(id))


@router.post("/majors/{int:id}/{verb}", response=MajorOut, summary="Act on a major incident")
def do(request: HttpRequest, id: int, verb: Annotated[Verb, Path()], action: MajorDo) -> dict[str, Any]:
    """``update`` wants ``audience``, ``phase`` and ``fr`` or ``en``; a public one every language of the status pages."""
    account = caller(request)
    match verb:
        case "link":
            if action.incident is None:
                raise Refused("problem.refused.incident", text="")
            return _shown(records.link(account, id, action.incident))
        case "draft-review":
            return _shown(reviewing.draft_review(account, id, action.language))
        case "open-problem":
            reviewing.open_problem(account, id, action.note)
            return _shown(records.load(id))
    command = command_of(verb, _fields(action), action.updates)
    if isinstance(command, v.AddAction):
        return _shown(reviewing.add_action(account, id, command))
    return _shown(records.ask(account, id, command))


def _fields(action: MajorDo) -> dict[str, str]:
    """As a form would send them."""
    fields = {name: str(value) for name, value in action.model_dump(mode="json").items() if value is not None}
    return fields | ({"incident": number_of(action.incident)} if action.incident is not None else {})


def _shown(known: Major) -> dict[str, Any]:
    now = clock.now()
    return {
        **msgspec.to_builtins(known, builtin_types=(date,)),
        "number": known.subject.number,
        "plan": known.plan.key,
        "asked": known.asked.to if known.asked else "",
        "due": [
            {
                "name": due.planned.name,
                "audience": due.planned.audience,
                "last_at": due.last_at,
                "due_at": due.due_at,
                "overdue": due.overdue(now),
            }
            for due in due_updates(known)
        ],
    }
