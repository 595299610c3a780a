"""The mailbox: reads mail over IMAP without ever relying on what others have seen or moved."""

from tocsin.connectors.mailbox.filing import file_away
from tocsin.connectors.mailbox.settings import Mailbox, Position
from tocsin.connectors.mailbox.watcher import MailboxWatcher

__all__ = ["Mailbox", "MailboxWatcher", "Position", "file_away"]
