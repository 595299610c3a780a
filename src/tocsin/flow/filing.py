"""Filing: where an organisation asks for it, a mail that was worked is moved into a folder of its mailbox.

A source asks with the settings ``file_translated``, ``file_ignored`` and ``file_queued`` (folder names).
"""

from collections import defaultdict

import structlog

from tocsin.connectors.mailbox import Mailbox, file_away
from tocsin.connectors.mailbox.session import LOST
from tocsin.core.organisation.values import Source
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


def file_worked(source: Source, mailbox: Mailbox) -> int:
    """Move the mails worked since the last time, oldest first; how many. A lost mailbox is tried again later."""
    if not any(setting in source.settings for setting in _SETTING.values()):
        return 0
    done = int(sources.position(source.key).get("filed", 0))
    worked = queue.worked_mails(source.key, after=done)
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for mail in worked:
        folder = source.settings.get(_SETTING[Status(mail.status)])
        if folder and mail.folder == mailbox.folder:
            groups[mail.uid_validity, str(folder)].append(mail.uid)
    try:
        for (validity, folder), uids in groups.items():
            file_away(mailbox, validity, uids, folder)
    except LOST as error:
        log.warning("filing.postponed", source=source.key, reason=str(error))
        return 0
    if worked:
        sources.reached(source.key, {"filed": worked[-1].id}, clock.now())
    return len(worked)
