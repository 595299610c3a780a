"""Checking: what the types of a REST source's settings can't express: addresses, paths and names that cannot work."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from tocsin.connectors.rest import paths
from tocsin.connectors.rest.parents import parents_of
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare, declare_faults
from tocsin.core.organisation.values import Source

declare(
    {
        "error.rest": (
            "L'API ne répond pas comme elle doit : {reason}",
            "The API does not answer as it should: {reason}",
        )
    }
)
declare_faults(
    {
        "fault.rest.base_url": (
            "l'adresse de l'API n'est pas une URL entière",
            "the API's address is no whole URL",
            "écrivez-la avec https:// et l'hôte",
            "write it with https:// and the host",
        ),
        "fault.rest.path": (
            "« {path} » n'est pas un chemin JSONPath que nous lisons",
            "'{path}' is no JSONPath that we read",
            "par exemple $.items, sans fonction et avec un seul « .. »",
            "for example $.items, without functions and with one '..' at most",
        ),
        "fault.rest.start": (
            "rien ne dit où la demande écrit le début",
            "nothing says where a request writes the beginning",
            "écrivez start_param ou start_body_path, ou is_data_feed: true si l’API donne d’abord le plus récent",
            "write start_param or start_body_path, or is_data_feed: true if the API gives the newest first",
        ),
        "fault.rest.cursor": (
            "rien ne dit où lire jusqu’où nous sommes allés, ou plus d’un champ le dit",
            "nothing says where to read how far we got, or more than one field does",
            "écrivez cursor_path (dans les éléments), ou checkpoint_path, ou checkpoint_header (dans la réponse)",
            "write cursor_path (in the items), or checkpoint_path, or checkpoint_header (in the answer)",
        ),
        "fault.rest.token": (
            "rien ne dit où la réponse donne le jeton, ou plus d’un champ le dit",
            "nothing says where the answer gives the token, or more than one field does",
            "écrivez session_token_path, session_token_header ou session_token_cookie",
            "write session_token_path, session_token_header or session_token_cookie",
        ),
        "fault.rest.parent": (
            "la ressource « {parent} », dont celle-ci dépend, n’est pas déclarée ou dépend d’elle",
            "the resource '{parent}', on which this one depends, is not declared or depends on it",
            "nommez une ressource de la même source",
            "name a resource of the same source",
        ),
        "fault.rest.parents": (
            "une ressource ne dépend que d’une seule autre : {parents}",
            "a resource depends on one other only: {parents}",
            "nommez-en une seule",
            "name one of them",
        ),
        "fault.rest.zone": (
            "le fuseau « {zone} » n'existe pas",
            "there is no zone '{zone}'",
            "par exemple Europe/Paris ou UTC",
            "for example Europe/Paris or UTC",
        ),
        "fault.rest.twice": (
            "la ressource « {name} » est déclarée deux fois",
            "the resource '{name}' is declared twice",
            "donnez-lui un autre nom",
            "give it another name",
        ),
    }
)


def faults(source: Source) -> Iterator[Fault]:
    """Faults that the types can't express: addresses and paths that cannot work, and resources with the same name."""
    settings: dict[str, Any] = source.settings
    client = settings.get("client") or {}
    address = urlsplit(str(client.get("base_url", "")))
    if address.scheme not in ("https", "http") or not address.hostname:
        yield fault("fault.rest.base_url", field="settings.client.base_url")
    yield from _session(client.get("auth") or {})
    for where, text in _paths(settings, "settings"):
        if not paths.is_path(text):
            yield fault("fault.rest.path", field=where, path=text)
    yield from _resources(settings.get("resources") or ())


def _session(auth: dict[str, Any]) -> Iterator[Fault]:
    places = [auth.get(f"session_token_{place}") for place in ("path", "header", "cookie")]
    if auth.get("type") == "session_token" and len(list(filter(None, places))) != 1:
        yield fault("fault.rest.token", field="settings.client.auth")


def _resources(declared: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    above = {str(resource.get("name")): parents_of(resource.get("endpoint") or {}) for resource in declared}
    seen: set[str] = set()
    for number, resource in enumerate(declared):
        where, name = f"settings.resources[{number}]", str(resource.get("name"))
        yield from _incremental(resource, f"{where}.endpoint.incremental")
        yield from _parents(name, above, f"{where}.endpoint")
        if name in seen:
            yield fault("fault.rest.twice", field=f"{where}.name", name=name)
        seen.add(name)


def _parents(name: str, above: dict[str, list[str]], where: str) -> Iterator[Fault]:
    """One parent at most, and at the end of the line a resource without one."""
    if len(above[name]) > 1:
        yield fault("fault.rest.parents", field=where, parents=", ".join(above[name]))
        return
    seen, at = {name}, above[name]
    while at:
        parent = at[0]
        if parent in seen or parent not in above:
            yield fault("fault.rest.parent", field=where, parent=parent)
            return
        seen.add(parent)
        at = above[parent]


def _incremental(resource: dict[str, Any], where: str) -> Iterator[Fault]:
    declared = (resource.get("endpoint") or {}).get("incremental")
    if not declared:
        return
    if not (declared.get("start_param") or declared.get("start_body_path") or declared.get("is_data_feed")):
        yield fault("fault.rest.start", field=where)
    reached = [declared.get(name) for name in ("cursor_path", "checkpoint_path", "checkpoint_header")]
    if len(list(filter(None, reached))) != 1:
        yield fault("fault.rest.cursor", field=where)
    zone = declared.get("zone") or "UTC"
    if zone not in available_timezones():
        yield fault("fault.rest.zone", field=f"{where}.zone", zone=zone)


_PATHS = frozenset({"data_selector", "primary_key", "include_from_parent", "field"})


def _paths(node: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _at(name, inner, f"{where}.{name}")
    elif isinstance(node, list | tuple):
        for number, inner in enumerate(node):
            yield from _paths(inner, f"{where}[{number}]")


def _at(name: str, inner: Any, where: str) -> Iterator[tuple[str, str]]:
    is_path = name in _PATHS or (name.endswith("_path") and not name.endswith("_body_path"))
    if is_path and isinstance(inner, list | tuple):
        yield from (
            (f"{where}[{number}]", text) for number, text in enumerate(inner) if isinstance(text, str)
        )
    elif is_path and isinstance(inner, str) and inner:
        yield where, inner
    elif name not in ("json", "data", "headers"):  # the names in there are the API's
        yield from _paths(inner, where)
