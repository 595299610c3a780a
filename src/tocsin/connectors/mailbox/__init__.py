"""The mailbox: reads mail over IMAP, and never relies on flags or folders that people change."""

from tocsin.connectors.mailbox.connector import CONNECTOR
from tocsin.connectors.mailbox.filing import file_away
from tocsin.connectors.mailbox.settings import Mailbox, Position, Tls
from tocsin.connectors.mailbox.watcher import MailboxWatcher

__all__ = ["CONNECTOR", "Mailbox", "MailboxWatcher", "Position", "Tls", "file_away"]
