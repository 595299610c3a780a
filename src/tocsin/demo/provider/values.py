"""Provider values: alarms and tickets as the provider keeps them. Values; they know no wire form."""

from datetime import datetime

from tocsin.core.kernel.value import Value

NEW, TAKEN, AT_WORK, WAITING = "Nouveau", "Pris en charge", "En cours d'intervention", "En attente client"
SOLVED, REOPENED, CLOSED, CANCELLED = "Résolu", "Rouvert", "Clos", "Annulé"
STATES = (NEW, TAKEN, AT_WORK, WAITING, SOLVED, REOPENED, CLOSED, CANCELLED)
SEVERITIES = ("Critique", "Majeure", "Mineure")
ACTIVE, ENDED = "Active", "Terminée"


class Alarm(Value):
    """An alarm of the supervision. ``version`` grows with each change."""

    id: str
    nature: str
    severity: str
    place: dict[str, str]  # site, salle, baie, pdu, voie, prise
    where: str  # the same as text
    began: datetime
    updated: datetime
    state: str = ACTIVE
    ended: datetime | None = None
    version: int = 1


class Comment(Value):
    """What somebody said on a ticket. ``internal``: a note of the provider's, which never leaves."""

    id: int
    author: str
    text: str
    at: datetime
    reference: str = ""  # the client's own of this comment
    internal: bool = False


class Attachment(Value):
    """A file on a ticket."""

    id: int
    name: str
    media_type: str
    content: bytes
    sha256: str


class Ticket(Value):
    """A ticket of the desk. ``mailed_by`` and ``thread``: it came by mail, from whom, in answer to which Message-ID."""

    number: str
    subject: str
    description: str
    severity: str
    created: datetime
    updated: datetime
    reference: str = ""  # the client's
    contract: str = ""
    place: str = ""
    state: str = NEW
    assignee: str = ""
    version: int = 1
    comments: tuple[Comment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    mailed_by: str = ""
    thread: str = ""
