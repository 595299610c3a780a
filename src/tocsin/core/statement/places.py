"""Places: which incidents a place in a supplier's words may mean, and how much it says for one of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log2

from tocsin.core.inventory.spelling import PART_OF, plain, unnumbered
from tocsin.core.statement.values import Known

_RUN = re.compile(r"[a-z]+|[0-9]+")
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_APART = re.compile(r"[-_.]")
_LABEL = re.compile(r"rack:[a-z]+[0-9]+")
_TRUE, _WRONG, _SLIP = 0.9, 0.07, 0.06  # of what lines say of places: right, another's, misspelt
_LETTERS = frozenset("rspou")  # R 7 is a rack; "p a" is nothing
_MOSTLY = 0.6
_LEAST, _MOST_WRONG = -8.0, 3  # bits; contradictions that count


class Places:
    """The places of our incidents, as marks: a rack's number, a room's, a name; and how many incidents have each."""

    def __init__(self, known: Sequence[Known], written: Iterable[str] = ()) -> None:
        """``written``: all the places of a file, by which we see whether it numbers racks and rooms as we do."""
        self._count = max(len(known), 1)
        self._of = {incident.incident: marks(" | ".join(incident.places)) for incident in known}
        self._having = Counter(mark for own in self._of.values() for mark in own)
        self._joint: dict[frozenset[str], tuple[int, ...]] = {}
        self._labels = {mark.partition(":")[2]: mark for mark in self._having if _LABEL.fullmatch(mark)}
        self._alike = frozenset(self._numbered_alike(written))

    def _numbered_alike(self, written: Iterable[str]) -> Iterator[str]:
        """Sorts of places (rack, room) of which most of the file's are ours: another one is then none of ours."""
        seen = Counter(mark for text in written for mark in marks(text) if ":" in mark)
        for sort in {mark.partition(":")[0] for mark in seen}:
            own = sum(
                count for mark, count in seen.items() if mark.startswith(f"{sort}:") and mark in self._having
            )
            if own >= _MOSTLY * sum(count for mark, count in seen.items() if mark.startswith(f"{sort}:")):
                yield sort

    def known(self, text: str) -> tuple[int, ...]:
        """The incidents that are at all the places named; none where the text names no place of ours."""
        named = frozenset(mark for mark in self._written(text) if mark in self._having)
        return self._with(named) if named else ()

    def bits(self, text: str, incident: int) -> float:
        """What the place says for this incident; 0 where the text names none that we know."""
        written, own = self._written(text), self._of[incident]
        shared = frozenset(written & own)
        contradicted = sum(1 for mark in written - own if self._is_place(mark) and _rivals(mark, own))
        total = log2(_TRUE * self._count / len(self._with(shared))) if shared else 0.0
        if not shared and not contradicted:
            return self._slip_bits(written, own)
        return max(_LEAST, total + min(contradicted, _MOST_WRONG) * log2(_WRONG))

    def _written(self, text: str) -> frozenset[str]:
        """The marks of a text; ``D12`` is a rack where a rack of ours is called that, also behind a site (``LYS-D12``)."""
        found = set(marks(text))
        for name in _NAME.findall(plain(text)) if self._labels else ():
            labels = [mark for part in (name, *_APART.split(name)) if (mark := self._labels.get(_bare(part)))]
            if labels:
                found.discard(_bare(name))
                found.update(labels)
        return frozenset(found)

    def _is_place(self, mark: str) -> bool:
        return mark in self._having or mark.partition(":")[0] in self._alike

    def _with(self, wanted: frozenset[str]) -> tuple[int, ...]:
        if wanted not in self._joint:
            self._joint[wanted] = tuple(incident for incident, own in self._of.items() if wanted <= own)
        return self._joint[wanted]

    def _slip_bits(self, written: frozenset[str], own: frozenset[str]) -> float:
        """A place that is none of ours may be one of them, misspelt."""
        near = [
            mark for mark in own if any(_misspelt(word, mark) for word in written if word not in self._having)
        ]
        if not near:
            return 0.0
        rarest = min(self._having[mark] for mark in near)
        return max(0.0, min(3.0, log2(_SLIP * self._count / rarest)))


def _bare(name: str) -> str:
    """Without what sets its letters and digits apart, and without leading zeros: ``d-012`` -> ``d12``."""
    return "".join(run.lstrip("0") or "0" if run.isdigit() else run for run in _RUN.findall(name))


def _rivals(mark: str, own: frozenset[str]) -> bool:
    """Whether the incident has another mark of that sort: another rack, another room."""
    sort = mark.partition(":")[0] if ":" in mark else ""
    return any(other.startswith(f"{sort}:") if sort else ":" not in other for other in own)


def _misspelt(word: str, mark: str) -> bool:
    """Whether they have the same letters and digits but for one, in the same order."""
    sort, colon, text = mark.rpartition(":")
    own_sort, _, own = word.rpartition(":")
    if colon and own_sort and own_sort != sort:
        return False
    if abs(len(text) - len(own)) > 1 or min(len(text), len(own)) < 2:
        return False
    longer, shorter = (text, own) if len(text) >= len(own) else (own, text)
    for at in range(len(longer)):
        without = longer[:at] + longer[at + 1 :]
        if without == shorter or (
            len(longer) == len(shorter) and without == shorter[:at] + shorter[at + 1 :]
        ):
            return True
    return False


@lru_cache(maxsize=16384)
def marks(text: str) -> frozenset[str]:
    """``Salle 2, baie R07, SRV-CRM-01`` -> ``room:2``, ``rack:7``, ``srvcrm1``: alike however they are spelt."""
    found: set[str] = set()
    pending = before = ""
    for name in _NAME.findall(unnumbered(plain(text))):
        runs = [run.lstrip("0") or "0" if run.isdigit() else run for run in _RUN.findall(name)]
        part = PART_OF.get(runs[0], "")
        if len(runs) == 2 and runs[1].isdigit() and part:  # R07, S2
            found.add(f"{part}:{runs[1]}")
        elif len(runs) == 1 and pending:  # baie 7, PDU A
            if runs[0].isdigit() or (len(runs[0]) == 1 and before not in _LETTERS):
                found.add(f"{pending}:{runs[0]}")
        elif len(runs) == 2 and pending and runs[1].isdigit() and not part:  # baie A7
            found.add(f"{pending}:{''.join(runs)}")
        elif len(runs) >= 2 and any(run.isdigit() for run in runs):
            found.add("".join(runs))
        before = runs[0]
        pending = part if len(runs) == 1 else ""
    return frozenset(found)
