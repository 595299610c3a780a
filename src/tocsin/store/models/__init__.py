"""The tables. Values are defined in the core, their rows here; nothing is decided here."""

from tocsin.store.models.account import Account, ApiToken
from tocsin.store.models.alert import Alert
from tocsin.store.models.aside import SetAside
from tocsin.store.models.bond import Bond, BondEntry, BondFile, DeskPosition
from tocsin.store.models.calls import CallAccount
from tocsin.store.models.declared import Declared, Revision
from tocsin.store.models.delivery import Delivery
from tocsin.store.models.history import (
    HistoryImport,
    HistoryPart,
    HistoryRefusal,
    HistoryRow,
    ImportedIncident,
)
from tocsin.store.models.incident import Incident, IncidentHit, TimelineEntry
from tocsin.store.models.intervention import Intervention
from tocsin.store.models.major import Major, MajorIncident, MajorProposal
from tocsin.store.models.message import Event, Message, MessageKey, Tally, UnknownWord
from tocsin.store.models.notice import Notice
from tocsin.store.models.outcome import CommitmentOutcome
from tocsin.store.models.problem import KnownErrorOffer, Problem, ProblemIncident
from tocsin.store.models.recurrence import Recurrence
from tocsin.store.models.roster import Absence, AbsenceImport, Cover, DutySeen, ShiftChange
from tocsin.store.models.search import SearchEntry
from tocsin.store.models.security import Attempts, SecurityEntry
from tocsin.store.models.sites import (
    Authorisation,
    CalendarAddress,
    PlannedIntervention,
    RecoveryPlan,
    RecoveryTest,
    SiteTicket,
)
from tocsin.store.models.source import Refusal, SourceState
from tocsin.store.models.statement import Statement, StatementDecision
from tocsin.store.models.tmf import TmfEvent, TmfListener, TmfResource
from tocsin.store.models.userreport import UserReport
from tocsin.store.models.ways import Way

__all__ = [
    "Absence",
    "AbsenceImport",
    "Account",
    "Alert",
    "ApiToken",
    "Attempts",
    "Authorisation",
    "Bond",
    "BondEntry",
    "BondFile",
    "CalendarAddress",
    "CallAccount",
    "CommitmentOutcome",
    "Cover",
    "Declared",
    "Delivery",
    "DeskPosition",
    "DutySeen",
    "Event",
    "HistoryImport",
    "HistoryPart",
    "HistoryRefusal",
    "HistoryRow",
    "ImportedIncident",
    "Incident",
    "IncidentHit",
    "Intervention",
    "KnownErrorOffer",
    "Major",
    "MajorIncident",
    "MajorProposal",
    "Message",
    "MessageKey",
    "Notice",
    "PlannedIntervention",
    "Problem",
    "ProblemIncident",
    "RecoveryPlan",
    "RecoveryTest",
    "Recurrence",
    "Refusal",
    "Revision",
    "SearchEntry",
    "SecurityEntry",
    "SetAside",
    "ShiftChange",
    "SiteTicket",
    "SourceState",
    "Statement",
    "StatementDecision",
    "Tally",
    "TimelineEntry",
    "TmfEvent",
    "TmfListener",
    "TmfResource",
    "UnknownWord",
    "UserReport",
    "Way",
]
