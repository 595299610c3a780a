"""The statements' pages: kept, held against our incidents, settled, undone, and sent back as a dispute."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from tests.web.statements import october as seed
from tests.web.statements.october import SEVEN, STRANGE
from tocsin.flow import clock
from tocsin.store import models

HEADER = "Dossier;Début;Fin;Localisation;Exclu"


@pytest.fixture
def october(db):
    """October's incidents, seen at the end of November."""
    seed.october()
    with clock.moved(seed.NOW):
        yield


@pytest.fixture
def browser_of(account):
    """A browser logged in as this role, in French; the same account each time."""
    known = {}

    def of(role):
        known[role] = known.get(role) or account(role)
        browser = Client()
        browser.force_login(known[role])
        browser.cookies["django_language"] = "fr"
        return browser

    return of


def send(browser, *rows, name="releve.csv", supplier="valmont", month="2026-10", **more):
    text = "\n".join((HEADER, *rows)).encode("cp1252")
    file = SimpleUploadedFile(name, text)
    return browser.post("/statements", {"supplier": supplier, "month": month, "file": file, **more})


def findings(browser, address):
    return [
        (row.entry.finding.value, [c.incident for c in row.incidents])
        for row in browser.get(address).context["rows"]
    ]


def test_a_further_file_of_the_month_adds_to_the_first_with_what_was_settled_of_it(october, browser_of):
    """Each alone would have called the other's lines missing."""
    manager = browser_of("manager")
    first = send(manager, SEVEN, STRANGE).url
    manager.post(f"{first}/settle", {"line": "2", "verdict": "accepted"})
    further = send(manager, "VDC-8;13/10/2026 10:00;13/10/2026 11:00;Baie R05;", adds="yes").url
    page = manager.get(further)
    assert sorted(findings(manager, further)) == [("agreed", [7]), ("agreed", [8]), ("missing_ours", [])]
    assert len(page.context["decisions"]) == 1
    assert f'href="{first}"' in page.content.decode()


def test_a_row_that_could_not_be_read_is_said_on_the_page(october, browser_of):
    manager = browser_of("manager")
    page = manager.get(send(manager, SEVEN, "?;demain;;Baie R08;", "Total;;;;").url)
    assert "1 ligne du fichier n’a pas pu être lue." in page.content.decode()
    assert [(row.row, why) for row, why in page.context["unread"]] == [
        (3, "ni heure ni numéro qui se lise"),
        (4, "total"),
    ]


def test_a_file_is_kept_and_held_against_our_incidents(october, browser_of):
    manager = browser_of("manager")
    answer = send(manager, SEVEN, STRANGE, "Total;;;;")
    assert answer.status_code == 302
    assert findings(manager, answer.url) == [
        ("missing_theirs", [8]),
        ("missing_ours", []),
        ("agreed", [7]),
    ]
    kept = manager.get(answer.url + "/file")
    assert b"VDC-100007" in kept.content
    assert "attachment" in kept.headers["Content-Disposition"]


def test_what_they_say_can_be_accepted_and_that_undone(october, browser_of):
    manager = browser_of("manager")
    address = send(manager, SEVEN).url
    assert manager.get(address).context["disputed"] == 1
    manager.post(address + "/settle", {"incident": "8", "verdict": "accepted"})
    assert manager.get(address).context["disputed"] == 0
    manager.post(address + "/settle", {"incident": "8", "verdict": "undone"})
    assert manager.get(address).context["disputed"] == 1
    assert models.StatementDecision.objects.count() == 2
    assert manager.post(address + "/settle", {"incident": "8", "verdict": "undone"}).status_code == 409


def test_the_bits_behind_a_match_are_shown_trait_by_trait_and_add_up_to_its_total(october, browser_of):
    manager = browser_of("manager")
    page = manager.get(send(manager, SEVEN, STRANGE).url)
    row = next(row for row in page.context["rows"] if row.incidents and row.lines)
    bits, text = row.entry.match.bits, page.content.decode()
    traits = [bits.prior, bits.reference, bits.time, bits.place, bits.duration, bits.kind]
    assert [shown for _, shown in row.traits] == [f"{value:+.1f}".replace(".", ",") for value in traits]
    assert row.incidents[0].bits == f"{sum(traits):+.1f}".replace(".", ",")
    for label, shown in row.traits:
        assert f'<dt>{label}</dt><dd class="mono">{shown}</dd>' in text
    assert (
        bits.reference > bits.place > 0
    )  # the number says more than the rack, and the rack speaks for it too


def test_a_line_is_settled_by_hand(october, browser_of):
    manager = browser_of("manager")
    address = send(manager, SEVEN, STRANGE).url
    manager.post(address + "/settle", {"line": "2", "verdict": "means", "means": ["INC-8", ""]})
    assert ("missing_theirs", [8]) not in findings(manager, address)
    assert manager.post(address + "/settle", {"line": "99", "means": "8"}).status_code == 409
    assert manager.post(address + "/settle", {"line": "2", "means": "999999"}).status_code == 409


def test_columns_that_nobody_knew_are_remembered_for_the_supplier(october, browser_of):
    manager = browser_of("manager")
    text = b"Kennung;Beginn;Dossier;Debut\nVDC-100007;06/10/2026 10:00;;"
    first = manager.post(
        "/statements", {"supplier": "valmont", "month": "2026-10", "file": SimpleUploadedFile("x.csv", text)}
    )
    headings = (
        [heading.name for heading in manager.get(first.url).context["headings"]]
        if first.status_code == 302
        else []
    )
    assert headings[:2] == ["Kennung", "Beginn"]
    again = manager.post(
        first.url + "/columns",
        {"heading-0": "reference", "heading-1": "start", "heading-2": "-", "heading-3": "-"},
    )
    assert ("agreed", [7]) in findings(manager, again.url)
    third = manager.post(
        "/statements", {"supplier": "valmont", "month": "2026-10", "file": SimpleUploadedFile("x.csv", text)}
    )
    assert ("agreed", [7]) in findings(manager, third.url)


@pytest.mark.parametrize(
    ("content", "month", "expected"),
    [
        (b"", "2026-10", "vide"),
        (b"%PDF-1.7 nothing of a file", "2026-10", "x.csv"),
        (b"PK\x03\x04 neither", "2026-10", "classeur"),
        (b"hello;world\n1;2\n", "2026-10", "titres"),
        (HEADER.encode(), "2026-10", "titres"),
        (f"{HEADER}\n{SEVEN}".encode(), "October", "mois"),
    ],
)
def test_what_can_not_be_read_is_answered_in_words(october, browser_of, content, month, expected):
    answer = browser_of("manager").post(
        "/statements", {"supplier": "valmont", "month": month, "file": SimpleUploadedFile("x.csv", content)}
    )
    assert answer.status_code == 422
    assert expected in " ".join(answer.context["faults"])


def test_the_dispute_opens_as_pdf_and_as_a_workbook(october, browser_of):
    manager = browser_of("manager")
    address = send(manager, SEVEN, STRANGE, "=HYPERLINK(1);25/10/2026 10:00;25/10/2026 11:00;Baie R21;").url
    text = "".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(manager.get(address + "/dispute.pdf").content)).pages
    )
    assert "INC-8" in text
    assert "VDC-555555" in text
    book = ZipFile(io.BytesIO(manager.get(address + "/dispute.xlsx").content))
    assert b"INC-8" in book.read("xl/sharedStrings.xml")
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert manager.get(address + "/dispute.exe").status_code == 404


def test_a_reader_sees_and_does_not_settle(october, browser_of):
    address = send(browser_of("manager"), SEVEN).url
    reader = browser_of("reader")
    assert reader.get(address).status_code == 200
    assert reader.post(address + "/settle", {"incident": "8", "verdict": "accepted"}).status_code == 403
    assert send(reader, SEVEN).status_code == 403
    assert reader.get("/statements/99999").status_code == 404


def test_a_line_of_an_outage_begun_long_before_the_month_is_found(october, browser_of):
    """Incidents begun more than two days before the month were not read: the line was of nothing that we know."""
    seed.keep(6, "par1.s1.r09", datetime(2026, 9, 20, tzinfo=UTC), 14 * 24 * 60, "VDC-100006")
    line = "VDC-100006;20/09/2026 02:00;04/10/2026 02:00;Baie R09;"
    manager = browser_of("manager")
    assert ("agreed", [6]) in findings(manager, send(manager, line).url)
