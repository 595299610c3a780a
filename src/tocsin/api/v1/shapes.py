"""The shapes that the API takes and gives, as OpenAPI documents them."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

Number = str


class Body(Schema):
    """What is sent to us: an unknown name is a mistake, and is not ignored."""

    model_config = ConfigDict(extra="forbid")


class Title(Schema):
    """A name in both languages."""

    fr: str
    en: str


class IncidentOut(Schema):
    """An incident in a list. Instants are UTC; keys are the organisation's. ``since`` is when the trouble began, as its
    source says; ``opened_at`` when it was received.
    """

    number: Number = Field(examples=["INC-42"])
    id: int
    title: Title
    state: Literal["new", "in_progress", "pending", "resolved", "closed"]
    kind: str
    effect: str
    priority: str
    criticality: str
    cause: str
    cause_kind: str
    owner_team: str
    owner: str
    holder: str
    regions: list[str]
    applications: list[str]
    since: datetime
    opened_at: datetime
    last_at: datetime
    recovered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    folded_into: int | None
    alert_count: int
    ours_due_at: datetime | None
    supplier_due_at: datetime | None
    supplier: str
    reference: str
    ours_overrun: bool
    supplier_overrun: bool


class IncidentsOut(Schema):
    """A page of incidents in the order asked for. Ask again with ``before`` = ``next`` for the following page."""

    items: list[IncidentOut]
    next: int | None


class HitOut(Schema):
    """One item that the incident hits. ``total`` is how many of its type are hit: only the first are listed."""

    item: str
    type: str
    effect: str
    via: list[str]
    label: str
    total: int


class AlertOut(Schema):
    """An alert of an incident. ``fingerprint`` is its name, by which it is split off; ``state_at``: since when it is so."""

    fingerprint: str
    source: str
    kind: str
    item: str
    subject: str
    summary: str
    state: str
    state_at: datetime


class EntryOut(Schema):
    """One entry of the timeline; ``why`` is the reason of an automatic judgement, in your language."""

    at: datetime
    actor: str
    verb: str
    why: str
    data: dict[str, Any]


class ClockOut(Schema):
    """One commitment's clock, read now. Seconds are of its calendar; ``remaining_s`` goes below zero."""

    side: Literal["ours", "supplier"]
    commitment: str
    name: str
    target_s: int
    state: str
    elapsed_s: int
    remaining_s: int
    started_at: datetime | None
    at_risk_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    why: str


class ReferenceOut(Schema):
    """A number of the supplier's own; ``by`` is the source or the person (key) who gave it."""

    text: str
    by: str
    at: datetime


class ReachOut(Schema):
    """Whom to ask for now; ``open``: they work now, else ``opens_at`` is when they do."""

    name: str
    role: str
    phone: str
    email: str
    open: bool
    opens_at: datetime | None
    why: str


class ChannelOut(Schema):
    """A way to reach the supplier; costs are in cents, for each use and for each minute."""

    name: str
    address: str
    cost: int
    cost_minute: int
    urgent: bool


class RungOut(Schema):
    """A rung of the supplier's ladder; ``due_at`` is null while their clock does not run."""

    name: str
    after_s: int
    phone: str
    email: str
    due_at: datetime | None
    due: bool


class ReadyMessageOut(Schema):
    """A mail to the supplier, ready to be sent. ``checked``: their own format reads it back as the same place."""

    to: str
    subject: str
    text: str
    language: Literal["fr", "en"]
    kind: str
    place: str
    format: str
    checked: bool
    why: str


class ProviderOut(Schema):
    """Whom to contact about this incident: the supplier that answers for its cause. ``advised``: by which channel now, and
    ``channels_passed``: why by none of the others.
    """

    supplier: str
    name: str
    zone: str
    contract: str
    contract_name: str
    reach: ReachOut | None
    number: str
    channels: list[ChannelOut]
    advised: str
    channel_why: str
    channels_passed: list[str]
    rungs: list[RungOut]
    message: ReadyMessageOut
    why: str


class IncidentWhole(IncidentOut):
    """An incident with its clocks, what it hits, its alerts (200 at most, the firing ones first), and its timeline (newest
    first; ``older`` pages on).
    """

    supplier: str
    reference: str
    references: list[ReferenceOut]
    provider: ProviderOut | None
    reported_at: datetime | None
    inferred: bool
    firing_count: int
    revision: int
    clocks: list[ClockOut]
    hits: list[HitOut]
    alerts: list[AlertOut]
    timeline: list[EntryOut]
    older: int | None


class ActionIn(Body):
    """What an action needs: ``to`` (hand-over: a person's key; pass: us, supplier, user), ``team`` (hand-over to a
    team: its key), ``into`` (merge: the number of the incident that goes on), ``alerts`` (split: fingerprints of the
    alerts that leave, with a blank between them), ``reason`` (pause:
    waiting_user, waiting_supplier, planned_works; send-back: why), ``step`` (accept: what comes next),
    ``reference`` (reference, report: the supplier's own number) and, where none is known yet, ``supplier`` (report: its
    key), ``priority`` and ``criticality`` (prioritise), ``instead`` (correct-place: the incident that reports the trouble
    at the right place, INC-42), ``until`` (on-it: an instant with its offset, 2026-12-31T23:30:00+01:00), ``line``
    (escalate: functional, hierarchical), ``note``.
    """

    note: str = Field("", max_length=4000)
    to: str = ""
    team: str = ""
    into: str = ""
    alerts: str = ""
    reason: str = ""
    reference: str = Field("", max_length=200)
    supplier: str = ""
    priority: str = ""
    criticality: str = ""
    instead: str = ""
    until: str = ""
    line: str = ""
    step: str = Field("", max_length=200)


class ReportIn(Body):
    """What a person reports: ``what`` is wrong, where (``item``, a key, or ``place``, its name in words), how badly, since
    when (now, if not given), who called. ``apart``: it is another trouble than any that is open.
    """

    what: str = Field(min_length=1, max_length=500)
    item: str = Field("", max_length=500)
    place: str = Field("", max_length=500)
    effect: Literal["down", "degraded", "redundancy_lost"] = "down"
    since: AwareDatetime | None = None
    caller: str = Field("", max_length=200)
    apart: bool = False


class MessageOut(Schema):
    """A message in a list; ``why`` are sentences in your language."""

    id: int
    received_at: datetime
    source: str
    channel: str
    media_type: str
    status: str
    format: str
    event_count: int
    size: int
    sender: str
    subject: str
    why: list[str]


class MessagesOut(Schema):
    """A page of messages, newest first. ``searched_to``: a text search stopped there; ask on with ``next``."""

    items: list[MessageOut]
    next: int | None
    searched_to: datetime | None


class EventOut(Schema):
    """One event that a message became."""

    position: int
    occurred_at: datetime
    kind: str
    state: str
    criticality: str
    item: str
    subject: str
    summary: str
    reference: str
    confidence: float
    outcome: str
    incident_id: int | None
    data: dict[str, Any]


class MessageWhole(MessageOut):
    """A message with its envelope and events; its bytes are at ``raw``."""

    envelope: dict[str, str]
    attempts: int
    worked_at: datetime | None
    events: list[EventOut]


class WordOut(Schema):
    """A word that a format's table lacks, and how often it was met."""

    format: str
    table: str
    word: str
    count: int
    last_at: datetime
    message_id: int


class WordIn(Body):
    """What a word of theirs means."""

    format: str
    table: str
    word: str
    ours: str


class AgainOut(Schema):
    """How many messages are worked again."""

    messages: int


class SourceOut(Schema):
    """A source's heartbeat. ``days``: messages a day (UTC) for 30 days, today last. ``refused``: requests refused on the
    day of ``refused_at``; ``refusal``: what was wrong with the last. ``notice``: which older mails of a mailbox were not
    read, and how to read them.
    """

    key: str
    label: str
    channel: str
    rhythm_s: int
    declared: bool
    state: str
    since: datetime | None
    last_message_at: datetime | None
    error: str
    today: int
    month: int
    days: list[int]
    refused: int
    refused_at: datetime | None
    refusal: str
    notice: str


class StepOut(Schema):
    """One step of an explanation: its key, its name and its sentences in your language."""

    stage: str
    title: str
    lines: list[str]
