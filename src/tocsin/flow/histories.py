"""Histories: incidents of other programs are read, put in order and written, batch by batch; an import that stops goes on.

No clock, notice, escalation or correlation learns of them.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec
from django.db import connection, transaction
from msgspec.structs import replace

import tocsin.flow.sentences  # noqa: F401  a refusal is written in whatever process finds it
from tocsin.core.history.course import latest_of
from tocsin.core.history.making import Maker
from tocsin.core.history.mapping import Mapping
from tocsin.core.history.reading import Reader
from tocsin.core.history.values import Made, Record, Refusal, Row, Step
from tocsin.core.incident.values import TOCSIN, PauseReason, State, TimelineEntry, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.sla.clocks import clocks_of
from tocsin.core.sla.outcomes import outcomes as outcomes_of
from tocsin.flow import clock
from tocsin.flow.organisation import company
from tocsin.store import histories, incidents, locks, outcomes
from tocsin.store.histories import READING, WRITING, Progress, Written

_READ_AT_ONCE = 5_000  # rows a transaction
_WRITTEN_AT_ONCE = 5_000
_MOST_ROWS = 10_000  # of an incident
_DUTY = "history"
_VERBS = {State.RESOLVED: Verb.RESOLVED, State.CLOSED: Verb.CLOSED, State.PENDING: Verb.PAUSED}
Watcher = Callable[[Progress], None]


class Import:
    """One import: ``rows`` of a file (by ``digest``), read by a mapping; ``origin`` names the program that they are from."""

    def __init__(self, mapping: Mapping, origin: str, file: str, digest: str, language: Language) -> None:
        self._mapping, self._origin, self._file, self._digest = mapping, origin, file, digest
        self._language = language
        self._now = clock.now()
        here = company()
        self._maker = Maker(here.organisation, here.resolver, origin)

    def run(self, rows: Iterable[Row], report: Path, watcher: Watcher) -> Progress:
        """Import them, or go on where it was interrupted; ``report`` gets every row that is refused.

        Raises Refused while another import runs.
        """
        with locks.locked(_DUTY) as mine:
            if not mine:
                raise Refused("history.refused.running")
            with transaction.atomic():
                progress = histories.begin(self._origin, self._file, self._digest, self._now)
            with _Report(report, progress, self._language) as written:
                if progress.state == READING:
                    self._read(rows, progress, written, watcher)
                self._write(progress, written, watcher)
        return progress

    def _read(self, rows: Iterable[Row], progress: Progress, report: "_Report", watcher: Watcher) -> None:
        reader = Reader(self._mapping, self._now)
        waiting = islice(rows, progress.position, None)
        while batch := list(islice(waiting, _READ_AT_ONCE)):
            with transaction.atomic():
                self._stage(reader, batch, progress, report)
                progress.position += len(batch)
                report.settle(progress)
                histories.keep(progress)
            watcher(progress)
        progress.state = WRITING
        histories.keep(progress)

    def _stage(self, reader: Reader, batch: Sequence[Row], progress: Progress, report: "_Report") -> None:
        records = []
        for row in batch:
            found = _wrong(row) if row.wrong else reader.read(row.cells, row.line)
            if isinstance(found, Record):
                records.append(found)
            else:
                _count(progress, "refused" if found else "left_aside")
                report.refuse([found] if found else [])
        histories.stage(progress.position, records)
        report.remark(reader)

    def _write(self, progress: Progress, report: "_Report", watcher: Watcher) -> None:
        while groups := histories.grouped(progress.done, _WRITTEN_AT_ONCE, _MOST_ROWS):
            with transaction.atomic():
                made = list(self._made(groups, progress, report))
                self._keep(made, progress)
                progress.done = groups[-1][0]
                report.settle(progress)
                histories.keep(progress)
            watcher(progress)
        progress.state = histories.DONE
        with transaction.atomic():
            histories.keep(progress, clock.now())
            histories.clear()
        if not connection.in_atomic_block:
            histories.analyse()

    def _made(
        self, groups: Iterable[tuple[str, list[Record]]], progress: Progress, report: "_Report"
    ) -> Iterator[Made]:
        for reference, records in groups:
            if len(records) > _MOST_ROWS:
                _count(progress, "refused", histories.count(reference) - len(records))
            made, refusals = made_of(self._maker, records, logs=self._mapping.logs)
            report.refuse(refusals)
            _count(progress, "refused", len(refusals))
            if made:
                _count(progress, "repeats", made.repeats)
                yield made

    def _keep(self, made: Sequence[Made], progress: Progress) -> None:
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


def tried(
    mapping: Mapping, origin: str, rows: Iterable[Row], most: int
) -> tuple[list[Made], list[Refusal], Reader]:
    """What the first rows would become, and why rows would be refused; nothing is written."""
    reader, here = Reader(mapping, clock.now()), company()
    maker = Maker(here.organisation, here.resolver, origin)
    groups: dict[str, list[Record]] = {}
    refusals: list[Refusal] = []
    for row in islice(rows, most):
        found = _wrong(row) if row.wrong else reader.read(row.cells, row.line)
        if isinstance(found, Record):
            groups.setdefault(found.reference, []).append(found)
        elif found:
            refusals.append(found)
    made = []
    for records in groups.values():
        incident, refused = made_of(maker, records, logs=mapping.logs)
        refusals += refused
        made += [incident] if incident else []
    return made, refusals, reader


def made_of(maker: Maker, records: Sequence[Record], *, logs: bool) -> tuple[Made | None, list[Refusal]]:
    """The incident of the rows of one reference, and the rows that are refused. ``logs``: each row is a change of it."""
    refusals = [_too_many(record) for record in records[_MOST_ROWS:]]
    counted = records[:_MOST_ROWS]
    repeats = 0
    if not logs and len(counted) > 1:
        latest, others = latest_of(counted)
        refusals += others
        repeats, counted = len(counted) - 1 - len(others), [latest]
    made = maker.make(counted)
    if isinstance(made, Refusal):
        return None, [*refusals, made]
    return replace(made, repeats=made.repeats + repeats), refusals


class _Report:
    """The rows that are refused, and words that were left out, as CSV. After an interruption only what was settled stays."""

    _COLUMNS = ("line", "reference", "field", "text", "reason")

    def __init__(self, file: Path, progress: Progress, language: Language) -> None:
        self._path, self._start, self._language = file, progress.reported, language
        self._file: IO[bytes] | None = None

    def __enter__(self) -> "_Report":
        if not self._path.exists():
            self._start = 0
        self._file = self._path.open("r+b" if self._start else "wb")
        self._file.truncate(self._start)
        self._file.seek(self._start)
        if not self._start:
            self._line(self._COLUMNS)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._file is not None
        self._file.close()

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """A line for each row that is refused."""
        for each in refusals:
            reason = render_why(each.why, self._language)
            self._line((each.line, each.reference, each.field, each.text, reason))

    def remark(self, reader: Reader) -> None:
        """A line for each word that was left out."""
        for each in reader.remarks:
            reason = render_why(Why(code="history.left_out", facts={"text": each.text[:120]}), self._language)
            self._line((each.line, "", each.field, each.text, reason))
        reader.remarks.clear()

    def settle(self, progress: Progress) -> None:
        """What is written so far is on disk before the rows that it stands for are."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        progress.reported = self._file.tell()

    def _line(self, cells: Sequence[object]) -> None:
        assert self._file is not None
        line = io.StringIO()
        csv.writer(line).writerow(_harmless(str(cell)) for cell in cells)
        self._file.write(line.getvalue().encode())


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _wrong(row: Row) -> Refusal:
    assert row.wrong is not None
    return Refusal(line=row.line, field="", why=row.wrong)


def _too_many(record: Record) -> Refusal:
    why = Why(code="history.refused.too_many", facts={"limit": _MOST_ROWS})
    return Refusal(line=record.line, field="reference", why=why, reference=record.reference)


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


def _count(progress: Progress, what: str, count: int = 1) -> None:
    if count:
        progress.counts = dict(Counter(progress.counts) + Counter({what: count}))


def _digest(made: Made) -> str:
    """What the incident is made of, wherever it stands in the file."""
    content = msgspec.json.encode((made.incident, made.steps))
    return blake2b(content, digest_size=16).hexdigest()
