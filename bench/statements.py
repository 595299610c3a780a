"""How well statements are matched: right, wrong and asked lines over random months of three generators.

``python -m bench.statements 1000``; a second number is the first seed. The matching was tuned on seeds below 10,000.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from bench.statement_files import Listed, statement_file
from bench.statement_months import lengths, month_file
from bench.statement_sites import sites_file
from tocsin.core.organisation.sheets import Sheet
from tocsin.core.statement.matching import matched
from tocsin.core.statement.reading import Month, statement_of
from tocsin.core.statement.values import Known, Match, Statement, Sureness

ZONES = ("Europe/Paris",)
Meaning = Mapping[int, Collection[int]]  # a line's number: the incidents that it truly means


def months(seed: int) -> Counter[str]:
    """A month of the first generator, graded."""
    file = month_file(seed)
    statement = _read([file.sheet], file.month)
    meaning = {line.number: file.truth[line.row] for line in statement.lines}
    unread = len(file.truth) - len(statement.lines)
    return Counter(unread=unread) + _graded(statement, file.known, meaning, _is_right)


def files(seed: int) -> Counter[str]:
    """A file of the second generator, graded; its lines are known by their order."""
    file = statement_file(seed)
    statement = _read(file.sheets, file.month)
    if len(statement.lines) != len(file.listed):
        return Counter(unread=len(file.listed))
    meaning = {number: line.means for number, line in enumerate(file.listed, start=1)}
    return _graded(statement, file.known, meaning, partial(_is_right_once, file.listed))


def sites(seed: int) -> Counter[str]:
    """A file of the third generator, graded; its lines are known by their order."""
    file = sites_file(seed)
    statement = statement_of(file.sheets, Month.of(file.month), file.columns)
    if len(statement.lines) != len(file.listed):
        return Counter(unread=len(file.listed))
    meaning = {number: line.means for number, line in enumerate(file.listed, start=1)}
    return _graded(statement, file.known, meaning, partial(_is_right_once, file.listed))


def _read(sheets: Sequence[Sheet], month: str) -> Statement:
    return statement_of(sheets, Month.of(month), {})


def _graded(
    statement: Statement,
    known: Sequence[Known],
    meaning: Meaning,
    is_right: Callable[[Match, Collection[int]], bool],
) -> Counter[str]:
    """Lines decided rightly and wrongly, and lines asked; incidents wrongly said to be missing."""
    _, _, matches = matched(statement, known, ZONES, lengths)
    listed = {incident for means in meaning.values() for incident in means}
    counted: Counter[str] = Counter()
    for match in matches:
        for number in match.lines:
            right = is_right(match, meaning[number])
            asked = match.sureness is Sureness.ASKED
            counted["asked" if asked else "right" if right else "wrong"] += 1
            counted["asked_right"] += asked and right
        if not match.lines and match.sureness is Sureness.SURE:
            counted["missing"] += 1
            counted["wrongly_missing"] += bool(listed & set(match.incidents))
    return counted


def _is_right(match: Match, means: Collection[int]) -> bool:
    return set(match.incidents) == set(means)


def _is_right_once(lines: Sequence[Listed], match: Match, means: Collection[int]) -> bool:
    """Also that a line which repeats another is said to, and is no further piece of its incident."""
    own = [lines[number - 1] for number in match.lines]
    if match.twin is not None:
        first = lines[match.twin - 1]
        return first.means == means and (first.again or own[0].again)
    return set(match.incidents) == set(means) and (len(own) == 1 or not any(line.again for line in own))


def main(count: int, first: int) -> None:
    """Grade so many months of each and print the figures."""
    for name, grade in (("months", months), ("files", files), ("sites", sites)):
        began, total, worst = time.process_time(), Counter[str](), []
        for seed in range(first, first + count):
            counted = grade(seed)
            total += counted
            if counted["wrong"] or counted["wrongly_missing"] or counted["unread"]:
                worst.append((seed, counted))
        lines = total["right"] + total["wrong"] + total["asked"]
        print(f"{name}: {count}, {lines} lines, {time.process_time() - began:.0f} s of CPU: {dict(total)}")
        print(f"  asked {100 * total['asked'] / lines:.2f} %, wrong {total['wrong']}")
        for seed, counted in worst[:15]:
            print(f"  seed {seed}: {dict(counted)}")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(given[0] if given else 200, given[1] if len(given) > 1 else 0)
