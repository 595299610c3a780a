"""Checking: whether a resource that came in has the form that its specification gives it. Every mistake by its place."""

import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec

from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.tmf.shapes import STATUSES, Form, Shape, form_of

MOST_TEXT = 20_000  # characters of one text
MOST_ITEMS = 200  # of one list
MOST_FILE = 5 * 2**20  # bytes of one attachment
_MOST_DEPTH = 12
_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?://{_SIGN}*(?::[0-9]*)?(?=[/?#]|$)|(?!//))(?:{_SIGN}|[/:])*"
    rf"(?:\?(?:{_SIGN}|[/:?])*)?(?:#(?:{_SIGN}|[/:?])*)?"
)
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
_TYPES: dict[str, tuple[type, ...]] = {"flag": (bool,), "integer": (int,), "number": (int, float)}


def check(given: Any, shape: str, shapes: Mapping[str, Shape], *, new: bool) -> dict[str, Any]:
    """The resource as it was given, if all is well. Raises BadInput. ``new``: it is created; else null removes."""
    faults = list(_Checking(shapes, new=new).whole(given, shape))
    if faults:
        raise BadInput(faults)
    checked: dict[str, Any] = given
    return checked


class _Checking:
    """One resource."""

    def __init__(self, shapes: Mapping[str, Shape], *, new: bool) -> None:
        self._shapes, self._new = shapes, new

    def whole(self, given: Any, shape: str, at: str = "") -> Iterator[Fault]:
        """An object and all that is in it; what the specification does not know may be anything that can be kept."""
        if not isinstance(given, dict):
            yield fault("tmf.fault.form", field=at, form="object")
            return
        known = self._shapes[shape]
        for name, word in known.items():
            yield from self._attribute(given, name, form_of(word), at)
        for name, value in given.items():
            if name not in known:
                yield from _text(name, _under(at, name), MOST_TEXT)
                yield from anything(value, _under(at, name))

    def _attribute(self, given: dict[str, Any], name: str, form: Form, at: str) -> Iterator[Fault]:
        place = _under(at, name)
        if name not in given:
            if form.required or (self._new and form.on_create):
                yield fault("tmf.fault.required", field=place)
        elif given[name] is not None:
            yield from self._values(given[name], form, place)
        elif form.on_create:
            yield fault("tmf.fault.required", field=place)
        elif self._new or "[" in at:  # a merge patch replaces a list as a whole
            yield fault("tmf.fault.form", field=place, form=form.name)

    def _values(self, given: Any, form: Form, at: str) -> Iterator[Fault]:
        if not form.many:
            yield from self._value(given, form.name, at)
        elif not isinstance(given, list):
            yield fault("tmf.fault.form", field=at, form="array")
        elif len(given) > MOST_ITEMS:
            yield fault("tmf.fault.many", field=at, most=MOST_ITEMS)
        else:
            for index, item in enumerate(given):
                yield from self._value(item, form.name, f"{at}[{index}]")

    def _value(self, given: Any, form: str, at: str) -> Iterator[Fault]:
        if form in self._shapes:
            yield from self.whole(given, form, at)
        elif form == "any":
            yield from anything(given, at)
        else:
            yield from _simple(given, form, at)


def anything(given: Any, at: str, depth: int = 0) -> Iterator[Fault]:
    """What no form is declared for: it is kept, within bounds."""
    if depth > _MOST_DEPTH:
        yield fault("tmf.fault.deep", field=at, most=_MOST_DEPTH)
    elif isinstance(given, str):
        yield from _text(given, at, MOST_TEXT)
    elif isinstance(given, dict):
        for name, value in given.items():
            yield from _text(name, at, MOST_TEXT)
            yield from anything(value, _under(at, name), depth + 1)
    elif isinstance(given, list):
        for index, item in enumerate(given):
            yield from anything(item, f"{at}[{index}]", depth + 1)


def _simple(given: Any, form: str, at: str) -> Iterator[Fault]:
    if form in _TYPES:
        if not isinstance(given, _TYPES[form]) or (form != "flag" and isinstance(given, bool)):
            yield fault("tmf.fault.form", field=at, form=form)
    elif not isinstance(given, str):
        yield fault("tmf.fault.form", field=at, form=form)
    elif form == "status" and given not in STATUSES:
        yield fault("tmf.fault.word", field=at, found=given[:100], known=", ".join(STATUSES))
    elif form.startswith("=") and given not in form[1:].split("|"):
        yield fault("tmf.fault.word", field=at, found=given[:100], known=form[1:].replace("|", ", "))
    elif form == "instant" and instant(given) is None:
        yield fault("tmf.fault.instant", field=at, found=given[:100])
    elif form == "uri" and not _URI.fullmatch(given):
        yield fault("tmf.fault.form", field=at, form="uri")
    elif form == "base64":
        yield from _content(given, at)
    else:
        yield from _text(given, at, MOST_TEXT)


def _text(given: str, at: str, most: int) -> Iterator[Fault]:
    if "\x00" in given:
        yield fault("tmf.fault.nul", field=at[:200].replace("\x00", ""))
    elif len(given) > most:
        yield fault("tmf.fault.long", field=at[:200], most=most)


def _content(given: str, at: str) -> Iterator[Fault]:
    try:
        size = len(b64decode(given, validate=True))
    except (NoBase64, ValueError):
        yield fault("tmf.fault.form", field=at, form="base64")
        return
    if size > MOST_FILE:
        yield fault("tmf.fault.file", field=at, most=MOST_FILE // 2**20)


def instant(text: str) -> datetime | None:
    """The instant of an RFC 3339 text; None: it is none."""
    try:
        return msgspec.convert(text, _Instant)
    except msgspec.ValidationError:
        return None


def _under(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
