"""Dialects: a ticket in TMF621's words of version 4 and of version 5, and as we keep it. Translates; judges nothing.

We keep version 5, because it says more, without the ``@type`` that it wants everywhere; version 4 is a table of differences.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from tocsin.core.tmf.shapes import CHARACTERISTICS, TICKET_4, TICKET_5, Shape, form_of

Dialect = str  # v4 or v5
SHAPES: Mapping[Dialect, Mapping[str, Shape]] = {"v4": TICKET_4, "v5": TICKET_5}
EXTENSION = "extension"  # where we keep what the specification does not know: it is given back as it was

_Translate = Callable[[Any], Any]
_META_NAMES = ("@type", "@referredType")  # written by ``_typed`` and ``_flat``
_OUTER = ("role", "@baseType", "@schemaLocation")  # what is the relation's own, and not the related thing's


def _each(translate: _Translate) -> _Translate:
    return lambda values: [translate(value) for value in values]


def _nested(inner: str) -> _Translate:
    def translate(flat: dict[str, Any]) -> dict[str, Any]:
        own = {name: value for name, value in flat.items() if name in _OUTER}
        return own | {inner: {name: value for name, value in flat.items() if name not in _OUTER}}

    return translate


def _flat(inner: str) -> _Translate:
    def translate(nested: dict[str, Any]) -> dict[str, Any]:
        own = {name: value for name, value in nested.items() if name in _OUTER}
        there = nested.get(inner) or {}
        return {"id": "", "@referredType": there.get("@type", "Entity"), **there, **own}

    return translate


def _renamed(names: Mapping[str, str]) -> _Translate:
    return lambda value: {names.get(name, name): inner for name, inner in value.items()}


_CHANGE = {"changeReason": "statusChangeReason", "changeDate": "statusChangeDate"}

# Version 4's attribute -> version 5's, and how its value is translated.
_FROM_4: Mapping[str, tuple[str, _Translate]] = {
    "externalId": ("externalIdentifier", lambda text: [{"id": text}]),
    "statusChange": ("statusChangeHistory", _each(_renamed(_CHANGE))),
    "relatedEntity": ("relatedEntity", _each(_nested("entity"))),
    "relatedParty": ("relatedParty", _each(_nested("partyOrPartyRole"))),
}
_TO_4: Mapping[str, tuple[str, _Translate]] = {
    "externalIdentifier": ("externalId", lambda known: known[0]["id"]),
    "statusChangeHistory": ("statusChange", _each(_renamed({new: old for old, new in _CHANGE.items()}))),
    "relatedEntity": ("relatedEntity", _each(_flat("entity"))),
    "relatedParty": ("relatedParty", _each(_flat("partyOrPartyRole"))),
    "troubleTicketSpecification": ("", lambda _: None),
    "troubleTicketCharacteristic": ("", lambda _: None),
}
_TYPES: Mapping[str, str] = {  # what version 5 calls each object that has no type of its own
    "note": "Note",
    "attachment": "Attachment",
    "externalIdentifier": "ExternalIdentifier",
    "statusChangeHistory": "StatusChange",
    "relatedEntity": "RelatedEntity",
    "entity": "EntityRef",
    "relatedParty": "RelatedPartyRefOrPartyRoleRef",
    "partyOrPartyRole": "PartyRef",
    "troubleTicketRelationship": "TroubleTicketRelationship",
    "channel": "ChannelRef",
    "troubleTicketSpecification": "TroubleTicketSpecificationRef",
    "troubleTicketCharacteristic": "Characteristic",
}

_ALSO: Mapping[str, Collection[str]] = {  # where it says more than one; a type of version 4 may be any word
    "Attachment": ("Attachment", "AttachmentRef"),
    "PartyRef": ("PartyRef", "PartyRoleRef"),
    "Characteristic": CHARACTERISTICS,
}


def read(given: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """A ticket, or a part of one, as we keep it. An attribute that is null stays so."""
    known, kept = SHAPES[dialect]["TroubleTicket"], {}
    kept_aside = {name: value for name, value in given.items() if name not in known}
    for name, value in given.items():
        ours, translate = _FROM_4.get(name, (name, _same)) if dialect == "v4" else (name, _same)
        if name in known:
            kept[ours] = None if value is None else translate(value)
    return kept | ({EXTENSION: kept_aside} if kept_aside else {})


def write(ticket: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """A ticket as this version has it."""
    known = SHAPES[dialect]["TroubleTicket"]
    written = {name: value for name, value in ticket.get(EXTENSION, {}).items() if name not in known}
    for name, value in ticket.items():
        theirs, translate = _TO_4.get(name, (name, _same)) if dialect == "v4" else (name, _same)
        if theirs and name != EXTENSION and value is not None and value != []:
            written[theirs] = translate(value)
    whole = _whole(written, "TroubleTicket", SHAPES[dialect])
    return whole if dialect == "v4" else {**_typed(whole), "@type": "TroubleTicket"}


def _whole(given: dict[str, Any], shape: str, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """An object with all that its specification requires: what the other version does not require may not have been said."""
    whole = dict(given)
    for name, word in shapes[shape].items():
        form = form_of(word)
        if name not in whole and form.required and name not in _META_NAMES:
            whole[name] = {} if form.name in shapes else ""
        if name in whole and form.name in shapes:
            whole[name] = _whole_each(whole[name], form.name, shapes)
    return whole


def _whole_each(value: Any, shape: str, shapes: Mapping[str, Shape]) -> Any:
    if isinstance(value, list):
        return [_whole_each(item, shape, shapes) for item in value]
    return _whole(value, shape, shapes) if isinstance(value, dict) else value


def _same(value: Any) -> Any:
    return value


def _typed(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _with_type(value, _TYPES.get(name, "")) for name, value in whole.items()}


def _with_type(value: Any, kind: str) -> Any:
    if isinstance(value, list) and kind:
        return [_with_type(item, kind) for item in value]
    if isinstance(value, dict) and kind:
        given = value.get("@type", kind)
        return {**_typed(value), "@type": given if given in _ALSO.get(kind, (kind,)) else kind}
    return value
