"""Importing: a history is read, put in order and written, batch by batch; an import that stops goes on.

No clock, notice, escalation or correlation learns of it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from itertools import islice

import msgspec
from django.db import connection, transaction
from msgspec.structs import replace

import tocsin.flow.sentences  # noqa: F401  a refusal is read in whatever process shows it
from tocsin.core.history.mapping import Mapping
from tocsin.core.history.reading import Reader
from tocsin.core.history.values import Made, Record, Refusal, Remark, Row, Step
from tocsin.core.incident.values import TOCSIN, PauseReason, State, TimelineEntry, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why
from tocsin.core.sla.clocks import clocks_of
from tocsin.core.sla.outcomes import outcomes as outcomes_of
from tocsin.flow import clock
from tocsin.flow.histories.making import MOST_ROWS, Batch, Making, unreadable
from tocsin.flow.organisation import company
from tocsin.store import histories, incidents, locks, outcomes
from tocsin.store.histories import WRITING, Progress, Written

_READ_AT_ONCE = 5_000  # rows a transaction
_WRITTEN_AT_ONCE = 5_000
_DUTY = "history"
_VERBS = {State.RESOLVED: Verb.RESOLVED, State.CLOSED: Verb.CLOSED, State.PENDING: Verb.PAUSED}
# Called after each batch with how far the import is; False: stop here, a later run continues.
Watcher = Callable[[Progress], bool]


class Import:
    """One import: ``rows`` of a file (by ``digest``), read by a mapping; ``origin`` names the program that they are from."""

    def __init__(self, mapping: Mapping, origin: str, file: str, digest: str) -> None:
        self._mapping, self._origin, self._file, self._digest = mapping, origin, file, digest
        self._now = clock.now()
        here = company()
        self._making = Making(mapping, here.organisation, here.resolver, origin)

    def run(self, rows: Iterable[Row], watcher: Watcher) -> Progress:
        """Import them, or go on where it was interrupted. Raises Refused while another import runs."""
        with locks.locked(_DUTY) as mine:
            if not mine:
                raise Refused("history.refused.running")
            with transaction.atomic():
                progress = histories.begin(self._origin, self._file, self._digest, self._now)
            if (progress.state == WRITING or self._read(rows, progress, watcher)) and self._write(
                progress, watcher
            ):
                self._end(progress)
        return progress

    def _read(self, rows: Iterable[Row], progress: Progress, watcher: Watcher) -> bool:
        """Keep what the rows say; whether all were read."""
        reader = Reader(self._mapping, self._now)
        waiting = islice(rows, progress.position, None)
        while batch := list(islice(waiting, _READ_AT_ONCE)):
            with transaction.atomic():
                self._stage(reader, batch, progress)
                progress.position += len(batch)
                histories.keep(progress)
            if not watcher(progress):
                return False
        progress.state = WRITING
        histories.keep(progress)
        return True

    def _stage(self, reader: Reader, batch: Sequence[Row], progress: Progress) -> None:
        read = [unreadable(row) if row.wrong else reader.read(row.cells, row.line) for row in batch]
        records = [found for found in read if isinstance(found, Record)]
        refused = [found for found in read if isinstance(found, Refusal)]
        histories.stage(progress.position, records)
        histories.refuse(progress.id, [*refused, *map(_left_out, reader.remarks)])
        reader.remarks.clear()
        _count(progress, "refused", len(refused))
        _count(progress, "left_aside", len(read) - len(records) - len(refused))

    def _write(self, progress: Progress, watcher: Watcher) -> bool:
        """Write the incidents; whether all are written. While the database writes a batch, the next one is made."""
        with ThreadPoolExecutor(1, "history") as ahead:
            groups = self._groups(progress.done)
            making = ahead.submit(self._making.batch, groups)
            while groups:
                following, batch = self._groups(groups[-1][0]), making.result()
                making = ahead.submit(self._making.batch, following)
                self._keep(groups, batch, progress)
                groups = following
                if not watcher(progress):
                    return False
        return True

    def _groups(self, after: str) -> list[tuple[str, list[Record]]]:
        return histories.grouped(after, _WRITTEN_AT_ONCE, MOST_ROWS)

    def _keep(self, groups: Sequence[tuple[str, list[Record]]], batch: Batch, progress: Progress) -> None:
        with transaction.atomic():
            for reference, records in groups:
                if len(records) > MOST_ROWS:
                    _count(progress, "refused", histories.count(reference) - len(records))
            histories.refuse(progress.id, batch.refusals)
            _count(progress, "refused", len(batch.refusals))
            _count(progress, "repeats", sum(made.repeats for made in batch.made))
            self._add(batch.made, progress)
            progress.done = groups[-1][0]
            histories.keep(progress)

    def _end(self, progress: Progress) -> None:
        progress.state = histories.DONE
        with transaction.atomic():
            histories.keep(progress, clock.now())
            histories.clear()
        if not connection.in_atomic_block:
            histories.analyse()

    def _add(self, made: Sequence[Made], progress: Progress) -> None:
        """Write what is new or has changed since another import."""
        digests = [_digest(each) for each in made]
        known = histories.known(self._origin, [each.reference for each in made])
        new = [
            (each, digest) for each, digest in zip(made, digests, strict=True) if each.reference not in known
        ]
        changed = [
            (each, digest)
            for each, digest in zip(made, digests, strict=True)
            if each.reference in known and known[each.reference][1] != digest
        ]
        numbered = [
            *(
                (number, each, digest)
                for number, (each, digest) in zip(histories.numbers(len(new)), new, strict=True)
            ),
            *((known[each.reference][0], each, digest) for each, digest in changed),
        ]
        written = [self._written(number, each, digest) for number, each, digest in numbered]
        histories.write(self._origin, written[: len(new)], written[len(new) :])
        self._note(numbered, len(new))
        self._settle(written, len(new))
        _count(progress, "new", len(new))
        _count(progress, "changed", len(changed))
        _count(progress, "unchanged", len(made) - len(new) - len(changed))

    def _written(self, number: int, made: Made, digest: str) -> Written:
        incident = replace(made.incident, id=number)
        return Written(incident=incident, clocks=clocks_of(incident, now=self._now), digest=digest)

    def _note(self, numbered: Sequence[tuple[int, Made, str]], new: int) -> None:
        """Their timelines: the changes that the history tells, and where it is from."""
        known = histories.steps_known([number for number, _, _ in numbered[new:]])
        incidents.write_entries(
            [
                entry
                for place, (number, made, _) in enumerate(numbered)
                for entry in self._entries(number, made, is_new=place < new)
                if (entry.verb, entry.at) not in known.get(number, ())
            ]
        )

    def _entries(self, number: int, made: Made, *, is_new: bool) -> Iterator[TimelineEntry]:
        subject = made.incident.subject if number == 0 else replace(made.incident, id=number).subject
        for before, step in zip((None, *made.steps), made.steps, strict=False):
            data = {"note": step.note} if step.note else {}
            if step.state in (*PauseReason,):
                data["reason"] = step.state
            actor = step.by or self._origin
            yield TimelineEntry(subject=subject, at=step.at, actor=actor, verb=_verb(before, step), data=data)
        facts = {"origin": self._origin, "reference": made.reference, "file": self._file, "line": made.line}
        why = Why(code="history.imported" if is_new else "history.updated", facts=facts)
        yield TimelineEntry(subject=subject, at=self._now, actor=TOCSIN, verb=Verb.IMPORTED, why=why)

    def _settle(self, written: Sequence[Written], new: int) -> None:
        """The outcomes of their commitments: of those that are changed, where they differ."""
        before = outcomes.last([each.incident.id for each in written[new:]])
        found = [
            outcome
            for each in written
            for outcome in outcomes_of(
                each.incident, each.clocks, before.get(each.incident.id, {}), now=each.incident.last_at
            )
        ]
        histories.write_outcomes(found)


def _verb(before: Step | None, step: Step) -> Verb:
    """What a change is on a timeline."""
    over = (State.RESOLVED, State.CLOSED)
    if before is None and step.state not in over:
        return Verb.OPENED
    if before is not None and before.state == step.state:
        return Verb.COMMENTED
    if before is not None and before.state in over and step.state not in over:
        return Verb.REOPENED
    if step.state in over:
        return _VERBS[State(step.state)]
    return Verb.PAUSED if step.state not in (State.NEW, State.IN_PROGRESS) else Verb.RESUMED


def _left_out(remark: Remark) -> Refusal:
    """A word that a table lacks: its row is taken over without it, and the report says so."""
    why = Why(code="history.left_out", facts={"text": remark.text[:120]})
    return Refusal(line=remark.line, field=remark.field, text=remark.text[:200], why=why)


def _count(progress: Progress, what: str, count: int = 1) -> None:
    if count:
        progress.counts = dict(Counter(progress.counts) + Counter({what: count}))


def _digest(made: Made) -> str:
    """What the incident is made of, wherever it stands in the file."""
    content = msgspec.json.encode((made.incident, made.steps))
    return blake2b(content, digest_size=16).hexdigest()
