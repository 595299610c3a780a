"""Decide: what a command makes of a problem, whom it is mailed to, and what the timeline keeps."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import assert_never

from msgspec.structs import replace

from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb, number_of
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue, to_person, to_team
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.problem import record as r
from tocsin.core.problem.record import Problem, ProblemChanged, ProblemState

Effect = ProblemChanged | TimelineEntry | MailDue
Decided = Decision[Problem, Effect]


def begin(number: int, begun: r.Begun, organisation: Organisation, *, now: datetime, by: str) -> Decided:
    """A new problem. Raises Refused without a title or without incidents."""
    if not begun.title.strip() or not begun.incidents:
        raise Refused("problem.refused.begin")
    problem = Problem(
        id=number,
        title=begun.title.strip(),
        team=begun.team,
        opened_at=now,
        last_at=now,
        keys=begun.keys,
        incidents=tuple(sorted(set(begun.incidents))),
        last_incident_at=begun.last_incident_at,
        revision=-1,
    )
    data = {"incidents": _numbers(problem.incidents)}
    return _Deciding(problem, organisation, now, by).decided(problem, Verb.IDENTIFIED, data, begun.why)


def decide(
    known: Problem, command: r.Command, organisation: Organisation, *, now: datetime, by: str = TOCSIN
) -> Decided:
    """The problem after the command. Raises Refused where its state, or what is missing, does not allow it."""
    deciding = _Deciding(known, organisation, now, by)
    if not known.open and not isinstance(command, r.ReopenProblem | r.LinkIncidents | r.Comment):
        raise Refused("problem.refused.closed", number=known.subject.number)
    match command:
        case r.Take() | r.Assign():
            return deciding.assign(by if isinstance(command, r.Take) else command.person)
        case r.Comment(note=note):
            return deciding.decided(known, Verb.COMMENTED, {"note": _text(note)})
        case r.Retitle(title=title):
            return deciding.decided(
                replace(known, title=_text(title)), Verb.ANALYSED, {"what": "title", "note": title}
            )
        case r.Suppose() | r.WorkAround() | r.AddCause() | r.StrikeCause() | r.DeclareKnownError():
            return deciding.analyse(command)
        case r.AddAction() | r.FinishAction() | r.PostponeAction() | r.PlanChange():
            return deciding.plan(command)
        case r.ResolveProblem(note=note, quiet_days=days):
            return deciding.resolve(note, days)
        case r.CloseProblem(note=note, void=void):
            return deciding.close({"note": _text(note)}, None, void=void)
        case r.ReopenProblem(note=note):
            return deciding.reopen({"note": _text(note)}, None)
        case r.LinkIncidents():
            return deciding.link(command)
        case r.UnlinkIncident(incident=incident, note=note):
            return deciding.unlink(incident, note)
        case r.RemindOfActions():
            return deciding.remind(command)
        case r.CloseQuiet():
            why = Why(code="problem.quiet", facts={"days": known.quiet_days})
            return deciding.close({}, why, void=False)
        case _:
            assert_never(command)


def _text(typed: str) -> str:
    if not typed.strip():
        raise Refused("problem.refused.text")
    return typed.strip()


def _numbers(incidents: Iterable[int]) -> list[str]:
    return [number_of(incident) for incident in incidents]


class _Deciding:
    """One command on one problem."""

    def __init__(self, known: Problem, organisation: Organisation, now: datetime, by: str) -> None:
        self._known, self._organisation, self._now, self._by = known, organisation, now, by

    def assign(self, person: str) -> Decided:
        if person not in self._organisation.persons and person != self._by:
            raise Refused("problem.refused.person", person=person)
        after = replace(self._known, owner=person)
        if person == self._by:
            return self.decided(after, Verb.TAKEN, {"from": self._known.owner})
        return self.decided(after, Verb.HANDED_OVER, {"to": person}, None, *self._mails("assigned", after))

    def analyse(
        self, command: r.Suppose | r.WorkAround | r.AddCause | r.StrikeCause | r.DeclareKnownError
    ) -> Decided:
        known = self._known
        match command:
            case r.Suppose(text=text):
                return self._analysed(replace(known, hypothesis=_text(text)), "hypothesis", text)
            case r.WorkAround(text=text):
                return self._analysed(replace(known, workaround=_text(text)), "workaround", text)
            case r.AddCause():
                return self._add_cause(command)
            case r.StrikeCause(cause=cause):
                return self._strike_cause(cause)
            case r.DeclareKnownError():
                return self._declare_known_error()

    def _add_cause(self, command: r.AddCause) -> Decided:
        causes = self._known.causes
        if command.of and command.of not in {cause.id for cause in causes}:
            raise Refused("problem.refused.cause")
        number = max((cause.id for cause in causes), default=0) + 1
        cause = r.Cause(id=number, of=command.of, text=_text(command.text), by=self._by, root=command.root)
        return self._analysed(replace(self._known, causes=(*causes, cause)), "cause", cause.text)

    def _strike_cause(self, struck: int) -> Decided:
        causes = {cause.id: cause for cause in self._known.causes}
        if struck not in causes:
            raise Refused("problem.refused.cause")
        gone = {struck}
        for cause in self._known.causes:  # a cause stands after the one that it explains
            if cause.of in gone:
                gone.add(cause.id)
        left = tuple(cause for cause in self._known.causes if cause.id not in gone)
        return self._analysed(replace(self._known, causes=left), "struck", causes[struck].text)

    def _declare_known_error(self) -> Decided:
        known = self._known
        if not known.workaround or not known.causes:
            raise Refused("problem.refused.known_error")
        state = known.state if known.over else ProblemState.KNOWN_ERROR
        after = replace(known, state=state, known_since=known.known_since or self._now)
        return self.decided(after, Verb.ANALYSED, {"what": "known_error"})

    def _analysed(self, after: Problem, what: str, text: str) -> Decided:
        if after.state is ProblemState.IDENTIFIED:
            after = replace(after, state=ProblemState.IN_ANALYSIS)
        return self.decided(after, Verb.ANALYSED, {"what": what, "note": text.strip()})

    def plan(self, command: r.AddAction | r.FinishAction | r.PostponeAction | r.PlanChange) -> Decided:
        match command:
            case r.AddAction():
                return self._add_action(command)
            case r.FinishAction(action=number):
                return self._finish_action(number)
            case r.PostponeAction(action=number, due=due):
                return self._postpone_action(number, due)
            case r.PlanChange(change=change):
                change = replace(change, text=_text(change.text))
                if change.supplier and change.supplier not in self._organisation.suppliers:
                    raise Refused("problem.refused.supplier", supplier=change.supplier)
                data = {"what": "change", "note": change.text, "supplier": change.supplier}
                return self.decided(replace(self._known, change=change), Verb.PLANNED, data)

    def _add_action(self, command: r.AddAction) -> Decided:
        known = self._known
        if command.owner not in self._organisation.persons:
            raise Refused("problem.refused.person", person=command.owner)
        self._require_coming(command.due)
        action = r.Action(
            id=max((action.id for action in known.actions), default=0) + 1,
            text=_text(command.text),
            owner=command.owner,
            due=command.due,
        )
        after = replace(known, actions=(*known.actions, action))
        data = {"what": "action", "note": action.text, "to": action.owner, "due": action.due.isoformat()}
        mails = () if action.owner == self._by else self._mails("action", after, action)
        return self.decided(after, Verb.PLANNED, data, None, *mails)

    def _require_coming(self, due: date) -> None:
        if due < self._now.date():
            raise Refused("problem.refused.due")

    def _action(self, number: int) -> r.Action:
        """The action that is still to be done."""
        action = next((action for action in self._known.actions if action.id == number), None)
        if action is None or action.done_at:
            raise Refused("problem.refused.action")
        return action

    def _postpone_action(self, number: int, due: date) -> Decided:
        action = self._action(number)
        self._require_coming(due)
        actions = self._with_actions({number: replace(action, due=due, reminded=None)})
        data = {"what": "postponed", "note": action.text, "due": due.isoformat()}
        return self.decided(replace(self._known, actions=actions), Verb.PLANNED, data)

    def _finish_action(self, number: int) -> Decided:
        action = self._action(number)
        actions = self._with_actions({number: replace(action, done_at=self._now)})
        return self.decided(
            replace(self._known, actions=actions), Verb.DONE, {"what": "action", "note": action.text}
        )

    def _with_actions(self, changed: dict[int, r.Action]) -> tuple[r.Action, ...]:
        return tuple(changed.get(action.id, action) for action in self._known.actions)

    def resolve(self, note: str, quiet_days: int) -> Decided:
        if self._known.over:
            raise Refused("problem.refused.resolved", number=self._known.subject.number)
        if not 1 <= quiet_days <= 365:
            raise Refused("problem.refused.quiet")
        change = self._known.change
        after = replace(
            self._known,
            state=ProblemState.RESOLVED,
            resolved_at=self._now,
            quiet_days=quiet_days,
            change=replace(change, done_at=change.done_at or self._now) if change else None,
        )
        return self.decided(after, Verb.RESOLVED, {"note": _text(note), "days": quiet_days})

    def close(self, data: Mapping[str, object], why: Why | None, *, void: bool) -> Decided:
        after = replace(self._known, state=ProblemState.CLOSED, closed_at=self._now, void=void)
        mails = self._mails("closed", after) if why else ()
        return self.decided(after, Verb.CLOSED, data, why, *mails)

    def reopen(self, data: Mapping[str, object], why: Why | None, after: Problem | None = None) -> Decided:
        known = after or self._known
        if not known.over:
            raise Refused("problem.refused.open", number=known.subject.number)
        state = ProblemState.KNOWN_ERROR if known.known_since else ProblemState.IN_ANALYSIS
        after = replace(
            known, state=state, resolved_at=None, closed_at=None, reopened=known.reopened + 1, void=False
        )
        mails = self._mails("recurred", after) if why else ()
        return self.decided(after, Verb.REOPENED, data, why, *mails)

    def link(self, command: r.LinkIncidents) -> Decided:
        """New incidents of it; one that began after it was resolved reopens it, unless it is void."""
        known = self._known
        refused = known.unlinked if command.why else ()  # a rule does not overrule a person
        new = sorted(set(command.incidents) - set(known.incidents) - set(refused))
        keys = tuple(dict.fromkeys((*known.keys, *command.keys)))
        if not new and keys == known.keys:
            return Decision(after=known)
        latest = max(filter(None, (known.last_incident_at, command.began if new else None)), default=None)
        after = replace(
            known,
            keys=keys,
            incidents=tuple(sorted({*known.incidents, *new})),
            unlinked=tuple(number for number in known.unlinked if number not in new),
            last_incident_at=latest,
        )
        linked = self.decided(after, Verb.LINKED, {"incidents": _numbers(new)}, command.why)
        if not new or not known.over or known.void or command.began < (known.resolved_at or self._now):
            return linked
        why = Why(code="problem.recurred", facts={"incident": number_of(new[-1])})
        reopened = self.reopen({}, why, linked.after)
        return Decision(after=reopened.after, effects=(*linked.effects[1:], *reopened.effects))

    def unlink(self, incident: int, note: str) -> Decided:
        if incident not in self._known.incidents:
            raise Refused("problem.refused.not_linked", incident=number_of(incident))
        left = tuple(number for number in self._known.incidents if number != incident)
        after = replace(self._known, incidents=left, unlinked=(*self._known.unlinked, incident))
        return self.decided(after, Verb.UNLINKED, {"incidents": _numbers([incident]), "note": note.strip()})

    def remind(self, command: r.RemindOfActions) -> Decided:
        late = [action for action in self._known.actions if action.id in command.actions]
        actions = self._with_actions({action.id: replace(action, reminded=command.today) for action in late})
        after = replace(self._known, actions=actions)
        mails = [mail for action in late for mail in self._mails("overdue", after, action)]
        why = Why(code="problem.overdue", facts={"action": [action.text for action in late]})
        return self.decided(after, Verb.WARNED, {}, why, *mails)

    def decided(
        self, after: Problem, verb: Verb, data: Mapping[str, object], why: Why | None = None, *mails: MailDue
    ) -> Decided:
        """The problem with its line on the timeline."""
        after = replace(after, revision=self._known.revision + 1, last_at=self._now)
        kept = {name: value for name, value in data.items() if value}
        entry = TimelineEntry(
            subject=after.subject, at=self._now, actor=self._by, verb=verb, why=why, data=kept
        )
        return Decision(after=after, effects=(ProblemChanged(problem=after), entry, *mails))

    def _mails(self, code: str, after: Problem, action: r.Action | None = None) -> tuple[MailDue, ...]:
        """To the action's owner or the problem's; where that is nobody who can be written to, to its team."""
        person = self._organisation.persons.get(action.owner if action else after.owner)
        if person and person.email:
            return (to_person(after.subject, person, *_words(code, after, action, person.language)),)
        team = self._organisation.teams.get(after.team)
        return to_team(after.subject, team, *_words(code, after, action, team.language)) if team else ()


def _words(code: str, after: Problem, action: r.Action | None, language: Language) -> tuple[Why, Why]:
    """The title and the text of a mail."""
    facts = {
        "number": after.subject.number,
        "title": after.title,
        "action": action.text if action else "",
        "due": _day(action.due, language) if action else "",
        "workaround": after.workaround or "–",
        "days": after.quiet_days,
    }
    return Why(code=f"problem.mail.{code}", facts=facts), Why(code=f"problem.mail.{code}.text", facts=facts)


def _day(day: date, language: Language) -> str:
    return f"{day:%d/%m/%Y}" if language == "fr" else day.isoformat()
