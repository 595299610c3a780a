"""API: the addresses of supervision and desk, as README.md documents them. Knows no socket."""

import base64
import binascii
import math
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tocsin.demo.provider import desk, supervision
from tocsin.demo.provider.desk import NoWayError
from tocsin.demo.provider.exchange import Answer, Request, WrongError, json
from tocsin.demo.provider.state import Provider
from tocsin.demo.provider.values import SEVERITIES, STATES, Ticket

KEY = "demo-guichet"
_MOST_BYTES = 2_000_000
_ALARMS, _TICKETS = "/supervision/v2/", "/guichet/v1/"
_ONE_TICKET = re.compile(r"/guichet/v1/tickets/([\w-]+)(?:/(commentaires|transitions|pieces)(?:/(\d+))?)?")


def is_api(path: str) -> bool:
    """Whether an address is the API's: a call of the contract."""
    return path.startswith((_ALARMS, _TICKETS))


def answer(provider: Provider, request: Request) -> Answer:
    """Answer one call; it is counted first, whatever it asks for. Raises WrongError."""
    now = provider.now()
    status, wait_s = provider.contract.made(now)
    if status:
        reason = "Trop d'appels : accès suspendu." if status == 429 else "Service interrompu."
        return json(status, {"erreur": reason}, Retry_After=str(math.ceil(wait_s)))
    if request.path == "/supervision/v2/session" and request.method == "POST":
        return _login(provider, request, now)
    _check_caller(provider, request, now)
    if request.path == "/supervision/v2/alarmes" and request.method == "GET":
        return _alarms(provider, request)
    if request.path == "/guichet/v1/tickets":
        return _create(provider, request, now) if request.method == "POST" else _tickets(provider, request)
    if found := _ONE_TICKET.fullmatch(request.path):
        return _ticket(provider, request, now, *found.groups())
    raise WrongError(404, "Adresse inconnue.")


def _login(provider: Provider, request: Request, now: datetime) -> Answer:
    sent = request.json()
    token = provider.supervision.login(sent.get("utilisateur"), sent.get("motdepasse"), now)
    if token is None:
        raise WrongError(401, "Utilisateur ou mot de passe inconnu.")
    return json(201, {"jeton": token, "expire_dans": int(supervision.SESSION.total_seconds())})


def _check_caller(provider: Provider, request: Request, now: datetime) -> None:
    if request.path.startswith(_TICKETS):
        known = secrets.compare_digest(request.headers.get("x-cle", "").encode(), KEY.encode())
    else:
        known = provider.supervision.knows(request.headers.get("x-session", ""), now)
    if not known:
        raise WrongError(401, "Session ou clé inconnue.")


def _alarms(provider: Provider, request: Request) -> Answer:
    found = provider.supervision.since(_instant(request, "depuis"))
    return json(200, {"total": len(found), "alarmes": _page(request, found, 100, supervision.wire)})


def _tickets(provider: Provider, request: Request) -> Answer:
    reference, state, since = (
        request.query.get("ref_client"),
        request.query.get("etat"),
        _instant(request, "depuis"),
    )

    def wanted(ticket: Ticket) -> bool:
        return (
            (reference is None or ticket.reference == reference)
            and (state is None or ticket.state == state)
            and (since is None or ticket.updated >= since)
        )

    found = provider.desk.found(wanted)
    return json(200, {"total": len(found), "tickets": _page(request, found, 50, desk.wire)})


def _create(provider: Provider, request: Request, now: datetime) -> Answer:
    sent = request.json()
    missing = [name for name in ("objet", "description", "gravite") if not _text(sent, name)]
    if missing:
        raise WrongError(422, "Champs obligatoires absents.", champs=missing)
    if sent["gravite"] not in SEVERITIES:
        raise WrongError(422, f"Gravité inconnue ; attendu : {', '.join(SEVERITIES)}.", champs=["gravite"])
    ticket = provider.desk.create(
        now,
        subject=_text(sent, "objet"),
        description=_text(sent, "description"),
        severity=sent["gravite"],
        reference=_text(sent, "ref_client"),
        contract=_text(sent, "contrat"),
        place=_text(sent, "emplacement"),
    )
    return _whole(ticket, 201)


def _ticket(
    provider: Provider, request: Request, now: datetime, number: str, part: str | None, file: str | None
) -> Answer:
    if number not in provider.desk.tickets:
        raise WrongError(404, f"Ticket {number} inconnu.")
    match request.method, part, file:
        case "GET", None, None:
            return _whole(provider.desk.tickets[number], 200)
        case "GET", "pieces", str():
            return _file(provider.desk.tickets[number], int(file))
        case "POST", "commentaires", None:
            return _comment(provider, request, now, number)
        case "POST", "transitions", None:
            return _transition(provider, request, now, number)
        case "POST", "pieces", None:
            return _attach(provider, request, now, number)
    raise WrongError(405, "Méthode non admise ici.")


def _whole(ticket: Ticket, status: int) -> Answer:
    return json(status, desk.wire(ticket), ETag=f'"{ticket.version}"')


def _comment(provider: Provider, request: Request, now: datetime, number: str) -> Answer:
    sent = request.json()
    if not _text(sent, "texte"):
        raise WrongError(422, "Le texte est absent.", champs=["texte"])
    author, reference = _text(sent, "auteur") or "client", _text(sent, "ref_message")
    comment = provider.desk.comment(number, _text(sent, "texte"), author, now, reference=reference)
    return json(201, desk.comment_wire(comment))


def _transition(provider: Provider, request: Request, now: datetime, number: str) -> Answer:
    sent = request.json()
    if _text(sent, "vers") not in STATES:
        raise WrongError(422, f"État inconnu ; attendu : {', '.join(STATES)}.", champs=["vers"])
    try:
        return _whole(provider.desk.ask(number, _text(sent, "vers"), _text(sent, "motif"), now), 200)
    except NoWayError as refused:
        if refused.reason_missing:
            raise WrongError(422, "Le motif est obligatoire.", champs=["motif"]) from refused
        reason = f"Impossible depuis l'état « {refused.ticket.state} »."
        raise WrongError(409, reason, transitions=desk.ways_wire(refused.ticket)) from refused


def _attach(provider: Provider, request: Request, now: datetime, number: str) -> Answer:
    sent = request.json()
    try:
        content = base64.b64decode(_text(sent, "contenu"), validate=True)
    except binascii.Error as error:
        raise WrongError(422, "Le contenu n'est pas en base64.", champs=["contenu"]) from error
    if not content or not _text(sent, "nom"):
        raise WrongError(422, "Un nom et un contenu sont obligatoires.", champs=["nom", "contenu"])
    if len(content) > _MOST_BYTES:
        raise WrongError(413, "Pièce trop grande : 2 Mo au plus.")
    media_type = _text(sent, "type") or "application/octet-stream"
    file = provider.desk.attach(number, _text(sent, "nom"), media_type, content, now)
    return json(201, desk.attachment_wire(file))


def _file(ticket: Ticket, number: int) -> Answer:
    for file in ticket.attachments:
        if file.id == number:
            return Answer(status=200, body=file.content, media_type=file.media_type)
    raise WrongError(404, "Pièce inconnue.")


def _page(request: Request, found: list[Any], most: int, wire: Callable[[Any], Any]) -> list[Any]:
    start, size = _number(request, "decalage", 0), min(_number(request, "limite", most), most)
    return [wire(element) for element in found[start : start + size]]


def _number(request: Request, name: str, default: int) -> int:
    text = request.query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise WrongError(400, f"« {name} » doit être un nombre.")
    return int(text)


def _instant(request: Request, name: str) -> datetime | None:
    text = request.query.get(name)
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongError(400, f"« {name} » doit être un instant ISO 8601.") from error
    if instant.tzinfo is None:
        raise WrongError(400, f"« {name} » doit nommer son fuseau.")
    return instant


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str):
        raise WrongError(422, f"« {name} » doit être un texte.", champs=[name])
    return value.strip()
