"""The field that finds a place: what its text may mean, and which item was chosen. Knows no form."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tocsin.core.event.values import Place
from tocsin.flow.organisation import company
from tocsin.web.names import Names
from tocsin.web.request import Request
from tocsin.web.words import ITEM_TYPES

_OFFERED = 10


def offers_of(request: Request, text: str) -> list[dict[str, Any]]:
    """What the text may mean, most likely first, as the options of a list."""
    organisation = request.organisation
    offers = []
    for key in company().resolver.search(text, _OFFERED):
        item = organisation.items[key]
        label, drawn = ITEM_TYPES[item.type.value]
        path = [part.display_name for part in organisation.path(key)]
        offers.append(
            {"key": key, "name": path[0], "within": ", ".join(path[1:]), "type": label, "drawn": drawn}
        )
    return offers


def chosen_item(request: Request, asked: Mapping[str, str]) -> str:
    """The item that was chosen for the present text, or what the text means for certain; else empty."""
    text, item, choice = (asked.get(name, "") for name in ("place", "item", "choice"))
    items = request.organisation.items
    if choice in items and text == asked.get("offered"):
        return choice
    if item in items and text in ("", Names(request.organisation).placed(item)):
        return item
    found = company().resolver.resolve(Place(text=text), source="", kind="") if text else None
    return found.item if found and found.certain else ""


def fault_of(text: str, offers: list[dict[str, Any]]) -> str:
    """What is wrong with a text for which no item was chosen."""
    if not text:
        return _("Say where: a room, a rack, a device, an application.")
    return _("Choose one of these.") if offers else _("No place or item is called so.")
