"""The ``settings`` of a source that is a REST API: dlt's words, and Airbyte's for session login and budget.

Nothing is guessed: paging, the place of the items and the increment are declared, or there is one page and no increment.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from msgspec import Meta

from tocsin.connectors.rest import paths
from tocsin.core.calls.budget import Rate
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare, declare_faults
from tocsin.core.kernel.value import Value
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
            "écrivez start_param ou start_body_path",
            "write start_param or start_body_path",
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

Positive = Annotated[int, Meta(ge=1)]


class Basic(Value, tag_field="type", tag="http_basic"):
    """Name and password with every request."""

    username: str
    password: str


class Bearer(Value, tag_field="type", tag="bearer"):
    """A token that does not expire, with every request."""

    token: str


Location = Literal["header", "query", "body"]


class ApiKey(Value, tag_field="type", tag="api_key"):
    """A key under ``name``, in a header, in the query, or in the JSON of the request."""

    api_key: str
    name: str = "Authorization"
    location: Location = "header"


class Place(Value):
    """Where a session token goes: under ``name``, as it is or after ``Bearer``."""

    type: Literal["api_key", "bearer"] = "bearer"
    name: str = "Authorization"
    location: Location = "header"


class LoginRequester(Value):
    """The request that logs in: names and passwords stand in its ``json``, ``data`` or ``headers``."""

    path: str
    method: Literal["GET", "POST"] = "POST"
    json: dict[str, Any] | None = None
    data: dict[str, str] | None = None
    headers: dict[str, str] = {}


class SessionToken(Value, tag_field="type", tag="session_token"):
    """A login gives a token, at ``session_token_path`` of its answer.

    Without ``expiration_duration`` it is good until it is refused.
    """

    login_requester: LoginRequester
    session_token_path: str
    expiration_duration: timedelta | None = None
    request_authentication: Place = Place()


class OAuth2(Value, tag_field="type", tag="oauth2_client_credentials"):
    """Client credentials (RFC 6749, 4.4), sent in the header, or in the body where the server wants them there.

    ``default_token_expiration``: where the answer gives none.
    """

    access_token_url: str
    client_id: str
    client_secret: str
    scope: str = ""
    credentials_in: Literal["header", "body"] = "header"
    access_token_request_data: dict[str, str] = {}
    default_token_expiration: timedelta = timedelta(hours=1)


Auth = Basic | Bearer | ApiKey | SessionToken | OAuth2


class SinglePage(Value, tag_field="type", tag="single_page"):
    """All items stand in one answer."""


class PageNumber(Value, tag_field="type", tag="page_number"):
    """Pages by number, until one is empty, ``total_path`` (a number of pages) is reached, or the answer says so.

    ``page_body_path``: the number stands in the JSON of the request, at names with dots between them, not in the query.
    ``has_more_path`` is false, or ``is_last_path`` true, on the last page.
    """

    base_page: int = 0
    page_param: str = "page"
    page_body_path: str = ""
    total_path: str = ""
    has_more_path: str = ""
    is_last_path: str = ""
    maximum_page: Positive = 1000


class Offset(Value, tag_field="type", tag="offset"):
    """Items by offset, until a page is empty, ``total_path`` (a number of items) is reached, or the answer says so.

    ``offset_body_path`` and ``limit_body_path``: they stand in the JSON of the request, not in the query.
    ``has_more_path`` is false, or ``is_last_path`` true, on the last page. A page shorter than ``limit`` does not end the
    walk: servers reduce ``limit`` without notice.
    """

    limit: Positive
    offset: int = 0
    offset_param: str = "offset"
    limit_param: str = "limit"
    offset_body_path: str = ""
    limit_body_path: str = ""
    total_path: str = ""
    has_more_path: str = ""
    is_last_path: str = ""
    maximum_offset: Positive = 1_000_000


class Cursor(Value, tag_field="type", tag="cursor"):
    """The value at ``cursor_path`` of an answer is ``cursor_param`` of the next request; without a value: the last page.

    ``cursor_body_path``: it stands in the JSON of the request, not in the query. ``has_more_path`` is false, or
    ``is_last_path`` true, on the last page.
    """

    cursor_path: str
    cursor_param: str = "cursor"
    cursor_body_path: str = ""
    has_more_path: str = ""
    is_last_path: str = ""


class HeaderCursor(Value, tag_field="type", tag="header_cursor"):
    """The value of the header ``cursor_key`` is ``cursor_param`` of the next request; without it: the last page."""

    cursor_key: str
    cursor_param: str = "cursor"


class HeaderLink(Value, tag_field="type", tag="header_link"):
    """The next page stands in the header Link (RFC 8288) under this relation."""

    links_next_key: str = "next"


class JsonLink(Value, tag_field="type", tag="json_link"):
    """The next page's address stands in the answer."""

    next_url_path: str = "$.next"


Paginator = SinglePage | PageNumber | Offset | Cursor | HeaderCursor | HeaderLink | JsonLink


class Incremental(Value):
    """Only what changed since: ``start_param`` asks for it, from the greatest ``cursor_path`` seen, less ``lag``.

    ``lag``: items that appear late, or with an equal time, are asked for again; known items are not kept twice.
    ``start_body_path``: the beginning stands in the JSON of the request, at names with dots between them, not in the query.
    ``datetime_format`` (as strftime; ``%s`` and ``%ms`` are seconds and milliseconds since 1970) is how a request writes
    an instant, else as the items do; ``cursor_datetime_formats`` are how the items write it, where not as ISO 8601.
    ``zone``: that of instants without one.
    """

    cursor_path: str
    start_param: str = ""
    start_body_path: str = ""
    initial_value: str | int | float | None = None
    lag: timedelta | int | float = 0  # a duration for instants, a number for numbers
    start_format: str = "{start}"  # how the beginning is written: ``>={start}``
    datetime_format: str = ""
    cursor_datetime_formats: tuple[str, ...] = ()
    zone: str = "UTC"


class ResponseAction(Value):
    """What an answer with this status, or with this text in it, means. ``renew``: the session is over, log in again."""

    action: Literal["ignore", "unavailable", "renew"]
    status_code: int | None = None
    content: str = ""


class Endpoint(Value):
    """Where the items of a resource are asked for, and where they stand in the answer."""

    path: str
    method: Literal["GET", "POST"] = "GET"
    params: dict[str, str | int | bool | tuple[str | int, ...]] = {}
    json: dict[str, Any] | None = None
    data_selector: str = "$"
    paginator: Paginator = SinglePage()
    incremental: Incremental | None = None
    response_actions: tuple[ResponseAction, ...] = ()


class Resource(Value):
    """A list of items. ``primary_key`` identifies an item, ``version_path`` its state (else its content does)."""

    name: str
    endpoint: Endpoint
    primary_key: str
    version_path: str = ""


class Line(Value):
    """A line of the contract: ``limit`` calls in any ``interval``; with ``zone``, ``P1D`` is each calendar day there."""

    limit: Positive
    interval: timedelta
    zone: str = ""

    @property
    def rate(self) -> Rate:
        """As the budget wants it."""
        return Rate(limit=self.limit, interval_s=int(self.interval.total_seconds()), zone=self.zone)


class ApiBudget(Value):
    """The calls that the contract allows, and how much of them is used (of 1)."""

    rates: tuple[Line, ...]
    margin: Annotated[float, Meta(gt=0, le=1)] = 0.8


class Client(Value):
    """The counterpart. ``account``: sources with the same account share a budget; by default the host and the user."""

    base_url: str
    api_budget: ApiBudget
    auth: Auth | None = None
    headers: dict[str, str] = {}
    account: str = ""
    ca_file: str = ""
    deadline_s: Annotated[float, Meta(gt=0, le=600)] = 30.0
    max_bytes: Positive = 10_000_000

    @property
    def named_account(self) -> str:
        """The name under which its calls are counted."""
        return self.account or urlsplit(self.base_url).netloc


class RestSettings(Value):
    """A REST source. ``every`` and ``urgent``: between two looks, in ordinary times and while an incident is open there."""

    client: Client
    resources: tuple[Resource, ...]
    every: timedelta = timedelta(minutes=1)
    urgent: timedelta = timedelta(seconds=20)


def faults(source: Source) -> Iterator[Fault]:
    """Faults that the types can't express: addresses and paths that cannot work, and resources with the same name."""
    settings: dict[str, Any] = source.settings
    address = urlsplit(str((settings.get("client") or {}).get("base_url", "")))
    if address.scheme not in ("https", "http") or not address.hostname:
        yield fault("fault.rest.base_url", field="settings.client.base_url")
    for where, text in _paths(settings, "settings"):
        if not paths.is_path(text):
            yield fault("fault.rest.path", field=where, path=text)
    seen: set[str] = set()
    for number, resource in enumerate(settings.get("resources") or ()):
        yield from _incremental(resource, f"settings.resources[{number}].endpoint.incremental")
        name = str(resource.get("name"))
        if name in seen:
            yield fault("fault.rest.twice", field=f"settings.resources[{number}].name", name=name)
        seen.add(name)


def _incremental(resource: dict[str, Any], where: str) -> Iterator[Fault]:
    declared = (resource.get("endpoint") or {}).get("incremental")
    if not declared:
        return
    if not declared.get("start_param") and not declared.get("start_body_path"):
        yield fault("fault.rest.start", field=where)
    zone = declared.get("zone") or "UTC"
    if zone not in available_timezones():
        yield fault("fault.rest.zone", field=f"{where}.zone", zone=zone)


_PATHS = frozenset({"data_selector", "primary_key"})


def _paths(node: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, inner in node.items():
            is_path = name in _PATHS or (name.endswith("_path") and not name.endswith("_body_path"))
            if isinstance(inner, str) and is_path and inner:
                yield f"{where}.{name}", inner
            else:
                yield from _paths(inner, f"{where}.{name}")
    elif isinstance(node, list | tuple):
        for number, inner in enumerate(node):
            yield from _paths(inner, f"{where}[{number}]")
