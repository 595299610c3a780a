"""Statement values: a supplier's lines, our incidents as it may mean them, and what came of comparing both."""

from datetime import datetime
from enum import StrEnum

from tocsin.core.kernel.value import Value


class Line(Value):
    """A row that speaks of one incident. ``number`` counts the lines of the statement from 1, ``row`` is the file's own.

    ``start`` and ``end`` are as written, under UTC, until the file's clock is known; ``absolute``: the row names its zone,
    and they are instants already. ``day_only``: it says the day of the beginning, which ``start`` opens, and no time of
    day. ``excluded`` None: not said.
    """

    number: int
    row: int
    sheet: str = ""
    reference: str = ""
    start: datetime | None = None
    end: datetime | None = None
    absolute: bool = False
    day_only: bool = False
    duration_s: int | None = None
    counted_s: int | None = None
    place: str = ""
    words: str = ""
    excluded: bool | None = None
    exclusion: str = ""
    overrun: bool | None = None
    client: str = ""
    cells: tuple[str, ...] = ()

    @property
    def lasted_s(self) -> int | None:
        """The duration that the line gives, else the one between its times."""
        if self.duration_s is not None:
            return self.duration_s
        if self.start and self.end:
            return int((self.end - self.start).total_seconds())
        return None


# Why a row is no line that is judged; what may have been an incident comes first: several cells, but neither a time nor a
# number that can be read; above its header; of a sheet without a header; another client's.
WHYS = ("unreadable", "above", "no_table", "client", "total", "remark")


class Unread(Value):
    """A row that is no line that is judged, and why: one of ``WHYS``."""

    row: int
    sheet: str
    cells: tuple[str, ...]
    why: str

    @property
    def may_matter(self) -> bool:
        """Whether it may have been an incident that we could not read."""
        return self.why in WHYS[:3]


class Heading(Value):
    """A column: its name as written, what it is with us (empty: nobody knows), a first value."""

    name: str
    field: str
    example: str = ""


class Statement(Value):
    """What was read of a file. ``month_first``: dates are written month before day. ``grain_s`` and ``length_grain_s``: what
    its times and the lengths that it gives are rounded to. ``adds_to``: the number of the statement that it was joined to.
    """

    lines: tuple[Line, ...]
    unread: tuple[Unread, ...] = ()
    headings: tuple[Heading, ...] = ()
    month_first: bool = False
    grain_s: int = 60
    length_grain_s: int = 60
    adds_to: int | None = None


class Known(Value):
    """An incident of ours. ``theirs``: the supplier answers for it. ``places`` and ``words`` as people write them.

    ``lasted_s`` are the lengths that the supplier may give of it, the one that its commitment counts first: then on the
    wall, then in the supplier's service time. ``excluded``: why its time does not count with us either (empty: it does).
    """

    incident: int
    start: datetime
    end: datetime | None
    references: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: str = ""
    kind: str = ""
    theirs: bool = True
    lasted_s: tuple[int, ...] = ()
    commitment: str = ""
    target_s: int | None = None
    excluded: str = ""

    @property
    def counted_s(self) -> int | None:
        """What its commitment counts; on the wall where none applies."""
        return self.lasted_s[0] if self.lasted_s else None


class Shift(Value):
    """How the file's clock reads: in ``zone``, ``offset_s`` ahead of it. ``support`` of the ``anchors`` lines fit."""

    zone: str
    offset_s: int = 0
    support: int = 0
    anchors: int = 0


class Bits(Value):
    """How strongly each thing speaks for a line and an incident being the same trouble, in bits (log2 of the odds).

    ``prior``: that it is this incident of all, before anything is compared.
    """

    prior: float
    reference: float = 0.0
    time: float = 0.0
    place: float = 0.0
    duration: float = 0.0
    kind: float = 0.0

    @property
    def total(self) -> float:
        """All of it."""
        return self.prior + self.reference + self.time + self.place + self.duration + self.kind


class Candidate(Value):
    """An incident that a line may mean."""

    incident: int
    bits: Bits


class Sureness(StrEnum):
    """Sure; asked: a person must settle it; settled: a person has."""

    SURE = "sure"
    ASKED = "asked"
    SETTLED = "settled"


class Match(Value):
    """Lines and incidents that are one trouble: one to one, one line for several incidents, or several lines for one.

    No incident: the lines are of nothing that we know. No line: the supplier does not list it. ``margin``: how many bits
    better than the best other way to match (of one to one). ``rivals`` are the other incidents that may be meant.
    """

    lines: tuple[int, ...]
    incidents: tuple[int, ...]
    sureness: Sureness
    bits: Bits | None = None
    margin: float | None = None
    rivals: tuple[Candidate, ...] = ()
    twin: int | None = None  # the line that says the same already
