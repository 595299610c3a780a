"""Asking: what a person may ask of an exchange, and the texts of a form as such a request. Knows no form and no HTTP."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import FieldInfo

from tocsin.core.kernel.errors import BadInput, Fault, NotFound, fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.desks import TicketState
from tocsin.core.organisation.mistakes import mistakes

Text = Annotated[str, Meta(min_length=1, max_length=8000)]
Optional = Annotated[str, Meta(max_length=8000)]


class Asked(Value, tag_field="verb"):
    """What a person asks. Its tag is its verb; ``bond`` is the exchange."""


class OpenTicket(Asked, tag="open"):
    """Report the incident to the supplier: by its API where it has a desk, else by mail. ``text`` instead of ours."""

    supplier: Annotated[str, Meta(max_length=200)] = ""
    text: Optional = ""


class Write(Asked, tag="comment"):
    """Write to the desk, with a file or without."""

    bond: int
    text: Optional = ""


class KeepNote(Asked, tag="note"):
    """Note something that stays here."""

    bond: int
    text: Text


class ChangeState(Asked, tag="move"):
    """Bring the ticket into another state."""

    bond: int
    to: TicketState
    text: Optional = ""


class LogCall(Asked, tag="call"):
    """A call was made: how many minutes it took, what was said, the number that they gave."""

    minutes: Annotated[int, Meta(ge=0, le=600)]
    text: Text
    supplier: Annotated[str, Meta(max_length=200)] = ""
    reference: Annotated[str, Meta(max_length=200)] = ""


class SendAgain(Asked, tag="again"):
    """Send once more what was refused."""

    bond: int
    number: int


class GiveUp(Asked, tag="give-up"):
    """Give up what was refused."""

    bond: int
    number: int


AnyAsked = OpenTicket | Write | KeepNote | ChangeState | LogCall | SendAgain | GiveUp
REQUESTS: dict[str, type[AnyAsked]] = {
    str(request.__struct_config__.tag): request
    for request in (OpenTicket, Write, KeepNote, ChangeState, LogCall, SendAgain, GiveUp)
}


def asked_of(verb: str, given: Mapping[str, str]) -> AnyAsked:
    """The request of a verb with these texts. Raises NotFound for a verb that is none, BadInput with every mistake."""
    if verb not in REQUESTS:
        raise NotFound()
    fields = msgspec.structs.fields(REQUESTS[verb])
    filled = {field.name: text for field in fields if (text := given.get(field.name, "").strip())}
    if wrong := [found for field in fields for found in _mistakes(field, filled)]:
        raise BadInput(wrong, "incident.field_needed")
    return msgspec.convert(filled, REQUESTS[verb], strict=False)


def _mistakes(field: FieldInfo, filled: Mapping[str, str]) -> Iterator[Fault]:
    text = filled.get(field.name)
    if text is None:
        if field.required:
            yield fault("incident.field.missing", field=field.name)
        return
    try:
        msgspec.convert(text, field.type, strict=False)
    except msgspec.ValidationError:
        yield from mistakes(int(text) if text.isdecimal() else text, field.type, field.name)
