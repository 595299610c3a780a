"""What a statement's lines mean, story by story; and months of them, graded."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bench.statements import files, months, sites
from tests.core.statement.drawing import ORDINARY, check, found_in, incident, ordinary_lines
from tocsin.core.statement.decisions import InForce
from tocsin.core.statement.places import Places
from tocsin.core.statement.values import Sureness

AHEAD = timedelta(hours=3)


def beside(lines, *known, **more):
    """The same among the ordinary incidents of a month, which the supplier lists rightly; without these."""
    found = check(f"{ordinary_lines()}\n{lines}", *ORDINARY, *known, **more)
    ordinary = {own.incident for own in ORDINARY}
    return found, [entry for entry in found.entries if not ordinary & set(entry.match.incidents)]


def means(entries):
    return [(tuple(entry.match.incidents), entry.match.sureness.value) for entry in entries]


def test_a_line_with_our_number_of_it_is_sure():
    _, entries = beside(
        "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
    )
    assert means(entries) == [((1,), "sure")]


def test_a_line_without_a_number_is_sure_by_place_and_time():
    _, entries = beside(
        " | 12/10/2026 08:01 | 12/10/2026 09:30 | 1:30 | baie 7 | |", incident(1, "12 08:00-09:30 R07")
    )
    assert means(entries) == [((1,), "sure")]


def test_a_wrong_digit_in_the_number_does_not_mislead():
    _, entries = beside(
        "VAL-7003 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
        incident(3, "26 10:00-10:10 R02 VAL-7003"),
    )
    assert [entry.match.incidents for entry in entries if entry.match.lines] == [(1,)]


def test_two_alike_in_the_same_minute_are_asked_never_guessed():
    _, entries = beside(
        """ | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
            | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |""",
        incident(1, "12 08:00-09:30 R07"),
        incident(2, "12 08:00-09:30 R07"),
    )
    assert {entry.match.sureness for entry in entries} == {Sureness.ASKED}
    assert all(len(entry.match.rivals) == 1 for entry in entries)


def test_of_two_alike_the_last_is_sure_once_the_other_is_taken():
    _, entries = beside(
        """VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
            | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |""",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
        incident(2, "12 08:00-09:30 R07 VAL-7002"),
    )
    assert means(entries) == [((1,), "sure"), ((2,), "sure")]


def test_one_line_for_two_incidents():
    _, entries = beside(
        "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 12:30 | 4:30 | R07 | |",
        incident(1, "12 08:00-09:00 R07 VAL-7001"),
        incident(2, "12 11:00-12:30 R07 VAL-7002"),
    )
    assert means(entries) == [((1, 2), "sure")]


def test_two_lines_for_one_incident():
    _, entries = beside(
        """VAL-7001 | 12/10/2026 08:00 | 12/10/2026 10:00 | 2:00 | R07 | |
           VAL-7001 | 12/10/2026 10:00 | 12/10/2026 12:30 | 2:30 | R07 | |""",
        incident(1, "12 08:00-12:30 R07 VAL-7001"),
    )
    assert [(len(entry.match.lines), entry.match.incidents) for entry in entries] == [(2, (1,))]


def test_a_line_twice_is_reported_as_twice():
    line = "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |"
    _, entries = beside(f"{line}\n{line}", incident(1, "12 08:00-09:30 R07 VAL-7001"))
    assert [entry.finding.value for entry in entries] == ["agreed", "twice"]


def test_a_line_without_an_incident_and_an_incident_without_a_line():
    _, entries = beside(
        "VAL-7777 | 18/10/2026 03:00 | 18/10/2026 03:30 | 0:30 | R30 | |",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
    )
    assert [(entry.match.incidents, entry.finding.value) for entry in entries] == [
        ((), "missing_ours"),
        ((1,), "missing_theirs"),
    ]


def test_a_clock_that_is_hours_off_is_found_first():
    rows = [
        f"{own.references[0]} | {own.start + AHEAD:%d/%m/%Y %H:%M} | | | {own.places[1]} | |"
        for own in ORDINARY
    ]
    found = check("\n".join(rows), *ORDINARY)
    assert (found.shift.zone, found.shift.offset_s, found.shift.support) == ("UTC", 3 * 3600, len(ORDINARY))
    assert {entry.finding.value for entry in found.entries} == {"agreed"}


def test_a_person_settles_what_is_asked_and_the_rest_follows():
    lines = """ | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
                | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |"""
    known = incident(1, "12 08:00-09:30 R07"), incident(2, "12 08:00-09:30 R07")
    _, entries = beside(lines, *known, settled=InForce(means={13: (2,)}))
    assert means(entries) == [((2,), "settled"), ((1,), "sure")]


def test_an_incident_of_another_party_is_matched_but_never_missed():
    other = incident(1, "12 08:00-09:30 R07 VAL-7001", theirs=False)
    _, entries = beside("VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |", other)
    assert means(entries) == [((1,), "sure")]
    _, entries = beside("", other)
    assert found_in(check(ordinary_lines(), *ORDINARY, other))[-1][2] == "agreed"
    assert entries == []


DAYS = "Dossier | Début | Durée | Baie"


def test_a_line_that_only_says_the_day_is_matched_by_place_and_length():
    found = check(
        """ | 12/10/2026 | 1:30 | R07
            | 14/10/2026 | 0:20 | R09""",
        incident(1, "12 16:00-17:30 R07"),
        incident(2, "14 09:00-09:20 R09"),
        incident(3, "12 09:00-13:20 R08"),
        header=DAYS,
    )
    assert means(found.entries)[:2] == [((1,), "sure"), ((2,), "sure")]


def test_a_line_without_a_number_that_repeats_another_is_listed_twice():
    found, _ = beside(
        """ | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
            | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |""",
        incident(1, "12 08:00-09:30 R07"),
    )
    assert [finding for _, _, finding in found_in(found)].count("twice") == 1


def test_a_number_listed_twice_is_a_twin_also_where_one_lacks_the_place():
    found, _ = beside(
        """VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
           VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 |  | |""",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
    )
    assert [finding for _, _, finding in found_in(found)].count("twice") == 1


def test_one_line_for_two_incidents_the_second_on_the_next_day():
    _, entries = beside(
        "VAL-7001 | 12/10/2026 14:00 | 13/10/2026 09:20 | 19:20 | R07 | |",
        incident(1, "12 14:00-23:50 R07 VAL-7001", places=("srv-01", "Baie R07", "Salle S1")),
        incident(2, "13 09:00-09:20 R07 VAL-7002", places=("srv-01", "Baie R07", "Salle S1")),
    )
    assert means(entries) == [((1, 2), "sure")]


def test_a_further_piece_numbered_after_its_ticket_is_of_that_ticket():
    _, entries = beside(
        """VAL-7001 | 12/10/2026 08:00 | 12/10/2026 10:00 | 2:00 | R07 | |
           VAL-7001-2 | 12/10/2026 10:00 | 12/10/2026 11:30 | 1:30 | R07 | |""",
        incident(1, "12 08:00-11:30 R07 VAL-7001"),
    )
    assert means(entries) == [((1,), "sure")]
    assert len(entries[0].match.lines) == 2


def test_a_beginning_noticed_late_is_seen_through_by_the_end():
    _, entries = beside(
        " | 12/10/2026 08:38 | 12/10/2026 11:31 | 2:53 | R07 | |",
        incident(1, "12 08:00-11:30 R07"),
    )
    assert means(entries) == [((1,), "sure")]


def test_what_is_left_on_both_sides_at_one_time_is_asked_not_called_missing():
    """The supplier has the rack wrong, noticed it late, and counts a minute of it."""
    _, entries = beside(
        " | 12/10/2026 08:44 | 12/10/2026 08:45 | 0:01 | R08 | |",
        incident(1, "12 08:08-08:28 R07"),
    )
    assert {entry.match.sureness for entry in entries} == {Sureness.ASKED}


def test_a_rack_that_none_of_ours_is_in_speaks_against_them_all_where_racks_are_numbered_as_ours():
    _, entries = beside(
        " | 12/10/2026 08:01 | 12/10/2026 10:31 | 2:30 | R57 | |",
        incident(1, "12 08:00-08:15 R07 VAL-7001"),
    )
    sure = [entry.match for entry in entries if entry.match.lines and entry.match.sureness is Sureness.SURE]
    assert not any(match.incidents for match in sure)


def test_random_months_have_next_to_no_wrong_line_and_few_asked_ones():
    """The bench grades thousands; these are some of them, and they are the same in every run."""
    total = Counter[str]()
    for grade in (months, files, sites):
        for seed in range(5000, 5008):
            total += grade(seed)
    lines = total["right"] + total["wrong"] + total["asked"]
    assert total["unread"] == 0
    assert total["wrong"] == 0
    assert total["asked"] <= 0.03 * lines


@pytest.mark.parametrize(
    ("other", "finding"),
    [("", "asked"), ("VAL-7002 | 12/10/2026 08:01 | 12/10/2026 08:20 | 0:19 | R09 | |", "twice")],
)
def test_of_a_line_twice_only_the_copy_is_asked_unless_all_that_it_may_mean_is_listed(other, finding):
    """The first says its rack, which only one incident is in; another rack fell in the same minutes."""
    line = " | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |"
    _, entries = beside(
        f"{line}\n{line}\n{other}",
        incident(1, "12 08:00-09:30 R07"),
        incident(2, "12 08:01-08:20 R09 VAL-7002"),
    )
    first, copy = (entry for entry in entries if {13, 14} & set(entry.match.lines))
    assert (first.match.incidents, first.match.sureness) == ((1,), Sureness.SURE)
    assert copy.finding.value == finding


def test_an_incident_left_out_beside_a_sure_line_makes_it_asked_where_the_line_may_mean_both():
    """Rounded to a quarter, the end of the line is that of the one as well as that of both."""
    _, entries = beside(
        "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:15 | | R07 | |",
        incident(1, "12 08:00-09:13 R07 VAL-7001"),
        incident(2, "12 09:16-09:17 R07"),
    )
    assert {entry.match.sureness for entry in entries} == {Sureness.ASKED}


def test_a_line_takes_no_incident_that_began_hours_after_its_end():
    """Its length was that of both in service hours; an incident of another line was taken for a part of it."""
    _, entries = beside(
        "VAL-7001 | 13/10/2026 17:00 | 13/10/2026 19:00 | 2:00 | R07 | |",
        incident(1, "13 17:00-18:10 R07 VAL-7001"),
        incident(2, "14 08:00-09:00 R07"),
    )
    assert ((1, 2), "asked") not in means(entries)
    assert ((1, 2), "sure") not in means(entries)


def test_a_line_filed_under_another_day_at_the_place_of_one_that_is_not_listed_is_asked():
    _, entries = beside(
        " | 14/10/2026 08:00 | 14/10/2026 09:30 | 1:30 | R09 | |",
        incident(1, "12 08:00-09:30 R09"),
    )
    assert {entry.match.sureness for entry in entries} == {Sureness.ASKED}


def test_a_copy_is_no_second_piece_of_its_incident():
    """Two lines with the same times were joined as if they followed each other."""
    line = " | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |"
    _, entries = beside(f"{line}\n{line}", incident(1, "12 08:00-09:30 R07"))
    assert not any(len(entry.match.lines) > 1 for entry in entries)


def test_a_line_that_names_only_the_site_is_asked_where_the_site_lost_more_at_once():
    _, entries = beside(
        "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | LYS | |",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
        incident(2, "12 08:01-09:29 R09 VAL-7002"),
    )
    assert {entry.match.sureness for entry in entries} == {Sureness.ASKED}


@pytest.mark.parametrize("written", ["D12", "LYS-D12", "Rack D12", "lys d-012"])
def test_a_rack_by_its_label_is_found_however_it_is_written(written):
    """Racks of rows are called D12; without the word rack they said nothing."""
    known = [
        incident(number, "12 08:00-09:30 R07", places=(f"srv-{number}", f"Rack {rack}", "LYS"))
        for number, rack in enumerate(("D12", "D13", "C12", "A01"), start=1)
    ]
    places = Places(known)
    assert places.bits(written, 1) > 0
    assert all(places.bits(written, other.incident) < 0 for other in known[1:])


def test_an_incident_cut_at_each_midnight_is_one_trouble_though_no_piece_has_a_number():
    _, entries = beside(
        """ | 12/10/2026 20:00 | 13/10/2026 00:00 | 4:00 | R07 | |
            | 13/10/2026 00:00 | 14/10/2026 00:00 | 24:00 | R07 | |
            | 14/10/2026 00:00 | 14/10/2026 05:30 | 5:30 | R07 | |""",
        incident(1, "12 20:00-23:59 R07", end=datetime(2026, 10, 14, 5, 30, tzinfo=UTC)),
    )
    assert means(entries) == [((1,), "sure")]
    assert len(entries[0].match.lines) == 3


def test_lines_that_follow_each_other_are_no_pieces_where_an_incident_of_ours_began_between_them():
    _, entries = beside(
        """ | 12/10/2026 08:00 | 12/10/2026 10:00 | 2:00 | R07 | |
            | 12/10/2026 10:00 | 12/10/2026 12:30 | 2:30 | R07 | |""",
        incident(1, "12 08:00-12:30 R07"),
        incident(2, "12 10:01-12:30 R07"),
    )
    assert not any(len(entry.match.lines) > 1 for entry in entries)


def test_pieces_that_last_longer_together_than_the_incident_are_asked():
    _, entries = beside(
        """VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:00 | 1:00 | R07 | |
            | 12/10/2026 09:00 | 12/10/2026 09:30 | 2:30 | R07 | |""",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
    )
    assert [entry.match.sureness for entry in entries if 14 in entry.match.lines] == [Sureness.ASKED]


@pytest.mark.parametrize("number", ["VAL-7001-R", "VAL-7001 bis", "VAL-7001 (copie)"])
def test_a_number_with_an_addition_and_all_else_the_same_is_listed_twice(number):
    _, entries = beside(
        f"""VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
            {number} | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |""",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
    )
    assert [entry.finding.value for entry in entries] == ["agreed", "twice"]


def test_the_next_number_with_all_else_the_same_is_not_listed_twice():
    _, entries = beside(
        """VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |
           VAL-7002 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |""",
        incident(1, "12 08:00-09:30 R07 VAL-7001"),
    )
    assert "twice" not in [entry.finding.value for entry in entries]


def test_a_piece_filed_under_another_day_is_asked_where_it_is_cut_at_midnight():
    """Its incident is listed by its other piece, so that nothing else would make it doubtful."""
    _, entries = beside(
        """VAL-7001 | 12/10/2026 20:00 | 13/10/2026 00:00 | 4:00 | R09 | |
            | 15/10/2026 00:00 | 15/10/2026 05:30 | 5:30 | R09 | |""",
        incident(1, "12 20:00-23:59 R09 VAL-7001", end=datetime(2026, 10, 13, 5, 30, tzinfo=UTC)),
    )
    assert [entry.match.sureness for entry in entries if 14 in entry.match.lines] == [Sureness.ASKED]


def test_what_a_site_lost_is_asked_under_another_day_by_its_times_of_day():
    _, entries = beside(
        " | 14/10/2026 18:05 | 14/10/2026 20:00 | 1:55 | | |",
        incident(1, "12 18:05-19:57 R09"),
    )
    assert {entry.match.sureness for entry in entries} == {Sureness.ASKED}


def test_one_wrong_letter_that_makes_the_number_of_another_is_asked_where_the_length_says_so():
    _, entries = beside(
        "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 08:17 | 0:17 | | |",
        incident(1, "12 08:00-09:08 R07 VAL-7001"),
        incident(2, "12 08:01-08:18 R11 VAL-7007"),
    )
    assert [entry.match.sureness for entry in entries if 13 in entry.match.lines] == [Sureness.ASKED]


def test_an_incident_of_another_kind_within_its_own_does_not_make_a_line_doubtful():
    """The words go with the one kind, by the lines whose numbers we know."""
    power = incident(1, "12 08:00-09:30 R07 VAL-7001", kind="power.lost")
    others = [
        incident(number, f"{number} 10:00-11:00 R2{number} VAL-710{number}", kind="power.lost")
        for number in (2, 3, 4, 5)
    ]
    lines = "\n".join(
        f"VAL-710{number} | 0{number}/10/2026 10:00 | 0{number}/10/2026 11:00 | 1:00 | R2{number} | Courant perdu |"
        for number in (2, 3, 4, 5)
    )
    _, entries = beside(
        f"{lines}\nVAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | Courant perdu |",
        power,
        *others,
        incident(9, "12 08:00-08:20 R07", kind="temperature.high"),
    )
    assert [entry.match.sureness for entry in entries if entry.match.incidents == (1,)] == [Sureness.SURE]


def test_lengths_rounded_to_a_quarter_are_no_disagreement():
    """Its times are to the minute, its lengths are billed by the quarter."""
    begun = [
        incident(day, f"{day} 08:{day:02}-09:{2 * day:02} R{day:02} VAL-70{day:02}") for day in range(2, 12)
    ]
    rows = "\n".join(
        f"{own.references[0]} | {own.start:%d/%m/%Y %H:%M} | | {1 + minutes // 60}:{minutes % 60:02} | R{own.incident} | |"
        for own in begun
        for minutes in [15 * -(-own.incident // 15)]
    )
    found = check(rows, *begun)
    assert {entry.finding.value for entry in found.entries} == {"agreed"}


def test_a_late_piece_under_another_day_is_asked_by_the_time_of_day_at_which_it_ends():
    _, entries = beside(
        """VAL-7001 | 12/10/2026 20:21 | 12/10/2026 21:58 | 1:37 | R09 | |
            | 13/10/2026 22:06 | 13/10/2026 22:54 | 0:48 | R09 | |""",
        incident(1, "12 20:21-22:54 R09 VAL-7001"),
    )
    assert [entry.match.sureness for entry in entries if 14 in entry.match.lines] == [Sureness.ASKED]


def test_a_length_of_nothing_in_service_hours_does_not_outweigh_the_times():
    """At the weekend they count nothing: any incident of the weekend had lasted as long, by that."""
    _, entries = beside(
        "VAL-7777 | 10/10/2026 12:20 | 10/10/2026 17:15 | 0:00 | R09 | |",
        incident(1, "10 11:39-11:44 R09"),
    )
    assert [entry.match.sureness for entry in entries if 13 in entry.match.lines] == [Sureness.ASKED]
