"""Desk checking: what the types of a desk's settings can't express: paths that cannot work, blanks that nothing fills."""

from collections.abc import Iterator
from typing import Any

from tocsin.connectors.kit.filling import blanks
from tocsin.connectors.rest import paths
from tocsin.connectors.rest.checking import client_faults, endpoint_faults, path_faults
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.organisation.desks import Desk
from tocsin.core.organisation.mistakes import near, one_of

declare_faults(
    {
        "fault.desk.no_ticket": (
            "aucune requête ne relève le numéro du ticket ouvert",
            "no request captures the number of the ticket that was opened",
            "ajoutez à l'une d'elles capture: {{ticket: $.id}}",
            "add capture: {{ticket: $.id}} to one of them",
        ),
        "fault.desk.blank": (
            "rien ne remplit {blank}",
            "nothing fills {blank}",
            "écrivez un nom que cette demande connaît, ou relevez-le d'abord (capture)",
            "write a name that this request knows, or capture it before",
        ),
    }
)

_KNOWN = {
    "create": ("reference", "subject", "text", "priority", "place", "kind", "contract", "number"),
    "comment": ("ticket", "text"),
    "transition": ("ticket", "to", "text"),
    "attach": ("ticket", "file_name", "file_type", "file_base64"),
    "read": ("ticket",),
}
_FILLED = ("path", "params", "json", "data", "headers")


def faults(desk: Desk) -> Iterator[Fault]:
    """What the types can't say: paths that cannot work, and a ticket that nobody could find again."""
    settings = desk.settings
    yield from client_faults(settings.get("client") or {}, "settings.client")
    if not any("ticket" in (step.get("capture") or {}) for step in settings.get("create") or ()):
        yield fault("fault.desk.no_ticket", field="settings.create")
    for where, text in _paths(settings):
        if text and not paths.is_path(text):
            yield fault("fault.rest.path", field=where, path=text)
    for name in ("search", "list"):
        endpoint, where = (settings.get(name) or {}).get("endpoint") or {}, f"settings.{name}.endpoint"
        yield from path_faults(endpoint, where)
        yield from endpoint_faults(endpoint, where)
    yield from _blanks(desk)


def _paths(settings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("ticket", "remarks", "files"):
        for field, text in (settings.get(name) or {}).items():
            if field != "page":
                yield f"settings.{name}.{field}", text
    for name in ("search", "list"):
        for field, text in ((settings.get(name) or {}).get("item") or {}).items():
            yield f"settings.{name}.item.{field}", text
    for name in ("create", "read", "comment", "transition", "attach"):
        for number, step in enumerate(settings.get(name) or ()):
            for captured, text in (step.get("capture") or {}).items():
                yield f"settings.{name}[{number}].capture.{captured}", text
    yield "settings.download.base64_path", (settings.get("download") or {}).get("base64_path", "")


def _blanks(desk: Desk) -> Iterator[Fault]:
    """What would be left empty in a request, and in the address of a ticket's page."""
    fields = {name for transition in desk.transitions.values() for name in transition.fields}
    for deed, names in _KNOWN.items():
        known = {*names, *(fields if deed == "transition" else ())}
        for number, step in enumerate(desk.settings.get(deed) or ()):
            wanted = blanks([step.get(part) for part in _FILLED])
            yield from _unfilled(wanted, known, f"settings.{deed}[{number}]")
            known |= set(step.get("capture") or ())
        if deed == "read":
            page = (desk.settings.get("ticket") or {}).get("page") or ""
            yield from _unfilled(blanks(page), known, "settings.ticket.page")
    download = desk.settings.get("download") or {}
    wanted = blanks([download.get(part) for part in _FILLED])
    yield from _unfilled(wanted, {"ticket", "file", "file_name"}, "settings.download")


def _unfilled(wanted: set[str], known: set[str], where: str) -> Iterator[Fault]:
    for name in sorted(wanted - known):
        cure = near(name, known) or one_of(sorted(known))
        yield fault("fault.desk.blank", cure, field=where, blank="{" + name + "}")
