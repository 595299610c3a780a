"""Imported histories: nothing doubles, nothing is lost when the import is killed, and nobody is notified of the past."""

import csv
import gzip
import random
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from tests.flow.histories.importing import SAMPLES, SMALL, import_, imported, mapping_of
from tests.flow.house import House, known
from tocsin.connectors.histories.rows import digest_of, rows_of
from tocsin.core.history.mapping import compiled_mapping
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import State, Verb
from tocsin.core.kernel.errors import BadInput, Refused
from tocsin.core.problem.values import Family
from tocsin.flow import clock
from tocsin.flow.histories.importing import Import
from tocsin.flow.incidents import commands
from tocsin.flow.problems import recurring
from tocsin.store import incidents, models
from tocsin.store.read import incidents as read
from tocsin.store.read import work

HEADER = "number,state,ci,opened,resolved,late,text\n"


@pytest.fixture
def write(tmp_path: Path):
    def written(*rows: str, name: str = "h.csv") -> Path:
        file = tmp_path / name
        file.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
        return file

    return written


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "refused.csv"


def test_a_second_import_changes_what_has_changed_and_doubles_nothing(
    house: House, write, report: Path
) -> None:
    import_(
        write(
            "A1,in_progress,x,2026-01-05 10:00,,no,Slow",
            "A2,closed,x,2026-01-05 10:00,2026-01-05 11:00,no,Off",
        ),
        report=report,
    )
    first = imported("A1")
    done = import_(
        write(
            "A1,closed,x,2026-01-05 10:00,2026-01-06 10:00,yes,Slow",
            "A2,closed,x,2026-01-05 10:00,2026-01-05 11:00,no,Off",
        ),
        report=report,
    )
    assert done.counts == {"changed": 1, "unchanged": 1}
    assert models.Incident.objects.count() == 2
    again = imported("A1")
    assert (again.id, again.state) == (first.id, State.CLOSED)
    row = models.Incident.objects.get(id=first.id)
    assert (row.state, row.ours_overrun, row.supplier_overrun, row.origin) == ("closed", True, False, "other")
    verbs = [entry.verb for entry in incidents.timeline(first.subject)]
    assert verbs == [Verb.IMPORTED], "the clock stands still: the same instant"
    outcomes = models.CommitmentOutcome.objects.filter(incident=first.id).order_by("id")
    assert [outcome.overdue for outcome in outcomes] == [False, True]


def test_the_report_names_line_field_and_reason_of_each_refused_row(
    house: House, write, report: Path
) -> None:
    done = import_(
        write(
            "A1,closed,x,2026-01-05 10:00,2026-01-05 11:00,no,=cmd()",
            ",closed,x,2026-01-05,,no,Off",
            "A3,closed,x,=when?,2026-01-05,no,Off",
        ),
        report=report,
    )
    assert done.counts == {"new": 1, "refused": 2}
    with report.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["line", "reference", "field", "text", "reason"]
    assert rows == [
        ["3", "", "reference", "", "No reference."],
        ["4", "A3", "opened_at", "'=when?", "'=when?' is no time that can be read."],
    ]


def test_what_is_imported_wakes_nothing(house: House, write, report: Path) -> None:
    now = clock.now()
    rows = [
        f"B{n},{state},srv-crm-01,{now:%Y-%m-%d} 08:00,,yes,Off"
        for n, state in enumerate(["new", "in_progress", "pending"])
    ]
    rows.append(f"B9,resolved,srv-crm-01,{now:%Y-%m-%d} 08:00,{now:%Y-%m-%d} 09:00,no,Off")
    import_(write(*rows), report=report)
    for _ in range(6):
        house.waits(hours=12)
    assert house.sent == []
    assert models.Notice.objects.count() == 0
    assert read.open_incidents().count() == 0, "the board shows none"
    assert work.open_of("", ["systems"]) == [], "nor anybody's work"
    assert {incident.state for incident in known()} == {
        State.NEW,
        State.IN_PROGRESS,
        State.PENDING,
        State.RESOLVED,
    }
    with pytest.raises(Refused):
        commands.act(imported("B0").id, c.Comment(note="x"), "me")


def test_what_recurs_in_an_imported_history_is_found_on_the_first_day(
    house: House, write, report: Path
) -> None:
    dice = random.Random(5)
    days = [f"2026-{dice.randint(1, 10):02}-{dice.randint(1, 27):02}" for _ in range(400)]
    past = [
        f"P{n},closed,item-{dice.randrange(40)},{day} 08:00,{day} 09:00,no,Off" for n, day in enumerate(days)
    ]
    lately = [f"2026-11-{10 + n * 3}" for n in range(4)]
    series = [f"L{n},closed,pdu-of-theirs,{day} 08:00,{day} 09:00,no,Off" for n, day in enumerate(lately)]
    import_(write(*past, *series), report=report)
    recurring.watch()
    found = [each.found for each in recurring.standing() if each.found.family is Family.ITEM]
    assert [(each.key, each.count) for each in found] == [("pdu-of-theirs", 4)]


def test_the_timeline_of_a_log_tells_its_changes_and_where_it_is_from(house: House, report: Path) -> None:
    import_(SAMPLES / "bpi2013.xes", mapping_of("bpi2013"), origin="vinst", report=report)
    incident = imported("1-364285768", "vinst")
    entries = incidents.timeline(incident.subject)
    assert [entry.verb for entry in entries] == [
        Verb.OPENED, Verb.PAUSED, Verb.RESOLVED, Verb.REOPENED, Verb.CLOSED, Verb.IMPORTED,
    ]  # fmt: skip
    assert entries[1].actor == "Frederic"
    assert entries[-1].why
    assert entries[-1].why.facts["file"] == "bpi2013.xes"


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_goes_on_without_doubles(
    shared_house: House, write, report: Path, monkeypatch
) -> None:
    monkeypatch.setattr("tocsin.flow.histories.importing._READ_AT_ONCE", 50)
    monkeypatch.setattr("tocsin.flow.histories.importing._WRITTEN_AT_ONCE", 50)
    states = ["odd" if n % 40 == 7 else "closed" for n in range(400)]
    rows = [f"K{n:04d},{state},x,2026-01-05 10:00,2026-01-05 11:00,no,Off" for n, state in enumerate(states)]
    spec = {**SMALL, "tables": {"state": {"closed": "closed"}}}
    file, mapping = write(*rows), compiled_mapping(spec)
    for stop in (3, 9, 14):
        with pytest.raises(_Killed):
            _import_until(stop, file, mapping, report)
    done = import_(file, mapping, report=report)
    assert done.counts == {"new": 390, "refused": 10}
    assert models.Incident.objects.count() == 390
    assert models.TimelineEntry.objects.count() == 390
    assert models.HistoryRow.objects.count() == 0
    with report.open(encoding="utf-8") as lines:
        assert sum(1 for _ in lines) == 11, "each refused row once"


class _Killed(BaseException):
    """What a kill leaves: nothing of the transaction under way."""


def _import_until(stop: int, file: Path, mapping, report: Path) -> None:
    """Stop in the middle of a batch, after some have been committed."""
    from tocsin.flow.histories import importing as flow

    calls = 0
    kept = flow.histories.keep

    def keep(*arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 2 and calls >= stop // 2:
            raise _Killed
        kept(*arguments)

    flow.histories.keep = keep  # type: ignore[assignment]
    try:
        import_(file, mapping, report=report)
    finally:
        flow.histories.keep = kept


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "fault.history.empty"),
        ("a.xes", b"<log><trace><event>", "fault.history.broken"),
        ("a.xes", b'<!DOCTYPE x [<!ENTITY a "b">]><log/>', "fault.history.entities"),
        ("a.xlsx", b"PK\x03\x04rubbish", "fault.history.broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0rubbish", "fault.history.old_workbook"),
        ("a.csv.gz", b"\x1f\x8brubbish", "fault.history.broken"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(
    house: House, tmp_path: Path, report: Path, name, content, code
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput) as wrong:
        import_(file, report=report)
    assert [fault.why.code for fault in wrong.value.faults] == [code]


def test_a_reference_that_is_no_reference_is_cut_and_all_its_rows_are_counted(
    house: House, write, report: Path, monkeypatch
) -> None:
    monkeypatch.setattr("tocsin.flow.histories.making.MOST_ROWS", 3)
    monkeypatch.setattr("tocsin.flow.histories.importing.MOST_ROWS", 3)
    monkeypatch.setattr("tocsin.flow.histories.importing._WRITTEN_AT_ONCE", 5)
    rows = [f"same,closed,x,2026-01-05 10:0{n},2026-01-05 11:00,no,Off {n}" for n in range(9)]
    done = import_(write(*rows, "Z1,closed,x,2026-01-05 10:00,2026-01-05 11:00,no,Off"), report=report)
    assert done.counts == {"new": 2, "refused": 8}


def test_packed_and_with_a_line_for_excel_it_is_the_same(house: House, write, report: Path) -> None:
    plain = write("A1;closed;x;2026-01-05 10:00;2026-01-05 11:00;no;Off, again")
    text = plain.read_text("utf-8").replace(HEADER, f"sep=;\r\n{HEADER.replace(',', ';')}")
    packed, zipped = plain.with_name("h.csv.gz"), plain.with_name("h.zip")
    packed.write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("export.csv", text)
        archive.writestr("__MACOSX/._export.csv", "of the packer")
    for file, counts in ((packed, {"new": 1}), (zipped, {"unchanged": 1})):
        assert import_(file, report=report).counts == counts
    assert imported("A1").title.en == "Off, again"


def test_what_an_import_makes_findable_at_once_is_what_the_database_keeps_one_by_one(
    house: House, write, report: Path
) -> None:
    titles = ["Imprimante à l'étage coupée", "Server's disk_full: srv-erp-02", "Imprimante à l'étage coupée"]
    import_(
        write(
            *(
                f"S{n},closed,salle «{n % 2}»,2026-01-05 10:00,2026-01-05 11:00,no,{title}"
                for n, title in enumerate(titles)
            )
        ),
        report=report,
    )
    together = _search_rows()
    with connection.cursor() as cursor:
        cursor.execute("select search_incident(incident) from incident")
    assert _search_rows() == together
    assert len(together) == 3


def _search_rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, at, title, words, head::text from search where kind = 'incident' order by id"
        )
        return cursor.fetchall()


def test_an_import_that_is_asked_to_stop_goes_on_later(
    house: House, write, report: Path, monkeypatch
) -> None:
    for name in ("_READ_AT_ONCE", "_WRITTEN_AT_ONCE"):
        monkeypatch.setattr(f"tocsin.flow.histories.importing.{name}", 4)
    file = write(*(f"T{n},closed,x,2026-01-05 10:00,2026-01-05 11:00,no,Off" for n in range(10)))
    mapping = compiled_mapping(SMALL)
    for batches in (2, 4):
        left = iter(range(batches - 1, -1, -1))
        asked = Import(mapping, "other", file.name, digest_of(file))
        done = asked.run(rows_of(file, mapping.file), lambda progress, left=left: bool(next(left)))
        assert done.state != "done"
    assert import_(file, mapping, report=report).counts == {"new": 10}
