"""Why: the chain behind an incident, from the message to the notices, or an intervention's history, for one reader."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

import tocsin.flow.sentences  # noqa: F401  declares what is said here
from tocsin.core.company import Company
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident.gathering import gathered
from tocsin.core.incident.values import Incident, TimelineEntry, Verb, number_of
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language, colon
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle import weight
from tocsin.core.major.values import Major
from tocsin.core.notice.letter import clock_line, kind_label
from tocsin.core.organisation.rendering import render_named
from tocsin.core.translation import translate
from tocsin.flow import clock
from tocsin.flow.incidents import keeping
from tocsin.flow.incidents.provider import card_of
from tocsin.flow.organisation import company
from tocsin.flow.problems.why import noted
from tocsin.store import incidents, majors, problems
from tocsin.store import standing as rows
from tocsin.store.read import why as read

_WORDS = frozenset(f"translation.{step}" for step in ("word", "otherwise", "default", "unknown_word"))
_MOST = 3  # messages shown in full
_CHAINS = 5  # items hit that are shown with the chain from the cause


# The step of the chain for each entry of the timeline; the others belong to the incident.
_STAGE_OF = {
    Verb.PRIORITISED: "priority",
    Verb.ROUTED: "team",
    Verb.COMMITTED: "clocks",
    Verb.AT_RISK: "clocks",
    Verb.BREACHED: "clocks",
}
Lines = list[str]


class Step(Value):
    """One step of the chain: ``stage`` is its key, ``title`` its name and ``lines`` its sentences, as people read them."""

    stage: str
    title: str
    lines: tuple[str, ...]


def explain(subject: Subject, language: Language) -> tuple[Step, ...]:
    """The chain of an incident, or the history of anything else. Raises NotFound."""
    match subject.kind:
        case SubjectKind.INCIDENT:
            incident = incidents.load([subject.id]).get(subject.id)
            if incident is None:
                raise NotFound("error.no_incident", number=subject.id)
            return _Explaining(incident, company(), language).steps()
        case SubjectKind.PROBLEM:
            return _problem(subject, _Wording(company(), language))
        case SubjectKind.MAJOR:
            return _major(subject, _Wording(company(), language))
        case SubjectKind.INTERVENTION | SubjectKind.AUTHORISATION | SubjectKind.RECOVERY:
            return _history(subject, _Wording(company(), language))
        case SubjectKind.WAY | SubjectKind.REPORT:
            return _history(subject, _Wording(company(), language))
        case _:
            assert_never(subject.kind)


def _history(subject: Subject, wording: "_Wording") -> tuple[Step, ...]:
    timeline = gathered(incidents.timeline(subject))
    if not timeline:
        raise NotFound(f"error.no_{subject.kind.value}", number=subject.number)
    lines = tuple(wording.judgements(timeline))
    return (Step(stage=subject.kind.value, title=wording.sentence(f"why.{subject.kind.value}"), lines=lines),)


def _problem(subject: Subject, wording: "_Wording") -> tuple[Step, ...]:
    """What is noted of a problem, then its history."""
    known = problems.load(subject.id)
    if known is None:
        raise NotFound("error.no_problem", number=subject.number)
    parts = list(noted(known, wording.colon))
    history = list(wording.judgements(gathered(incidents.timeline(subject))))
    if history:
        parts.append(("why.problem.history", history))
    return tuple(
        Step(stage=code.rpartition(".")[2], title=wording.sentence(code), lines=tuple(lines))
        for code, lines in parts
    )


def _major(subject: Subject, wording: "_Wording") -> tuple[Step, ...]:
    """What is known of a major incident: its incidents, who led it, what was said to whom; then its history."""
    known = majors.load(subject.id)
    if known is None:
        raise NotFound("error.no_major", number=subject.number)
    return tuple(
        Step(stage=code.rpartition(".")[2], title=wording.sentence(code), lines=tuple(lines))
        for code, lines in _parts(known, wording)
        if lines
    )


def _parts(known: Major, wording: "_Wording") -> Iterable[tuple[str, Lines]]:
    colon = wording.colon
    yield "why.major", [f"{known.subject.number}{colon}{known.reason}"]
    yield "why.major.incidents", [", ".join(number_of(number) for number in known.incidents)]
    yield (
        "why.major.commanders",
        [f"{wording.at(turn.at)}{colon}{wording.person(turn.person) or '–'}" for turn in known.commanders],
    )
    yield (
        "why.major.updates",
        [
            f"{wording.at(update.at)} {update.audience} ({', '.join(update.updates) or '–'}){colon}"
            f"{update.text(wording.language)}"
            for update in known.updates
        ],
    )
    yield "why.major.history", wording.judgements(gathered(incidents.timeline(known.subject)))


class _Wording:
    """The words of one reader; instants are written in the group's zone."""

    def __init__(self, here: Company, language: Language) -> None:
        self._here, self.language = here, language
        self._zone = here.organisation.settings.zone
        self.colon = colon(language)

    def judgements(self, entries: Iterable[TimelineEntry]) -> Lines:
        """The lines of the timeline: each judgement with its reason."""
        return [
            f"{self.at(entry.at)} {self.did(entry)}{self.colon}{self.reason(entry.why)}"
            for entry in entries
            if entry.why
        ]

    def did(self, entry: TimelineEntry) -> str:
        """What was done, as a short label."""
        facts = {"count": entry.data.get("count", 1), "target": entry.data.get("target", "")}
        return self.sentence(f"why.verb.{entry.verb.value}", **facts)

    def item(self, key: str) -> str:
        """An item's name with its key."""
        return f"{self.name(key)} [{key}]" if key else "?"

    def name(self, key: str) -> str:
        """An item's name."""
        return self._here.organisation.display_name(key)

    def person(self, key: str) -> str:
        """A person's name; the key where the organisation does not know it."""
        known = self._here.organisation.persons.get(key)
        return known.name if known else key

    def at(self, at: datetime) -> str:
        """An instant."""
        return f"{at.astimezone(ZoneInfo(self._zone)):%Y-%m-%d %H:%M:%S %Z}"

    def reason(self, why: Why) -> str:
        """A reason, with names for keys."""
        return render_named(why, self._here.organisation, self.language)

    def sentence(self, code: str, **facts: object) -> str:
        """A sentence of ours."""
        return self.reason(Why(code=code, facts=facts))


class _Explaining(_Wording):
    """One incident explained to one reader."""

    def __init__(self, incident: Incident, here: Company, language: Language) -> None:
        super().__init__(here, language)
        self._incident = incident
        self._events = read.first_events(incident.id, _MOST)
        self._timeline = gathered(incidents.timeline(incident.subject))

    def steps(self) -> tuple[Step, ...]:
        """From the message to the notices; a step without a line is left out."""
        by_stage = {
            "message": self._messages(),
            "format": self._formats(),
            "correspondence": self._correspondences(),
            "item": self._places(),
            "impact": self._impact(),
            "incident": self._folded() + self._judgements("incident"),
            "priority": self._judgements("priority"),
            "team": self._judgements("team"),
            "clocks": self._judgements("clocks") + self._clocks(),
            "provider": self._provider(),
            "notices": self._notices(),
        }
        return tuple(
            Step(stage=stage, title=self.sentence(f"why.{stage}"), lines=tuple(lines))
            for stage, lines in by_stage.items()
            if lines
        )

    def _messages(self) -> Lines:
        return [
            f"#{event['message_id']} {self.at(event['received_at'])}"
            f" {event['source']} ({event['channel']}){self.colon}{event['summary']}"
            for event in self._events
        ]

    def _formats(self) -> Lines:
        translated = {event["message_id"]: (event["format"], event["why"]) for event in self._events}
        return [
            f"#{number} {format}{self.colon}{' '.join(self.reason(msgspec.convert(why, Why)) for why in reasons)}"
            for number, (format, reasons) in translated.items()
        ]

    def _correspondences(self) -> Lines:
        """Their words and ours, by the tables as they stand now, and the events that came of them then."""
        lines: Lines = []
        for message in read.messages({event["message_id"] for event in self._events}):
            source = self._here.organisation.sources.get(message.source)
            steps = translate.explain(
                message,
                self._here.formats,
                allowed=source.formats if source else (),
                relay=source.trusted_authentication if source else "",
            )
            words = dict.fromkeys(self.reason(why) for why in steps if why.code in _WORDS)
            lines += [f"#{message.id} {line}" for line in words]
        return lines + [
            self.sentence(
                "why.event",
                message=event["message_id"],
                kind=event["kind"],
                state=event["state"],
                criticality=event["criticality"],
            )
            for event in self._events
        ]

    def _places(self) -> Lines:
        return [
            f"#{event['message_id']} {event['data']['place'].get('text', '')} -> {self.item(event['item'])}"
            f" ({event['confidence']:.0%}){self.colon}{self.reason(msgspec.convert(event['data']['why'], Why))}"
            for event in self._events
        ]

    def _impact(self) -> Lines:
        causes = self._causes()
        if not causes:
            return []
        impact, type_of = self._here.graph.loss(causes), self._here.graph.type_of
        applications = [hit for hit in impact.hits if type_of(hit.item) is ItemType.APPLICATION]
        devices = [hit for hit in impact.hits if type_of(hit.item) is ItemType.DEVICE]
        names = [weight.place(key, self._here) for key in causes]
        counts = {"devices": len(devices), "applications": len(applications)}
        shown = applications[:_CHAINS] or devices[:_CHAINS]
        return [
            self.sentence("why.hits", causes=names, **counts),
            *(self._chain(impact.explain(hit.item)) for hit in shown),
        ]

    def _causes(self) -> dict[str, Effect]:
        seen = rows.of_incident(self._incident.id)
        if seen and seen.failing:
            return seen.failing
        return {self._incident.cause: self._incident.peak} if self._incident.cause else {}

    def _chain(self, hits: tuple[Hit, ...]) -> str:
        return " -> ".join(
            f"{self.name(hit.item)} [{self.sentence(f'why.effect.{hit.effect}')}]" for hit in hits
        )

    def _folded(self) -> Lines:
        parent = self._incident.folded_into
        return [self.sentence("why.folded", parent=number_of(parent))] if parent else []

    def _judgements(self, stage: str) -> Lines:
        return self.judgements(
            entry for entry in self._timeline if _STAGE_OF.get(entry.verb, "incident") == stage
        )

    def _clocks(self) -> Lines:
        now = clock.now()
        clocks = keeping.clocks_of(self._incident, now)
        return [
            f"{clock_line(running, now, self._zone, self.language)} {self.reason(running.why)}"
            for running in clocks
        ]

    def _provider(self) -> Lines:
        """Who answers for the cause, whom to reach there now, the rungs of their ladder, and the ready message."""
        card = card_of(self._incident, self._here)
        if card is None:
            return []
        reasons = (
            card.why,
            card.reach.why if card.reach else None,
            card.advised.why,
            *card.advised.passed,
            card.message.why,
        )
        rungs = [
            self.sentence("why.rung", name=rung.name, at=self.at(rung.due_at), reach=rung.phone or rung.email)
            for rung in card.rungs
            if rung.due_at
        ]
        subject = f"{card.message.to} : {card.message.subject}"
        return [*(self.reason(why) for why in reasons if why), *rungs, subject]

    def _notices(self) -> Lines:
        lines = []
        for notice in read.notices(self._incident.subject):
            state = self.sentence(f"why.notice.{notice['state']}")
            when = f" {self.at(notice['sent_at'])}" if notice["sent_at"] else ""
            why = f". {self.reason(msgspec.convert(notice['why'], Why))}" if notice["why"] else ""
            answer = notice["error"] or notice["reply"]
            lines.append(
                f"{kind_label(notice['notice'], self.language)} -> {notice['recipient']}{self.colon}"
                f"{state}{when}{why}{answer and f' ({answer})'}"
            )
        return lines
