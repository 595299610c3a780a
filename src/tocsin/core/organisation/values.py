"""Organisation values: people, places of work, commitments and policies, as the client declares them."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta

from tocsin.core.inventory.values import Alias as Alias
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.typography import typeset
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Contract as Contract
from tocsin.core.organisation.desks import Desk
from tocsin.core.organisation.durations import Seconds
from tocsin.core.organisation.sites import AccessTerms, RecoveryPlan

Domain = Literal[
    "power", "cooling", "network", "hardware", "system", "application", "security", "monitoring", "works"
]
EffectName = Literal["none", "redundancy_lost", "degraded", "down"]  # as impact.values.Effect
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Label(Value):
    """A name that people read, in both languages."""

    fr: str
    en: str


def own_label(*, fr: str, en: str) -> Label:
    """A label of ours: its French is typeset, as what people declare never is."""
    return Label(fr=typeset(fr), en=en)


class Untaken(Value):
    """By priority, how long until an incident that nobody has taken is announced again; 0: never."""

    p1: Seconds = 300
    p2: Seconds = 900
    p3: Seconds = 3600
    p4: Seconds = 8 * 3600
    p5: Seconds = 40 * 3600

    def of(self, priority: Priority) -> int:
        """The seconds for this priority."""
        return int(getattr(self, priority.value.lower()))


class Policies(Value):
    """The numbers that the judgements use. Seconds, counts, months and per cent as their names say."""

    correlation_window_s: int = 600  # alerts of one cause within this are one incident
    storm_threshold: int = 3  # as many distinct items under one supply point to the supply
    reopen_s: int = 1800  # firing again this soon after the recovery is the same incident
    close_s: int = 5 * 86_400  # a resolved incident closes by itself after this, in calendar time
    flap_changes: int = 4  # more changes of state than this within flap_window_s make an alert flap
    flap_window_s: int = 1800
    stable_s: int = 900  # a flapping alert without a change for this long counts again
    lapse_s: int = 60  # how much later than its end an alert may be repeated
    intervention_s: int = 4 * 3600  # how long an intervention lasts whose notice gives no end
    report_s: int = 900  # the time that we need to report a trouble to the supplier who answers for it
    oldest_days: int = 31  # a trouble whose source gives an earlier beginning begins then
    trust: float = 0.9  # a place found with less confidence than this (of 1) is a guess, which no rule uses
    notice_wait_s: int = 10  # an opening is notified after this: what explains it may come meanwhile
    notice_bundle_s: int = 300  # notices to one recipient within this are one mail
    notice_per_hour: int = 12  # and never more mails than this
    users_to_open: int = (
        3  # so many users of one region who report one thing open an incident; 0: users never do
    )
    users_within_s: int = 900  # within this
    untaken: Untaken = Untaken()
    retention_message_months: int = 13
    retention_event_months: int = 25
    at_risk_percent: int = 75  # of a commitment's target

    @property
    def window(self) -> timedelta:
        """The correlation window."""
        return timedelta(seconds=self.correlation_window_s)


class Freeze(Value):
    """Days, first and last included, on which nobody works on these items (keys), nor on what they contain; no item: on
    anything."""

    name: str
    since: date
    until: date
    items: tuple[str, ...] = ()


class Settings(Value):
    """The group. ``zone`` is an IANA name; the first language is the default one. ``authserv``: the authserv-id under
    which our mail server writes ``Authentication-Results``; answers to notices then count only where it says ``dmarc=pass``.
    """

    name: str
    zone: str = "Europe/Paris"
    languages: tuple[Language, ...] = ("fr", "en")
    sender: str = ""  # From: of our notices
    authserv: str = ""
    policies: Policies = Policies()
    freezes: tuple[Freeze, ...] = ()


class Region(Value):
    """A region: its IT centre, its calendar (key), its manager (person), its hotline (E.164 telephone)."""

    key: str
    name: str
    country: str
    calendar: str
    manager: str = ""
    phone: str = ""
    zone: str = ""  # empty: the group's
    language: Language = "en"


class Team(Value):
    """A team. ``members`` are person keys; ``notices`` the mail addresses that are notified of its incidents."""

    key: str
    name: str
    scope: Literal["regional", "group", "supplier"]
    region: str = ""
    supplier: str = ""
    members: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    language: Language = "en"
    calendar: str = ""


class Person(Value):
    """A person. ``manager`` (person key) is the next rung of the hierarchical escalation.

    ``language`` is that of their notices, ``languages`` are those they speak (ISO 639), ``skills`` what they know, in the
    organisation's own words. ``calendar`` (key) is their working time; empty: that of their team.
    """

    key: str
    name: str
    email: str
    role: str
    phone: str = ""
    team: str = ""
    region: str = ""
    language: Language = "en"
    manager: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    calendar: str = ""


class Rotation(Value):
    """The duty of a team (key): its ``members`` (person keys) take turns of so many ``days``, in wall time of ``zone``.

    The first member begins on the day ``starts`` at ``handover`` (HH:MM); each hand-over is at that time of that zone,
    so a turn of seven days always changes on the same weekday. Within ``calendar`` (key) only; empty: day and night.
    Of several rotations of a team, the first in force that has somebody present decides (follow-the-sun).
    """

    key: str
    team: str
    zone: str
    starts: date
    handover: str
    members: tuple[str, ...]
    days: Annotated[int, Meta(ge=1, le=366)] = 7
    calendar: str = ""
    label: Label | None = None


class Holidays(Value):
    """Public holidays of a country (ISO 3166) and its subdivision, as the ``holidays`` library knows them."""

    country: str
    subdivision: str = ""


class CalendarSpec(Value):
    """Working time: spans ``HH:MM-HH:MM`` in local time of ``zone``, per weekday; ``24:00`` ends a day.

    A day may be split. ``holidays`` and ``closed`` days have no span; ``opened`` days have their own spans,
    whatever the week and the holidays say. Spans of a day never overlap and never cross midnight. ``label`` is what
    people read of it; without one, its key.
    """

    key: str
    zone: str
    week: dict[Weekday, tuple[str, ...]]
    holidays: Holidays | None = None
    closed: tuple[date, ...] = ()
    opened: dict[date, tuple[str, ...]] = {}
    label: Label | None = None


class Contact(Value):
    """Whom to ask for at a supplier, and when: ``calendar`` (key), empty: whenever the supplier works."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    calendar: str = ""


class SupplierChannel(Value):
    """A way to contact a supplier. ``cost`` is in cents: for each use, plus ``cost_minute`` for each minute.

    ``calendar`` (key): when somebody answers there; empty: whenever the supplier works, on the phone whenever a contact
    does. ``languages``: in which one is answered there; none: the supplier's.
    """

    name: Literal["mail", "phone", "api", "web"]
    address: str
    cost: int = 0
    cost_minute: int = 0
    urgent: bool = False
    calendar: str = ""
    languages: tuple[Language, ...] = ()


class EscalationStep(Value):
    """A rung of a supplier's ladder: whom to call when ``after_s`` of the clock have run."""

    name: str
    after_s: int
    email: str = ""
    phone: str = ""


class Supplier(Value):
    """An outside party: how to reach it, when it works (calendar key; empty: always), its contracts, its escalation
    ladder, the ``languages`` that it reads, the preferred one first (none: the group's), and its ticket ``desk``.
    ``site_access``: who may enter its rooms; ``recovery``: what it does when a site is lost."""

    key: str
    name: str
    zone: str = "UTC"
    calendar: str = ""
    contacts: tuple[Contact, ...] = ()
    channels: tuple[SupplierChannel, ...] = ()
    ladder: tuple[EscalationStep, ...] = ()
    contracts: tuple[Contract, ...] = ()
    languages: tuple[Language, ...] = ()
    site_access: AccessTerms | None = None
    recovery: tuple[RecoveryPlan, ...] = ()
    desk: Desk | None = None


class CommitmentSpec(Value):
    """A promise to restore within ``target_s`` seconds of ``calendar``, counted from ``start``.

    Ours to the business, or a supplier's to us. It applies where every condition that is given holds:
    ``criticalities``, ``applications``, ``items`` (or what they contain), ``guarantee`` (attribute of the
    item or of its nearest ancestor that has it), ``kinds``, ``effects``. ``period`` says in which time the
    incident must start, relative to ``period_calendar``. The most specific commitment wins: applications,
    then items, guarantee, kinds, criticalities.
    """

    key: str
    party: Literal["ours", "supplier"]
    target_s: int
    calendar: str
    name: str = ""
    supplier: str = ""
    criticalities: tuple[Criticality, ...] = ()
    applications: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    guarantee: str = ""
    kinds: tuple[str, ...] = ()
    effects: tuple[EffectName, ...] = ()
    period: Literal["working", "non_working", "any"] = "any"
    period_calendar: str = ""
    start: Literal["opened", "reported"] = "opened"


class Kind(Value):
    """A word of our vocabulary of events. ``effect`` is what it reports of the item that it names."""

    key: str
    label: Label
    domain: Domain
    effect: EffectName


class Source(Value):
    """A sender of messages, by which ``channel``. Silence beyond ``rhythm_s`` (0: no rhythm expected) is an alarm.

    ``settings`` are the channel's own; a secret in them is a reference, ``env:NAME`` or ``file:PATH``.
    ``tokens`` are SHA-256 digests in hexadecimal, at most two valid at once. ``senders`` and ``recipients``
    are addresses, or ``@domain`` for all of a domain; empty: any. The inlet refuses other senders, a mailbox's
    mails from them are ignored. ``observer`` is the device or virtual machine that it runs on, ``watches`` the
    items that it watches, with all that they contain: without its observer, what it reports of them is doubtful.
    ``trusted_authentication`` is the name by which the own mail relay signs its Authentication-Results (RFC 8601): a
    mail is accepted only if that relay found it to be of its sender's domain. ``witness_of`` is the source that reports
    the same things by another channel: what both tell is one alert, with two witnesses. ``user_reports``: users write to it,
    and each mail is a report of theirs.
    """

    key: str
    label: str
    channel: str
    formats: tuple[str, ...] = ()
    rhythm_s: int = 0
    settings: dict[str, Any] = {}
    tokens: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    trusted_authentication: str = ""
    recipients: tuple[str, ...] = ()
    region: str = ""
    supplier: str = ""
    observer: str = ""
    watches: tuple[str, ...] = ()
    witness_of: str = ""
    user_reports: bool = False


class Correspondence(Value):
    """A word added by a person to a format's correspondence table: their ``word`` is our ``ours``."""

    key: str
    format: str
    table: str
    word: str
    ours: str
    by: str = ""
    at: datetime | None = None


class RoutingRule(Value):
    """Who owns an incident: the first rule, by ``order``, whose given conditions all hold.

    ``regions`` are regions hit (``""``: an item of the group); ``scope`` regional means that one region
    alone is hit, group that several are, or the group itself. ``label`` is what people read of it;
    without one, its key.
    """

    key: str
    team: str
    order: int
    scope: Literal["", "regional", "group"] = ""
    regions: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()
    kinds: tuple[str, ...] = ()
    criticalities: tuple[Criticality, ...] = ()
    suppliers: tuple[str, ...] = ()
    label: Label | None = None


class Need(Value):
    """``any`` or ``all`` of some items, or ``at_least`` n ``of`` them: exactly one of the three ways.

    ``degrades``: without it the item works badly, and is not down (cooling of a room, lines of a site).
    """

    label: str = ""
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    at_least: int = 0
    degrades: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """The keys of the items needed."""
        return self.any or self.all or self.of

    @property
    def min_up(self) -> int:
        """How many of them must be up."""
        return 1 if self.any else len(self.all) if self.all else self.at_least


class Application(Value):
    """A business application and what it needs. ``region`` empty: the whole group uses it."""

    key: str
    name: str
    criticality: Criticality
    region: str = ""
    needs: tuple[Need, ...] = ()
    aliases: tuple[str, ...] = ()
    owner: str = ""  # the contact for it in the business
    supplier: str = ""
    users: int = 0  # how many people use it
    attributes: dict[str, Any] = {}


class PriorityRow(Value):
    """One row of the priority matrix: an effect, on applications of each criticality."""

    low: Priority
    medium: Priority
    high: Priority
    critical: Priority
