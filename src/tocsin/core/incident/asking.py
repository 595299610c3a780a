"""Asking: fields with their texts become a command, or every mistake in them by its field. Knows no form and no HTTP."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec
from msgspec.structs import FieldInfo

from tocsin.core.incident import commands as c
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.kernel.errors import BadInput, Fault, NotFound, fault
from tocsin.core.organisation.mistakes import mistakes, near
from tocsin.core.organisation.organisation import Organisation


def command_of(verb: str, given: Mapping[str, str], organisation: Organisation) -> c.PersonCommand:
    """The command of a verb with the texts given; an empty text is a field that was not filled in.

    Names that are no field of the command are ignored. Raises NotFound for an unknown verb, BadInput with
    every field that is not filled in correctly.
    """
    if verb not in ACTIONS:
        raise NotFound()
    command = ACTIONS[verb].command
    fields = msgspec.structs.fields(command)
    filled = {field.name: text for field in fields if (text := given.get(field.name, "").strip())}
    if faults := [found for field in fields for found in _mistakes(field, filled, organisation)]:
        raise BadInput(faults, "incident.field_needed")
    return msgspec.convert(filled, command)


def choices_of(field: FieldInfo) -> str:
    """Which keys of the organisation a field takes (``persons``, ``suppliers``); empty for any text or word."""
    metas = (arg for arg in get_args(field.type) if isinstance(arg, msgspec.Meta))
    return next((str(meta.extra["choices"]) for meta in metas if meta.extra), "")


def _mistakes(field: FieldInfo, filled: Mapping[str, str], organisation: Organisation) -> Iterator[Fault]:
    if field.name not in filled:
        if field.required:
            yield fault("incident.field.missing", field=field.name)
        return
    yield from mistakes(filled[field.name], field.type, field.name)
    known: Any = getattr(organisation, choices_of(field), {}) if choices_of(field) else None
    if known is not None and filled[field.name] not in known:
        text = filled[field.name]
        yield fault("incident.field.unknown", near(text, known), field=field.name, text=text)
