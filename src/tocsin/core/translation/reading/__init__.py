"""Reading: a raw message becomes documents, within limits. Knows mail, JSON and CSV, no format."""

from tocsin.core.translation.reading.document import Document as Document
from tocsin.core.translation.reading.document import Unreadable as Unreadable
from tocsin.core.translation.reading.read import read as read
