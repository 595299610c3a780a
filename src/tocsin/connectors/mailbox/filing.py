"""Filing: moves mails that were worked into folders, for the people who look at the mailbox."""

from collections.abc import Sequence
from imaplib import IMAP4

import structlog
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from tocsin.connectors.mailbox.session import connect, leave
from tocsin.connectors.mailbox.settings import Mailbox

_AT_ONCE = 500  # UIDs in one command
_REFUSED = (IMAP4.error, ImapToolsError)  # a NO of the server; an abort is the connection's end

_log = structlog.get_logger(__name__)


def file_away(mailbox: Mailbox, uid_validity: int, uids: Sequence[int], folder: str) -> bool:
    """Move these mails into ``folder``, made if missing; by MOVE, or COPY and delete where a server lacks it.

    False, and nothing moved, when UIDVALIDITY has changed: the UIDs would name other mails. Mails that are
    gone already are no mistake; a mail that the server cannot move stays. Raises one of ``session.LOST``.
    """
    box = connect(mailbox)
    try:
        box.folder.set(mailbox.folder)
        if int(box.client.response("UIDVALIDITY")[1][0]) != uid_validity:
            return False
        if not box.folder.exists(folder):
            box.folder.create(folder)
        for at in range(0, len(uids), _AT_ONCE):
            _move_all(box, [str(uid) for uid in uids[at : at + _AT_ONCE]], folder)
        return True
    finally:
        leave(box)


def _move_all(box: BaseMailBox, uids: Sequence[str], folder: str) -> None:
    """All of them; one by one where the server refuses, so that one bad mail does not keep the others here.

    Raises its last error when it moves none of several: then it refuses the folder.
    """
    try:
        _move(box, uids, folder)
    except IMAP4.abort:
        raise
    except _REFUSED as refusal:
        _log.warning("move refused", folder=folder, mails=len(uids), reason=str(refusal))
        if len(uids) > 1 and not sum([_moves(box, uid, folder) for uid in uids]):
            raise


def _moves(box: BaseMailBox, uid: str, folder: str) -> bool:
    try:
        _move(box, [uid], folder)
    except IMAP4.abort:
        raise
    except _REFUSED as refusal:
        _log.warning("mail stays", folder=folder, uid=uid, reason=str(refusal))
        return False
    return True


def _move(box: BaseMailBox, uids: Sequence[str], folder: str) -> None:
    """Without MOVE: copied, then marked deleted. A plain EXPUNGE would also delete mails that others have marked."""
    if "MOVE" in box.client.capabilities:
        box.move(uids, folder)
        return
    some = ",".join(uids)
    box.copy(some, folder)
    _done(box.client.uid("STORE", some, "+FLAGS.SILENT", r"(\Deleted)"))
    if "UIDPLUS" in box.client.capabilities:
        _done(box.client.uid("EXPUNGE", some))


def _done(result: tuple[str, object]) -> None:
    if result[0] != "OK":
        raise IMAP4.error(f"filing: {result!r}")
