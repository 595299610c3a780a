"""Tables as people send them: ragged, spanning, turned, in spaces, in UTF-16; and one list in each of several windows."""

import base64

import pytest

from tests.core.translation.build import mail, message, translated
from tocsin.core.translation.values import Status

ROWS = """
recognise: { from: host.example }
tables: { state: { Down: firing, Up: resolved } }
each: { rows: [Host, State] }
fields: { host: { column: Host }, site: { column: Site }, state: { column: State } }
event: { kind: host.unreachable, state: "{state}", place: { host: "{host}", site: "{site}" } }
"""


def places(spec: str, message: object) -> list[tuple[str, str, str]]:
    events = translated(spec, message).events  # type: ignore[arg-type]
    return [
        (event.place.parts["host"], event.place.parts.get("site", ""), str(event.state)) for event in events
    ]


def html(content: str) -> object:
    return message(f"From: a@host.example\nSubject: s\nContent-Type: text/html; charset=utf-8\n\n{content}")


@pytest.mark.parametrize(
    "text",
    [
        "Host    Site    State\n------------------\nweb01   PAR1    Down\nweb02           Up\n",
        "Host | Site | State\nweb01 | PAR1 | Down\nweb02 |  | Up\n",
        "Host\tSite\tState\nweb01\tPAR1\tDown\nweb02\t\tUp\n",
    ],
)
def test_an_empty_cell_leaves_the_others_in_their_columns(text: str) -> None:
    assert places(ROWS, mail(text)) == [("web01", "PAR1", "firing"), ("web02", "", "resolved")]


def test_a_cell_that_spans_rows_belongs_to_each_of_them() -> None:
    table = (
        "<table><tr><th>Site</th><th>Host</th><th>State</th></tr><tr><td rowspan=2>PAR1</td><td>web01</td><td>Down"
        "</td></tr><tr><td>web02</td><td>Up</td></tr><tr><td>LYO1</td><td>web03</td><td>Down</td></tr></table>"
    )
    assert places(ROWS, html(table)) == [
        ("web01", "PAR1", "firing"),
        ("web02", "PAR1", "resolved"),
        ("web03", "LYO1", "firing"),
    ]


@pytest.mark.parametrize(
    "message",
    [
        mail("Host | web01 | web02\nSite | PAR1 | LYO1\nState | Down | Up\n"),
        html(
            "<table><tr><td>Host</td><td>web01</td><td>web02</td></tr><tr><td>Site</td><td>PAR1</td><td>LYO1</td></tr>"
            "<tr><td>State</td><td>Down</td><td>Up</td></tr></table>"
        ),
    ],
)
def test_a_table_whose_headers_stand_in_its_first_column(message: object) -> None:
    turned = ROWS.replace("rows:", "columns:")
    assert places(turned, message) == [("web01", "PAR1", "firing"), ("web02", "LYO1", "resolved")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_csv_in_the_encoding_of_a_spreadsheet(encoding: str) -> None:
    csv = "Host;Site;State;\r\nweb01;Orléans;Down\r\nweb02;;Up;\r\n".encode(encoding)
    body = (
        b"From: a@host.example\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain"
        b"\n\nsee\n--x\nContent-Type: text/csv\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; "
        b"filename=a.csv\n\n" + base64.encodebytes(csv) + b"\n--x--\n"
    )
    assert places(ROWS, message(body)) == [("web01", "Orléans", "firing"), ("web02", "", "resolved")]


def test_every_circuit_in_every_window() -> None:
    spec = """
recognise: { from: host.example }
times: { zone: UTC }
each: { rows: [Circuit, Impact], across: { line: '^Window: (?P<start>.+) to (?P<end>.+)' } }
fields: { circuit: { column: Circuit } }
event:
  kind: works
  state: planned
  place: { circuit: "{circuit}" }
  window: { start: "{start}", end: "{end}" }
  identity: "{circuit} {start}"
"""
    text = (
        "Window: 02/12/2026 22:00 to 23:30\nWindow: 03/12/2026 22:00 to 04:00\n\n"
        "Circuit | Impact\nC-1 | outage\nC-2 | none\n"
    )
    events = translated(spec, mail(text)).events
    assert [(event.place.text, event.window.start.day, event.window.end.day) for event in events if event.window] == [
        ("C-1", 2, 2), ("C-1", 3, 4), ("C-2", 2, 2), ("C-2", 3, 4),
    ]  # fmt: skip
    without = translated(spec, mail(text.replace("Window", "Period"))).events
    assert [event.window for event in without] == [None, None]


HEAD = "<tr><th>Host</th><th>Site</th><th>State</th></tr>"
WEB01 = "<tr><td>web01</td><td>PAR1</td><td>Down</td></tr>"


def left(message: object) -> list[str]:
    why = translated(ROWS, message).why  # type: ignore[arg-type]
    return [str(reason.facts["row"]) for reason in why if reason.code == "translation.row_left"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("<td colspan=2>web02</td><td>Up</td>", ("web02", "", "resolved")),
        ("<td colspan='2' rowspan=\"1\">web02</td><td>Up</td>", ("web02", "", "resolved")),
        ("<td>web02</td><td>PAR1</td><td colspan=3>Up</td>", ("web02", "PAR1", "resolved")),
        ("<th>web02</th><td>PAR1</td><td>Up</td>", ("web02", "PAR1", "resolved")),
        ("<td>web02</td><td>PAR1</td><td>Up</td><td></td>", ("web02", "PAR1", "resolved")),
        (
            "<td>web02</td><td><table><tr><td>PAR1</td></tr></table></td><td>Up</td>",
            ("web02", "PAR1", "resolved"),
        ),
    ],
)
def test_a_cell_that_spans_columns_leaves_the_others_in_theirs(row: str, place: tuple[str, str, str]) -> None:
    table = html(f"<table>{HEAD}<tr>{row}</tr>{WEB01}</table>")
    assert places(ROWS, table) == [place, ("web01", "PAR1", "firing")]
    assert left(table) == []


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("<tr><td>web02</td><td>Up</td></tr>", "web02 | Up"),
        ("<tr><td>web02</td><td>PAR1</td><td>b</td><td>Up</td></tr>", "web02 | PAR1 | b | Up"),
        ("<tr><td>web02 is up</td></tr>", "web02 is up"),
    ],
)
def test_a_row_that_fits_no_header_is_reported_and_never_guessed(row: str, read: str) -> None:
    table = html(f"<table>{HEAD}{row}{WEB01}</table>")
    translation = translated(ROWS, table)  # type: ignore[arg-type]
    assert translation.status is Status.PARTIAL
    assert (left(table), places(ROWS, table)) == ([read], [("web01", "PAR1", "firing")])


def test_a_table_without_headers_as_wide_as_one_that_has_them_is_reported() -> None:
    second = "<table><tr><td>web02</td><td>PAR1</td><td>Up</td></tr></table>"
    assert left(html(f"<table>{HEAD}{WEB01}</table>{second}")) == ["web02 | PAR1 | Up"]
    assert left(html(f"<table>{HEAD}{WEB01}</table><table><tr><td>NOC</td><td>24/7</td></tr></table>")) == []


def test_headers_may_be_repeated_and_a_layout_may_stand_around() -> None:
    inner = f"<table>{HEAD}{WEB01}{HEAD}<tr><td>web02</td><td></td><td>Up</td></tr></table>"
    page = html(f"<table><tr><td>Hello</td></tr><tr><td>{inner}</td></tr></table>")
    assert places(ROWS, page) == [("web01", "PAR1", "firing"), ("web02", "", "resolved")]
    assert left(page) == []


@pytest.mark.parametrize(
    ("attached", "unread"),
    [
        ('application/pdf; name="a.pdf"', ["a.pdf"]),
        ('text/plain\nContent-Disposition: attachment; filename="a.txt"', ["a.txt"]),
        ('text/plain\nContent-Disposition: attachment', ["text/plain"]),
        ('text/calendar; name="a.ics"', ["a.ics"]),
        ('application/json; name="a.json"', ["a.json"]),
        ('image/png; name="photo.png"\nContent-Disposition: attachment', ["photo.png"]),
        ('text/csv; name="a.csv"', []),  # ``rows`` reads it
        ('image/png; name="logo.png"\nContent-ID: <logo>', []),
        ('image/png; name="logo.png"\nContent-Disposition: inline', []),
        ('application/pkcs7-signature; name="smime.p7s"', []),
        ('text/vcard; name="me.vcf"', []),
        ('text/plain; name="more.txt"', []),  # it is part of the text
    ],
)  # fmt: skip
def test_an_attachment_that_nothing_reads_is_reported(attached: str, unread: list[str]) -> None:
    body = (
        "From: a@host.example\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
        f"Host    Site    State\nweb01   PAR1    Down\n\n--x\nContent-Type: {attached}\n\nbody\n--x--\n"
    )
    translation = translated(ROWS, message(body))
    assert [
        reason.facts["name"] for reason in translation.why if reason.code == "translation.attachment_unread"
    ] == unread
    assert translation.status is (Status.PARTIAL if unread else Status.TRANSLATED)
    known = translated(ROWS + "ignore_attachments: ['/./']\n", message(body))
    assert known.status is (Status.PARTIAL if unread == ["text/plain"] else Status.TRANSLATED)
