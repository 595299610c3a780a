"""History values: what a row says after reading, what becomes of it, and why a row is refused. Know no file."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class Row(NamedTuple):
    """A row of a file: the line on which it begins (or its row of a sheet), its cells by ``header_word`` of their heading.

    ``wrong``: why it can't be read; then it has no cells.
    """

    line: int
    cells: dict[str, str]
    headings: Sequence[str] = ()
    wrong: Why | None = None


class Refusal(Value):
    """A row that is not taken over: the line on which it begins, the field of the mapping, the reason, and the value."""

    line: int
    field: str
    why: Why
    text: str = ""
    reference: str = ""


class Remark(Value):
    """A row was taken over without a word that its table lacks."""

    line: int
    field: str
    text: str


class Record(Value, omit_defaults=True):
    """One row as read: texts in our words and instants (UTC), by the names of the mapping's slots (``ours.overrun``)."""

    reference: str
    line: int
    texts: dict[str, str] = {}
    times: dict[str, datetime] = {}
    place: dict[str, str] = {}
    details: dict[str, str] = {}


class Step(Value):
    """From ``at`` on, the incident was in this state (a word of ``STATES``), by whom, with what was noted."""

    at: datetime
    state: str
    by: str = ""
    note: str = ""


class Made(Value):
    """An incident made of its rows, without a number (id 0). ``line``: of its last row; ``repeats``: rows repeated."""

    reference: str
    line: int
    incident: Incident
    steps: tuple[Step, ...] = ()
    repeats: int = 0
