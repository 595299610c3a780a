"""Document: one readable message, whatever it came in. Knows no format."""

from datetime import datetime
from typing import Any

from msgspec import structs

from tocsin.core.kernel.errors import TocsinError
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

Row = tuple[str, ...]
Table = tuple[Row, ...]


class Unreadable(TocsinError):
    """The message can't be read, or is over a limit: it is quarantined with this reason."""

    code = "translation.not_readable"


class Property(Value):
    """One iCalendar property: upper-case name, parameters, value."""

    name: str
    value: str
    parameters: dict[str, str] = {}


class Component(Value):
    """One iCalendar component and those that it holds."""

    name: str
    properties: tuple[Property, ...] = ()
    components: tuple["Component", ...] = ()


class Attachment(Value):
    """A part with a file name, or of a type that holds data (CSV, iCalendar, JSON).

    ``inline``: it is shown with the text, as a picture is, or is part of it.
    """

    name: str
    media_type: str
    content: bytes
    inline: bool = False

    @property
    def is_calendar(self) -> bool:
        """Does it hold iCalendar text?"""
        return self.media_type in ("text/calendar", "application/ics") or self.name.lower().endswith(".ics")

    @property
    def is_csv(self) -> bool:
        """Does it hold a table as CSV?"""
        return "csv" in self.media_type or self.name.lower().endswith((".csv", ".tsv"))

    @property
    def is_json(self) -> bool:
        """Does it hold JSON?"""
        return self.media_type == "application/json" or self.name.lower().endswith(".json")


class Document(Value):
    """What a format reads. ``text`` has no quoted thread, signature or legal footer.

    ``headers`` have lower-case names; CloudEvents attributes are there as ``ce-type`` ... ``html_text`` is the
    text of the HTML part, ``tables`` its tables. ``parts`` are the media types met. ``json`` is None when there
    is none. ``is_cover``: its mails are attached, and are documents of their own. ``is_forward``: somebody else
    wrote it; ``above``: what the forwarder wrote above it. ``unreadable``: why this part of the
    message could not be read, while others could. ``mailed_by``: the address in From of the mail that came in, and
    ``authentication`` its Authentication-Results, the topmost first: of a forwarded mail, those of the one that carries it.
    """

    source: str
    received_at: datetime
    media_type: str
    subject: str = ""
    sender: str = ""  # bare address, lower case
    sender_name: str = ""
    recipient: str = ""
    date: str = ""
    headers: dict[str, str] = {}
    text: str = ""
    html_text: str = ""
    tables: tuple[Table, ...] = ()
    parts: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[Component, ...] = ()
    json: Any = None
    is_cover: bool = False
    is_forward: bool = False
    above: str = ""
    mailed_by: str = ""
    authentication: tuple[str, ...] = ()
    unreadable: Why | None = None

    @property
    def words(self) -> str:
        """What people wrote in it: the forwarder, then the forwarded."""
        return f"{self.above}\n\n{self.text}".strip()

    def with_text(self, text: str, html_text: str = "", tables: tuple[Table, ...] = ()) -> "Document":
        """The same with this text."""
        return structs.replace(self, text=text, html_text=html_text, tables=tables)

    def with_calendars(self, calendars: tuple[Component, ...]) -> "Document":
        """The same with these calendars."""
        return structs.replace(self, calendars=calendars)


def over(what: str, found: int, limit: int) -> Unreadable:
    """The error of a limit: ``what`` is counted, ``found`` is over ``limit``."""
    return Unreadable("translation.limit", what=what, found=found, limit=limit)
