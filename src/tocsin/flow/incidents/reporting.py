"""Reporting: a person's report is an event like any other, and takes the same way, at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import replace

from tocsin.core.event import fingerprint
from tocsin.core.event.message import BY_HAND, PEOPLE, Message
from tocsin.core.event.values import Place
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import declare
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.reports import kind_of
from tocsin.core.organisation.values import EffectName
from tocsin.core.translation import own_json
from tocsin.flow import access, clock, pipeline
from tocsin.flow.incidents.commands import act
from tocsin.flow.intake import deposit as intake
from tocsin.flow.organisation import company
from tocsin.store import alerts, incidents
from tocsin.store.models import Account

AHEAD = timedelta(minutes=2)  # of our clock: the caller's may be a little fast
_NEAR = 5  # items that are offered where a text is not certain
declare(
    {
        "reporting.no_item": (
            "« {text} » ne désigne aucun élément de façon certaine",
            "'{text}' is no item for certain",
        ),
        "reporting.future": ("à venir", "still to come"),
        "reporting.kept": (
            "Le signalement est gardé, et sera traité dès que possible.",
            "The report is kept, and will be worked as soon as possible.",
        ),
    }
)


class Report(Value):
    """What is wrong (``what``), on which ``item`` (key), how badly, since when, and who called.

    ``key`` identifies the form, among those of its sender: sent twice, it is one report.
    ``apart``: it is a new trouble, whatever is open.
    """

    what: str
    item: str
    effect: EffectName
    since: datetime
    key: str
    caller: str = ""
    apart: bool = False


class Reported(Value):
    """The incident that it is in, its alert (fingerprint), and whether others were in it before."""

    incident: Incident
    alert: str
    joined: bool


def report(account: Account, details: Report) -> Reported | None:
    """Keep the report and work it: into an open incident that is the same trouble, else into a new one.

    None where it is kept but could not be worked yet. Raises NotAllowed, and what ``intake.deposit`` raises: BadInput for
    another report under the same key.
    """
    access.require_report(account)
    by, details = access.actor(account), replace(details, key=f"{account.pk}:{details.key}")
    alert, fresh = keep(details, by, _digest(details))
    pipeline.work_source(PEOPLE, wait=True)
    reported = _found(alert)
    if reported is None or not fresh:
        return reported
    if details.apart and reported.joined:
        act(reported.incident.id, c.Split(alerts=alert), by)
        reported = _found(alert) or reported
    act(reported.incident.id, c.Comment(note=_note(details)), by)
    return reported


def keep(details: Report, by: str, digest: str = "") -> tuple[str, int]:
    """Keep the report of a person (key), or of Tocsin, to be worked: its alert (fingerprint), and 0 if it is known."""
    event = _event(details, by)
    fresh = intake.deposit([_message(event, details.key, digest)])
    return fingerprint.of(PEOPLE, event["kind"], Place(item=details.item), details.key), fresh


def item_of(key: str, text: str) -> str:
    """The item (key) that is meant: by its key, or by what the text means for certain.

    Raises BadInput with what it may mean, where that is not certain.
    """
    here = company()
    if key in here.organisation.items:
        return key
    found = here.resolver.resolve(Place(text=text, item=key), source="", kind="")
    if found.certain:
        return found.item
    near = here.resolver.search(text or key, _NEAR)
    raise uncertain(text or key, near, field="item" if key else "place")


def uncertain(text: str, near: Sequence[str], *, field: str) -> BadInput:
    """The refusal of a text that is no item for certain; ``near``: the items (keys) that it may mean."""
    cure = Why(code="fault.known", facts={"known": list(near)}) if near else None
    return BadInput([fault("reporting.no_item", cure, field=field, text=text)])


def since_of(stated: datetime | None) -> datetime:
    """Since when: now, if no time is given. Raises BadInput for a time in the future."""
    now = clock.now()
    if stated is not None and stated > now + AHEAD:
        raise BadInput([fault("reporting.future", field="since")])
    return min(stated or now, now)


def _event(details: Report, by: str) -> dict[str, Any]:
    item = company().organisation.items[details.item]
    return {
        "kind": kind_of(item.type, details.effect),
        "state": "firing",
        "place": {"item": details.item, "text": item.display_name},
        "summary": details.what,
        "occurred_at": details.since,
        "identity": details.key,
        "details": {"by": by, "caller": details.caller} if details.caller else {"by": by},
    }


def _digest(details: Report) -> str:
    """What two reports under one key must have in common: all but the time, which is that of their sending."""
    said = (details.what, details.item, details.effect, details.caller, details.apart)
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def _message(event: dict[str, Any], key: str, digest: str) -> Message:
    return Message(
        source=PEOPLE,
        channel=BY_HAND,
        received_at=clock.now(),
        media_type=own_json.MEDIA_TYPE,
        body=msgspec.json.encode(event),
        key=key,
        digest=digest,
    )


def _found(fingerprint: str) -> Reported | None:
    alert = alerts.load([fingerprint]).get(fingerprint)
    incident = incidents.load([alert.incident]).get(alert.incident) if alert else None
    if incident is None:
        return None
    return Reported(incident=incident, alert=fingerprint, joined=incident.alert_count > 1)


def _note(details: Report) -> str:
    return f"{details.what}\n— {details.caller}" if details.caller else details.what
