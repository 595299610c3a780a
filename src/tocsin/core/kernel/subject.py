"""Subject: what a timeline, a notice or a link is about, as kind and id; where new ids come from. Knows no rows."""

from enum import StrEnum
from typing import Protocol

from tocsin.core.kernel.value import Value


class SubjectKind(StrEnum):
    """What sort of thing it is."""

    INCIDENT = "incident"
    INTERVENTION = "intervention"
    AUTHORISATION = "authorisation"
    RECOVERY = "recovery"
    WAY = "way"
    PROBLEM = "problem"
    REPORT = "report"
    MAJOR = "major"


_PREFIX = {
    SubjectKind.INCIDENT: "INC",
    SubjectKind.INTERVENTION: "WRK",
    SubjectKind.AUTHORISATION: "AUT",
    SubjectKind.RECOVERY: "DRP",
    SubjectKind.WAY: "WAY",
    SubjectKind.PROBLEM: "PRB",
    SubjectKind.REPORT: "RPT",
    SubjectKind.MAJOR: "MAJ",
}
_DIGITS = 18  # of an id: what a database column holds
_PAGES = {
    SubjectKind.INCIDENT: "incidents",
    SubjectKind.INTERVENTION: "interventions",
    SubjectKind.AUTHORISATION: "authorisations",
    SubjectKind.RECOVERY: "recovery",
    SubjectKind.WAY: "ways",
    SubjectKind.PROBLEM: "problems",
    SubjectKind.REPORT: "user-reports",
    SubjectKind.MAJOR: "majors",
}


class Subject(Value):
    """One incident, one intervention ...: ids are counted by kind."""

    kind: SubjectKind
    id: int

    @classmethod
    def incident(cls, id: int) -> "Subject":
        """The incident of this id."""
        return cls(kind=SubjectKind.INCIDENT, id=id)

    @classmethod
    def intervention(cls, id: int) -> "Subject":
        """The intervention of this id."""
        return cls(kind=SubjectKind.INTERVENTION, id=id)

    @classmethod
    def authorisation(cls, id: int) -> "Subject":
        """The authorisation of this id."""
        return cls(kind=SubjectKind.AUTHORISATION, id=id)

    @classmethod
    def recovery(cls, id: int) -> "Subject":
        """The recovery plan of this id."""
        return cls(kind=SubjectKind.RECOVERY, id=id)

    @classmethod
    def problem(cls, id: int) -> "Subject":
        """The problem of this id."""
        return cls(kind=SubjectKind.PROBLEM, id=id)

    @classmethod
    def report(cls, id: int) -> "Subject":
        """The user's report of this id."""
        return cls(kind=SubjectKind.REPORT, id=id)

    @classmethod
    def major(cls, id: int) -> "Subject":
        """The major incident of this id."""
        return cls(kind=SubjectKind.MAJOR, id=id)

    @classmethod
    def way(cls, id: int) -> "Subject":
        """The way of this id by which a person is reached."""
        return cls(kind=SubjectKind.WAY, id=id)

    @property
    def number(self) -> str:
        """``INC-42``: as people and mail subjects write it."""
        return f"{_PREFIX[self.kind]}-{self.id}"

    @property
    def key(self) -> str:
        """``incident:42``: the name under which pages that show it are updated."""
        return f"{self.kind}:{self.id}"

    @property
    def path(self) -> str:
        """``/incidents/42``: where its page is."""
        return f"/{_PAGES[self.kind]}/{self.id}"


def subject_in(text: str) -> Subject | None:
    """The subject that a person names: ``INC-42``, ``wrk-9``; a bare number is an incident. None: no subject."""
    prefix, dash, digits = text.strip().upper().rpartition("-")
    kinds = {known: kind for kind, known in _PREFIX.items()} | ({} if dash else {"": SubjectKind.INCIDENT})
    if prefix not in kinds or not digits.isascii() or not digits.isdigit() or len(digits) > _DIGITS:
        return None
    return Subject(kind=kinds[prefix], id=int(digits))


class Ids(Protocol):
    """A source of ids that are given only once. An id that is not used leaves a gap."""

    def new(self, kind: SubjectKind) -> int:
        """The next id of this kind, greater than those before."""
        ...
