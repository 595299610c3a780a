"""Users' reports over the API: the list, a call that is written down, which incident it is about, and what users read."""

from typing import Annotated, Any, Literal
from uuid import uuid4

import msgspec
from django.http import HttpRequest
from ninja import Header, Path, Query, Router, Status

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problems import language_of
from tocsin.api.v1.userreport_shapes import (
    CallIn,
    InformedUsersOut,
    InformIn,
    ProbableOut,
    UserReportDo,
    UserReportOut,
)
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.userreport.values import UserReport
from tocsin.flow.incidents import reporting
from tocsin.flow.userreports import records
from tocsin.store import userreports as store

router = Router(tags=["user reports"])

Verb = Literal["link", "unlink", "answer"]


@router.get("/user-reports", response=list[UserReportOut], summary="Users' reports")
def listed(
    request: HttpRequest,
    incident: Annotated[int | None, Query(ge=1, le=999_999_999_999)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[dict[str, Any]]:
    """The latest, newest first; or those about one incident, in their order."""
    found = store.latest(limit) if incident is None else store.about([incident])
    return [_report(known, language_of(request)) for known in found]


@router.post("/user-reports", response={201: UserReportOut}, summary="Record a user's call")
def record(
    request: HttpRequest,
    call: CallIn,
    key: Annotated[str, Header(alias="Idempotency-Key", max_length=64)] = "",
) -> Any:
    """It is linked to the ``incident`` that is named, else to the one that it is certainly about; or it ``opens`` one.

    The same call under the same ``Idempotency-Key`` is one report; another call under it is refused (422).
    """
    recorded = records.record(
        caller(request),
        records.Call(
            text=call.text,
            caller=call.caller,
            key=key or uuid4().hex,
            item=_item(call.item, call.place),
            incident=call.incident,
            opens=call.opens,
        ),
    )
    return Status(201, _report(recorded, language_of(request)))


@router.get("/user-reports/probable", response=list[ProbableOut], summary="What a call is probably about")
def probable(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=4000)],
    caller: Annotated[str, Query(max_length=200)] = "",
    item: Annotated[str, Query(max_length=500)] = "",
    place: Annotated[str, Query(max_length=500)] = "",
) -> list[dict[str, Any]]:
    """The open incidents that such a call may be about, the likeliest first. Nothing is recorded."""
    reader = language_of(request)
    return [
        {
            "incident": incident.id,
            "title": msgspec.to_builtins(incident.title),
            "points": judged.points,
            "reasons": [render_why(why, reader) for why in judged.reasons],
            "certain": judged.certain,
        }
        for judged, incident in records.probable(text, caller, _item(item, place))
    ]


@router.post("/user-reports/inform", response=InformedUsersOut, summary="Write to an incident's users")
def inform(request: HttpRequest, news: InformIn) -> dict[str, int]:
    """What they can do meanwhile is mailed to all who reported the incident and have an address."""
    return {"users": records.inform(caller(request), news.incident, news.note)}


@router.get("/user-reports/{int:id}", response=UserReportOut, summary="One report")
def report(request: HttpRequest, id: int) -> dict[str, Any]:
    """With the news that its user was due."""
    return _report(records.load(id), language_of(request))


@router.post("/user-reports/{int:id}/{verb}", response=UserReportOut, summary="Act on a report")
def do(request: HttpRequest, id: int, verb: Annotated[Verb, Path()], action: UserReportDo) -> dict[str, Any]:
    """``link`` and ``unlink`` say which incident it is about; its user is informed of the correction. ``answer`` mails
    them. 409 where the report has changed since ``seen``, or the incident is over."""
    account = caller(request)
    match verb:
        case "link":
            if action.incident is None:
                raise Refused("userreport.refused.incident")
            after = records.move(account, id, action.incident, seen=action.seen)
        case "unlink":
            after = records.move(account, id, None, seen=action.seen)
        case "answer":
            after = records.answer(account, id, action.note)
    return _report(after, language_of(request))


def _item(key: str, place: str) -> str:
    """The item (key) that a call is about; empty where it names none. Raises BadInput for what is no item for certain."""
    return reporting.item_of(key, place) if key or place else ""


def _report(known: UserReport, reader: Language) -> dict[str, Any]:
    judged = known.judgement
    return {
        **msgspec.to_builtins(known),
        "number": known.subject.number,
        "likely": judged.incident if judged and known.incident is None else None,
        "points": judged.points if judged else 0,
        "reasons": [render_why(why, reader) for why in judged.reasons] if judged else [],
    }
