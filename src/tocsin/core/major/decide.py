"""Decide: what a command makes of a major incident, whom it is mailed to, and what the timelines keep."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from tocsin.core.incident.values import TOCSIN, NoticeDue, TimelineEntry, Verb, number_of
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue
from tocsin.core.major import values as v
from tocsin.core.major.commanding import Here, called, moved
from tocsin.core.major.mailing import Mailing
from tocsin.core.major.reviewing import Reviewing
from tocsin.core.major.values import Major, MajorChanged, MajorState

Effect = MajorChanged | TimelineEntry | MailDue | NoticeDue
Decided = Decision[Major, Effect]
_AFTERWARDS = (
    v.Comment
    | v.DeclareAgain
    | v.KeepReview
    | v.EditReview
    | v.AddAction
    | v.FollowActions
    | v.FinishAction
    | v.FinishReview
    | v.RemindOfActions
)


def begin(number: int, declared: v.Declared, here: Here, *, now: datetime, by: str) -> Decided:
    """A new major incident. Raises Refused without a reason, an incident, or a commander who is there."""
    if not declared.incidents:
        raise Refused("major.refused.incidents")
    person = _present(declared.commander, here, now)
    major = Major(
        id=number,
        incidents=tuple(dict.fromkeys(declared.incidents)),
        regions=declared.regions,
        plan=declared.plan,
        team=declared.team,
        reason=_text(declared.reason),
        declared_by=by,
        declared_at=now,
        last_at=now,
        commander=person,
        commanders=(v.Command(at=now, person=person),),
        revision=-1,
    )
    deciding = _Deciding(major, here, now, by)
    facts = {"number": major.subject.number, "to": person, "note": major.reason}
    entries = deciding.on_incidents(Verb.MAJOR_DECLARED, facts, major.incidents)
    data = {"incidents": _numbers(major.incidents), "to": person, "note": major.reason}
    mails = deciding.mails.commander(major, "named", {}) if person != by else ()
    return deciding.decided(major, Verb.MAJOR_DECLARED, data, None, *entries, *mails)


def decide(known: Major, command: v.MajorCommand, here: Here, *, now: datetime, by: str = TOCSIN) -> Decided:
    """The major incident after the command. Raises Refused where its state, or who is there, does not allow it.

    If the command leaves it without a commander, it goes on, or people are called, at the same instant.
    """
    decided = _decided(known, command, here, now, by)
    after = decided.after
    follows = moved(after, here, now) if not after.commander and after is not known else None
    if follows is None or isinstance(command, v.CallForCommander):
        return decided
    found = _decided(after, follows, here, now, TOCSIN)
    effects = (effect for effect in decided.effects if not isinstance(effect, MajorChanged))
    return Decision(after=found.after, effects=(*effects, *found.effects))


def _decided(known: Major, command: v.MajorCommand, here: Here, now: datetime, by: str) -> Decided:
    if not known.open and not isinstance(command, _AFTERWARDS):
        raise Refused("major.refused.over", number=known.subject.number)
    deciding = _Deciding(known, here, now, by)
    match command:
        case v.TakeCommand() | v.OfferCommand() | v.SendBack() | v.NameCommander():
            return deciding.command(command)
        case v.MoveCommand() | v.CallForCommander():
            return deciding.find_commander(command)
        case v.PostUpdate() | v.RemindOfUpdates():
            return deciding.update(command)
        case v.NoteFelt(items=items):
            return _felt(known, items)
        case v.Comment(note=note):
            return deciding.decided(known, Verb.COMMENTED, {"note": _text(note)})
        case v.LinkIncident() | v.UnlinkIncident():
            return deciding.link(command)
        case v.StandDown() | v.DeclareAgain():
            return deciding.end(command)
        case (
            v.KeepReview() | v.EditReview() | v.AddAction() | v.FollowActions() | v.FinishAction() | v.FinishReview()
            | v.RemindOfActions()
        ):  # fmt: skip
            after, data, mails = Reviewing(known, here, now, by).of(command)
            verb = Verb.WARNED if isinstance(command, v.RemindOfActions) else Verb.REVIEWED
            return deciding.decided(after, verb, data, None, *mails)
        case _:
            assert_never(command)


def _felt(known: Major, items: Iterable[str]) -> Decided:
    """No step of anybody: it has no line, and a form that people look at is not outdated by it."""
    after = replace(known, felt=tuple(dict.fromkeys((*known.felt, *items))))
    return Decision(after=after, effects=(MajorChanged(major=after),))


def _text(typed: str) -> str:
    if not typed.strip():
        raise Refused("major.refused.text")
    return typed.strip()


def _numbers(incidents: Iterable[int]) -> list[str]:
    return [number_of(incident) for incident in incidents]


def _present(person: str, here: Here, now: datetime) -> str:
    """The person, if they are known and there."""
    if person not in here.organisation.persons:
        raise Refused("major.refused.person", person=person)
    if not here.has(person, now):
        raise Refused("major.refused.away", person=here.organisation.persons[person].name)
    return person


class _Deciding:
    """One command on one major incident."""

    def __init__(self, known: Major, here: Here, now: datetime, by: str) -> None:
        self._known, self._here, self._now, self._by = known, here, now, by
        self.mails = Mailing(here, now, by)

    def command(self, command: v.TakeCommand | v.OfferCommand | v.SendBack | v.NameCommander) -> Decided:
        match command:
            case v.TakeCommand():
                return self._take()
            case v.OfferCommand(person=person, note=note):
                return self._offer(_present(person, self._here, self._now), _text(note))
            case v.SendBack(note=note):
                return self._send_back(_text(note))
            case v.NameCommander(person=person, note=note):
                return self._name(_present(person, self._here, self._now), _text(note))

    def _take(self) -> Decided:
        known, by = self._known, self._by
        asked = known.asked.to == by if known.asked else False
        if known.commander == by and not asked:
            raise Refused("major.refused.yours", number=known.subject.number)
        if not asked and self._is_led():
            name = self._here.organisation.persons[known.commander].name
            raise Refused("major.refused.led", person=name)
        after = self._led_by(_present(by, self._here, self._now))
        verb = Verb.ACCEPTED if asked else Verb.TAKEN
        data = {"from": known.asked.by if asked and known.asked else known.commander}
        return self.decided(after, verb, data)

    def _is_led(self) -> bool:
        return bool(self._known.commander) and self._here.has(self._known.commander, self._now)

    def _led_by(self, person: str, asked: v.Asked | None = None) -> Major:
        """It with this commander; who had it when is kept where that changes."""
        known = self._known
        turns = known.commanders
        if known.commander != person:
            turns = (*turns, v.Command(at=self._now, person=person))
        return replace(known, commander=person, commanders=turns, asked=asked, called_at=None)

    def _offer(self, person: str, note: str) -> Decided:
        known = self._known
        if person == known.commander:
            raise Refused("major.refused.same")
        asked = v.Asked(to=person, by=self._by, at=self._now)
        after = replace(known, asked=asked)
        mails = self.mails.person(after, person, "offered", {"note": note})
        return self.decided(after, Verb.HANDED_OVER, {"to": person, "note": note}, None, *mails)

    def _send_back(self, note: str) -> Decided:
        """An offer is sent back to whoever made it; a command that was given goes on to the next."""
        known = self._known
        if known.asked is None or known.asked.to != self._by:
            raise Refused("major.refused.not_asked")
        asked = known.asked
        if not asked.given:
            after = replace(known, asked=None)
            mails = self.mails.person(after, asked.by, "sent_back", {"note": note, "person": self._by})
            return self.decided(after, Verb.SENT_BACK, {"note": note}, None, *mails)
        refused = replace(self._led_by(""), asked=asked)
        return self.decided(refused, Verb.SENT_BACK, {"note": note})

    def _name(self, person: str, note: str) -> Decided:
        if person == self._known.commander:
            raise Refused("major.refused.same")
        after = self._led_by(person)
        mails = self.mails.commander(after, "named", {"note": note}) if person != self._by else ()
        return self.decided(after, Verb.COMMANDED, {"to": person, "note": note}, None, *mails)

    def find_commander(self, command: v.MoveCommand | v.CallForCommander) -> Decided:
        """It goes to somebody who is there, or people are called until somebody takes it."""
        known = self._known
        asked = known.asked
        before = (
            *(asked.before if asked else ()),
            asked.to if asked and asked.given else "",
            known.commander,
        )
        barred = tuple(dict.fromkeys(filter(None, before)))
        if isinstance(command, v.MoveCommand):
            asked = v.Asked(to=command.to, by=TOCSIN, at=self._now, given=True, before=barred)
            after = self._led_by(command.to, asked)
            mails = self.mails.commander(after, "moved", {"answer": known.plan.answer // 60})
            return self.decided(after, Verb.COMMANDED, {"to": command.to}, command.why, *mails)
        nobody = v.Asked(to="", by=TOCSIN, at=self._now, before=barred)
        after = replace(self._led_by("", nobody), called_at=self._now)
        people = called(known, self._here, self._now)
        why = Why(code="major.called", facts={"asked": list(people)})
        return self.decided(after, Verb.ESCALATED, {}, why, *self.mails.everybody(after, people))

    def update(self, command: v.PostUpdate | v.RemindOfUpdates) -> Decided:
        known = self._known
        if isinstance(command, v.RemindOfUpdates):
            reminded = {**known.reminded, **dict.fromkeys(command.updates, self._now)}
            after = replace(known, reminded=reminded)
            why = Why(code="major.overdue", facts={"updates": list(command.updates)})
            mails = self.mails.commander(after, "overdue", {"updates": ", ".join(command.updates)})
            return self.decided(after, Verb.WARNED, {}, why, *mails)
        update = self.mails.checked(known, command)
        after = replace(known, updates=(*known.updates, update))
        data = {
            "audience": update.audience,
            "phase": update.phase.value,
            "note": "\n".join(filter(None, (update.fr, update.en))),
            "updates": list(update.updates),
        }
        return self.decided(after, Verb.MAJOR_UPDATE, data, None, *self.mails.update(after, update))

    def link(self, command: v.LinkIncident | v.UnlinkIncident) -> Decided:
        known = self._known
        if isinstance(command, v.LinkIncident):
            if command.incident in known.incidents:
                raise Refused("major.refused.linked", incident=number_of(command.incident))
            kept = [number for number in known.incidents if number != command.instead]
            regions = tuple(dict.fromkeys((*known.regions, *command.regions)))
            after = replace(known, incidents=(*kept, command.incident), regions=regions)
            verb, note = Verb.LINKED, ""
        else:
            if command.incident not in known.incidents:
                raise Refused("major.refused.not_linked", incident=number_of(command.incident))
            if known.incidents == (command.incident,):
                raise Refused("major.refused.incidents")
            kept = [number for number in known.incidents if number != command.incident]
            after, verb, note = replace(known, incidents=tuple(kept)), Verb.UNLINKED, _text(command.note)
        entries = self.on_incidents(verb, {"number": known.subject.number}, (command.incident,))
        data = {"incidents": _numbers([command.incident]), "note": note}
        return self.decided(after, verb, data, None, *entries)

    def end(self, command: v.StandDown | v.DeclareAgain) -> Decided:
        known, note = self._known, _text(command.note)
        number = {"number": known.subject.number, "note": note}
        if isinstance(command, v.StandDown):
            after = replace(known, state=MajorState.STOOD_DOWN, stood_down_at=self._now, asked=None)
            entries = self.on_incidents(Verb.STOOD_DOWN, number, known.incidents)
            return self.decided(after, Verb.STOOD_DOWN, {"note": note}, None, *entries)
        if known.open:
            raise Refused("major.refused.open", number=known.subject.number)
        person = _present(self._by, self._here, self._now)
        after = replace(self._led_by(person), state=MajorState.DECLARED, stood_down_at=None)
        entries = self.on_incidents(Verb.MAJOR_DECLARED, {**number, "to": person}, known.incidents)
        return self.decided(after, Verb.REOPENED, {"note": note}, None, *entries)

    def on_incidents(
        self, verb: Verb, data: Mapping[str, object], incidents: Iterable[int]
    ) -> tuple[TimelineEntry, ...]:
        """What the timelines of its incidents keep of it."""
        return tuple(
            TimelineEntry(
                subject=Subject.incident(number), at=self._now, actor=self._by, verb=verb, data=dict(data)
            )
            for number in incidents
        )

    def decided(
        self, after: Major, verb: Verb, data: Mapping[str, object], why: Why | None = None, *effects: Effect
    ) -> Decided:
        """It with its line on the timeline."""
        after = replace(after, revision=self._known.revision + 1, last_at=self._now)
        kept = {name: value for name, value in data.items() if value}
        entry = TimelineEntry(
            subject=after.subject, at=self._now, actor=self._by, verb=verb, why=why, data=kept
        )
        return Decision(after=after, effects=(MajorChanged(major=after), entry, *effects))
