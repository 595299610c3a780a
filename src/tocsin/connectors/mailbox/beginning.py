"""Beginning: from which day on a mailbox is read, and which of its mails are older. Knows no protocol, reads no clock.

Days are the mail server's own (as in RFC 3501, SEARCH SINCE): a mail of that day belongs to it whatever its hour.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from msgspec.structs import replace

from tocsin.connectors.mailbox.settings import Position, Skipped

Arrivals = Mapping[int, datetime | None]  # by UID; None: the server does not say


def begin(
    validity: int, arrived: Arrivals, position: Position, declared: date | None, now: datetime
) -> Position:
    """The position before the first mail is read, for a new mailbox or a mailbox with new UIDs.

    Without a declared day the day is today, and stays so: new UIDs do not change it.
    """
    since = declared or position.since
    if since is None and not position.uid_validity:
        since = _today(arrived, now)
    return Position(
        uid_validity=validity,
        since=since,
        there_uid=max(arrived, default=0),
        skipped=_skipped(arrived, arrived, since),
    )


def reaches_back(position: Position, declared: date | None) -> bool:
    """Whether the settings name an earlier day than the one from which the mailbox was read."""
    return bool(declared and position.since and declared < position.since)


def missing(arrived: Arrivals, position: Position, declared: date) -> list[int]:
    """Of the mails that were skipped, those that must be read now."""
    assert position.since is not None
    passed = [uid for uid in arrived if uid <= min(position.there_uid, position.last_uid)]
    return [
        uid
        for uid in passed
        if is_older(arrived[uid], position.since) and not is_older(arrived[uid], declared)
    ]


def reached_back(arrived: Arrivals, position: Position, declared: date) -> Position:
    """The position once the missing mails are read."""
    there = [uid for uid in arrived if uid <= position.there_uid]
    return replace(position, since=declared, skipped=_skipped(arrived, there, declared))


def is_older(arrived: datetime | None, since: date | None) -> bool:
    """Whether a mail came before the day; a mail without a known time is not skipped."""
    return arrived is not None and since is not None and arrived.date() < since


def _today(arrived: Arrivals, now: datetime) -> date:
    """Today in the server's zone, by the newest mail with a time."""
    dated = [instant for _, instant in sorted(arrived.items()) if instant is not None]
    return now.astimezone(dated[-1].tzinfo if dated else now.tzinfo).date()


def _skipped(arrived: Arrivals, uids: Collection[int], since: date | None) -> Skipped | None:
    days = [arrived[uid].date() for uid in uids if is_older(arrived[uid], since)]  # type: ignore[union-attr]
    return Skipped(count=len(days), first=min(days), last=max(days)) if days else None
