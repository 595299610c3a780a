"""Correlation values: alerts, open incidents and interventions, and what stands when a batch comes in."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from tocsin.core.event.values import Event
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value


class AlertState(StrEnum):
    """Whether the condition holds."""

    FIRING = "firing"
    RESOLVED = "resolved"


class Sighting(Value):
    """An event after resolution. ``item`` empty: unresolved. ``id`` is the store's number of the event.

    ``sequence`` is the revision of a works notice (iCalendar SEQUENCE), 0 if the source has none. ``again``: its
    message was worked before with the same event; it is counted already.
    """

    event: Event
    item: str = ""
    confidence: float = 1.0
    id: int = 0
    sequence: int = 0
    again: bool = False


class Retraction(Value):
    """Events that a replayed message no longer contains. ``count`` of them; ``over``: no other event keeps the alert firing.

    ``instead`` is the sighting (id) that the message contains in their place, if any.
    """

    fingerprint: str
    count: int = 0
    over: bool = False
    instead: int | None = None


class Alert(Value):
    """One condition of one subject: all events with the same fingerprint.

    Instants are the source's. ``last_at`` is the time of its newest event, which may have happened up to ``last_until``
    and was sent at ``sent_at`` (``as_sent``: nothing else is known of its time); ``state_at`` is the last change of
    state, ``repeats`` the number of events with the same state since. ``rivals`` are the times of the last events with
    the other state: an event whose time is received again is not late.
    ``counted`` says that the alert counts as firing in its incident; a flapping alert stays as it was when it
    began to flap. ``incident`` is kept after the recovery, so that the alert can fire again in it. ``holds_until``: the
    source repeats it while it fires, and its last event is valid until then only; None: until the next event.
    ``reference`` is the source's own number of this episode.
    """

    fingerprint: str
    source: str
    kind: str
    item: str  # empty: unresolved
    subject: str
    criticality: Criticality
    state: AlertState
    effect: Effect  # that its kind reports of the item
    first_at: datetime
    last_at: datetime
    state_at: datetime
    last_until: datetime | None = None
    sent_at: datetime | None = None
    as_sent: bool = False
    rivals: tuple[datetime, ...] = ()
    repeats: int = 0
    holds_until: datetime | None = None
    count: int = 1
    flaps: int = 0  # changes of state since flaps_since
    flaps_since: datetime | None = None
    flapping: bool = False
    counted: bool = False
    reference: str = ""
    muted_by: int = 0  # intervention, 0: none
    incident: int = 0  # 0: none yet


class OpenIncident(Value):
    """An incident as correlation sees it: its causes, and what fires in it.

    ``causes`` maps the item at fault, and what else completed the trouble, to the effect on it; it is empty
    for an unresolved subject, which then is named by ``source`` and ``subject``. ``inferred``: no alert has
    named the cause, the storm did. ``members`` maps an item (or the subject) to the number of its firing
    alerts by the effect that they report. ``evidence``: since when those fire that may mean a lost
    supply, kept for the causes, and for all members while the cause is inferred. ``effect`` is the worst effect
    on devices and applications.
    """

    id: int
    cause: str
    kind: str
    effect: Effect
    opened_at: datetime
    last_at: datetime  # when an alert last joined
    caused_at: datetime | None = None  # when the cause was reported; opened_at may be an earlier symptom's
    criticality: Criticality = Criticality.LOW
    causes: Mapping[str, Effect] = {}
    inferred: bool = False
    source: str = ""
    subject: str = ""
    members: Mapping[str, Mapping[Effect, int]] = {}
    evidence: Mapping[str, Mapping[Effect, datetime]] = {}
    hot: Mapping[str, Mapping[Effect, datetime]] = {}  # as ``evidence``, of heat (domain cooling)
    flapping: int = 0  # how many of its alerts flap
    unstable: str = (
        ""  # the supply under which they do, where a common loss was inferred and taken back for that
    )
    waned: bool = False  # something in it has recovered: the rest is not separated because the recovered alerts are missing
    by_hand: bool = False  # a person decided what is in it: no rule folds it, or takes anything out of it
    taken_out: tuple[
        str, ...
    ] = ()  # alerts (fingerprints) that a person took out of it: no rule puts them back
    recovered_at: datetime | None = None  # no alert fires; still open, or resolved recently
    resolved_at: datetime | None = None  # a person resolved it, and nothing has fired since

    @property
    def firing(self) -> int:
        """How many alerts fire in it."""
        return sum(sum(counts.values()) for counts in self.members.values())

    @property
    def failing(self) -> dict[str, Effect]:
        """The causes that fire; all causes if they are inferred, or if nothing fires any more."""
        causes = dict(self.causes)
        if self.inferred or not self.members:
            return causes
        return {key: effect for key, effect in causes.items() if key in self.members}


class Intervention(Value):
    """Declared works, one window of them: who declared it (source and reference), when, on which items.

    ``notices`` are the fingerprints of the events that declared it: by them a revision finds its window again.
    ``items`` is empty if nothing of the scope could be resolved: such an intervention mutes nothing.
    ``status`` is the notice's: tentative, confirmed, cancelled, in-process, completed; empty: confirmed.
    """

    id: int
    source: str
    reference: str
    start: datetime
    end: datetime | None = None
    items: tuple[str, ...] = ()
    status: str = ""
    sequence: int = 0
    revised_at: datetime | None = None
    summary: str = ""
    notices: tuple[str, ...] = ()


class Standing(Value):
    """Everything that the rules need to know of the present, so that a restart forgets nothing.

    For ``decide``: the alerts of the batch's fingerprints, every open incident and those that recovered
    within the reopen window, interventions that are not over. For ``tick``: the alerts that are muted or
    flapping, that present works may touch, or whose source no longer repeats them; the rest as for ``decide``.
    """

    alerts: Mapping[str, Alert] = {}
    incidents: Mapping[int, OpenIncident] = {}
    interventions: Mapping[int, Intervention] = {}
