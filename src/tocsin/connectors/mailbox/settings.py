"""What a mailbox needs to be read, and how far it was read; knows no protocol."""

from enum import StrEnum

from tocsin.core.kernel.value import Value


class Tls(StrEnum):
    """How the connection is protected."""

    SSL = "ssl"  # from the first byte (port 993)
    STARTTLS = "starttls"  # from the STARTTLS command on (port 143)
    NONE = "none"  # not at all: tests, or a server on this very machine


class Mailbox(Value):
    """One folder of one account. Its password stays out of what is printed."""

    source: str
    host: str
    user: str
    password: str
    port: int = 993
    folder: str = "INBOX"
    tls: Tls = Tls.SSL
    ca_file: str = ""  # empty: the authorities that the system trusts
    timeout_s: float = 30.0
    poll_s: float = 60.0  # where the server lacks IDLE
    idle_s: float = 240.0  # IDLE is issued again after that long: below what firewalls and servers forget
    max_bytes: int = 25_000_000  # of a mail over this size only the headers are fetched

    def __repr__(self) -> str:
        return f"Mailbox({self.user}@{self.host}:{self.port}/{self.folder})"


class Position(Value):
    """How far a mailbox was read. A new UIDVALIDITY makes every UID meaningless (RFC 3501, 2.3.1.1)."""

    uid_validity: int = 0
    last_uid: int = 0
