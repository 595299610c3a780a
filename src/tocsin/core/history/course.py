"""Course: when an incident of a history was in which state, out of its rows: one for all of it, or one for each change."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from msgspec.structs import replace

from tocsin.core.history.moments import length_of
from tocsin.core.history.values import Record, Refusal, Step
from tocsin.core.incident.outcome import HOLDER_OF
from tocsin.core.incident.values import Holder, PauseReason, State, Turn
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

_OVER = (State.RESOLVED, State.CLOSED)
_ENDS = ("recovered_at", "resolved_at", "closed_at")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Course(Value):
    """An incident's states in time. ``last``: its last row, with the last that any row says; ``rows``: how many."""

    last: Record
    rows: int
    opened_at: datetime
    since: datetime
    last_at: datetime
    state: State
    pause: PauseReason | None
    steps: tuple[Step, ...]
    turns: tuple[Turn, ...]
    reopened: int
    reported_at: datetime | None
    acknowledged_at: datetime | None
    recovered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None


def course_of(records: Sequence[Record]) -> Course | Refusal:
    """The course that these rows of one reference tell, or why they tell none."""
    distinct = list(_distinct(records))
    rows = sorted(distinct, key=lambda row: row.times.get("change.at", _LONG_AGO))
    return _Rows(rows).course()


def latest_of(records: Sequence[Record]) -> tuple[Record, list[Refusal]]:
    """Where a row is a whole incident and several have one reference: the latest counts, the others are refused."""
    distinct = list(_distinct(records))
    chosen = max(reversed(distinct), key=lambda row: max(row.times.values(), default=_LONG_AGO))
    others = [row for row in distinct if row is not chosen]
    return chosen, [
        Refusal(
            line=row.line,
            field="reference",
            why=Why(code="history.refused.repeated", facts={"other": chosen.line}),
            text=row.reference,
            reference=row.reference,
        )
        for row in others
    ]


def _distinct(records: Sequence[Record]) -> Iterator[Record]:
    """Each row once; what a file repeats word by word says nothing new."""
    if len(records) == 1:
        yield records[0]
        return
    seen = set()
    for record in records:
        content = repr(replace(record, line=0))
        if content not in seen:
            seen.add(content)
            yield record


class _Rows:
    """The rows of one incident, in the order of time."""

    def __init__(self, rows: Sequence[Record]) -> None:
        self._rows, self._last = rows, _together(rows)
        self._texts = self._last.texts
        self._steps = tuple(_steps(rows))

    def course(self) -> Course | Refusal:
        opened = min((row.times["opened_at"] for row in self._rows if "opened_at" in row.times), default=None)
        opened = opened or min(
            (row.times["change.at"] for row in self._rows if "change.at" in row.times), default=None
        )
        if opened is None:
            return self._refused("opened_at", "history.refused.no_opening")
        since = min(self._last.times.get("began_at", opened), opened)
        ends = self._ends(since)
        state, pause = self._state(ends)
        if state in _OVER and not ends:
            return self._refused("resolved_at", "history.refused.no_end")
        if state not in _OVER:
            ends = {}
        if ends and (early := min(ends, key=lambda name: ends[name])) and ends[early] < since:
            facts = {"end": f"{ends[early]:%Y-%m-%d %H:%M} UTC", "start": f"{since:%Y-%m-%d %H:%M} UTC"}
            return self._refused(early, "history.refused.before", facts)
        return self._course(opened, since, state, pause, ends)

    def _course(
        self,
        opened: datetime,
        since: datetime,
        state: State,
        pause: PauseReason | None,
        ends: dict[str, datetime],
    ) -> Course:
        times = self._last.times
        recovered = min(ends.values(), default=None)
        known = [*times.values(), *(step.at for step in self._steps), opened]
        past = [at for at in known if at not in (times.get("ours.due_at"), times.get("supplier_side.due_at"))]
        return Course(
            last=self._last,
            rows=len(self._rows),
            opened_at=opened,
            since=since,
            last_at=max(past, default=opened),
            state=state,
            pause=pause,
            steps=self._steps,
            turns=tuple(_turns(since, self._steps, recovered)),
            reopened=self._reopened(),
            reported_at=times.get("reported_at"),
            acknowledged_at=times.get("acknowledged_at") or self._taken(),
            recovered_at=recovered,
            resolved_at=ends.get("resolved_at", recovered),
            closed_at=ends.get("closed_at") if state is State.CLOSED else None,
        )

    def _ends(self, since: datetime) -> dict[str, datetime]:
        """When it was over, as its rows say, else as its last changes do, or how long it lasted."""
        found = {name: at for name in _ENDS if (at := self._last.times.get(name))}
        ended: dict[str, datetime] = {}
        for step in self._steps:
            if step.state in _OVER:
                ended.setdefault(f"{step.state}_at", step.at)
            else:
                ended.clear()
        if not found and (lasted := length_of(self._texts.get("lasted", ""))) is not None:
            found["recovered_at"] = since + lasted
        return ended | found

    def _state(self, ends: dict[str, datetime]) -> tuple[State, PauseReason | None]:
        said = self._steps[-1].state if self._steps else self._texts.get("state", "")
        if said in (*PauseReason,):
            return State.PENDING, PauseReason(said)
        if said:
            return State(said), None
        if "closed_at" in ends:
            return State.CLOSED, None
        return (State.RESOLVED if ends else State.NEW), None

    def _reopened(self) -> int:
        """As the history says, and as often at least as its changes show."""
        said = int(self._texts.get("reopened", "0").removesuffix(".0"))
        shown = sum(
            before.state in _OVER and after.state not in _OVER for before, after in pairwise(self._steps)
        )
        return max(said, shown)

    def _taken(self) -> datetime | None:
        """When somebody first worked on it: its first change from new."""
        return next((step.at for step in self._steps if step.state != State.NEW), None)

    def _refused(self, field: str, code: str, facts: dict[str, str] | None = None) -> Refusal:
        return Refusal(
            line=self._last.line,
            field=field,
            why=Why(code=code, facts=facts or {}),
            reference=self._last.reference,
        )


def _together(rows: Sequence[Record]) -> Record:
    """The last row, with what only earlier ones say: an end until it was opened again."""
    texts: dict[str, str] = {}
    details: dict[str, str] = {}
    place: dict[str, str] = {}
    times: dict[str, datetime] = {}
    for row in rows:
        state = row.texts.get("change.state", "")
        if state and state not in _OVER:
            times = {name: at for name, at in times.items() if name not in _ENDS}
        texts |= row.texts
        details |= row.details
        times |= row.times
        place = row.place or place
    return replace(rows[-1], texts=texts, times=times, place=place, details=details)


def _steps(rows: Sequence[Record]) -> Iterator[Step]:
    """Each change of state; a row that only says something more is none, unless it notes something."""
    before = ""
    for row in rows:
        at, state = row.times.get("change.at"), row.texts.get("change.state") or before
        note = row.texts.get("change.note", "")
        if at and state and (state != before or note):
            yield Step(at=at, state=state, by=row.texts.get("change.by", ""), note=note)
            before = state


def _turns(since: datetime, steps: Sequence[Step], recovered: datetime | None) -> list[Turn]:
    """Who had to act when: the supplier and users while it waited for them, else us."""
    turns = [Turn(at=since, holder=Holder.US)]
    for step in steps:
        pause = PauseReason(step.state) if step.state in (*PauseReason,) else None
        turn = Turn(
            at=max(step.at, since),
            holder=HOLDER_OF.get(pause, Holder.US) if pause else Holder.US,
            works=pause is PauseReason.PLANNED_WORKS,
            over=step.state in _OVER,
        )
        if recovered and turn.at >= recovered:
            break
        if replace(turn, at=turns[-1].at) != turns[-1]:
            turns.append(turn)
    if recovered:
        turns = (
            turns[:-1] if turns[-1].over else turns
        )  # the file says that it was over later than its change does
        turns.append(replace(turns[-1], at=recovered, over=True))
    return turns
