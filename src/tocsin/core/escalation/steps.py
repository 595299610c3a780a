"""Steps: which steps of its policy an incident reaches, and when each is due. Knows no roster and no reading of a clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tocsin.core.escalation.ladder import managers
from tocsin.core.incident.values import Asked, Incident, Push
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.escalation import ACKNOWLEDGED, AGAIN, FrozenPolicy, Step, target_of
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec
from tocsin.core.routing.policy import holds, is_last_resort, matter_of, names_of, policy_of
from tocsin.core.sla.calendar import calendar_of
from tocsin.core.sla.clocks import facts_of
from tocsin.core.sla.clocks import reached as run
from tocsin.core.sla.values import Clock

_AHEAD = timedelta(days=31)  # working time is looked for this far


class Due(Value):
    """A step (its place in the policy) comes at ``at``, for the reason that holds since ``since``; ``again``: it repeats
    what was done already."""

    step: int
    since: datetime
    at: datetime
    again: bool = False


def acknowledged_until(incident: Incident, policy: FrozenPolicy) -> datetime | None:
    """Until when it counts as taken: an acknowledgement always expires. None: nobody owns it."""
    if not incident.owner:
        return None
    wait = policy.policy.acknowledgement.of(incident.priority)
    holding = timedelta(seconds=wait if wait is not None else ACKNOWLEDGED.of(incident.priority) or 0)
    until = (incident.acknowledged_at or incident.last_at) + holding
    return max(until, incident.on_it_until) if incident.on_it_until else until


def unacknowledged_since(incident: Incident, policy: FrozenPolicy) -> datetime:
    """Since when nobody has acknowledged it, or (ahead) from when on that will be so."""
    return acknowledged_until(incident, policy) or incident.offered_at or incident.opened_at


def upcoming(
    incident: Incident, organisation: Organisation, clocks: tuple[Clock, ...], *, now: datetime
) -> tuple[Due, ...]:
    """What comes next in each chain of steps, and what is repeated, in order of time; nothing once it is over.

    ``clocks`` are read at ``now``. What is in the past is due.
    """
    if not incident.open or incident.folded_into is not None:
        return ()
    found = _Ladder(incident, policy_of(incident, organisation), organisation, clocks, now).dues()
    return tuple(sorted(found, key=lambda due: (due.at, due.step)))


def pushed_step(incident: Incident, policy: FrozenPolicy, push: Push) -> int | None:
    """The step that a person asks for: the next of the line that was not carried out since it was last calm, whatever its
    time and its priorities; the last of the line where all were. None: the policy has no step on this line."""
    steps = policy.policy.steps
    line = [place for place, step in enumerate(steps) if step.line == push.line and not is_last_resort(step)]
    calm = incident.calm_since
    done = {asked.step for asked in incident.asked if asked.to and (calm is None or asked.at > calm)}
    following = [place for place in line if place > max(done & set(line), default=-1)]
    return next(iter(following), line[-1] if line else None)


def is_above_all(step: Step, rungs: int) -> bool:
    """Whether the step asks only managers above the last of these rungs."""
    targets = [target_of(text) for text in step.to]
    return all(target is not None and target.kind == "manager" and target.rung > rungs for target in targets)


class _Ladder:
    """The chains of one incident at one instant: a chain is the steps that wait for the same thing."""

    def __init__(
        self,
        incident: Incident,
        policy: FrozenPolicy,
        organisation: Organisation,
        clocks: tuple[Clock, ...],
        now: datetime,
    ) -> None:
        self._incident, self._policy, self._here, self._now = incident, policy, organisation, now
        self._targets = {clock.side: clock.target_s for clock in clocks}
        self._asked = {asked.step: asked for asked in incident.asked}
        self._rungs = len(managers(organisation, incident))
        self._names = names_of(matter_of(incident), organisation)

    def dues(self) -> Iterator[Due]:
        chains: dict[tuple[str, str], list[int]] = {}
        for place, step in enumerate(self._policy.policy.steps):
            if self._concerns(step):
                side = step.party if step.on == "commitment" else ""
                chains.setdefault((step.on, side), []).append(place)
        for chain in chains.values():
            yield from self._chain(chain)

    def _concerns(self, step: Step) -> bool:
        """Whether the incident, as it is now, reaches the step; above the last manager there is no rung."""
        return (
            step.concerns(self._incident.priority)
            and not is_above_all(step, self._rungs)
            and len(self._incident.applications) >= step.applications
            and self._names["people"] >= step.people
            and holds(step.condition, self._names)
        )

    def _chain(self, chain: list[int]) -> Iterator[Due]:
        """What comes next: at its own time, or at once where the step before reached nobody."""
        since = self._since(self._step(chain[0]))
        if since is None:
            return
        before: Asked | None = None
        for place in chain:
            done = self._done(place, since)
            if done is None and is_last_resort(self._step(place)) and self._has_reached(chain, since):
                continue
            if done is None:
                at = self._at(place, since, before)
                if at is not None:
                    yield Due(step=place, since=since, at=at)
                if self._step(place).on == "unacknowledged":
                    break  # in order: each is asked after the one before did not answer
            before = done
        else:
            yield from self._from_the_last(chain, since)
        yield from self._repeats(chain, since)

    def _since(self, step: Step) -> datetime | None:
        """Since when the chain's reason holds; None: it does not."""
        calm = self._incident.calm_since
        match step.on:
            case "unacknowledged":
                return unacknowledged_since(self._incident, self._policy)
            case "worsened":
                worse = self._incident.worsened_at
                return worse if worse and (calm is None or worse > calm) else None
            case "commitment":
                return self._incident.opened_at
            case "opened":
                return self._incident.opened_at if calm is None else None

    def _done(self, place: int, since: datetime) -> Asked | None:
        asked = self._asked.get(place)
        return asked if asked and asked.since == since else None

    def _at(self, place: int, since: datetime, before: Asked | None) -> datetime | None:
        step = self._step(place)
        if step.on == "commitment":
            at = self._promise(step, before)
        elif before is not None and not before.reached:
            at = before.began
        elif before is not None and step.on == "unacknowledged":
            gap = self._after(step) - self._after(self._step(before.step))
            at = self._counted(step, before.began, max(gap, 0))
        else:
            at = self._counted(step, since, self._after(step))
        return at

    def _promise(self, step: Step, before: Asked | None) -> datetime | None:
        """When so much of the commitment has run. What ran out before a person ended the escalation asks nobody."""
        target = self._targets.get(step.party)
        if target is None:
            return None
        seconds = -(-target * step.share // 100)
        facts, terms = facts_of(self._incident), self._incident.terms
        at = run(step.party, facts, terms, seconds, now=self._now)
        calm = self._incident.calm_since
        if at is None or (calm is not None and at <= calm):
            return None
        if before is not None and not before.reached:
            return before.began
        return self._counted(step, at, self._after(step))

    def _has_reached(self, chain: list[int], since: datetime) -> bool:
        return any(done.reached for place in chain if (done := self._done(place, since)))

    def _from_the_last(self, chain: list[int], since: datetime) -> Iterator[Due]:
        """When all was done and nobody answers, the last step that reached somebody asks again; at once, if asking another
        step again has just reached nobody."""
        if self._step(chain[0]).on != "unacknowledged":
            return
        done = [asked for place in chain if (asked := self._done(place, since))]
        last = max(done, key=lambda asked: (asked.at, asked.reached))
        reaching = [asked for asked in done if asked.reached]
        place = reaching[-1].step if reaching else chain[-1]
        at: datetime | None = last.at
        if last.reached or not reaching:
            again = self._policy.policy.again.of(self._incident.priority) or AGAIN.of(self._incident.priority)
            at = self._counted(self._step(place), last.at, again or 0)
        if at is not None:
            yield Due(step=place, since=since, at=at, again=True)

    def _repeats(self, chain: list[int], since: datetime) -> Iterator[Due]:
        calm = self._incident.calm_since
        for place in chain:
            step, done = self._step(place), self._done(place, since)
            wait = step.repeat.of(self._incident.priority)
            if done is None or wait is None or (step.times and done.count > step.times):
                continue
            if calm is not None and done.at <= calm and step.on != "unacknowledged":
                continue
            at = self._counted(step, done.at, wait)
            if at is not None:
                yield Due(step=place, since=since, at=at, again=True)

    def _step(self, place: int) -> Step:
        return self._policy.policy.steps[place]

    def _after(self, step: Step) -> int:
        return step.after.of(self._incident.priority) or 0

    def _counted(self, step: Step, start: datetime, seconds: int) -> datetime | None:
        """``seconds`` later, counted in the step's hours; no seconds: when these hours next begin, if they do not run."""
        spec = self._hours(step)
        if spec is None:
            return start + timedelta(seconds=seconds)
        calendar = calendar_of(spec, start, start + _AHEAD)
        if seconds > 0 or calendar.always or calendar.is_working(start):
            return calendar.due(start, seconds)
        first = calendar.due(start, 1)
        return first - timedelta(seconds=1) if first else None

    def _hours(self, step: Step) -> CalendarSpec | None:
        if step.hours != "team":
            return self._policy.calendars.get(step.hours)
        team = self._here.teams.get(self._incident.owner_team)
        region = self._here.regions.get(team.region) if team else None
        key = (team.calendar if team else "") or (region.calendar if region else "")
        return self._here.calendars.get(key)
