"""Filing: where an organisation asks for it, a mail that was worked is moved into a folder of its mailbox.

A source asks with the settings ``file_translated``, ``file_ignored`` and ``file_queued`` (folder names).
"""

from collections import defaultdict

import structlog

from tocsin.connectors.mailbox import Mailbox, file_away
from tocsin.connectors.mailbox.session import LOST
from tocsin.core.translation.values import Status
from tocsin.flow import clock
from tocsin.store import queue, sources

log = structlog.get_logger()

_SETTING = {
    Status.TRANSLATED: "file_translated",
    Status.IGNORED: "file_ignored",
    Status.PARTIAL: "file_queued",
    Status.UNTRANSLATED: "file_queued",
    Status.QUARANTINED: "file_queued",
}


def file_worked(mailbox: Mailbox) -> int:
    """Move the mails worked since the last time, oldest first; how many. A lost mailbox is tried again later."""
    if not any(getattr(mailbox, setting) for setting in _SETTING.values()):
        return 0
    done = int(sources.position(mailbox.source).get("filed", 0))
    worked = queue.worked_mails(mailbox.source, after=done)
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for mail in worked:
        folder = getattr(mailbox, _SETTING[Status(mail.status)])
        if folder and mail.folder == mailbox.folder:
            groups[mail.uid_validity, folder].append(mail.uid)
    try:
        for (validity, folder), uids in groups.items():
            file_away(mailbox, validity, uids, folder)
    except LOST as error:
        log.warning("filing.postponed", source=mailbox.source, reason=str(error))
        return 0
    if worked:
        sources.reached(mailbox.source, {"filed": worked[-1].id}, clock.now())
    return len(worked)
