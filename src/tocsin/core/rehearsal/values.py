"""Rehearsal values: what is supposed to fail, and what would follow. Values; they know no rule."""

from datetime import datetime

from tocsin.core.incident.values import Incident, NoticeKind, TimelineEntry
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.sla.values import Clock


class Supposed(Value):
    """An item (key) fails at ``at`` as the kind (of event) says, for so many seconds. ``source`` (key) reports it; empty:
    a person does. Nobody takes the incident meanwhile."""

    item: str
    kind: str
    at: datetime
    lasts_s: int = 86_400
    source: str = ""


class Contacted(Value):
    """A mail would leave at ``at`` for ``address`` (of ``name``), about these things, which were due at ``due_at``.

    ``call``: whom it asks the reader to call; ``costs``: what the call costs, as the contract says (key of the supplier).
    """

    at: datetime
    due_at: datetime
    address: str
    name: str
    kinds: tuple[NoticeKind, ...]
    digest: bool
    why: Why
    call: str = ""
    costs: str = ""
    channel: str = "mail"


class Course(Value):
    """What would follow: the incident as it opens, its clocks then, whom mails reach when, and its timeline.

    ``incident`` None: nothing opens, as works or a rule explain it (``muted``).
    """

    incident: Incident | None
    clocks: tuple[Clock, ...] = ()
    contacted: tuple[Contacted, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    muted: bool = False
