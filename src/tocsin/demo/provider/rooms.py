"""Rooms: what the demo's stories say happens in the provider's rooms, put into its supervision. From this machine only."""

from datetime import datetime, timedelta

import msgspec

from tocsin.core.kernel.value import Value
from tocsin.demo.provider.exchange import Answer, Request, WrongError, json
from tocsin.demo.provider.state import Provider
from tocsin.demo.provider.values import ACTIVE, ENDED, Alarm

PATH = "/_monde/alarmes"
CUT = "/_monde/coupure"


class Happened(Value):
    """Something begins (or goes on), or ends, in a room."""

    id: str
    type: str
    criticite: str
    localisation: dict[str, str]
    emplacement: str
    debut: datetime
    etat: str = ACTIVE


class Cut(Value):
    """The API is cut off for so long; 0: it is opened again."""

    seconds: float


def answer(provider: Provider, request: Request) -> Answer:
    """Take what happened. Raises WrongError."""
    if not request.local or request.method != "POST":
        raise WrongError(403, "Depuis cette machine seulement.")
    try:
        if request.path == CUT:
            cut(provider, msgspec.json.decode(request.body, type=Cut).seconds)
        else:
            _happened(provider, msgspec.json.decode(request.body, type=Happened))
    except msgspec.MsgspecError as error:
        raise WrongError(400, str(error)) from error
    return json(200, {})


def cut(provider: Provider, seconds: float) -> None:
    """Cut the API off, or open it again with 0."""
    provider.contract.closed_until = provider.now() + timedelta(seconds=seconds) if seconds else None
    provider.contract.cut_until = provider.contract.cut_until if seconds else None


def _happened(provider: Provider, happened: Happened) -> None:
    now = provider.now()
    if happened.etat == ENDED:
        provider.supervision.end(happened.id, now)
        return
    provider.supervision.report(
        Alarm(
            id=happened.id,
            nature=happened.type,
            severity=happened.criticite,
            place=happened.localisation,
            where=happened.emplacement,
            began=happened.debut,
            updated=now,
        )
    )
