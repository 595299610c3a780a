"""Sending: when a message was sent: a mail's Date, or else its reception."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from tocsin.core.event.values import Precision
from tocsin.core.translation import limits
from tocsin.core.translation.language.times import Moment
from tocsin.core.translation.reading.document import Document


def sent(document: Document) -> Moment:
    """A mail's Date, unless it is absurd or later than its reception; for all other messages the reception."""
    date_header = document.headers.get("date", "") if document.media_type == "message/rfc822" else ""
    found = _dated(date_header) if date_header else None
    if found is None or found > document.received_at or found.year < limits.EARLIEST_YEAR:
        return Moment(at=document.received_at, precision=Precision.MILLISECOND)
    return Moment(at=found, precision=Precision.SECOND)


@lru_cache(maxsize=64)  # asked for every time of a mail
def _dated(date_header: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date_header)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
