"""Valmont: the provider's French mails, in the wording of the samples beside the format."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.value import Value
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.letter import letter
from tocsin.demo.world.transmission import Post, Transmission

SOURCE = "valmont"
_SENDER = "supervision@valmont-dc.example"
_RECIPIENT = "valmont@tocsin.cachemire.example"
_ROOMS = "/_monde/alarmes"  # where the provider receives what happens in its rooms
_CUT = "/_monde/coupure"
TICKETS, _TICKET = "valmont-tmf", "/tmf-api/troubleTicket/v4/troubleTicket"
_PARIS = ZoneInfo("Europe/Paris")
_PHRASES = {
    ItemType.SITE: "PAR1",
    ItemType.ROOM: "Salle S{}",
    ItemType.RACK: "Baie R{}",
    ItemType.FEED: "Voie {}",
    ItemType.PDU: "PDU {}",
    ItemType.OUTLET: "Prise {}",
}
_FIELDS = {
    ItemType.SITE: ("site", "PAR1"),
    ItemType.ROOM: ("salle", "S{}"),
    ItemType.RACK: ("baie", "R{}"),
    ItemType.FEED: ("voie", "{}"),
    ItemType.PDU: ("pdu", "{}"),
    ItemType.OUTLET: ("prise", "{}"),
}
MINOR, MAJOR, CRITICAL, PLAIN = "Mineure", "Majeure", "Critique", "Information"
OUTLET_LOST, PDU_LOST, FEED_LOST = "Perte d'alimentation prise", "Perte PDU", "Perte d'alimentation voie"
RACK_LOST, ROOM_LOST, HOT = "Perte d'alimentation baie", "Coupure générale", "Température haute"
COOLING_LOST = "Arrêt climatisation"
DOOR = "Porte de baie ouverte"
_ROWS = ("Date/heure", "Criticité", "Alarme", "Localisation", "État", "Ticket")
_FOOTER = """\
Pour toute question, contactez le centre de supervision au 01 99 00 70 00.
Ce message et toutes les pièces jointes sont confidentiels et établis à l'intention de leurs destinataires."""


class Alarm(Value):
    """An alarm of the provider's supervision, in their words, about one of our items (key)."""

    reference: str
    place: str
    nature: str
    gravity: str
    began: datetime


class Works(Value):
    """Announced works on some places (keys)."""

    reference: str
    title: str
    places: tuple[str, ...]
    start: datetime
    end: datetime


def alarm(floor: Floor, at: datetime, details: Alarm) -> Transmission:
    """The mail of an alarm."""
    sent = _about(floor, at, details, "Alarme", "Alarme", "Une alarme est remontée par notre supervision.")
    return replace(sent, noted=_noted(floor, details, "Active"))


def correction(floor: Floor, at: datetime, right: Alarm, answers: str) -> Transmission:
    """An alarm at another place, in answer to the mail (Message-ID) that named a wrong one."""
    sent = _about(
        floor, at, right, "Alarme", "Alarme", "Précision sur notre alarme : la prise concernée est celle-ci.",
        answers=answers,
    )  # fmt: skip
    return replace(sent, noted=_noted(floor, right, "Active"))


def reminder(floor: Floor, at: datetime, details: Alarm) -> Transmission:
    """The mail that reminds of an alarm."""
    return _about(floor, at, details, "Rappel", "En cours", "Rappel : l'alarme suivante est toujours active.")


def recovery(floor: Floor, at: datetime, details: Alarm) -> Transmission:
    """The mail of a recovery."""
    sent = _about(floor, at, details, "Rétabli", "Rétablie", "L'alarme ci-dessous est terminée.")
    return replace(sent, noted=_noted(floor, details, "Terminée"))


def note(floor: Floor, at: datetime, details: Alarm, comment: str) -> Transmission:
    """The mail of an information that is no alarm."""
    intro = "Pour votre information :"
    return _about(floor, at, details, "Information", "Information", intro, [("Commentaire", comment)])


def digest(floor: Floor, at: datetime, alarms: Sequence[Alarm], *, state: str = "En cours") -> Transmission:
    """Several alarms in one mail, a line for each."""
    lines = [
        " | ".join(
            (
                _minute(alarm.began),
                alarm.gravity,
                alarm.nature,
                place(floor, alarm.place),
                state,
                alarm.reference,
            )
        )
        for alarm in alarms
    ]
    head = ["Bonjour,", "", f"Synthèse de vos alarmes au {_minute(at)} :", "", " | ".join(_ROWS)]
    return _mail(
        at, f"Synthèse des alarmes du {at.astimezone(_PARIS):%d/%m/%Y} ({len(alarms)})", [*head, *lines]
    )


def works(floor: Floor, at: datetime, details: Works) -> Transmission:
    """Works are announced."""
    places = ", ".join(place(floor, place_named) for place_named in details.places)
    return works_notice(at, details.reference, details.title, places, details.start, details.end)


def works_notice(
    at: datetime, reference: str, title: str, places: str, start: datetime, end: datetime
) -> Transmission:
    """Works are announced, at places in the provider's words."""
    rows = [
        ("Référence", reference),
        ("Nature des travaux", title),
        ("Localisation", places),
        ("Créneau", f"du {_minute(start)} au {_minute(end)}"),
        ("Impact", "coupure des équipements concernés"),
        ("Statut", "Planifiée"),
    ]
    lines = ["Bonjour,", "", "Nous vous informons des travaux suivants.", "", *_table(rows)]
    return _mail(at, f"Avis de travaux {reference} - {title}", lines)


def _noted(floor: Floor, details: Alarm, state: str) -> Post:
    """An alarm as the provider's supervision notes it."""
    noted = {
        "id": details.reference,
        "type": details.nature,
        "criticite": details.gravity,
        "localisation": location(floor, details.place),
        "emplacement": place(floor, details.place),
        "debut": details.began,
        "etat": state,
    }
    return Post(source="supervision", path=_ROOMS, body=msgspec.json.encode(noted))


def api_cut(seconds: float) -> Post:
    """What makes the provider cut its API off for so long."""
    return Post(source="supervision", path=_CUT, body=msgspec.json.encode({"seconds": seconds}))


def ticket(floor: Floor, at: datetime, alarm: Alarm) -> Transmission:
    """The provider opens a ticket at its client's (TMF621 v4), about what it has mailed."""
    where = {"id": place(floor, alarm.place), "role": "place", "@referredType": "Resource"}
    body = {
        "name": alarm.nature,
        "description": f"{alarm.nature} : un technicien est en route.",
        "severity": "Major",
        "ticketType": "incident",
        "externalId": alarm.reference.replace("VDC-", "CASE-"),
        "relatedEntity": [where],
    }
    return Transmission(at=at, wire=Post(source=TICKETS, path=_TICKET, body=msgspec.json.encode(body)))


def location(floor: Floor, key: str) -> dict[str, str]:
    """A place as the provider's supervision writes it: ``{"site": "PAR1", "salle": "S1", "baie": "R07", ...}``."""
    path = reversed([item for item in floor.organisation.path(key) if item.type in _FIELDS])
    return {
        _FIELDS[item.type][0]: _FIELDS[item.type][1].format(_designator(item.key, item.type)) for item in path
    }


def newsletter(at: datetime) -> Transmission:
    """A mail that is no alarm."""
    lines = ["Bonjour,", "", "Découvrez notre nouvelle offre, et nos portes ouvertes du mois prochain."]
    return _mail(at, f"Valmont : lettre d'information, semaine {at:%V}", lines)


def place(floor: Floor, key: str) -> str:
    """A place in the provider's words: ``PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12``."""
    path = reversed([item for item in floor.organisation.path(key) if item.type in _PHRASES])
    return " / ".join(_PHRASES[item.type].format(_designator(item.key, item.type)) for item in path)


def _designator(key: str, kind: ItemType) -> str:
    last = key.rsplit(".", 1)[-1]
    return last[-1].upper() if kind in (ItemType.FEED, ItemType.PDU) else last[1:]


def _about(
    floor: Floor, at: datetime, details: Alarm, heading: str, state: str, intro: str,
    more: Sequence[tuple[str, str]] = (), answers: str = "",
) -> Transmission:  # fmt: skip
    rows = [
        ("Type d'alarme", details.nature),
        ("Criticité", details.gravity),
        ("État", state),
        ("Localisation", place(floor, details.place)),
        ("Date et heure", _second(at)),
        ("Ticket", details.reference),
        *more,
    ]
    subject = f"[{details.reference}] {heading} - {details.nature}"
    return _mail(at, subject, ["Bonjour,", "", intro, "", *_table(rows)], answers)


def _table(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{label:<14}: {value}" for label, value in rows]


def _mail(at: datetime, subject: str, lines: Sequence[str], answers: str = "") -> Transmission:
    text = "\n".join([*lines, "", _FOOTER])
    return letter(
        at,
        SOURCE,
        sender=_SENDER,
        name="Supervision Valmont",
        to=_RECIPIENT,
        subject=subject,
        text=text,
        answers=answers,
    )


def _minute(at: datetime) -> str:
    return at.astimezone(_PARIS).strftime("%d/%m/%Y %H:%M")


def _second(at: datetime) -> str:
    return at.astimezone(_PARIS).strftime("%d/%m/%Y %H:%M:%S")
