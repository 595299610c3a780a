"""Samples: messages kept beside a format, with the expected translation. Reads no file itself."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from tocsin.core.event.message import Message
from tocsin.core.event.values import Event
from tocsin.core.kernel.errors import Fault
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.making import EVENT_KEYS, PARTS
from tocsin.core.translation.own_json import MEDIA_TYPE
from tocsin.core.translation.values import Status, Translation

_NOT_COMPARED = ("source", "fingerprint", "sent_at", "stamp", "precision")  # what a sample does not write
_MEDIA_TYPES = {
    "eml": "message/rfc822", "json": "application/json", "jsonl": "application/x-ndjson", "ndjson":
    "application/x-ndjson", "csv": "text/csv", "ics": "text/calendar", "html": "text/html", "txt": "text/plain",
    "xml": "text/xml", "form": "application/x-www-form-urlencoded",
    "cloudevent": "application/cloudevents+json", "tocsin": MEDIA_TYPE,
}  # fmt: skip


def message(
    name: str,
    content: bytes,
    source: str,
    *,
    now: datetime,
    received_at: str = "",
    envelope: dict[str, str] | None = None,
) -> Message:
    """The message of a file, by the end of its name, else by its first character. It was received at ``received_at``
    (ISO), else at the mail's Date, else ``now``."""
    guessed = "application/json" if content.lstrip()[:1] in (b"{", b"[") else "message/rfc822"
    media_type = _MEDIA_TYPES.get(name.rpartition(".")[2].lower(), guessed)
    received = datetime.fromisoformat(received_at).astimezone(UTC) if received_at else _dated(content) or now
    return Message(
        source=source,
        channel="",
        received_at=received,
        media_type=media_type,
        body=content,
        envelope=envelope or {},
    )


def mistakes(wanted: dict[str, Any]) -> list[Fault]:
    """What is wrong with an expected file: a fault's ``field`` is the path in it."""
    faults: list[Fault] = []
    node = Checker(wanted, "", faults)
    node.only(("status", "format", "events", "unknown", "why", "received_at", "envelope"))
    node.at("status").one_of(tuple(Status))
    if node.at("status").absent and node.at("events").absent:
        node.fault("fault.sample.nothing")
    for event in node.at("events").each():
        event.only(EVENT_KEYS)
        event.at("place").only(("text", "item", "parts", *PARTS))
        event.at("window").only(("start", "end"))
    received = node.at("received_at")
    if not received.absent and _instant(received.text()) is None:
        received.fault("fault.sample.time")
    if not isinstance(wanted.get("envelope", {}), dict):
        node.at("envelope").fault("fault.format.no_mapping")
    return faults


def shown(translation: Translation) -> dict[str, Any]:
    """A translation as a sample writes it: plain values, nothing that is empty."""
    result: dict[str, Any] = {"status": str(translation.status), "format": translation.format}
    if translation.events:
        result["events"] = [_event(event) for event in translation.events]
    if translation.unknown:
        result["unknown"] = [
            {"table": unknown_word.table, "word": unknown_word.word} for unknown_word in translation.unknown
        ]
    if translation.why and not translation.events:
        result["why"] = [reason.code for reason in translation.why]
    return result


def received(message: Message) -> dict[str, str]:
    """When the message was received, as a sample writes it; a mail has its Date."""
    mail = message.media_type == "message/rfc822" and _dated(message.body)
    return {} if mail else {"received_at": message.received_at.isoformat(timespec="seconds")}


def alike(found: Any, wanted: Any) -> Any:
    """What was found, reduced to what a sample asks for: keys that it does not write are left out, the parts of a
    place may stand in it directly, and an instant may be written in any zone."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        found = {**found.get("parts", {}), **found}
        return {key: alike(found[key], value) for key, value in wanted.items() if key in found}
    if isinstance(found, list) and isinstance(wanted, list):
        return [
            alike(event, wanted[index]) if index < len(wanted) else event for index, event in enumerate(found)
        ]
    if isinstance(wanted, str):
        return (
            wanted
            if _instant(wanted) is not None and _instant(wanted) == _instant(str(found))
            else str(found)
        )
    return found


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _event(event: Event) -> dict[str, Any]:
    plain = msgspec.to_builtins(event)
    kept = {name: value for name, value in plain.items() if value not in ("", None, {}, [])}
    given = {name: value for name, value in plain["place"].items() if value not in ("", {})}
    kept["place"] = {name: value for name, value in given.items() if name != "defaults"}
    return {name: value for name, value in kept.items() if name not in _NOT_COMPARED}


def _dated(content: bytes) -> datetime | None:
    """The Date header of a mail."""
    for line in content[:20_000].splitlines():
        if line.lower().startswith(b"date:"):
            try:
                found = parsedate_to_datetime(line[5:].strip().decode("ascii", "replace"))
            except ValueError:
                break
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None
