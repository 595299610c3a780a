"""Making: rows of a history as incidents, and the rows that are refused. Writes nothing."""

from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec.structs import replace

from tocsin.core.history.course import latest_of
from tocsin.core.history.making import Maker
from tocsin.core.history.mapping import Mapping
from tocsin.core.history.reading import Reader
from tocsin.core.history.values import Made, Record, Refusal, Remark, Row
from tocsin.core.inventory.resolution import Resolver
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow import clock
from tocsin.flow.organisation import company

MOST_ROWS = 10_000  # of an incident


class Batch(Value):
    """What some rows become: incidents without numbers, and the rows that are refused."""

    made: tuple[Made, ...]
    refusals: tuple[Refusal, ...]


class Tried(Value):
    """What the first rows of a file would become; ``remarks``: words that tables lack; ``rows``: how many were read,
    ``left_aside`` of them by the mapping."""

    made: tuple[Made, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    rows: int
    left_aside: int


class Making:
    """Makes the incidents of one origin, by a mapping and the organisation as it is."""

    def __init__(self, mapping: Mapping, organisation: Organisation, resolver: Resolver, origin: str) -> None:
        self._maker, self._logs = Maker(organisation, resolver, origin), mapping.logs

    def batch(self, groups: Iterable[tuple[str, Sequence[Record]]]) -> Batch:
        """The incident of each group of rows, which have one reference."""
        made, refusals = [], []
        for _, records in groups:
            incident, refused = self._incident(records)
            refusals += refused
            made += [incident] if incident else []
        return Batch(made=tuple(made), refusals=tuple(refusals))

    def _incident(self, records: Sequence[Record]) -> tuple[Made | None, list[Refusal]]:
        refusals = [_too_many(record) for record in records[MOST_ROWS:]]
        counted = records[:MOST_ROWS]
        repeats = 0
        if not self._logs and len(counted) > 1:
            latest, others = latest_of(counted)
            refusals += others
            repeats, counted = len(counted) - 1 - len(others), [latest]
        made = self._maker.make(counted)
        if isinstance(made, Refusal):
            return None, [*refusals, made]
        return replace(made, repeats=made.repeats + repeats), refusals


def tried(mapping: Mapping, origin: str, rows: Iterable[Row], most: int) -> Tried:
    """What the first rows would become, and why rows would be refused; nothing is written."""
    reader, here = Reader(mapping, clock.now()), company()
    groups: dict[str, list[Record]] = {}
    refusals: list[Refusal] = []
    count = left_aside = 0
    for count, row in enumerate(islice(rows, most), 1):  # noqa: B007
        found = unreadable(row) if row.wrong else reader.read(row.cells, row.line)
        if isinstance(found, Record):
            groups.setdefault(found.reference, []).append(found)
        elif found:
            refusals.append(found)
        else:
            left_aside += 1
    batch = Making(mapping, here.organisation, here.resolver, origin).batch(groups.items())
    return Tried(
        made=batch.made,
        refusals=(*refusals, *batch.refusals),
        remarks=tuple(reader.remarks),
        rows=count,
        left_aside=left_aside,
    )


def unreadable(row: Row) -> Refusal:
    """The refusal of a row that could not be read."""
    assert row.wrong is not None
    return Refusal(line=row.line, field="", why=row.wrong)


def _too_many(record: Record) -> Refusal:
    why = Why(code="history.refused.too_many", facts={"limit": MOST_ROWS})
    return Refusal(line=record.line, field="reference", why=why, reference=record.reference)
