"""Filing: moves mails that were dealt with into folders, for the people who look at the mailbox."""

from collections.abc import Sequence
from imaplib import IMAP4

from imap_tools import BaseMailBox

from tocsin.connectors.mailbox.session import connect, leave
from tocsin.connectors.mailbox.settings import Mailbox

_AT_ONCE = 500  # UIDs in one command


def file_away(mailbox: Mailbox, uid_validity: int, uids: Sequence[int], folder: str) -> bool:
    """Move these mails into ``folder``, made if missing; by MOVE, or COPY and delete where a server lacks it.

    False, and nothing moved, when UIDVALIDITY has changed: the UIDs would name other mails. Mails that are
    gone already are no mistake. Raises one of ``session.LOST``.
    """
    box = connect(mailbox)
    try:
        box.folder.set(mailbox.folder)
        if int(box.client.response("UIDVALIDITY")[1][0]) != uid_validity:
            return False
        if not box.folder.exists(folder):
            box.folder.create(folder)
        _move(box, [str(uid) for uid in uids], folder)
        return True
    finally:
        leave(box)


def _move(box: BaseMailBox, uids: Sequence[str], folder: str) -> None:
    """Without MOVE: copied, then marked deleted. A plain EXPUNGE would take what others have marked as well."""
    if "MOVE" in box.client.capabilities:
        box.move(uids, folder, chunks=_AT_ONCE)
        return
    for at in range(0, len(uids), _AT_ONCE):
        some = ",".join(uids[at : at + _AT_ONCE])
        box.copy(some, folder)
        _done(box.client.uid("STORE", some, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in box.client.capabilities:
            _done(box.client.uid("EXPUNGE", some))


def _done(result: tuple[str, object]) -> None:
    if result[0] != "OK":
        raise IMAP4.error(f"filing: {result!r}")
