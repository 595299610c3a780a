"""Statements over the API: read with their judgement, filtered to the dispute, settled and undone."""

import io
from zipfile import ZipFile

from pypdf import PdfReader

from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.flow.statements import settling

ROWS = (
    ("Dossier", "Début", "Fin", "Baie"),
    ("VDC-555555", "20/10/2026 10:00", "20/10/2026 10:10", "Baie R20"),
)


def kept() -> int:
    sheet = Sheet(name="1", rows=tuple(Row(number=at, cells=cells) for at, cells in enumerate(ROWS, start=1)))
    return settling.put([sheet], "valmont", "2026-10", "releve.csv", b"x", {}, by="lea")


def decide(client, number, **decision):
    address = f"/api/v1/statements/{number}/settle"
    return client.post(address, decision, content_type="application/json")


def test_a_statement_is_listed_and_read_with_its_judgement(caller):
    number = kept()
    assert [row["id"] for row in caller().get("/api/v1/statements").json()] == [number]
    found = caller("reader").get(f"/api/v1/statements/{number}").json()
    (entry,) = (entry for entry in found["entries"] if entry["lines"])
    assert (entry["rows"], entry["finding"], entry["disputed"]) == ([2], "missing_ours", True)
    assert entry["cells"][0][0] == "VDC-555555"
    assert {figure["contract"] for figure in found["effect"]} <= {"VDC-2026-0417"}


def test_what_the_supplier_says_is_accepted_and_that_undone(caller):
    number, client = kept(), caller()
    assert decide(client, number, verdict="accepted", line=1).json()["entries"][0]["accepted"] is True
    disputed = client.get(f"/api/v1/statements/{number}?disputed=true").json()["entries"]
    assert not any(entry["lines"] for entry in disputed)
    assert decide(client, number, verdict="undone", line=1).json()["entries"][0]["accepted"] is False


def test_a_line_that_there_is_not_a_reader_and_no_such_statement_are_refused(caller):
    number = kept()
    assert decide(caller(), number, verdict="accepted", line=9).status_code == 409
    assert decide(caller("reader"), number, verdict="accepted", line=1).status_code == 403
    assert caller("technician").get("/api/v1/statements/999").status_code == 404


def test_the_dispute_is_fetched_as_pdf_and_as_a_workbook_in_the_caller_s_language(caller):
    number, client = kept(), caller("reader")
    address = f"/api/v1/statements/{number}/dispute"
    pdf = client.get(address)
    assert (pdf.headers["content-type"], pdf.headers["content-disposition"]) == (
        "application/pdf", 'attachment; filename="valmont-2026-10-dispute.pdf"',
    )  # fmt: skip
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Disputed statement" in text
    assert "VDC-555555" in text
    book = client.get(address + "?form=xlsx", headers={"accept-language": "fr"})
    cells = ZipFile(io.BytesIO(book.content)).read("xl/sharedStrings.xml").decode()
    assert "VDC-555555" in cells
    assert "Absent chez nous" in cells


def test_a_form_that_there_is_not_and_no_such_statement_are_refused(caller):
    number, client = kept(), caller()
    assert client.get(f"/api/v1/statements/{number}/dispute?form=doc").status_code == 422
    assert client.get("/api/v1/statements/999/dispute").status_code == 404


def test_the_description_names_the_dispute_s_forms(caller):
    paths = caller().get("/api/v1/openapi.json").json()["paths"]
    described = paths["/api/v1/statements/{number}/dispute"]["get"]
    assert "application/pdf" in described["responses"]["200"]["content"]
    (form,) = [parameter for parameter in described["parameters"] if parameter["name"] == "form"]
    assert form["schema"]["enum"] == ["pdf", "xlsx"]
