"""How well statements are matched: right, wrong and asked lines over random months (``python -m bench.statements 1000``)."""

import sys
import time
from collections import Counter

from bench.statement_months import MonthFile, lengths, month_file
from tocsin.core.statement.matching import matched
from tocsin.core.statement.reading import Month, statement_of
from tocsin.core.statement.values import Sureness

ZONES = ("Europe/Paris",)


def grade(file: MonthFile) -> Counter[str]:
    """Lines decided rightly and wrongly, and lines asked; incidents wrongly said to be missing."""
    statement = statement_of([file.sheet], Month.of(file.month), {})
    _, _, matches = matched(statement, file.known, ZONES, lengths)
    row_of = {line.number: line.row for line in statement.lines}
    counted: Counter[str] = Counter(unread=len(file.truth) - len(statement.lines))
    for match in matches:
        for number in match.lines:
            right = set(match.incidents) == set(file.truth[row_of[number]])
            asked = match.sureness is Sureness.ASKED
            counted["asked" if asked else "right" if right else "wrong"] += 1
            if asked:
                counted["asked_right" if right else "asked_wrong"] += 1
        if not match.lines and match.sureness is Sureness.SURE:
            counted["missing"] += 1
            listed = any(set(match.incidents) & set(means) for means in file.truth.values())
            counted["wrongly_missing"] += listed
    return counted


def main(months: int) -> None:
    """Grade so many months and print the figures."""
    began, total, worst = time.perf_counter(), Counter[str](), []
    for seed in range(months):
        counted = grade(month_file(seed))
        total += counted
        if counted["wrong"] or counted["wrongly_missing"] or counted["unread"]:
            worst.append((seed, counted))
    lines = total["right"] + total["wrong"] + total["asked"]
    print(f"{months} months, {lines} lines, {time.perf_counter() - began:.0f} s: {dict(total)}")
    print(f"asked {100 * total['asked'] / lines:.2f} %, wrong {total['wrong']}")
    for seed, counted in worst[:15]:
        print(f"  month {seed}: {dict(counted)} {month_file(seed).noise}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
