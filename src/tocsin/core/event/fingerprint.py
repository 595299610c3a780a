"""Fingerprint: what two events about the same condition have in common."""

from hashlib import blake2b

from msgspec.structs import replace

from tocsin.core.event.values import Event, Place

VERSION = "v1"


def of(source: str, kind: str, place: Place, identity: str = "") -> str:
    """``v1:`` + 16 bytes in hexadecimal over source, kind and subject.

    The subject is the format's ``identity`` if it gave one, else the place as the source says it. State,
    criticality, time and reference stay out, so that a recovery matches its problem; the resolved item stays
    out too, so that events before and after a person's correction keep the same fingerprint.
    """
    text = "\x1f".join((source, kind, identity or place.item or _spelled(place)))
    return f"{VERSION}:{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def as_of(source: str, event: Event) -> Event:
    """The event as this source would report it: events of two sources about the same thing have the same fingerprint."""
    shared = of(source, event.kind, event.place, event.identity)
    return replace(event, source=source, fingerprint=shared)


def _spelled(place: Place) -> str:
    parts = place.parts
    if not parts:
        return place.text.casefold()
    return "\x1e".join(f"{name}={parts[name].casefold()}" for name in sorted(parts))
