"""How suppliers lay their tables out: headers of two rows, what is said once for several rows, ends of another day."""

from datetime import UTC, datetime

import pytest

from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.statement.heading_names import meaning
from tocsin.core.statement.headings import heading_word
from tocsin.core.statement.reading import Month, statement_of
from tocsin.core.statement.values import Statement


def read(table: str) -> Statement:
    """The table as drawn: cells between bars, a row a line."""
    drawn = [tuple(cell.strip() for cell in row.split("|")) for row in table.strip().splitlines()]
    rows = (Row(number=at, cells=cells) for at, cells in enumerate(drawn, start=1) if any(cells))
    return statement_of([Sheet(name="1", rows=tuple(rows))], Month.of("2026-10"), {})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        "Ticket | Début | | Fin | \n | Date | Heure | Date | Heure",
        "Ticket | Began | Began | End | End\nTicket | Date | Time | Date | Time",
        "Vorgang | Beginn | | Ende | \n | Datum | Uhrzeit | Datum | Uhrzeit",
        "Ref | Date de début | Heure de début | Fin (date) | Heure fin",
    ],
)
def test_a_header_of_two_rows_names_a_column_by_both(header):
    (line,) = read(f"{header}\nVAL-1234 | 12/10/2026 | 23:50 | 13/10/2026 | 00:20").lines
    assert (line.reference, line.start, line.end) == ("VAL-1234", at(12, 23, 50), at(13, 0, 20))


def test_a_header_whose_second_row_says_enough_alone_is_repeated_as_two():
    """The repeated upper row opened another table, and the site above was lost."""
    found = read(
        """Ticket | Panne | Panne | Baie | Nature
           Ticket | Début | Fin | Baie | Nature
           PAR1 | | | |
           VAL-1234 | 12/10/2026 08:00 | 12/10/2026 09:00 | R7 | x
           Ticket | Panne | | Baie | Nature
           | Début | Fin | |
           VAL-1235 | 13/10/2026 08:00 | 13/10/2026 09:00 | R8 | x"""
    )
    assert [line.place for line in found.lines] == ["R7, PAR1", "R8, PAR1"]


def test_a_header_that_stands_twice_below_each_other_is_one_at_the_first():
    header = "Ticket | Début | Fin | Baie"
    row = "VAL-1234 | 12/10/2026 08:00 | 12/10/2026 09:00 | R7"
    assert len(read(f"{header}\n{row}\n{header}\n{header}\n{row}").lines) == 2


def test_a_row_of_units_below_the_header_belongs_to_it():
    (line,) = read("Ticket | Début | Durée\n | | (h)\nVAL-1234 | 12/10/2026 08:00 | 2,5").lines
    assert line.duration_s == 9000


def test_a_title_above_the_header_is_no_part_of_it():
    found = read(
        "Relevé des incidents du site\nTicket | Début | Gravité | Baie\nVAL-1 | 12/10/2026 08:00 | P1 | R7"
    )
    assert [(heading.name, heading.field) for heading in found.headings][2] == ("Gravité", "")


def test_a_header_repeated_without_its_merged_cells_is_no_line():
    header = "Ticket | Début | Début | Fin | Fin\nTicket | Date | Heure | Date | Heure"
    again = "Ticket | Début | | Fin | \n | Date | Heure | Date | Heure"
    first, second = (
        f"VAL-123{day} | {day}/10/2026 | {day - 4}:00 | {day}/10/2026 | 14:00" for day in (12, 13)
    )
    found = read(f"{header}\n{first}\n{again}\n{second}")
    assert [line.start for line in found.lines] == [at(12, 8), at(13, 9)]
    assert found.unread == ()


@pytest.mark.parametrize(
    "day", ["12/10/2026", "Lundi 12/10/2026", "Journée du 12/10/2026", "12 octobre 2026"]
)
def test_a_row_of_a_day_says_the_day_of_the_rows_below(day):
    found = read(
        f"Ticket | De | À | Baie\n{day}\nVAL-1234 | 23:50 | 00:20 | R7\nVAL-1235 | 09:00 | 10:00 | R7"
    )
    assert [(line.start, line.end) for line in found.lines] == [
        (at(12, 23, 50), at(13, 0, 20)),
        (at(12, 9), at(12, 10)),
    ]


def test_a_day_that_is_said_once_holds_for_the_rows_below_it():
    found = read(
        """Date | Ticket | Heure début | Heure fin
           12/10/2026 | VAL-1234 | 08:00 | 08:30
           | VAL-1235 | 09:00 Uhr | 09:10 Uhr
           Sous-total | | | 0:40
           13/10/2026 | VAL-1236 | 10:00 | 10:30"""
    )
    assert [line.start for line in found.lines] == [at(12, 8), at(12, 9), at(13, 10)]


@pytest.mark.parametrize("title", ["Semaine du 05/10/2026", "05/10/2026 - 11/10/2026", "Salle 12"])
def test_a_title_that_is_no_day_says_none(title):
    found = read(f"Ticket | De | À | Baie\n12/10/2026\n{title}\nVAL-1234 | 08:00 | 09:00 | R7")
    assert [line.start for line in found.lines] == [at(12, 8)]


def test_a_number_without_a_time_takes_no_day_from_the_rows_above():
    found = read("Date | Ticket | Heure début | Baie\n12/10/2026 | VAL-1234 | 08:00 | R7\n | VAL-1235 | | R7")
    assert [line.start for line in found.lines] == [at(12, 8), None]


def test_words_in_place_of_a_time_take_no_day_from_the_rows_above():
    found = read(
        "Date | Ticket | Heure début | Baie\n12/10/2026 | VAL-1234 | 08:00 | R7\n | VAL-1235 | inconnue | R7"
    )
    assert [line.start for line in found.lines] == [at(12, 8), None]


def test_the_title_of_a_site_is_a_place_of_the_rows_below():
    """Also where its cells are merged over the whole table."""
    found = read(
        """Ticket | Début | Baie
           PAR1 | PAR1 | PAR1
           VAL-1234 | 12/10/2026 08:00 | R7
           Page 2 / 3
           VAL-1235 | 13/10/2026 08:00 | R7
           Total PAR1 | |
           Site : LYS2
           VAL-1236 | 14/10/2026 08:00 | R7
           Les durées sont en heures."""
    )
    assert [line.place for line in found.lines] == ["R7, PAR1", "R7, PAR1", "R7, Site : LYS2"]
    assert [unread.row for unread in found.unread] == [2, 4, 6, 7, 9]


@pytest.mark.parametrize("total", ["Zwischensumme KW 42", "Subtotal week 42", "Gesamt", "Cumul", "Totale"])
def test_totals_of_every_language_are_no_lines(total):
    found = read(f"Date | Ticket | Durée\n12/10/2026 | VAL-1234 | 1:00\n{total} | VAL-42 | 1:00")
    assert [unread.why for unread in found.unread] == ["total"]


def test_words_about_a_total_loss_are_a_line_where_they_have_a_time():
    found = read("Nature | Début | Ticket\nPerte totale du lien | 12/10/2026 08:00 | VAL-1234")
    assert len(found.lines) == 1


@pytest.mark.parametrize("written", ["J+1 02:15", "02:15 (+1)", "02:15 +1j", "D+1, 02:15"])
def test_an_end_so_many_days_later(written):
    (line,) = read(
        f"Ticket | Date | Heure début | Heure fin\nVAL-1234 | 12/10/2026 | 01:00 | {written}"
    ).lines
    assert line.end == at(13, 2, 15)


@pytest.mark.parametrize(("lasted", "day"), [("25:15", 13), ("49:15", 14), ("1:15", 12), ("3:00", 12)])
def test_an_end_without_a_day_is_as_many_days_later_as_the_length_says(lasted, day):
    (line,) = read(
        f"Ticket | Date | Heure début | Heure fin | Durée\nVAL-1234 | 12/10/2026 | 01:00 | 02:15 | {lasted}"
    ).lines
    assert line.end == at(day, 2, 15)


def test_a_site_that_is_written_once_is_that_of_the_rows_below():
    """As a sheet with merged cells is exported to CSV."""
    found = read(
        """Site | Ticket | Début | Baie
           PAR1 | VAL-1001 | 12/10/2026 08:00 | R1
           | VAL-1002 | 13/10/2026 08:00 | R2
           LYS2 | VAL-1003 | 14/10/2026 08:00 | R3
           | VAL-1004 | 15/10/2026 08:00 | R4"""
    )
    assert [line.place for line in found.lines] == ["PAR1, R1", "PAR1, R2", "LYS2, R3", "LYS2, R4"]


def test_a_site_that_some_lines_do_not_name_is_not_taken_from_the_line_above():
    found = read(
        """Site | Ticket | Début | Baie
           PAR1 | VAL-1001 | 12/10/2026 08:00 | R1
           | VAL-1002 | 13/10/2026 08:00 | R2
           | VAL-1003 | 14/10/2026 08:00 | R3
           PAR1 | VAL-1004 | 15/10/2026 08:00 | R4"""
    )
    assert [line.place for line in found.lines][1:3] == ["R2", "R3"]


@pytest.mark.parametrize("ditto", ["〃", '"', "idem", "Ditto"])
def test_ditto_says_what_stands_above(ditto):
    found = read(
        f"Date | Ticket | De | Baie\n12/10/2026 | VAL-1001 | 08:00 | R1\n{ditto} | VAL-1002 | 10:00 | {ditto}"
    )
    assert [(line.start, line.place) for line in found.lines] == [(at(12, 8), "R1"), (at(12, 10), "R1")]


def test_a_time_of_day_without_any_day_is_not_guessed():
    """It was the one nearest to the middle of the month."""
    found = read("Ticket | De | Baie\nVAL-1001 | 08:00 | R1\n? | 10:00 | R2")
    assert [line.start for line in found.lines] == [None]
    assert [unread.why for unread in found.unread] == ["unreadable"]


def test_an_offset_behind_an_end_is_no_number_of_days():
    (line,) = read("Ticket | Start | End\nVAL-1 | 2026-10-12 08:00 (UTC+1) | 2026-10-12 09:30 (UTC+1)").lines
    assert (line.start, line.end) == (at(12, 7), at(12, 8, 30))


def test_a_time_of_day_with_a_point_beside_a_date():
    (line,) = read("Ticket | Datum | Von | Bis\nVAL-1 | 12.10.2026 | 08.15 | 09.30").lines
    assert (line.start, line.end) == (at(12, 8, 15), at(12, 9, 30))


def test_the_outage_counts_and_not_when_its_ticket_was_opened_and_closed():
    (line,) = read(
        """Ticket | Créé le | Début panne | Clos le | Fin panne
           VAL-1234 | 12/10/2026 08:10 | 12/10/2026 08:00 | 15/10/2026 09:00 | 12/10/2026 09:00"""
    ).lines
    assert (line.start, line.end) == (at(12, 8), at(12, 9))
    (alone,) = read("Number | Opened | Closed\nINC001234 | 12/10/2026 08:10 | 12/10/2026 09:00").lines
    assert (alone.reference, alone.start, alone.end) == ("INC001234", at(12, 8, 10), at(12, 9))


@pytest.mark.parametrize(
    ("title", "excluded"), [("Incidents exclus du calcul", True), ("Incidents non exclus", None)]
)
def test_a_section_of_what_is_excluded_excludes_the_rows_below(title, excluded):
    found = read(f"Ticket | Début | Baie\n{title}\nVAL-1001 | 12/10/2026 08:00 | R1")
    assert [line.excluded for line in found.lines] == [excluded]


def test_a_comment_that_runs_on_below_its_row_is_no_title():
    found = read(
        """Ticket | Début | Baie | Commentaire
           VAL-1001 | 12/10/2026 08:00 | R1 | ok
           | | | en salle 3
           VAL-1002 | 13/10/2026 08:00 | R2 | ok"""
    )
    assert [line.place for line in found.lines] == ["R1", "R2"]


def test_a_second_table_in_a_sheet_has_its_own_columns():
    """Also where it names the same ones in another order: its places were read as times."""
    found = read(
        """Site PAR1
           Ticket | Début | Fin | Baie
           VAL-1234 | 12/10/2026 08:00 | 12/10/2026 09:00 | R7
           Site LYS2
           Baie | Ticket | Fin | Début
           R8 | VAL-1235 | 13/10/2026 09:00 | 13/10/2026 08:00"""
    )
    assert [(line.reference, line.start, line.place.split(",")[0]) for line in found.lines] == [
        ("VAL-1234", at(12, 8), "R7"),
        ("VAL-1235", at(13, 8), "R8"),
    ]


def test_no_row_of_several_cells_is_left_out_without_a_word():
    drawn = {
        "Octobre": [
            "A-1 | R1 | 2 h",
            "Ticket | Début | Baie",
            "VAL-1234 | 12/10/2026 08:00 | R7",
            "? | gestern | R8",
        ],
        "Reste": ["VAL-1236 | 14/10/2026 08:00 | R9", "Bonne lecture"],
    }
    sheets = [
        Sheet(
            name=name,
            rows=tuple(Row(number=at, cells=tuple(row.split(" | "))) for at, row in enumerate(rows, 1)),
        )
        for name, rows in drawn.items()
    ]
    found = statement_of(sheets, Month.of("2026-10"), {})
    assert [(unread.sheet, unread.row, unread.why) for unread in found.unread] == [
        ("Octobre", 4, "unreadable"),
        ("Octobre", 1, "above"),
        ("Reste", 1, "no_table"),
    ]
    assert all(unread.may_matter for unread in found.unread)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Début d'indisponibilité", "start"),
        ("Outage end", "end"),
        ("Störungsbeginn", "start"),
        ("Ende der Störung", "end"),
        ("Ausfalldauer", "duration"),
        ("Downtime", "duration"),
        ("Uhrzeit Beginn", "start_time"),
        ("Vorgangsnummer", "reference"),
        ("Incident no.", "reference"),
        ("Standort", "place"),
        ("Ubicación", "place"),
        ("Durata", "duration"),
        ("Kunde", "client"),
        ("Référence client", "reference"),
        ("Contractual duration", "counted"),
        ("Priorité", ""),
        ("#", ""),
    ],
)
def test_what_a_heading_means(name, field):
    assert meaning(heading_word(name)).field == field
