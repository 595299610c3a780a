"""Tables in PDF files and in mails: each cell comes out under its heading, and no file exhausts us."""

import datetime as dt
import io
import zlib
from email.message import EmailMessage

import pytest
import typst
import xlsxwriter

from bench.statement_months import month_file
from tests.connectors.spreadsheet.printed import printed
from tocsin.connectors.spreadsheet import read_content
from tocsin.connectors.spreadsheet.child import sheets_of
from tocsin.connectors.spreadsheet.delimited import decoded
from tocsin.core.kernel.errors import BadInput, TooLarge
from tocsin.core.statement.reading import Month, statement_of


@pytest.mark.parametrize(
    ("seed", "stroke", "size", "flipped"),
    [(0, "none", 8, "true"), (1, "0.5pt", 10, "false"), (3, "none", 8, "false"), (5, "0.5pt", 8, "false")],
)
def test_a_pdf_of_many_pages_reads_as_the_sheet_it_was_printed_from(seed, stroke, size, flipped):
    month = month_file(seed, incidents=120)
    rows = [list(row.cells) for row in month.sheet.rows]
    head = rows[1]
    body = [row for row in rows[2:] if row != head]
    found = sheets_of(printed(head, body, stroke=stroke, size=size, flipped=flipped), "releve.pdf")
    assert found.wrong == ""
    as_printed, as_written = (
        [
            (line.reference, line.start, line.end, line.duration_s, line.place, line.words)
            for line in statement_of(sheets, Month.of(month.month), {}).lines
        ]
        for sheets in (found.sheets, [month.sheet])
    )
    assert as_printed == as_written


def test_a_cell_that_runs_over_lines_is_one_cell():
    head = ["Dossier", "Début", "Fin", "Durée", "Baie", "Nature"]
    long = "Perte de l'alimentation électrique de la voie A, puis de la voie B, pendant une intervention du gardien de nuit"
    rows = [
        ["VAL-1234", "03/10/2026 14:05", "03/10/2026 16:35", "2:30", "R07", long],
        ["", "04/10/2026 14:05", "", "1:00", "", "x"],
    ]
    sheet = sheets_of(printed(head, rows), "x.pdf").sheets[0]
    assert sheet.rows[-2].cells[0] == "VAL-1234"
    assert sheet.rows[-2].cells[5] == long
    assert sheet.rows[-1].cells == ("", "04/10/2026 14:05", "", "1:00", "", "x")


def test_headings_of_two_lines_and_a_footnote_over_several_columns():
    """The columns were those of the upper line, and a footnote with a date was cut into cells."""
    page = """
        #set page(flipped: true)
        #table(columns: 5 * (auto,), table.cell(rowspan: 2)[Dossier], table.cell(colspan: 2)[Indisponibilité],
          table.cell(rowspan: 2)[Durée], table.cell(rowspan: 2)[Baie], [Début], [Fin],
          [VAL-1234], [12/10/2026 08:00], [12/10/2026 09:30], [1:30], [R07],
          [VAL-1235], [13/10/2026 08:00], [13/10/2026 09:30], [1:30], [R08],
          table.cell(colspan: 5)[\\* Les durées sont en heures. Édité le 03/11/2026 à 08:15 par Valmont])
    """
    sheets = sheets_of(typst.compile(page.encode()), "releve.pdf").sheets
    lines = statement_of(sheets, Month.of("2026-10"), {}).lines
    assert [
        (line.reference, f"{line.start:%d %H:%M}", f"{line.end:%d %H:%M}", line.place) for line in lines
    ] == [
        ("VAL-1234", "12 08:00", "12 09:30", "R07"),
        ("VAL-1235", "13 08:00", "13 09:30", "R08"),
    ]
    assert all(line.duration_s == 5400 for line in lines)


def test_a_pdf_without_text_or_with_a_password_or_broken_says_so():
    picture = typst.compile(b"#rect(width: 5cm, height: 5cm, fill: red)")
    assert sheets_of(picture, "scan.pdf").wrong == "fault.sheet.no_words"
    for torn in (b"%PDF-1.7\n", printed(["a", "b", "c"], [])[:900], b"%PDF-1.7\n" + b"\x00\xff" * 4000):
        assert sheets_of(torn, "torn.pdf").wrong in ("fault.sheet.unreadable", "fault.sheet.no_words")


def test_a_pdf_that_unpacks_to_far_too_much_ends_at_its_bounds():
    stream = zlib.compress(b"BT /F1 12 Tf (a) Tj ET\n" * 6_000_000, 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    with pytest.raises((TooLarge, BadInput)):
        read_content(body + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF", "bomb.pdf")


ROWS = [
    ("Dossier", "Début", "Durée", "Baie"),
    ("VAL-1234", "03/10/2026 14:05", "2 h 30", "R07"),
    ("VAL-1235", "04/10/2026 08:00", "0 h 10", "R08"),
]


def mail(**parts):
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "releves@valmont.example",
        "Relevé d'octobre",
        "Tue, 03 Nov 2026 09:00:00 +0100",
    )
    message.set_content(parts.get("text", "Bonjour,\nvoir ci-dessous.\n"))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    if "file" in parts:
        message.add_attachment(
            parts["file"], maintype="application", subtype="octet-stream", filename=parts["name"]
        )
    return message.as_bytes()


def html():
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<p>Bonjour,</p><table>{rows}</table><p>Cordialement</p>"


def columns():
    return (
        "Bonjour,\n\n"
        + "\n".join("{:<12}{:<20}{:<10}{:<6}".format(*row) for row in ROWS)
        + "\n\nCordialement\n"
    )


@pytest.mark.parametrize(
    "content",
    [
        mail(html=html()),
        mail(text=columns()),
        mail(text="Bonjour,\n" + "\n".join("| " + " | ".join(row) + " |" for row in ROWS)),
        mail(file="\n".join(";".join(row) for row in ROWS).encode("cp1252"), name="releve.csv"),
        mail(file=printed([*ROWS[0], "x", "y"], [[*row, "", ""] for row in ROWS[1:]]), name="Relevé.pdf"),
    ],
    ids=["html", "columns", "bars", "attached-csv", "attached-pdf"],
)  # fmt: skip
def test_a_mail_with_a_table_in_any_form(content):
    found = read_content(content, "releve.eml")
    lines = statement_of(found, Month.of("2026-10"), {}).lines
    assert [(line.reference, line.duration_s, line.place) for line in lines] == [
        ("VAL-1234", 9000, "R07"),
        ("VAL-1235", 600, "R08"),
    ]


def test_a_mail_without_a_table_says_so():
    assert (
        sheets_of(mail(), "x.eml").wrong == "" or sheets_of(mail(), "x.eml").wrong == "fault.sheet.no_table"
    )
    with pytest.raises(BadInput):
        statement_of(sheets_of(mail(), "x.eml").sheets, Month.of("2026-10"), {})


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le"]
)
def test_a_statement_in_every_encoding(encoding):
    assert (
        decoded("N° dossier;Début;Durée retenue;Rétabli à\n".encode(encoding))
        == "N° dossier;Début;Durée retenue;Rétabli à\n"
    )


BEGAN = dt.datetime(2026, 10, 3, 14, 5, tzinfo=dt.UTC)
OVER = dt.datetime(2026, 10, 4, 16, 35, tzinfo=dt.UTC)


def test_a_workbook_with_real_times_and_lengths():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Octobre")
        day, clock, long = (
            book.add_format({"num_format": form}) for form in ("dd/mm/yyyy hh:mm", "hh:mm", "[h]:mm")
        )
        sheet.write_row(0, 0, ["Dossier", "Début", "Fin", "Durée", "Retenu"])
        sheet.write(1, 0, "VAL-1234")
        sheet.write_datetime(1, 1, BEGAN.replace(tzinfo=None), day)
        sheet.write_datetime(1, 2, OVER.replace(tzinfo=None), day)
        sheet.write_number(1, 3, 26.5 / 24, long)
        sheet.write_datetime(1, 4, dt.time(2, 30), clock)
    (line,) = statement_of(sheets_of(content.getvalue(), "x.xlsx").sheets, Month.of("2026-10"), {}).lines
    assert (line.duration_s, line.counted_s) == (26 * 3600 + 1800, 9000)
    assert (line.start, line.end) == (BEGAN, OVER)
