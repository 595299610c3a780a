"""JSON: our own, checked against its schema before it is accepted; and a sender's own, kept for a format to read."""

from typing import Any

import msgspec

from tocsin.api.inlet.post import Post
from tocsin.api.inlet.shape import check_count, parse
from tocsin.api.inlet.terms import Reading, Terms
from tocsin.core.kernel.errors import BadInput, Fault
from tocsin.core.translation import own_json
from tocsin.core.translation.reading.charset import as_utf8

MEDIA_TYPE = "application/json"
EVENTS = own_json.MEDIA_TYPE
LINES = "application/x-ndjson"


def read(post: Post, terms: Terms) -> Reading:
    """Our events as one message, and their number; faults are reported field by field for unreadable events.

    It is stored under our own media type, so that no format has to read it; verbatim, unless some events are refused.
    """
    body, events, refused = own_json.sift(as_utf8(post.body, post.content_type), terms.kinds)
    check_count(events, terms.limits)
    return Reading((post.message(EVENTS, body),) if events else (), events, refused)


def read_any(post: Post, terms: Terms) -> Reading:
    """A message in its sender's own JSON: whether a format knows it is decided later, by the worker."""
    body = as_utf8(post.body, post.content_type)
    try:
        parse(body, Any, terms.limits)
    except BadInput:
        if not _may_be_lines(body):
            raise
        return read_lines(post, terms)
    return Reading((post.message(MEDIA_TYPE, body, about=post.declared(MEDIA_TYPE)),), 1)


def read_lines(post: Post, terms: Terms) -> Reading:
    """JSON lines: one message of all lines that are JSON; the others are reported by their number."""
    kept: list[bytes] = []
    refused: list[Fault] = []
    whole = as_utf8(post.body, post.content_type)
    for number, line in enumerate(whole.split(b"\n"), 1):
        bare = line.strip(b"\x1e \t\r")
        if not bare:
            continue
        try:
            parse(bare, Any, terms.limits)
            kept.append(bare)
        except BadInput as error:
            refused.append(msgspec.structs.replace(error.faults[0], line=number, field=f"[{number}]"))
    check_count(len(kept), terms.limits)
    if refused and not kept:
        raise BadInput(refused)
    body = whole if not refused else b"\n".join(kept)
    return Reading((post.message(LINES, body),) if kept else (), len(kept), tuple(refused))


def read_text(post: Post, terms: Terms) -> Reading:
    """Text, HTML, CSV, XML or a form, kept for a format to read."""
    return Reading((post.message(post.content_type, post.body),), 1)


def _may_be_lines(body: bytes) -> bool:
    """Does the first line alone hold a whole object?"""
    first, _, rest = body.strip().partition(b"\n")
    try:
        msgspec.json.decode(first)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return bool(rest.strip())
