"""A person's work over the API: its lists, and the same action on several incidents."""

from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest
from ninja import Path, Router

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problems import language_of
from tocsin.api.v1.work_shapes import DoneOut, TaskOut, TogetherIn
from tocsin.core.organisation.rendering import render_named
from tocsin.core.work.values import Task
from tocsin.flow import access
from tocsin.flow import work as flow
from tocsin.flow.organisation import snapshot
from tocsin.flow.work import Chosen, Done

router = Router(tags=["work"])

Verb = Literal["take", "hand-over", "on-it", "comment"]


@router.get("/work", response=list[TaskOut], summary="My work")
def work(request: HttpRequest) -> list[dict[str, Any]]:
    """Open incidents of the caller's person and of their teams, what runs out first before the others."""
    return [_task(task) for task in flow.work_of(access.actor(caller(request)))]


@router.post("/work/{verb}", response=list[DoneOut], summary="Act on several incidents")
def together(request: HttpRequest, verb: Annotated[Verb, Path()], action: TogetherIn) -> list[dict[str, Any]]:
    """Each is carried out by itself, and the answer says of each what became of it. 422 where a field is wrong: nothing
    was done then."""
    account = caller(request)
    access.require_acting(account)
    fields = action.model_dump()
    chosen = [Chosen(incident=choice["incident"], seen=choice["seen"]) for choice in fields.pop("incidents")]
    return [_done(done, request) for done in flow.together(account, verb, fields, chosen)]


def _task(task: Task) -> dict[str, Any]:
    incident, first = task.incident, task.first
    return {
        "id": incident.id,
        "number": incident.number,
        "title": msgspec.to_builtins(incident.title),
        "priority": incident.priority.value,
        "state": incident.state.value,
        "owner": incident.owner,
        "owner_team": incident.owner_team,
        "holder": incident.holder.value,
        "lists": list(task.lists),
        "first_at": first.at if first else None,
        "first": first.why.code if first else None,
        "revision": incident.revision,
    }


def _done(done: Done, request: HttpRequest) -> dict[str, Any]:
    reason = render_named(done.refused, snapshot(), language_of(request)) if done.refused else ""
    return {
        "incident": done.incident,
        "refused": done.refused.code if done.refused else "",
        "reason": reason,
    }
