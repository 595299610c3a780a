"""What a desk that is a REST API says in its ``settings``: each deed as requests, and where its answers say what.

``{name}`` in a request is filled: ``reference`` (ours), ``subject``, ``text``, ``priority``, ``place``, ``kind``,
``contract``, ``number`` (of the incident), ``ticket`` (their number), ``to``, the fields of the transition, ``file_name``,
``file_type``, ``file_base64``, ``file`` (their id of it, to download it), and whatever a request before it has captured.
"""

from typing import Any, Literal

from tocsin.connectors.rest.settings import Client, Endpoint
from tocsin.core.kernel.value import Value


class DeskRequest(Value):
    """One request of a deed. ``capture``: name -> JSONPath in its answer. ``name``: how ``ticket`` paths call its answer.

    ``content`` sends the file itself: as the ``body``, or in a ``form`` beside ``data``, under ``file_field``. A request
    that wants a captured value which is empty is left out.
    """

    path: str
    method: Literal["GET", "POST", "PUT", "PATCH"] = "POST"
    params: dict[str, str] = {}
    json: dict[str, Any] | None = None
    data: dict[str, str] | None = None
    headers: dict[str, str] = {}
    content: Literal["", "body", "form"] = ""
    file_field: str = "file"
    capture: dict[str, str] = {}
    name: str = "answer"


class TicketPaths(Value):
    """Where the answers of ``read``, by their names, say what a ticket is: ``$.answer.status``. ``page`` is filled."""

    reference: str
    state: str
    updated: str = ""
    our_reference: str = ""
    moved_to: str = ""
    created: str = ""
    page: str = ""
    allowed: str = ""
    state_by: str = ""


class RemarkPaths(Value):
    """Where ``read`` finds the comments (``selector``), and what each says: paths in one comment.

    Where a comment comes in pieces, ``belongs_to`` leads to the entry that a piece is of: its texts are one comment, and
    HTML (by ``media_type``) counts where no piece is plain. ``shared`` leads, in all answers, to the entries that are for
    us; what belongs to any other is internal.
    """

    selector: str
    id: str
    author: str
    text: str
    at: str = ""
    internal: str = ""
    media_type: str = ""
    belongs_to: str = ""
    shared: str = ""


class FilePaths(Value):
    """Where ``read`` finds the files (``selector``), and what each says: paths in one file; see RemarkPaths."""

    selector: str
    id: str
    name: str
    size: str = ""
    author: str = ""
    media_type: str = ""
    belongs_to: str = ""
    shared: str = ""


class FoundPaths(Value):
    """What an item of ``search`` or ``list`` says of a ticket: paths in one item. With ``updated``, a ticket is not read
    again for a change that was read already."""

    reference: str
    our_reference: str = ""
    created: str = ""
    updated: str = ""


class Found(Value):
    """A list of tickets: of those that bear our reference (``{reference}`` in ``params``), or that changed."""

    endpoint: Endpoint
    item: FoundPaths


class Download(Value):
    """How a file of theirs is had: its content is the answer itself, or stands at ``base64_path`` of it."""

    path: str
    params: dict[str, str] = {}
    headers: dict[str, str] = {}
    base64_path: str = ""


class DeskSettings(Value):
    """A ticket desk. ``list`` tells what changed since; without it, every open ticket is read one by one, slowly."""

    client: Client
    create: tuple[DeskRequest, ...]
    read: tuple[DeskRequest, ...]
    search: Found
    comment: tuple[DeskRequest, ...]
    ticket: TicketPaths
    transition: tuple[DeskRequest, ...] = ()
    attach: tuple[DeskRequest, ...] = ()
    list: Found | None = None
    remarks: RemarkPaths | None = None
    files: FilePaths | None = None
    download: Download | None = None
