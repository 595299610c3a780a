"""The ``settings`` of a source that is a mailbox, and how far it was read; knows no protocol."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Source

FOLDERS = ("file_translated", "file_ignored", "file_queued")

declare_faults(
    {
        "fault.mailbox.own_folder": (
            "{folder} est le dossier lu : un courriel traité y serait relevé de nouveau",
            "{folder} is the folder that is read: a worked mail would be read again there",
            "nommez un autre dossier",
            "name another folder",
        ),
        "fault.mailbox.skipped": (
            "lue depuis le {since}\u00a0; courriels plus anciens non lus\u00a0: {count}, du {first} au {last}",
            "read from {since} on; older mails not read: {count}, from {first} to {last}",
            "pour les lire aussi\u00a0: «\u00a0since: {first}\u00a0» dans les settings de cette source, puis tocsin apply",
            "to read them as well: since: {first} in the settings of this source, then tocsin apply",
        ),
    }
)


class Tls(StrEnum):
    """How the connection is protected."""

    SSL = "ssl"  # from the first byte (port 993)
    STARTTLS = "starttls"  # from the STARTTLS command on (port 143)
    NONE = "none"  # not at all: tests, or a server on this very machine


class MailboxSettings(Value):
    """One folder of one account; ``file_*`` name the folders that worked mails are moved to, if any.

    ``since`` is the day from which the mails that lie there already are read; None: the day of the first reading.
    """

    host: str
    user: str
    password: str
    port: Annotated[int, Meta(ge=1, le=65535)] = 993
    folder: str = "INBOX"
    since: date | None = None
    tls: Tls = Tls.SSL
    ca_file: str = ""  # empty: the authorities that the system trusts
    timeout_s: float = 30.0
    poll_s: float = 60.0  # where the server lacks IDLE
    idle_s: float = 240.0  # IDLE is issued again after this: before anything drops an idle connection
    max_bytes: int = 25_000_000  # of a mail over this size only the headers are fetched
    file_translated: str = ""
    file_ignored: str = ""
    file_queued: str = ""

    def __repr__(self) -> str:
        return f"Mailbox({self.user}@{self.host}:{self.port}/{self.folder})"


class Mailbox(MailboxSettings, kw_only=True):
    """The mailbox of a source. Its password is the secret itself here, and is never printed."""

    source: str

    def __repr__(self) -> str:
        return super().__repr__()


class Skipped(Value):
    """The mails that are not read because they came before the day from which a mailbox is read."""

    count: int
    first: date
    last: date


class Position(Value):
    """How far a mailbox was read. A new UIDVALIDITY makes every UID meaningless (RFC 3501, 2.3.1.1).

    Mails up to ``there_uid`` were there when reading began; of these, mails older than ``since`` are not read; None:
    all are read.
    """

    uid_validity: int = 0
    last_uid: int = 0
    since: date | None = None
    there_uid: int = 0
    skipped: Skipped | None = None

    @property
    def notice(self) -> Fault | None:
        """What people should know: which mails are not read, and how to have them read."""
        skipped = self.skipped
        if skipped is None or self.since is None:
            return None
        first, last = str(skipped.first), str(skipped.last)
        return fault(
            "fault.mailbox.skipped", since=str(self.since), count=skipped.count, first=first, last=last
        )


def faults(source: Source) -> Iterator[Fault]:
    """Faults for folders from which a mailbox would read its own filed mails."""
    read = source.settings.get("folder", "INBOX")
    for name in FOLDERS:
        if source.settings.get(name) == read:
            yield fault("fault.mailbox.own_folder", field=f"settings.{name}", folder=read)
