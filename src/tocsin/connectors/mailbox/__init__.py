"""The mailbox: reads mail over IMAP without ever relying on what others have seen or moved."""

from tocsin.connectors.mailbox.connector import CONNECTOR
from tocsin.connectors.mailbox.filing import file_away
from tocsin.connectors.mailbox.settings import Mailbox, Position, Tls
from tocsin.connectors.mailbox.watcher import MailboxWatcher

__all__ = ["CONNECTOR", "Mailbox", "MailboxWatcher", "Position", "Tls", "file_away"]
