"""Shape: knows whether a body is JSON of the form that is expected, not what it means."""

from typing import Any, TypeVar

import msgspec

from tocsin.api.inlet.limits import Limits
from tocsin.core.kernel.accepted import accepted
from tocsin.core.kernel.errors import BadInput, Fault, TooLarge, fault
from tocsin.core.organisation.mistakes import one_of

T = TypeVar("T")

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_PLACE = " - at `$"


def check_depth(body: bytes, limits: Limits) -> None:
    """BadInput when JSON nests deeper than ``limits.depth``, whatever its size, without recursion.

    Brackets outside strings are kept; then each round removes the innermost pairs.
    """
    if body.count(b"[") + body.count(b"{") <= limits.depth:
        return
    unescaped = body.replace(rb"\\", b"").replace(rb"\"", b"")
    brackets = b"".join(unescaped.split(b'"')[::2]).translate(None, _NOT_BRACKETS)
    for _ in range(limits.depth):
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if not brackets:
            return
    raise BadInput((fault("inlet.fault.deep", limit=limits.depth),))


def parse(body: bytes, form: type[T], limits: Limits) -> T:
    """The body decoded as ``form``; BadInput names the field at fault."""
    check_depth(body, limits)
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadInput((fault_of(error, form),)) from None


def fault_of(error: Exception, form: Any, at: str = "") -> Fault:
    """The error of msgspec as a Fault: ``Expected `str`, got `int` - at `$[0].x``` names ``[0].x``; the words that ``form``
    accepts there are the remedy."""
    message, _, place = str(error).partition(_PLACE)
    words = accepted(form, error)
    cure = one_of(words) if words else None
    return fault(
        "fault.said", cure, field=(at + place.rstrip("`")).lstrip("."), said=message.replace("`", "")
    )


def parsed(raw: bytes, form: type[T], at: str) -> T | Fault:
    """One part of a body decoded as ``form``, or its fault."""
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return fault_of(error, form, at)


def check_count(events: int, limits: Limits) -> None:
    """TooLarge when one request holds more events than it may."""
    if events > limits.events:
        mistake = fault("inlet.fault.events", count=events, limit=limits.events)
        raise TooLarge((mistake,), "inlet.too_many_events", limit=limits.events)
