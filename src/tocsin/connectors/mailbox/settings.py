"""What a mailbox needs to be read, and how far it was read; knows no protocol."""

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.mailbox import MailboxSettings


class Mailbox(MailboxSettings, kw_only=True):
    """The mailbox of a source. Its password, the secret itself here, stays out of what is printed."""

    source: str

    def __repr__(self) -> str:
        return f"Mailbox({self.user}@{self.host}:{self.port}/{self.folder})"


class Position(Value):
    """How far a mailbox was read. A new UIDVALIDITY makes every UID meaningless (RFC 3501, 2.3.1.1)."""

    uid_validity: int = 0
    last_uid: int = 0
