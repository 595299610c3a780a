"""Checking: what the types of a REST source's settings can't express: addresses, paths and names that cannot work."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from tocsin.connectors.rest import beginnings, paths
from tocsin.connectors.rest.parents import parents_of
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare, declare_faults
from tocsin.core.organisation.values import Source

declare(
    {
        "error.rest": (
            "L'API ne répond pas comme elle doit : {reason}",
            "The API does not answer as it should: {reason}",
        ),
        "error.rest.increment": (
            "L’incrément de « {resource} » ne peut pas avancer : {reason} (voyez incremental)",
            "The increment of '{resource}' cannot move: {reason} (look at incremental)",
        ),
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
            "écrivez start_param, start_body_path ou {blank} dans la demande, ou is_data_feed: true si l’API donne d’abord"
            " le plus récent",
            "write start_param, start_body_path or {blank} in the request, or is_data_feed: true if the API gives the newest"
            " first",
        ),
        "fault.rest.initial": (
            "la première demande n’a pas de début à écrire à la place de {blank}",
            "the first request has no beginning to write in the place of {blank}",
            "ajoutez initial_value",
            "add initial_value",
        ),
        "fault.rest.blank": (
            "rien ne remplit {blank}",
            "nothing fills {blank}",
            "écrivez {{incremental.start_value}} ou {{incremental.end_value}}, et déclarez incremental",
            "write {{incremental.start_value}} or {{incremental.end_value}}, and declare incremental",
        ),
        "fault.rest.start_format": (
            "start_format n’écrit pas {blank} : chaque demande serait la première",
            "start_format does not write {blank}: each request would be the first",
            "par exemple >={{start}}",
            "for example >={{start}}",
        ),
        "fault.rest.form": (
            "« {form} » ne dit pas comment un instant s’écrit",
            "'{form}' does not say how an instant is written",
            "par exemple %d/%m/%Y %H:%M",
            "for example %d/%m/%Y %H:%M",
        ),
        "fault.rest.bodies": (
            "json et data : une demande n’a qu’un corps",
            "json and data: a request has one body",
            "gardez data pour un formulaire, sinon json",
            "keep data for a form, else json",
        ),
        "fault.rest.offset": (
            "offset_format n’écrit pas {blank} : chaque page serait la première",
            "offset_format does not write {blank}: each page would be the first",
            "par exemple {{offset}}-{{last}}",
            "for example {{offset}}-{{last}}",
        ),
        "fault.rest.body": (
            "« {path} » ne mène à aucun endroit du corps de la demande",
            "'{path}' leads nowhere in the body of the request",
            "écrivez des noms séparés par des points ; dans une liste, le rang d’un de ses éléments, à partir de 0",
            "write names with dots between them; in a list, the place of one of its elements, counted from 0",
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
    yield from client_faults(settings.get("client") or {}, "settings.client")
    yield from path_faults(settings, "settings")
    yield from _resources(settings.get("resources") or ())


def path_faults(settings: Any, within: str) -> Iterator[Fault]:
    """Paths at any depth that are none."""
    for where, text in _paths(settings, within):
        if not paths.is_path(text):
            yield fault("fault.rest.path", field=where, path=text)


def client_faults(client: dict[str, Any], where: str) -> Iterator[Fault]:
    """An address that is none, a token that is nowhere."""
    address = urlsplit(str(client.get("base_url", "")))
    if address.scheme not in ("https", "http") or not address.hostname:
        yield fault("fault.rest.base_url", field=f"{where}.base_url")
    auth = client.get("auth") or {}
    places = [auth.get(f"session_token_{place}") for place in ("path", "header", "cookie")]
    if auth.get("type") == "session_token" and len(list(filter(None, places))) != 1:
        yield fault("fault.rest.token", field=f"{where}.auth")
    requester = auth.get("login_requester") or {}
    if requester.get("json") is not None and requester.get("data") is not None:
        yield fault("fault.rest.bodies", field=f"{where}.auth.login_requester")


def _resources(declared: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    above = {str(resource.get("name")): parents_of(resource.get("endpoint") or {}) for resource in declared}
    seen: set[str] = set()
    for number, resource in enumerate(declared):
        where, name = f"settings.resources[{number}]", str(resource.get("name"))
        yield from endpoint_faults(resource.get("endpoint") or {}, f"{where}.endpoint")
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


def endpoint_faults(endpoint: dict[str, Any], where: str) -> Iterator[Fault]:
    """A list that can't be asked for as it is declared."""
    yield from _incremental(endpoint, f"{where}.incremental")
    yield from _request(endpoint, where)


def _request(endpoint: dict[str, Any], where: str) -> Iterator[Fault]:
    """What would be sent as it is written, or put where nothing is."""
    known = beginnings.BLANKS if endpoint.get("incremental") else ()
    for blank in sorted(beginnings.blanks_of(endpoint).difference(known)):
        yield fault("fault.rest.blank", field=where, blank=blank)
    if endpoint.get("json") is not None and endpoint.get("data") is not None:
        yield fault("fault.rest.bodies", field=where)
    paginator, incremental = endpoint.get("paginator") or {}, endpoint.get("incremental") or {}
    if "{offset}" not in (paginator.get("offset_format") or "{offset}"):
        yield fault("fault.rest.offset", field=f"{where}.paginator.offset_format", blank="{offset}")
    for part, declared in (("paginator", paginator), ("incremental", incremental)):
        for name, path in declared.items():
            if name.endswith("_body_path") and not _leads_into(str(path), endpoint.get("json")):
                yield fault("fault.rest.body", field=f"{where}.{part}.{name}", path=path)


def _leads_into(path: str, json: Any) -> bool:
    """Whether a value can be put there: what is no object or list yet would be lost."""
    name, _, deeper = path.partition(".")
    if isinstance(json, list | tuple):
        return (
            name.isdecimal()
            and int(name) < len(json)
            and (not deeper or _leads_into(deeper, json[int(name)]))
        )
    if isinstance(json, dict):
        return not deeper or _leads_into(deeper, json.get(name))
    return json is None


def _incremental(endpoint: dict[str, Any], where: str) -> Iterator[Fault]:
    declared = endpoint.get("incremental")
    if not declared:
        return
    in_blank = beginnings.START in beginnings.blanks_of(endpoint)
    places = (declared.get(name) for name in ("start_param", "start_body_path", "is_data_feed"))
    if not in_blank and not any(places):
        yield fault("fault.rest.start", field=where, blank=beginnings.START)
    if in_blank and declared.get("initial_value") is None:
        yield fault("fault.rest.initial", field=where, blank=beginnings.START)
    reached = [declared.get(name) for name in ("cursor_path", "checkpoint_path", "checkpoint_header")]
    if len(list(filter(None, reached))) != 1:
        yield fault("fault.rest.cursor", field=where)
    if "{start}" not in (declared.get("start_format") or "{start}"):
        yield fault("fault.rest.start_format", field=f"{where}.start_format", blank="{start}")
    yield from _forms(declared, where)
    zone = declared.get("zone") or "UTC"
    if zone not in available_timezones():
        yield fault("fault.rest.zone", field=f"{where}.zone", zone=zone)


_DIRECTIVE = re.compile(r"%(ms|s|[-#]?[aAbBcdDfFGHIjmMpSTuUVwWxXyYzZ%])|%")


def _forms(declared: dict[str, Any], where: str) -> Iterator[Fault]:
    """Forms of instants that name at least one part of it, and nothing that strptime and strftime do not know."""
    written = {
        f"cursor_datetime_formats[{n}]": at
        for n, at in enumerate(declared.get("cursor_datetime_formats") or ())
    }
    for name, form in {**written, "datetime_format": declared.get("datetime_format")}.items():
        found = _DIRECTIVE.findall(str(form or "%s"))
        if not all(found) or not found:
            yield fault("fault.rest.form", field=f"{where}.{name}", form=form)


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
    elif name == "params" and isinstance(inner, dict):
        yield from _paths({name: value for name, value in inner.items() if isinstance(value, dict)}, where)
    elif name not in ("json", "data", "headers"):  # the names in there are the API's
        yield from _paths(inner, where)
