"""Problems and recurrences over the API: what recurs, the records, and what a person does with either."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest
from ninja import Path, Router, Status

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problem_shapes import ProblemDo, ProblemIn, ProblemOut, RecurrenceDo, RecurrenceOut
from tocsin.core.problem.asking import command_of
from tocsin.core.problem.record import Problem
from tocsin.flow.problems import records, recurring
from tocsin.store import problems as store

router = Router(tags=["problems"])

Verb = Literal[
    "take", "assign", "comment", "retitle", "suppose", "add-cause", "strike-cause", "work-around",
    "declare-known-error", "add-action", "finish-action", "postpone-action", "plan-change", "resolve", "close",
    "reopen", "link", "unlink",
]  # fmt: skip
RecurrenceVerb = Literal["confirm", "merge", "dismiss"]


@router.get("/problems", response=list[ProblemOut], summary="Problems")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that are not closed, then the latest that are."""
    return _shown([*store.current(), *store.closed()])


@router.post("/problems", response={201: ProblemOut}, summary="Open a problem")
def begin(request: HttpRequest, asked: ProblemIn) -> Any:
    """By hand, from incidents. A recurrence becomes one by ``confirm``."""
    made = records.start(caller(request), asked.title, asked.incidents)
    return Status(201, _shown([made])[0])


@router.get("/problems/{int:id}", response=ProblemOut, summary="One problem")
def problem(request: HttpRequest, id: int) -> dict[str, Any]:
    """Its history is at ``tocsin why PRB-n`` and on its page."""
    return _shown([records.load(id)])[0]


@router.post("/problems/{int:id}/{verb}", response=ProblemOut, summary="Act on a problem")
def do(request: HttpRequest, id: int, verb: Annotated[Verb, Path()], action: ProblemDo) -> dict[str, Any]:
    """``note`` is the text of what is noted; ``close`` with ``void`` says that it is no problem."""
    account = caller(request)
    if verb == "link":
        return _shown([records.link(account, id, action.incidents)])[0]
    return _shown([records.ask(account, id, command_of(verb, _fields(action)))])[0]


@router.get("/recurrences", response=list[RecurrenceOut], summary="What recurs")
def candidates(request: HttpRequest) -> list[dict[str, Any]]:
    """What nobody has confirmed, merged or dismissed, the least likely first."""
    return [
        {"id": standing.id, "since": standing.since, **msgspec.to_builtins(standing.found)}
        for standing in recurring.standing()
    ]


@router.post("/recurrences/{int:id}/{verb}", response=dict[str, str], summary="Decide about a recurrence")
def decide(
    request: HttpRequest, id: int, verb: Annotated[RecurrenceVerb, Path()], action: RecurrenceDo
) -> dict[str, str]:
    """``problem`` of the answer is the number of the problem that came of it, empty where none did."""
    account = caller(request)
    match verb:
        case "confirm":
            return {"problem": recurring.confirm(account, id, action.title).subject.number}
        case "merge":
            merged = recurring.merge(account, id, problem=action.problem, recurrence=action.recurrence)
            return {"problem": merged.subject.number if merged else ""}
        case "dismiss":
            recurring.dismiss(account, id, action.reason)
            return {"problem": ""}


def _fields(action: ProblemDo) -> dict[str, str]:
    """As a form would send them."""
    fields = action.model_dump(mode="json")
    return {
        name: "1" if value is True else str(value)
        for name, value in fields.items()
        if value not in (None, False)
    }


def _shown(problems: Collection[Problem]) -> list[dict[str, Any]]:
    uses = store.uses([known.id for known in problems])
    return [
        {
            "number": known.subject.number,
            **msgspec.to_builtins(known, builtin_types=(date,)),
            "use": msgspec.to_builtins(uses.get(known.id, store.Use())),
        }
        for known in problems
    ]
