"""What is read: absences with where they stand in the file, and every mistake."""

import tocsin.core.duty.sentences_reading  # noqa: F401  a mistake can be said wherever it is found
from tocsin.core.duty.values import Absence
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value


class Draft(Value):
    """An absence as a file has it. ``uid`` names it in that file, so that the file read again is not twice the absence."""

    absence: Absence
    uid: str


class Drafts(Value):
    """What a file holds: absences, mistakes, and how many entries are no absences to come (cancelled, over, free time)."""

    drafts: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    aside: int = 0
