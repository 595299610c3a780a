"""Notice values: what one recipient is notified of, and what becomes of it."""

from datetime import datetime

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Label
from tocsin.core.sla.values import Clock


class Struck(Value):
    """What is hit in one way: the names of the most critical applications, how many there are, and how many devices."""

    effect: Effect
    applications: tuple[str, ...] = ()
    application_count: int = 0
    device_count: int = 0


class Brief(Value):
    """An incident in short, as it was when the notice was written.

    ``struck`` separates what is down, what is degraded and what only lost its redundancy, the worst first. In briefs of an
    earlier version, ``applications`` are the names of the most critical applications hit in any way, with their counts.
    ``owner`` and ``team`` are names. ``clocks`` carry no pauses nor shares. ``since`` is when the trouble began,
    ``received_at`` when that was received, ``over_at`` when it was over. ``late``: it was long over when it was received.
    """

    number: str
    title: Label
    priority: Priority
    effect: Effect
    since: datetime
    applications: tuple[str, ...] = ()
    application_count: int = 0
    device_count: int = 0
    struck: tuple[Struck, ...] = ()
    team: str = ""
    owner: str = ""
    clocks: tuple[Clock, ...] = ()
    received_at: datetime | None = None
    over_at: datetime | None = None
    late: bool = False


class Notice(Value):
    """What ``recipient`` (mail address) is notified of about one subject. ``id`` is given by the store; ``zone`` is IANA.

    ``clock`` is the side, ours or the supplier's, of a notice at risk or breached. ``by`` is the name of the person
    who caused it, ``note`` what they wrote; ``call``: whom the recipient is to call, with the number.
    ``channel``: what ``recipient`` is an address of. ``person``: the recipient's key, empty for a team's mailbox.
    ``failed``: the person's addresses by which it could not be sent, the last one last.
    """

    id: int
    kind: NoticeKind
    subject: Subject
    recipient: str
    language: Language
    zone: str
    created_at: datetime
    brief: Brief
    clock: str = ""
    by: str = ""
    note: str = ""
    call: str = ""
    channel: str = "mail"
    person: str = ""
    failed: tuple[str, ...] = ()


class SentMail(Value):
    """A mail of the past: to whom, when, about which subjects, which of them as a P1.

    ``digest``: it was a digest, which keep a distance from each other.
    """

    recipient: str
    at: datetime
    subjects: tuple[Subject, ...]
    digest: bool = False
    urgent: tuple[Subject, ...] = ()


class Send(Value):
    """One mail, now. ``notices`` (ids) are in it, in order of time; the first of them leads the mail.

    A digest counts against the digests' allowance, even if it is about one incident only.
    """

    recipient: str
    notices: tuple[int, ...]
    digest: bool
    why: Why


class Hold(Value):
    """These notices (ids) wait until then: look at them again with what has come meanwhile."""

    notices: tuple[int, ...]
    until: datetime
    why: Why


class Skip(Value):
    """These notices (ids) are never sent: they are pointless by now."""

    notices: tuple[int, ...]
    why: Why


class Delivery(Value):
    """What a channel's sender carries to one ``address``, once; it belongs to a subject. ``id`` is given by the store.

    ``payload`` is what the channel needs besides the address: a gateway's message has ``title text``; a mail
    has ``sender subject text message_id thread_id``,
    and one to a supplier ``reply_to`` and ``written_by``, and perhaps ``file_name file_type file_base64``.
    ``attempts`` is how often it was tried.
    """

    subject: Subject
    channel: str
    address: str
    payload: dict[str, str]
    id: int = 0
    attempts: int = 0


class Letter(Value):
    """A mail as people read it: plain text."""

    subject: str
    text: str
