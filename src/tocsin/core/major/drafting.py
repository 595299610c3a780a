"""Drafting: the first text of a review, from the timelines alone. Says what happened, and blames nobody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.values import TOCSIN, Incident, TimelineEntry, Verb
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.major.review import Review, Section
from tocsin.core.major.values import Major
from tocsin.core.organisation.majors import PlannedUpdate
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.sla.durations import render_duration, span, standing
from tocsin.core.sla.values import Clock

_COURSE = frozenset(
    {
        Verb.OPENED, Verb.TAKEN, Verb.HANDED_OVER, Verb.ACCEPTED, Verb.SENT_BACK, Verb.WORSENED, Verb.EASED, Verb.EXPLAINED,
        Verb.ESCALATED, Verb.ON_IT, Verb.PAUSED, Verb.RESUMED, Verb.RECOVERED, Verb.RESOLVED, Verb.REOPENED, Verb.COMMENTED,
        Verb.FOLDED, Verb.MAJOR_PROPOSED, Verb.MAJOR_DECLARED, Verb.COMMANDED, Verb.STOOD_DOWN, Verb.PASSED, Verb.DONE,
    }
)  # fmt: skip
_PROVIDER = frozenset(
    {Verb.REPORTED, Verb.REFERENCED, Verb.EXCHANGED, Verb.CALLED, Verb.ANSWERED, Verb.CONFIRMED, Verb.REFUSED}
)
_LABELS = {row.entry: row.timeline_label for row in ACTIONS.values()}


class Material(Value):
    """What a review is drafted from: the incidents, their timelines and its own, and each incident's clocks."""

    incidents: tuple[Incident, ...]
    entries: tuple[TimelineEntry, ...]
    clocks: Mapping[int, tuple[Clock, ...]]  # by incident (id), as they are at its end
    problems: tuple[str, ...] = ()  # numbers of the problems that its incidents belong to


def draft(
    known: Major, material: Material, organisation: Organisation, language: Language, *, now: datetime
) -> Review:
    """The draft, in one language; times are in the group's zone."""
    writing = _Drafting(known, material, organisation, language, now)
    return Review(language=language, drafted_at=now, texts=dict(writing.sections()))


class _Drafting:
    def __init__(
        self,
        known: Major,
        material: Material,
        organisation: Organisation,
        language: Language,
        now: datetime,
    ) -> None:
        self._known, self._material, self._here = known, material, organisation
        self._language, self._zone = language, ZoneInfo(organisation.settings.zone)
        self._end = known.stood_down_at or now
        self._entries = sorted(material.entries, key=lambda entry: entry.at)

    def sections(self) -> Iterator[tuple[Section, str]]:
        """Each section with its text; those that people write are empty."""
        lines: Mapping[Section, Iterable[str]] = {
            Section.SUMMARY: self._summary(),
            Section.COURSE: self._lines(_COURSE),
            Section.INFORMED: self._informed(),
            Section.COMMITMENTS: self._commitments(),
            Section.PROVIDER: self._provider(),
            Section.QUESTIONS: self._questions(),
        }
        for section in Section:
            yield section, "\n".join(lines.get(section, ()))

    def _summary(self) -> Iterator[str]:
        known = self._known
        lasted = span((self._end - known.declared_at).total_seconds(), self._language)
        began = min((incident.since for incident in self._material.incidents), default=known.declared_at)
        facts = {"since": self._at(began), "at": self._at(known.declared_at), "until": self._at(self._end)}
        yield known.reason
        yield self._sentence("review.lasted", lasted=lasted, **facts)
        for incident in self._material.incidents:
            yield f"{incident.number} {incident.priority.value} {getattr(incident.title, self._language)}"
        names = [self._name(key) for incident in self._material.incidents for key in incident.applications]
        if names:
            yield self._sentence("review.applications", names=list(dict.fromkeys(names)))
        for turn, end in self._turns():
            code = "review.commanded" if turn else "review.nobody"
            yield self._sentence(code, who=self._person(turn), **end)

    def _turns(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Who commanded from when until when."""
        turns = self._known.commanders
        ends = [*(turn.at for turn in turns[1:]), self._end]
        for turn, end in zip(turns, ends, strict=True):
            yield turn.person, {"since": self._at(turn.at), "until": self._at(end)}

    def _lines(self, verbs: frozenset[Verb]) -> Iterator[str]:
        seen: set[str] = set()
        for entry in self._entries:
            if entry.verb in verbs and not _is_echo(entry):
                line = self._line(entry)
                if line not in seen:
                    seen.add(line)
                    yield line

    def _line(self, entry: TimelineEntry) -> str:
        """When, what, who, and in which words or for which reason."""
        label = _LABELS.get(entry.verb)
        did = (
            getattr(label, self._language)
            if label
            else self._sentence(f"why.verb.{entry.verb.value}", **_counted(entry))
        )
        by = "" if entry.actor == TOCSIN else f" ({self._person(entry.actor)})"
        to = f" → {self._person(str(entry.data['to']))}" if isinstance(entry.data.get("to"), str) else ""
        note = str(entry.data.get("note", "")).replace("\n", " ")
        said = note or (render_named(entry.why, self._here, self._language) if entry.why else "")
        return f"{self._at(entry.at)} {entry.subject.number} {did}{to}{by}{f' – {said}' if said else ''}"

    def _informed(self) -> Iterator[str]:
        for update in self._known.updates:
            planned = ", ".join(update.updates) or "–"
            text = update.text(self._language).replace("\n", " ")
            phase = self._sentence(f"major.phase.{update.phase.value}")
            audience = self._sentence(f"review.{update.audience}")
            yield f"{self._at(update.at)} {audience} ({planned}) – {phase} – {text}"
        for planned_update in self._known.plan.updates:
            yield self._kept(planned_update)

    def _kept(self, planned: PlannedUpdate) -> str:
        """Whether the plan was kept: the longest wait beside the one that was planned."""
        late = self._late_by(planned)
        facts = {"name": planned.name, "every": render_duration(planned.every)}
        if late <= timedelta(0):
            return self._sentence("review.plan.kept", **facts)
        return self._sentence("review.plan.late", late=span(late.total_seconds(), self._language), **facts)

    def _late_by(self, planned: PlannedUpdate) -> timedelta:
        given = [update.at for update in self._known.updates if planned.name in update.updates]
        instants = [self._known.declared_at, *given, self._end]
        waits = [planned.first_s, *(planned.every for _ in given)]
        lates = [
            later - earlier - timedelta(seconds=wait)
            for (earlier, later), wait in zip(pairwise(instants), waits, strict=True)
        ]
        return max(lates)

    def _commitments(self) -> Iterator[str]:
        for incident in self._material.incidents:
            for clock in self._material.clocks.get(incident.id, ()):
                side = self._sentence(f"review.side.{clock.side}")
                state = standing(clock, self._end, self._language)
                yield f"{incident.number} {side} « {clock.name} » ({render_duration(clock.target_s)}) – {state}"

    def _provider(self) -> Sequence[str]:
        return list(self._lines(_PROVIDER)) or [self._sentence("review.no_provider")]

    def _questions(self) -> Iterator[str]:
        for incident in self._material.incidents:
            if incident.inferred:
                yield self._sentence("review.question.inferred", incident=incident.number)
        if not self._material.problems:
            yield self._sentence("review.question.no_problem")
        for planned in self._known.plan.updates:
            if self._late_by(planned) > timedelta(0):
                yield self._sentence("review.question.late", name=planned.name)
        if any(not turn.person for turn in self._known.commanders):
            yield self._sentence("review.question.nobody")
        yield self._sentence("review.question.earlier")

    def _at(self, instant: datetime) -> str:
        pattern = "%d/%m %H:%M" if self._language == "fr" else "%Y-%m-%d %H:%M"
        return f"{instant.astimezone(self._zone):{pattern}}"

    def _person(self, key: str) -> str:
        known = self._here.persons.get(key)
        return known.name if known else key

    def _name(self, key: str) -> str:
        known = self._here.applications.get(key)
        return known.name if known else self._here.display_name(key)

    def _sentence(self, code: str, **facts: object) -> str:
        return render_why(Why(code=code, facts=facts), self._language)


def _is_echo(entry: TimelineEntry) -> bool:
    """Whether an incident's timeline repeats what the major incident's own says."""
    return entry.verb in (Verb.MAJOR_DECLARED, Verb.STOOD_DOWN) and "number" in entry.data


def _counted(entry: TimelineEntry) -> dict[str, object]:
    return {"count": entry.data.get("count", 1), "target": entry.data.get("target", "")}
