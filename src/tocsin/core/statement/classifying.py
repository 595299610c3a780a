"""Classifying: what a matched line and its incident agree on, and where they differ. Knows no contract's price."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.statement.values import Known, Line, Match, Sureness

_TOLERANCE_S = 120  # by how promptly each side notices
Lengths = Callable[
    [datetime, datetime], tuple[int, ...]
]  # of a span, by every calendar that the supplier may count in


class Finding(StrEnum):
    """What came of a match; a twice listed trouble and an asked one are no disagreement yet."""

    AGREED = "agreed"
    DURATION = "duration"  # how long it lasted, or whether it was over the target
    MISSING_THEIRS = "missing_theirs"
    MISSING_OURS = "missing_ours"
    EXCLUSION = "exclusion"
    TWICE = "twice"
    ASKED = "asked"


DISPUTED = (Finding.DURATION, Finding.MISSING_THEIRS, Finding.MISSING_OURS, Finding.EXCLUSION)


class Entry(Value):
    """A match with what was found. Seconds as each side counts; None: it does not say. ``accepted``: a person let it be.
    ``said_met``: the supplier says that the commitment was met."""

    match: Match
    finding: Finding
    why: Why
    theirs_s: int | None = None
    ours_s: int | None = None
    accepted: bool = False
    said_met: bool = False

    @property
    def disputed(self) -> bool:
        """Whether we ask the supplier to correct it."""
        return self.finding in DISPUTED and not self.accepted


class Classifying:
    """The lines and incidents of one statement, by their numbers."""

    def __init__(
        self, lines: Iterable[Line], known: Iterable[Known], lengths: Lengths, *, grain_s: int
    ) -> None:
        self._lines = {line.number: line for line in lines}
        self._known = {incident.incident: incident for incident in known}
        self._lengths = lengths
        self._tolerance_s = max(_TOLERANCE_S, grain_s)

    def entry(self, match: Match, *, accepted: bool) -> Entry | None:
        """The match with what was found; None: our incident does not count with us either, so nobody needs to list it."""
        lines = [self._lines[number] for number in match.lines]
        incidents = [self._known[number] for number in match.incidents]
        if not lines and all(incident.excluded for incident in incidents):
            return None
        theirs = _theirs(lines)
        finding, why = self._finding(match, lines, incidents, theirs)
        ours = self._ours(lines, incidents, theirs)
        said_met = any(line.overrun is False for line in lines)
        return Entry(
            match=match,
            finding=finding,
            why=why,
            theirs_s=theirs,
            ours_s=ours,
            accepted=accepted,
            said_met=said_met,
        )

    def _finding(
        self, match: Match, lines: Sequence[Line], incidents: Sequence[Known], theirs: int | None
    ) -> tuple[Finding, Why]:
        if match.twin is not None:
            return Finding.TWICE, Why(code="statement.twice", facts={"row": self._lines[match.twin].row})
        if match.sureness is Sureness.ASKED:
            return Finding.ASKED, Why(code=_ASKED[bool(lines), bool(incidents)])
        if not lines:
            return Finding.MISSING_THEIRS, Why(code="statement.missing_theirs")
        if not incidents:
            return Finding.MISSING_OURS, Why(code="statement.missing_ours")
        if any(line.excluded for line in lines) and not any(incident.excluded for incident in incidents):
            reason = next((line.exclusion for line in lines if line.exclusion), "")
            code = "statement.exclusion.reason" if reason else "statement.exclusion"
            return Finding.EXCLUSION, Why(code=code, facts={"reason": reason} if reason else {})
        return self._of_duration(lines, incidents, theirs)

    def _of_duration(
        self, lines: Sequence[Line], incidents: Sequence[Known], theirs: int | None
    ) -> tuple[Finding, Why]:
        over = _overrun(incidents)
        if over and any(line.overrun is False for line in lines):
            return Finding.DURATION, Why(
                code="statement.differs.overrun", facts={"target_s": incidents[0].target_s}
            )
        if theirs is None:
            return Finding.AGREED, Why(code="statement.agreed.no_duration")
        base = self._base(lines, incidents, theirs)
        if self._same(theirs, base):
            return Finding.AGREED, Why(code="statement.agreed")
        if any(self._same(theirs, way) for way in self._ways(incidents)[2:]):
            return Finding.DURATION, Why(code="statement.differs.service")
        return Finding.DURATION, Why(
            code="statement.differs.shorter" if theirs < base else "statement.differs.longer"
        )

    def _base(self, lines: Sequence[Line], incidents: Sequence[Known], theirs: int | None) -> int:
        """Our length that theirs is compared with: what counts against what they count, else the time on the wall; a
        duration that is what counts with us is taken for that."""
        counted, *others = self._ways(incidents)
        if not others or any(line.counted_s is not None for line in lines):
            return counted
        return counted if theirs is not None and self._same(theirs, counted) else others[0]

    def _ours(self, lines: Sequence[Line], incidents: Sequence[Known], theirs: int | None) -> int | None:
        return self._base(lines, incidents, theirs) if incidents else None

    def _same(self, theirs: int, ours: int) -> bool:
        return abs(theirs - ours) <= self._tolerance_s

    def _ways(self, incidents: Sequence[Known]) -> tuple[int, ...]:
        """As the contract counts it, on the wall, then by the supplier's calendars; of several incidents, from the first
        beginning to the last end."""
        if len(incidents) == 1:
            return incidents[0].lasted_s or (0,)
        ends = [incident.end for incident in incidents if incident.end]
        whole = self._lengths(min(incident.start for incident in incidents), max(ends)) if ends else ()
        summed = sum(incident.lasted_s[0] for incident in incidents if incident.lasted_s)
        return (summed, *whole)


_ASKED: Mapping[tuple[bool, bool], str] = {
    (True, True): "statement.asked.which",
    (True, False): "statement.asked.line",
    (False, True): "statement.asked.incident",
}


def _overrun(incidents: Sequence[Known]) -> bool:
    return any(
        incident.target_s is not None
        and incident.counted_s is not None
        and incident.counted_s > incident.target_s
        for incident in incidents
    )


def _theirs(lines: Sequence[Line]) -> int | None:
    lengths = [line.counted_s if line.counted_s is not None else line.lasted_s for line in lines]
    known = [seconds for seconds in lengths if seconds is not None]
    return sum(known) if known else None
