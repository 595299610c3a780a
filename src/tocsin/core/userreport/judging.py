"""Judging: which open incident a report is probably about, in points. Text proposes, structure decides. Reads no clock."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from datetime import datetime, timedelta

from msgspec.structs import replace
from rapidfuzz.fuzz import token_set_ratio

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.translation.text import word
from tocsin.core.userreport.values import Judgement, UserReport

# docs/rules/user-reports.md gives the reason for each of these.
NAMED, ITEM, REGION, WORDING, SOON, NUMBER = 6, 6, 3, 2, 2, 10
ENOUGH = 8  # points from which a report is linked without a person
AHEAD = 2  # points by which it must be ahead of the next incident
_OFFERED = 4  # points from which an incident is offered to a person
_SOON = timedelta(hours=4)
_BEFORE = timedelta(minutes=30)  # users may notice a trouble before any monitoring does
_OVER = timedelta(minutes=15)  # a report may be written just before the end, and arrive after it
_ALIKE = 70.0  # per cent
_Points = tuple[int, Why]


class Candidate(Value):
    """An incident as a report is compared with it: the items that it hits (keys), and what was said of it."""

    incident: Incident
    items: frozenset[str]
    wording: tuple[str, ...] = ()


def judge(
    report: UserReport,
    candidates: Iterable[Candidate],
    labels: Mapping[str, str],
    *,
    words_alone: bool = True,
) -> tuple[Judgement, ...]:
    """The incidents that the report may be about, the likeliest first; the first may be certain.

    ``labels`` are the names of items (keys), for the reasons. ``words_alone``: incidents that nothing but words and time
    speak for are found too; comparing words is slow, and makes none certain.
    """
    judged = [
        _compared(report, candidate, structure, labels)
        for candidate in candidates
        if _in_time(report, candidate.incident)
        and ((structure := list(_structure(report, candidate, labels))) or words_alone)
    ]
    likely = sorted(
        (judgement for judgement in judged if judgement.points >= _OFFERED),
        key=lambda judgement: (-judgement.points, -judgement.incident),
    )
    if not likely:
        return ()
    first, *others = likely
    ahead = not others or first.points - others[0].points >= AHEAD
    return (replace(first, certain=first.structure and first.points >= ENOUGH and ahead), *others)


def reporters_of(reports: Collection[UserReport]) -> int:
    """How many users these reports are of."""
    return len({report.reporter for report in reports})


def _in_time(report: UserReport, incident: Incident) -> bool:
    """Whether the incident can have been what the user saw: begun by then, and not long over."""
    ended = incident.resolved_at or incident.recovered_at
    return incident.since <= report.at + _BEFORE and (ended is None or report.at <= ended + _OVER)


def _compared(
    report: UserReport, candidate: Candidate, structure: list[_Points], labels: Mapping[str, str]
) -> Judgement:
    points = [*structure, *_text(report, candidate)]
    return Judgement(
        incident=candidate.incident.id,
        points=sum(count for count, _why in points),
        reasons=tuple(why for _count, why in points),
        structure=bool(structure),
    )


def _structure(report: UserReport, candidate: Candidate, labels: Mapping[str, str]) -> Iterator[_Points]:
    if candidate.incident.number.lower() in _numbers(report):
        yield NUMBER, _why("number", NUMBER, number=candidate.incident.number)
    hit = [key for key in report.items if key in candidate.items]
    for key in hit[:1]:
        points = NAMED if key in candidate.incident.applications else ITEM
        yield points, _why("item", points, item=labels.get(key, key))
    if shared := set(report.regions) & set(candidate.incident.regions):
        yield REGION, _why("region", REGION, region=", ".join(sorted(labels.get(key, key) for key in shared)))


def _text(report: UserReport, candidate: Candidate) -> Iterator[_Points]:
    said = word(f"{report.title} {report.text}"[:400])
    if any(token_set_ratio(said, word(text)) >= _ALIKE for text in candidate.wording if text):
        yield WORDING, _why("wording", WORDING)
    since: datetime = candidate.incident.since
    if report.at - since <= _SOON:
        minutes = max(0, int((report.at - since).total_seconds() // 60))
        yield SOON, _why("time", SOON, minutes=minutes)


def _numbers(report: UserReport) -> Set[str]:
    text = f"{report.title} {report.text}".lower()
    return {part.strip(".,;:!?()[]\"'") for part in text.split() if "inc-" in part}


def _why(code: str, points: int, **facts: object) -> Why:
    return Why(code=f"userreport.why.{code}", facts={"points": points, **facts})
