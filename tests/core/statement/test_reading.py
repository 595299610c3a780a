"""What suppliers write in their statements, and what it is read as."""

from datetime import UTC, datetime

import pytest

from tocsin.core.kernel.errors import BadInput
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.statement import lengths
from tocsin.core.statement.reading import Month, statement_of
from tocsin.core.statement.values import Statement

OCTOBER = Month.of("2026-10")
HEADER = ("N° de dossier", "Date/heure de début", "Date/heure de fin", "Durée", "Baie", "Nature", "Exclu")


def read(
    *rows: tuple[str, ...], header: tuple[str, ...] = HEADER, declared: dict[str, str] | None = None
) -> Statement:
    cells = [("Relevé d'octobre",), header, *rows]
    sheet = Sheet(name="1", rows=tuple(Row(number=at, cells=row) for at, row in enumerate(cells, start=1)))
    return statement_of([sheet], OCTOBER, declared or {})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "unit_s", "seconds"),
    [
        ("2:30", 60, 9000),
        ("2:30:00", 60, 9000),
        ("26:15:00", 60, 94500),
        ("2h30", 60, 9000),
        ("2,5 h", 60, 9000),
        ("2 j 4 h", 60, 187200),
        ("1 j 2 h 30", 60, 95400),
        ("1 day, 2:30:00", 60, 95400),
        ("150", 60, 9000),
        ("2,5", 3600, 9000),
        ("1 250", 60, 75000),
        ("02:29:59.942", 60, 9000),
        ("PT2H30M", 60, 9000),
        ("45 min", 60, 2700),
        ("90'", 60, 5400),
        ("1h30’", 60, 5400),
        ("25:10", 60, 90600),
        ("1j 01h10", 60, 90600),
        ("1T 01h10", 60, 90600),
        ("1900-01-01T01:10:00", 60, 90600),
        ("1900-01-02", 60, 172800),
        ("0.0020833333333333333", 86400, 180),
        ("1.02:10:00", 60, 94200),
        ("1 giorno 2 ore", 60, 93600),
        ("2 horas 10 minutos", 60, 7800),
        ("-1 day, 22:48:00", 60, None),
        ("-0,05", 3600, None),
        ("0,00 h", 60, 0),
        ("0 min", 60, 0),
        ("-", 60, None),
        ("en cours", 60, None),
    ],
)
def test_a_length_of_time_in_every_spelling(written, unit_s, seconds):
    assert lengths.seconds(written, unit_s) == seconds


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("03/10/2026 14:05", at(3, 14, 5)),
        ("03/10/26 14h05", at(3, 14, 5)),
        ("2026-10-03T14:05:00", at(3, 14, 5)),
        ("2026-10-03T14:04:59.942000", at(3, 14, 5)),
        ("3 octobre 2026 à 14h05", at(3, 14, 5)),
        ("03.10.2026 14:05", at(3, 14, 5)),
        ("46298,586806", at(3, 14, 5)),
        ("20261003 1405", at(3, 14, 5)),
        ("sam. 3 oct. 2026 à 14h05", at(3, 14, 5)),
    ],
)
def test_a_time_in_every_spelling(written, expected):
    (line,) = read(("VAL-1234", written, "", "", "", "", "")).lines
    assert line.start == expected
    assert not line.absolute


def test_a_time_with_its_zone_is_an_instant():
    (line,) = read(("VAL-1234", "2026-10-03T14:05:00+02:00", "", "", "", "", "")).lines
    assert (line.start, line.absolute) == (at(3, 12, 5), True)


def test_a_heading_names_the_zone_and_the_unit():
    header = ("Ticket", "Start (UTC)", "Duration (min)", "Rack")
    (line,) = read(("VAL-1234", "2026-10-03 14:05", "150", "7"), header=header).lines
    assert (line.start, line.absolute, line.duration_s, line.place) == (at(3, 14, 5), True, 9000, "Rack 7")


def test_month_before_day_is_found_from_the_whole_file():
    found = read(
        ("A-1111", "10/13/2026 09:00", "", "", "", "", ""), ("A-2222", "10/02/2026 09:00", "", "", "", "", "")
    )
    assert found.month_first
    assert [line.start for line in found.lines] == [at(13, 9), at(2, 9)]


def test_a_spreadsheet_that_turned_days_into_months_is_seen_through():
    """Excel reads 03/10 as 10 March where it can, and leaves 13/10 as text."""
    found = read(
        ("A-1111", "13/10/2026 09:00", "", "", "", "", ""),
        ("A-2222", "10/03/2026 09:00", "10/03/2026 10:00", "", "", "", ""),
    )
    assert [line.start for line in found.lines] == [at(13, 9), at(3, 9)]
    assert found.lines[1].end == at(3, 10)


def test_date_and_times_in_columns_of_their_own_and_a_night_between():
    header = ("Réf", "Date", "Heure début", "Heure fin", "Durée")
    (line,) = read(("VAL-1234", "03/10/2026", "23:50", "00:20", "0:30"), header=header).lines
    assert (line.start, line.end, line.duration_s) == (at(3, 23, 50), at(4, 0, 20), 1800)


def test_day_and_clock_of_each_end_in_columns_of_their_own():
    header = ("Réf", "Date début", "Heure début", "Date fin", "Heure fin")
    (line,) = read(("VAL-1234", "03/10/2026", "23:50", "2026-10-04T00:00:00", "00:20"), header=header).lines
    assert (line.start, line.end, line.day_only) == (at(3, 23, 50), at(4, 0, 20), False)


@pytest.mark.parametrize("day", ["03/10/2026", "2026-10-03", "46298", "3 octobre 2026"])
def test_a_line_that_only_says_the_day_has_no_time_of_day(day):
    (line,) = read(("VAL-1234", day, day, "0:30"), header=("Réf", "Début", "Fin", "Durée")).lines
    assert (line.start, line.day_only, line.end, line.duration_s) == (at(3, 0), True, None, 1800)


def test_a_file_of_midnights_says_days_and_one_midnight_among_times_is_a_time():
    header = ("Réf", "Début", "Durée")
    days = [(f"VAL-123{day}", f"0{day}/10/2026 00:00", "0:30") for day in (3, 4, 5)]
    assert all(line.day_only for line in read(*days, header=header).lines)
    mixed = read(*days[:2], ("VAL-1239", "05/10/2026 10:12", "0:30"), header=header).lines
    assert not any(line.day_only for line in mixed)


def test_bare_numbers_count_what_fits_the_times_beside_them():
    rows = [
        (f"A-{n}000", f"0{n}/10/2026 08:00", f"0{n}/10/2026 10:30", "2,5", "", "", "") for n in range(1, 5)
    ]
    assert {line.duration_s for line in read(*rows).lines} == {9000}


def test_totals_and_remarks_are_shown_not_read():
    found = read(
        ("VAL-1234", "03/10/2026 14:05", "", "2:30", "R07", "", ""),
        ("Total", "", "", "2:30", "", "", ""),
        ("", "Les durées sont en heures.", "", "", "", "", ""),
    )
    assert len(found.lines) == 1
    assert [(unread.row, unread.why) for unread in found.unread] == [(4, "total"), (5, "remark")]


def test_a_header_repeated_on_the_next_page_is_no_line():
    row = ("VAL-1234", "03/10/2026 14:05", "", "2:30", "R07", "", "")
    found = read(row, HEADER, row)
    assert (len(found.lines), found.unread) == (2, ())


@pytest.mark.parametrize(
    ("mark", "excluded", "reason"),
    [
        ("oui", True, ""),
        ("non", False, ""),
        ("", None, ""),
        ("maintenance planifiée", True, "maintenance planifiée"),
    ],
)
def test_how_a_line_marks_that_it_is_excluded(mark, excluded, reason):
    (line,) = read(("VAL-1234", "03/10/2026 14:05", "", "", "", "", mark)).lines
    assert (line.excluded, line.exclusion) == (excluded, reason)


def test_liable_is_the_other_way_round():
    header = ("Ticket", "Début", "Imputable", "Motif d'exclusion")
    (line,) = read(("VAL-1234", "03/10/2026 14:05", "non", "intervention du client"), header=header).lines
    assert (line.excluded, line.exclusion) == (True, "intervention du client")


def test_headings_that_nobody_knows_are_declared_once():
    header = ("Tunnus", "Alku", "Kesto")
    with pytest.raises(BadInput) as refused:
        read(("VAL-1234", "03/10/2026 14:05", "2:30"), header=header)
    assert "Tunnus" in str(refused.value)
    declared = {"tunnus": "reference", "alku": "start", "kesto": "duration"}
    (line,) = read(("VAL-1234", "03/10/2026 14:05", "2:30"), header=header, declared=declared).lines
    assert (line.reference, line.duration_s) == ("VAL-1234", 9000)


@pytest.mark.parametrize("text", ["2026", "10/2026", "2026-13", "octobre"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(BadInput):
        Month.of(text)


@pytest.mark.parametrize(
    "written",
    [
        "03/10/2026 08:00 - 09:30",
        "du 03/10/2026 08:00 au 03/10/2026 09:30",
        "03/10/2026 08h00 → 09h30",
        "2026-10-03 08:00 to 2026-10-03 09:30",
    ],
)
def test_a_column_that_says_from_when_to_when_is_both_ends(written):
    (line,) = read(("VAL-1234", written, "R07"), header=("Dossier", "Période", "Baie")).lines
    assert (line.start, line.end) == (at(3, 8), at(3, 9, 30))


def test_beginning_and_end_in_each_others_columns_are_turned_where_the_length_says_so():
    """An end before its beginning in the night when clocks go back is none of these."""
    turned, clocks = read(
        ("VAL-1", "12/10/2026 09:30", "12/10/2026 08:00", "1:30", "R07", "", ""),
        ("VAL-2", "25/10/2026 02:30", "25/10/2026 02:10", "0:40", "R07", "", ""),
    ).lines
    assert (turned.start, turned.end) == (at(12, 8), at(12, 9, 30))
    assert (clocks.start, clocks.end) == (at(25, 2, 30), at(25, 2, 10))


def test_a_comment_with_a_date_in_it_is_no_line():
    found = read(
        ("VAL-1234", "12/10/2026 08:00", "", "1:30", "R07", "", ""),
        ("Commentaire : le 12/10/2026, une panne du client", "", "", "", "", "", ""),
    )
    assert (len(found.lines), [unread.why for unread in found.unread]) == (1, ["remark"])
