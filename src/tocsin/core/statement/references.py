"""References: which incidents a supplier's number means, and how much it says for one of them. Knows no other trait."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2

from tocsin.core.inventory.spelling import plain
from tocsin.core.statement.values import Known

_PIECE = re.compile(r"(?<=[a-z0-9])[-_/.][0-9]{1,2}(?![a-z0-9])")  # of a ticket: VAL-4711-2
_PART = re.compile(r"[a-z0-9]+(?:[-_/.][a-z0-9]+)*")
_SHORTEST = 4  # letters and digits: a shorter text is no reference
_TRUE, _SLIP, _OTHER = (
    0.95,
    0.03,
    0.01,
)  # of the lines with a number: it is right, has one wrong letter, is another's

UNCERTAIN = log2(_SLIP)  # bits of a number that is another incident's, for one that may have been meant
_ADDITION = re.compile(r"[-_/. (]+[a-z0-9]{1,6}\)?|[a-z]{1,4}")  # 4711-R, 4711 bis


class References:
    """The numbers by which our incidents are known: the supplier's own, and ours."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._count = max(len(known), 1)
        self._of = {incident.incident: _own(incident) for incident in known}
        self._theirs = {incident.incident for incident in known if incident.references}
        self._holders: dict[str, list[int]] = {}
        for incident, texts in self._of.items():
            for text in texts:
                self._holders.setdefault(text, []).append(incident)
        self._near: Counter[tuple[str, int]] = Counter()

    def known(self, text: str) -> tuple[int, ...]:
        """The incidents that one of the numbers in the text means."""
        found = (incident for part in self._numbers(text) for incident in self._holders.get(part, ()))
        return tuple(dict.fromkeys(found))

    def _numbers(self, text: str) -> tuple[str, ...]:
        """The numbers in the text; of a piece of a ticket that we know, the ticket's."""
        numbers, whole = parts(text), parts(_PIECE.sub("", plain(text)))
        return whole if any(part in self._holders for part in whole) else numbers

    def bits(self, text: str, incident: int) -> float:
        """What the number says for this incident; 0 where either has none."""
        numbers = self._numbers(text)
        if not numbers:
            return 0.0
        own = self._of[incident]
        if shared := [number for number in numbers if number in own]:
            holders = min(len(self._holders[number]) for number in shared)
            return log2(_TRUE * self._count / holders)
        elsewhere = any(number in self._holders for number in numbers)
        if incident not in self._theirs:
            return UNCERTAIN if elsewhere else 0.0
        if any(_one_slip(number, other) for number in numbers for other in own):
            return UNCERTAIN if elsewhere else self._slip_bits(numbers)
        return log2(_OTHER)

    def _slip_bits(self, numbers: tuple[str, ...]) -> float:
        """A number with one wrong letter fits several incidents where numbers are given in order."""
        alike = sum(1 for holder in self._holders if any(_one_slip(number, holder) for number in numbers))
        return max(-2.0, min(4.0, log2(_SLIP * self._count / max(alike, 1))))


def _own(incident: Known) -> frozenset[str]:
    numbers: Iterable[str] = (part for text in incident.references for part in parts(text))
    return frozenset((*numbers, f"inc{incident.incident}"))


@lru_cache(maxsize=8192)
def parts(text: str) -> tuple[str, ...]:
    """The numbers in a text without what only sets letters apart: ``VAL-2026/12`` -> ``val202612``."""
    found = (re.sub(r"[^a-z0-9]", "", part) for part in _PART.findall(plain(text)))
    return tuple(
        dict.fromkeys(
            part for part in found if len(part) >= _SHORTEST and any(letter.isdigit() for letter in part)
        )
    )


def same_ticket(first: str, other: str) -> bool:
    """Whether two texts give one number, or those of pieces of one ticket (``VAL-4711``, ``VAL-4711-2``)."""
    numbers, others = ({*parts(text), *parts(_PIECE.sub("", plain(text)))} for text in (first, other))
    return not numbers.isdisjoint(others)


def adds_to(text: str, other: str) -> bool:
    """Whether a number is another one with something behind it."""
    number, longer = plain(other), plain(text)
    return bool(number) and longer.startswith(number) and bool(_ADDITION.fullmatch(longer[len(number) :]))


def _one_slip(first: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two beside each other are swapped."""
    if abs(len(first) - len(other)) > 1 or first == other:
        return False
    at = next(
        (place for place, (a, b) in enumerate(zip(first, other, strict=False)) if a != b),
        min(len(first), len(other)),
    )
    if len(first) == len(other):
        swapped = first[at : at + 2] == other[at : at + 2][::-1] and first[at + 2 :] == other[at + 2 :]
        return first[at + 1 :] == other[at + 1 :] or swapped
    longer, shorter = (first, other) if len(first) > len(other) else (other, first)
    return longer[at + 1 :] == shorter[at:]
