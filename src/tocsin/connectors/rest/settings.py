"""The ``settings`` of a source that is a REST API: dlt's words, and Airbyte's for session login and budget.

Nothing is guessed: paging, the place of the items and the increment are declared, or there is one page and no increment.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from msgspec import Meta

from tocsin.core.calls.budget import Rate
from tocsin.core.kernel.value import Value

Positive = Annotated[int, Meta(ge=1)]
Decoder = Literal["json", "jsonl", "xml"]  # how an answer is written


class Basic(Value, tag_field="type", tag="http_basic"):
    """Name and password with every request."""

    username: str
    password: str


class Bearer(Value, tag_field="type", tag="bearer"):
    """A token that does not expire, with every request."""

    token: str


Location = Literal["header", "query", "body", "cookie"]


class ApiKey(Value, tag_field="type", tag="api_key"):
    """A key under ``name``, in a header, a cookie, the query, or the JSON of the request; ``prefix`` stands before it."""

    api_key: str
    name: str = "Authorization"
    location: Location = "header"
    prefix: str = ""


class Place(Value):
    """Where a session token goes: under ``name``, as it is or after ``Bearer``."""

    type: Literal["api_key", "bearer"] = "bearer"
    name: str = "Authorization"
    location: Location = "header"


class LoginRequester(Value):
    """The request that logs in: names and passwords stand in its ``json``, ``data``, ``params`` or ``headers``, or in
    ``auth``."""

    path: str
    method: Literal["GET", "POST"] = "POST"
    auth: Basic | Bearer | ApiKey | None = None
    params: dict[str, str] = {}
    json: dict[str, Any] | None = None
    data: dict[str, str] | None = None
    headers: dict[str, str] = {}
    decoder: Decoder = "json"


class SessionToken(Value, tag_field="type", tag="session_token"):
    """A login gives a token, at ``session_token_path`` of its answer, or in its header or cookie of that name.

    Without ``expiration_duration`` it is good until it is refused.
    """

    login_requester: LoginRequester
    session_token_path: str = ""
    session_token_header: str = ""
    session_token_cookie: str = ""
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

    ``total_header``: the header that says how many pages there are.

    ``page_body_path``: the number stands in the JSON of the request, at names with dots between them, not in the query.
    ``has_more_path`` is false, or ``is_last_path`` true, on the last page.
    """

    base_page: int = 0
    page_param: str = "page"
    page_body_path: str = ""
    total_path: str = ""
    total_header: str = ""
    has_more_path: str = ""
    is_last_path: str = ""
    maximum_page: Positive = 1000


class Offset(Value, tag_field="type", tag="offset"):
    """Items by offset, until a page is empty, ``total_path`` (a number of items) is reached, or the answer says so.

    ``offset_body_path`` and ``limit_body_path``: they stand in the JSON of the request, not in the query.
    ``offset_format`` writes both into one parameter (``{limit}:{offset}``, ``{offset}-{last}``), or, with ``offset_header``,
    into a header (``items={offset}-{last}``); an empty ``limit_param`` is not sent. ``total_header``: the header that says
    how many items there are (``25``), or of how many these are some (``items 0-9/25``).
    ``has_more_path`` is false, or ``is_last_path`` true, on the last page. A page shorter than ``limit`` does not end the
    walk: servers reduce ``limit`` without notice.
    """

    limit: Positive
    offset: int = 0
    offset_param: str = "offset"
    limit_param: str = "limit"
    offset_format: str = "{offset}"
    offset_header: str = ""
    offset_body_path: str = ""
    limit_body_path: str = ""
    total_path: str = ""
    total_header: str = ""
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
    """The next page's address stands in the answer.

    ``has_more_path`` is false, or ``is_last_path`` true, on the last page.
    """

    next_url_path: str = "$.next"
    has_more_path: str = ""
    is_last_path: str = ""


Paginator = SinglePage | PageNumber | Offset | Cursor | HeaderCursor | HeaderLink | JsonLink


class Incremental(Value):
    """Only what changed since: ``start_param`` asks for it, from the greatest ``cursor_path`` seen, less ``lag``.

    ``{incremental.start_value}`` and ``{incremental.end_value}`` stand for both ends anywhere in a request.

    ``lag``: items that appear late, or with an equal time, are asked for again; known items are not kept twice.
    ``start_body_path``: the beginning stands in the JSON of the request, at names with dots between them, not in the query;
    ``end_param`` and ``end_body_path``: so does the end, now, for an API that wants one.
    ``checkpoint_path`` or ``checkpoint_header``, instead of ``cursor_path``: the answer says from where to go on.
    ``is_data_feed``: the API takes no beginning, and gives the newest first; pages are read until known times are reached.
    ``datetime_format`` (as strftime; ``%s`` and ``%ms`` are seconds and milliseconds since 1970) is how a request writes
    an instant, else as the items do; ``cursor_datetime_formats`` are how the items write it, where not as ISO 8601.
    ``zone``: that of instants without one.
    """

    cursor_path: str = ""
    checkpoint_path: str = ""
    checkpoint_header: str = ""
    start_param: str = ""
    start_body_path: str = ""
    end_param: str = ""
    end_body_path: str = ""
    is_data_feed: bool = False
    initial_value: str | int | float | None = None
    lag: timedelta | int | float = 0  # a duration for instants, a number for numbers
    start_format: str = "{start}"  # how the beginning is written: ``>={start}``
    datetime_format: str = ""
    cursor_datetime_formats: tuple[str, ...] = ()
    zone: str = "UTC"


class Resolve(Value, tag_field="type", tag="resolve"):
    """A parameter whose value is a ``field`` of each item of another resource: it fills ``{name}`` in the path."""

    resource: str
    field: str


class ResponseAction(Value):
    """What an answer with this status, or with this text in it, means. ``renew``: the session is over, log in again."""

    action: Literal["ignore", "unavailable", "renew"]
    status_code: int | None = None
    content: str = ""


class Endpoint(Value):
    """Where the items of a resource are asked for, and where they stand in the answer. ``data``: a form instead of JSON.

    ``{resources.NAME.FIELD}`` in the path, a parameter, a header or the JSON stands for a field of each item of NAME.
    ``count_path``: a number of items; where it is 0, nothing need stand at ``data_selector``. ``columns_path``: the names
    of the columns, where an item is a list of values. ``key_field``: the name under which an item stands becomes this field.
    """

    path: str
    method: Literal["GET", "POST"] = "GET"
    params: dict[str, str | int | bool | tuple[str | int, ...] | Resolve] = {}
    headers: dict[str, str] = {}
    json: dict[str, Any] | None = None
    data: dict[str, str] | None = None
    decoder: Decoder = "json"
    data_selector: str = "$"
    count_path: str = ""
    columns_path: str = ""
    key_field: str = ""
    paginator: Paginator = SinglePage()
    incremental: Incremental | None = None
    response_actions: tuple[ResponseAction, ...] = ()


class Resource(Value):
    """A list of items. ``primary_key`` identifies an item (several fields: together), ``version_path`` its state (else its
    content does). ``include_from_parent``: fields of the parent's item that each item gets, as ``_parent_field``.
    ``selected: false``: its items are only what others hang on, and are no messages.
    """

    name: str
    endpoint: Endpoint
    primary_key: str | tuple[str, ...]
    version_path: str = ""
    include_from_parent: tuple[str, ...] = ()
    selected: bool = True


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
