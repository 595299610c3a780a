"""Ids: numbers for new incidents and interventions, from the database's sequences, asked for when first needed."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection

from tocsin.core.kernel.subject import SubjectKind

_SEQUENCES = {
    SubjectKind.INCIDENT: "incident_id_seq",
    SubjectKind.INTERVENTION: "intervention_id_seq",
    SubjectKind.AUTHORISATION: "authorisation_id_seq",
    SubjectKind.RECOVERY: "recovery_plan_id_seq",
    SubjectKind.WAY: "way_id_seq",
    SubjectKind.PROBLEM: "problem_id_seq",
    SubjectKind.REPORT: "user_report_id_seq",
    SubjectKind.MAJOR: "major_id_seq",
}
_SINGLY = 8  # the first ids of a transaction are fetched as needed, so that a small batch leaves no gap
_MOST = 64  # ids fetched at once


class Ids:
    """The ids of one transaction. A batch of repeats needs none, and costs no query."""

    def __init__(self) -> None:
        self._fetched: dict[SubjectKind, Iterator[int]] = {kind: iter(()) for kind in _SEQUENCES}
        self._given: dict[SubjectKind, int] = defaultdict(int)

    def new(self, kind: SubjectKind) -> int:
        """The next id of this kind."""
        number = next(self._fetched[kind], None)
        if number is None:
            self._fetched[kind] = iter(_fetch(kind, self._block(kind)))
            number = next(self._fetched[kind])
        self._given[kind] += 1
        return number

    def _block(self, kind: SubjectKind) -> int:
        given = self._given[kind]
        return 1 if given < _SINGLY else min(given, _MOST)


def _fetch(kind: SubjectKind, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(%s::regclass) from generate_series(1, %s)", [_SEQUENCES[kind], count])
        return sorted(number for (number,) in cursor.fetchall())
