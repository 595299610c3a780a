"""Several files of one month: one for each site, a complement, a corrected version, and what was decided before."""

from datetime import UTC, datetime

from tests.core.statement.test_layouts import read
from tocsin.core.statement.decisions import Settled, Verdict
from tocsin.core.statement.joining import carried_over, joined

HEADER = "Ticket | Début | Fin | Baie"
SEVEN = "VAL-1007 | 12/10/2026 08:00 | 12/10/2026 09:00 | R7"
EIGHT = "VAL-1008 | 13/10/2026 08:00 | 13/10/2026 09:00 | R8"
NINE = " | 14/10/2026 08:00 | 14/10/2026 09:00 | R9"
LATER = "VAL-1010 | 30/10/2026 08:00 | 30/10/2026 09:00 | R10"
FIRST = read("\n".join((HEADER, SEVEN, EIGHT, NINE, "? | ? | ? | R4")))


def listed(*rows: str) -> tuple[list[tuple[int, str, int]], dict[int, int]]:
    """Number, rack and the hour at which it ends of each line, joined to the first file; the numbers of that one's now."""
    both = joined(FIRST, read("\n".join((HEADER, *rows))))
    lines = both.statement.lines
    return [(line.number, line.place, line.end.hour) for line in lines if line.end], both.numbers


def test_a_complement_comes_behind():
    assert listed(LATER) == ([(1, "R7", 9), (2, "R8", 9), (3, "R9", 9), (4, "R10", 9)], {1: 1, 2: 2, 3: 3})


def test_a_ticket_that_both_list_counts_as_the_later_file_lists_it():
    corrected = SEVEN.replace("09:00", "11:00")
    assert listed(corrected) == ([(1, "R8", 9), (2, "R9", 9), (3, "R7", 11)], {2: 1, 3: 2})


def test_a_line_without_a_number_that_both_have_word_for_word_counts_once():
    assert listed(SEVEN, EIGHT, NINE, LATER)[0] == [(1, "R7", 9), (2, "R8", 9), (3, "R9", 9), (4, "R10", 9)]


def test_pieces_of_one_ticket_in_one_file_all_count():
    pieces = [SEVEN, SEVEN.replace("12/10", "15/10")]
    assert [rack for _, rack, _ in listed(*pieces)[0]] == ["R8", "R9", "R7", "R7"]


def test_the_rows_that_could_not_be_read_are_shown_of_both():
    both = joined(FIRST, read(f"{HEADER}\n{LATER}\n? | demain | ? | R5"))
    assert [unread.cells[3] for unread in both.statement.unread] == ["R4", "R5"]


def test_what_was_decided_of_a_line_that_stands_goes_with_it():
    """Of a corrected one it is open again."""
    at = datetime(2026, 11, 3, tzinfo=UTC)
    decisions = [
        Settled(verdict=Verdict.MEANS, by="lea", at=at, line=1, means=(4,)),
        Settled(verdict=Verdict.MEANS, by="lea", at=at, line=3, means=(5,)),
        Settled(verdict=Verdict.ACCEPTED, by="lea", at=at, incident=6),
    ]
    over = list(carried_over(decisions, joined(FIRST, read(f"{HEADER}\n{SEVEN}")).numbers))
    assert [(decision.line, decision.means, decision.incident) for decision in over] == [
        (2, (5,), None),
        (None, (), 6),
    ]
