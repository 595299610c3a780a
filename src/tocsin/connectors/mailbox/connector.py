"""The connector of a mailbox: its channel is ``imap``."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any

import msgspec
from msgspec.structs import asdict

from tocsin.connectors.kit import mail as mails
from tocsin.connectors.kit.connector import Connector, Filing, FilingPostponed, Line, Worked
from tocsin.connectors.mailbox.filing import file_away
from tocsin.connectors.mailbox.session import LOST, Session
from tocsin.connectors.mailbox.settings import FOLDERS, Mailbox, MailboxSettings, Position, faults
from tocsin.connectors.mailbox.watcher import CHANNEL, MailboxWatcher, reason_of
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Unavailable
from tocsin.core.kernel.sentences import declare
from tocsin.core.organisation.values import own_label
from tocsin.core.translation.values import Status

declare(
    {
        "error.mailbox.away": (
            "La boîte aux lettres ne s'ouvre pas : {reason}",
            "The mailbox can't be opened: {reason}",
        ),
    }
)

_SETTING = {
    Status.TRANSLATED: "file_translated",
    Status.IGNORED: "file_ignored",
    Status.SET_ASIDE: "file_ignored",
    Status.PARTIAL: "file_queued",
    Status.UNTRANSLATED: "file_queued",
    Status.QUARANTINED: "file_queued",
}


def _watch(line: Line, stop: Event) -> None:

    def deposit(messages: Sequence[Message], position: Position) -> None:
        line.deposit(messages, msgspec.to_builtins(position))

    MailboxWatcher(_mailbox(line), _position(line.position), deposit, line.now, line.status).run(stop)


def _look(line: Line) -> None:
    """Log in and open the folder."""
    try:
        session = Session(_mailbox(line))
        try:
            session.open()
        finally:
            session.close()
    except LOST as error:
        raise Unavailable("error.mailbox.away", reason=reason_of(error)) from error


def _filing(line: Line) -> Filing | None:
    mailbox = _mailbox(line)
    if not any(getattr(mailbox, name) for name in FOLDERS):
        return None
    return lambda worked: _file(mailbox, worked)


def _file(mailbox: Mailbox, worked: Sequence[Worked]) -> None:
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for mail in worked:
        folder, place = getattr(mailbox, _SETTING[Status(mail.status)]), mail.envelope
        if folder and place.get("folder") == mailbox.folder:
            groups[int(place.get("uid_validity") or 0), folder].append(int(place.get("uid") or 0))
    try:
        for (validity, folder), uids in groups.items():
            file_away(mailbox, validity, uids, folder)
    except LOST as error:
        raise FilingPostponed(str(error)) from error


def _position(kept: Mapping[str, Any]) -> Position:
    """The position without the entries of others."""
    ours = {name: kept[name] for name in Position.__struct_fields__ if name in kept}
    return msgspec.convert(ours, Position)


def _mailbox(line: Line) -> Mailbox:
    return Mailbox(source=line.source, **asdict(line.settings))


CONNECTOR = Connector(
    word=CHANNEL,
    label=own_label(fr="Boîte aux lettres", en="Mailbox"),
    settings=MailboxSettings,
    faults=faults,
    watch=_watch,
    look=_look,
    filing=_filing,
    notice=lambda position: _position(position).notice,
    author=lambda message: mails.sender(message.body),
)
