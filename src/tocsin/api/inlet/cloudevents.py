"""CloudEvents 1.0 over HTTP: knows its structured, binary and batch modes; not what the data means."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

import msgspec

from tocsin.api.inlet.post import Post, digest
from tocsin.api.inlet.shape import check_count, check_depth, parse, parsed
from tocsin.api.inlet.terms import Reading, Terms
from tocsin.core.kernel.errors import BadInput, Fault, fault

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
_REQUIRED = ("id", "source", "type")
_PREFIX = b"ce-"
_ESCAPED = re.compile(r"\\(.)")
_FORBIDDEN = (
    "Cc",
    "Cs",
)  # CloudEvents 1.0.2, section 3.1: no control character, no half of one; spaces are none


class _Attributes(msgspec.Struct):
    """The attributes that every CloudEvent must have (CloudEvents 1.0.2, section 3.1)."""

    specversion: str = ""
    id: str = ""
    source: str = ""
    type: str = ""


def read_structured(post: Post, terms: Terms) -> Reading:
    """One event: the whole body. BadInput names the attributes that are missing."""
    attributes = parse(post.body, _Attributes, terms.limits)
    _refuse(_faults(attributes))
    return Reading((post.message(STRUCTURED, post.body, key=_key(attributes, post.body)),), 1)


def read_batch(post: Post, terms: Terms) -> Reading:
    """Each event of the list becomes a message of its own, verbatim; faults are reported for unreadable events."""
    events = parse(post.body, list[msgspec.Raw], terms.limits)
    check_count(len(events), terms.limits)
    read = [(bytes(raw), *_attributes(raw, at)) for at, raw in enumerate(events)]
    refused = tuple(fault for _, faults, _ in read for fault in faults)
    messages = tuple(
        post.message(STRUCTURED, raw, key=_key(attributes, raw))
        for raw, faults, attributes in read
        if not faults
    )
    if refused and not messages:
        raise BadInput(refused)
    return Reading(messages, len(messages), refused)


def read_binary(post: Post, terms: Terms) -> Reading:
    """One event: its attributes in ``ce-`` headers (kept in the envelope), its data is the body."""
    about = {
        name.decode("latin-1"): unquote(_unquoted(value.decode("latin-1")))
        for name, value in post.headers.items()
        if name.startswith(_PREFIX)
    }
    attributes = _Attributes(**{name: about.get(f"ce-{name}", "") for name in _Attributes.__struct_fields__})
    _refuse((*_faults(attributes, "ce-"), *_unprintable(about)))
    if post.media_type.endswith("json"):
        check_depth(post.body, terms.limits)
    media_type = post.media_type or "application/octet-stream"
    identity = "\n".join(f"{name}={about[name]}" for name in sorted(about)).encode("utf-8", "surrogatepass")
    key = _key(attributes, identity, post.body)
    return Reading((post.message(media_type, post.body, key=key, about=about),), 1)


def _unquoted(value: str) -> str:
    """A header value without its quotes, to be percent-decoded afterwards (HTTP binding 1.0.2, section 3.1.3.2)."""
    if len(value) < 2 or not (value.startswith('"') and value.endswith('"')):
        return value
    return _ESCAPED.sub(r"\1", value[1:-1])


def _attributes(raw: msgspec.Raw, at: int) -> tuple[tuple[Fault, ...], _Attributes]:
    attributes = parsed(bytes(raw), _Attributes, f"[{at}]")
    if isinstance(attributes, Fault):
        return (attributes,), _Attributes()
    return _faults(attributes, f"[{at}]."), attributes


def _faults(attributes: _Attributes, prefix: str = "") -> tuple[Fault, ...]:
    missing = [
        fault("inlet.fault.required", field=prefix + name)
        for name in _REQUIRED
        if not getattr(attributes, name)
    ]
    if attributes.specversion != "1.0":
        mistake = fault("inlet.fault.version", field=prefix + "specversion", found=attributes.specversion)
        return (mistake, *missing)
    return tuple(missing)


def _unprintable(about: dict[str, str]) -> list[Fault]:
    return [
        fault("inlet.fault.control", field=name)
        for name, value in about.items()
        if any(unicodedata.category(char) in _FORBIDDEN for char in value)
    ]


def _refuse(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise BadInput(found)


def _key(attributes: _Attributes, *content: bytes) -> str:
    """Source, id and content: the same for an event that is sent again (CloudEvents 1.0.2, section 3.1.1, "id"). An id
    that is given to another event, against the rule, must not hide it."""
    named = (part.encode("utf-8", "surrogatepass") for part in (attributes.source, attributes.id))
    return digest(*named, *(part.strip() for part in content))
