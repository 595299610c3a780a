"""Filing: moves mails that were dealt with into folders, for the people who look at the mailbox."""

from collections.abc import Sequence

from tocsin.connectors.mailbox.session import connect, leave
from tocsin.connectors.mailbox.settings import Mailbox


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
        box.move([str(uid) for uid in uids], folder, chunks=500)
        return True
    finally:
        leave(box)
