"""MailboxSettings: what a source that is a mailbox says in its ``settings``; knows no protocol."""

from enum import StrEnum

from tocsin.core.kernel.value import Value


class Tls(StrEnum):
    """How the connection is protected."""

    SSL = "ssl"  # from the first byte (port 993)
    STARTTLS = "starttls"  # from the STARTTLS command on (port 143)
    NONE = "none"  # not at all: tests, or a server on this very machine


class MailboxSettings(Value):
    """One folder of one account; ``file_*`` name the folders that worked mails are moved to, if any."""

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
    file_translated: str = ""
    file_ignored: str = ""
    file_queued: str = ""
