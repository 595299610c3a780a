"""At every instant each open incident has one owner who is there, or an escalation under way, whatever people do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tests.core.escalation.company import HERE, PEOPLE, away, clocks_at, new
from tocsin.core.duty.handing import handed
from tocsin.core.duty.presence import is_present
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.decide import decide, next_look
from tocsin.core.escalation.ladder import TEAM, members
from tocsin.core.escalation.steps import unacknowledged_since
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide as on_command
from tocsin.core.incident.values import Incident, NoticeDue, PauseReason, TimelineEntry
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.escalation import EscalationPolicy, Step, Waits
from tocsin.core.routing.policy import Matter, freeze_policy, policy_of

PERSONS = sorted(PEOPLE)
_LOOKS = 40  # of the escalation, ahead
BEFORE_DST = datetime(2026, 3, 28, 22, tzinfo=UTC)  # the clocks go forward in the night that follows
AFTER_DST = datetime(2026, 10, 24, 22, tzinfo=UTC)  # and back in this one


TARGETS = st.sampled_from(
    ["owner", "team", "duty", "group", "duty:systems", "team:fr", "manager:1", "manager:3", "manager:9"]
)
WAITS = st.integers(1, 600).map(
    lambda minutes: Waits(**{f"p{number}": 60 * minutes for number in range(1, 6)})
)


@st.composite
def steps(draw: st.DrawFn, on: str = "") -> Step:
    """Any step that the checks accept."""
    party = draw(st.sampled_from(["ours", "supplier"]))
    return Step(
        on=on or draw(st.sampled_from(["unacknowledged", "opened", "worsened", "commitment"])),  # type: ignore[arg-type]
        to=tuple(draw(st.lists(TARGETS, min_size=1, max_size=3))),
        line=draw(st.sampled_from(["functional", "hierarchical"])),
        after=draw(WAITS),
        share=draw(st.integers(1, 150)),
        party=party,
        people=draw(st.sampled_from([0, 0, 5])),
        repeat=draw(st.one_of(st.just(Waits()), WAITS)),
        times=draw(st.integers(0, 3)),
        channel=draw(st.sampled_from(["mail", "phone", "sms"])),
    )


@st.composite
def policies(draw: st.DrawFn) -> EscalationPolicy:
    """Any policy that can be declared, however little it asks: the last resort is ours."""
    drawn = draw(st.lists(steps(), max_size=6))
    line = sorted(
        [step for step in drawn if step.on == "unacknowledged"], key=lambda step: step.after.p1 or 0
    )
    rest = [step for step in drawn if step.on != "unacknowledged"]
    return EscalationPolicy(
        key="drawn",
        order=1,
        steps=(*line, *rest),
        acknowledgement=draw(WAITS),
        again=draw(st.one_of(st.just(Waits()), WAITS)),
    )


POLICIES = st.one_of(st.none(), policies())


class NeverNobodys(RuleBasedStateMachine):
    """One incident; people take it, fall ill, pause it; time passes to whatever is due."""

    def __init__(self) -> None:
        super().__init__()
        self.roster, self.now = Roster(), BEFORE_DST
        self.incident: Incident = new()
        self.numbers = 0

    @initialize(
        start=st.sampled_from([BEFORE_DST, AFTER_DST]),
        priority=st.sampled_from(Priority),
        team=st.sampled_from(["fr", "systems"]),
        policy=POLICIES,
    )
    def opens(self, start: datetime, priority: Priority, team: str, policy: EscalationPolicy | None) -> None:
        fresh = new(opened_at=start, since=start, last_at=start, priority=priority, owner_team=team)
        matter = Matter(
            priority=priority,
            criticality=fresh.criticality,
            effect=fresh.effect,
            kind="link.down",
            cause="x",
            team=team,
        )
        here = replace(HERE, escalation=(policy,) if policy else ())
        self.incident, self.now = replace(fresh, policy=freeze_policy(matter, here)), start

    @rule(minutes=st.integers(1, 3000))
    def passes(self, minutes: int) -> None:
        end = self.now + timedelta(minutes=minutes)
        while (at := self._next()) is not None and at <= end:
            self.now = max(at, self.now)
            decision = decide(
                self.incident, HERE, self.roster, clocks_at(self.incident, self.now), now=self.now
            )
            assert decision.effects, "a look that finds nothing would be repeated for ever"
            self._recorded(decision.effects)
            self.incident = decision.after
        self.now = end
        self._hands_over()

    @rule(person=st.sampled_from(PERSONS))
    def takes(self, person: str) -> None:
        if is_present(person, self.roster, self.now):
            self._acts(c.Take(), person)

    @rule(person=st.sampled_from(PERSONS), substitute=st.sampled_from(["", *PERSONS]))
    def falls_ill(self, person: str, substitute: str) -> None:
        self.numbers += 1
        absence = replace(away(person, substitute, self.now), id=self.numbers)
        self.roster = Roster(absences=(*self.roster.absences, absence))
        self._hands_over()

    @precondition(lambda self: self.roster.absences)
    @rule()
    def is_back(self) -> None:
        self.roster = Roster(absences=self.roster.absences[1:])

    @rule(team=st.sampled_from(["fr", "systems", "network"]))
    def goes_to_a_team(self, team: str) -> None:
        self._acts(c.HandOver(team=team), "boss")

    @rule(reason=st.sampled_from([PauseReason.WAITING_USER, PauseReason.PLANNED_WORKS]))
    def waits(self, reason: PauseReason) -> None:
        self._acts(c.Pause(reason=reason), "boss")

    @rule(line=st.sampled_from(["functional", "hierarchical"]))
    def is_escalated(self, line: str) -> None:
        self._acts(c.Escalate(line=line, note="x"), "tech")  # type: ignore[arg-type]

    @rule()
    def is_deescalated(self) -> None:
        self._acts(c.Deescalate(note="x"), "boss")

    @rule(hours=st.integers(1, 100))
    def is_on_it(self, hours: int) -> None:
        self._acts(c.OnIt(until=self.now + timedelta(hours=hours)), self.incident.owner or "tech")

    @invariant()
    def somebody_who_is_there_owns_it_or_is_reached_whatever_the_policy_says(self) -> None:
        if self.incident.open and not self.incident.owner and len(self.roster.absences) < len(PERSONS):
            assert any(self._is_there(key) for key in self._reached_from_now_on())

    def _reached_from_now_on(self) -> Iterator[str]:
        """Whom the escalation has asked in this wait and, if nobody does anything, will ask."""
        since = unacknowledged_since(self.incident, policy_of(self.incident, HERE))
        yield from (key for asked in self.incident.asked if asked.since == since for key in asked.to)
        incident, now = self.incident, self.now
        for _ in range(_LOOKS):
            at = next_look(incident, HERE, clocks_at(incident, now), now=now)
            assert at is not None
            now = max(at, now)
            decision = decide(incident, HERE, self.roster, clocks_at(incident, now), now=now)
            incident = decision.after
            yield from (
                key for effect in decision.effects if isinstance(effect, NoticeDue) for key in effect.to
            )

    def _is_there(self, key: str) -> bool:
        people = (
            [person.key for person in members(HERE, HERE.teams[key.removeprefix(TEAM)])]
            if key.startswith(TEAM)
            else [key]
        )
        return not people or any(is_present(person, self.roster, self.now) for person in people)

    @invariant()
    def it_has_a_present_owner_or_an_escalation_under_way(self) -> None:
        if self.incident.owner:
            assert is_present(self.incident.owner, self.roster, self.now)
        assert self._next() is not None, "somebody is asked next, or the acknowledgement expires"

    def _next(self) -> datetime | None:
        return next_look(self.incident, HERE, clocks_at(self.incident, self.now), now=self.now)

    def _acts(self, command: c.PersonCommand, by: str) -> None:
        try:
            self.incident = on_command(self.incident, command, now=self.now, by=by).after
        except Refused:
            return

    def _hands_over(self) -> None:
        command = handed(self.incident, (), HERE, self.roster, self.now)
        if command is not None:
            self.incident = on_command(self.incident, command, now=self.now).after

    def _recorded(self, effects: tuple[TimelineEntry | NoticeDue, ...]) -> None:
        for effect in effects:
            if isinstance(effect, NoticeDue):
                assert all(
                    key.startswith("team:") or is_present(key, self.roster, self.now) for key in effect.to
                )


NeverNobodys.TestCase.settings = settings(max_examples=100, stateful_step_count=15, deadline=None)
TestNeverNobodys = NeverNobodys.TestCase
