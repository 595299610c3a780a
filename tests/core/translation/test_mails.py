"""Mails as programs and people of many countries send them: what they say, and nothing of what they quote."""

import base64

import pytest

from tests.core.translation.build import mail, message, translated
from tocsin.core.event.message import Message

SPEC = """
recognise: { from: "@host.example" }
tables: { state: { alarme: firing } }
fields: { state: { label: [État, State] }, where: { label: Lieu } }
event: { kind: power.lost, state: "{state}", place: { text: "{where}" } }
"""
TEXT = "Bonjour,\n\nÉtat : Alarme\nLieu : Baie R07\n"


def place(message: Message) -> str:
    events = translated(SPEC, message).events
    return events[0].place.text if events else ""


def sent(headers: str, body: str | bytes) -> Message:
    content = body.encode() if isinstance(body, str) else body
    return message(f"From: a@host.example\nSubject: s\n{headers}\n\n".encode() + content)


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-7", "macroman", "cp850"]
)
def test_a_charset_and_base64(charset: str) -> None:
    name = charset.removesuffix("-sig")
    headers = f"Content-Type: text/plain; charset={name}\nContent-Transfer-Encoding: base64"
    assert place(sent(headers, base64.encodebytes(TEXT.encode(charset)))) == "Baie R07"


def test_a_mailing_list_s_footer_below_base64() -> None:
    body = base64.encodebytes(TEXT.encode()) + b"\n-- \nlist footer\n"
    assert (
        place(sent("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", body))
        == "Baie R07"
    )


@pytest.mark.parametrize(("delsp", "read"), [("yes", "BaieR07"), ("no", "Baie R07")])
def test_a_flowed_line_goes_on_in_the_next(delsp: str, read: str) -> None:
    headers = f"Content-Type: text/plain; charset=utf-8; format=flowed; delsp={delsp}"
    assert place(sent(headers, TEXT.replace("Baie R07", "Baie \nR07"))) == read


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>État</td><td>:</td><td>Alarme</td></tr><tr><td>Lieu</td><td>:</td><td>Baie R07</td></tr>",
        "<tr><td>État</td><td>Alarme</td><td>Lieu :</td><td>Baie R07</td></tr>",
        "<tr><td><b>État :</b> Alarme</td><td>x</td><td><b>Lieu :</b> Baie R07</td></tr>",
    ],
)
def test_labels_and_values_in_cells(row: str) -> None:
    assert place(sent("Content-Type: text/html; charset=utf-8", f"<table>{row}</table>")) == "Baie R07"


def test_two_labels_on_one_line() -> None:
    assert place(mail("État : Alarme    Lieu : Baie R07    Site : PAR1\n")) == "Baie R07"
    assert place(mail("État : Alarme\tLieu : Baie R07\n")) == "Baie R07"
    assert place(mail("État : Alarme\nLieu :    Baie R07\n")) == "Baie R07"


def test_a_mail_attached_as_a_file_is_read_as_the_mail_that_it_is() -> None:
    inner = base64.encodebytes(
        b"From: a@host.example\nSubject: s\n\nState: alarme\nLieu: Baie R07\n"
    ).decode()
    outer = (
        "From: me@us.example\nSubject: look\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain"
        "\n\nfyi\n--b\nContent-Type: application/octet-stream; name=a.eml\nContent-Transfer-Encoding: base64\n\n"
        f"{inner}\n--b--\n"
    )
    assert place(message(outer)) == "Baie R07"


def test_a_text_that_is_json_is_read_as_json() -> None:
    spec = "recognise: { json: host }\nfields: { host: { json: host } }\n" + (
        "event: { kind: device.down, state: firing, place: { host: '{host}' } }"
    )
    assert translated(spec, mail('{"host": "web01"}\n')).events[0].place.text == "web01"
    assert not translated(spec, mail("{" * 100_000 + "}" * 100_000)).events


def test_a_text_that_is_xml_is_read_by_patterns() -> None:
    spec = r"""
recognise: { from: "@host.example" }
fields: { host: { pattern: '<host>(.*?)</host>' } }
event: { kind: device.down, state: firing, place: { host: "{host}" } }
"""
    message = sent("Content-Type: application/xml", "<alarm>\n<host>web01</host></alarm>")
    assert translated(spec, message).events[0].place.text == "web01"


@pytest.mark.parametrize(
    "quoted",
    [
        "De: X <x@h.example>\nEnviado el: lunes, 23 de noviembre de 2026 10:00\nPara: Y\nAsunto: Alarm\n",
        "Da: X <x@h.example>\nInviato: lunedì 23 novembre 2026 10:00\nA: Y\nOggetto: Alarm\n",
        "Van: X <x@h.example>\nVerzonden: maandag 23 november 2026 10:00\nAan: Y\nOnderwerp: Alarm\n",
        "Von: X <x@h.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Y\nBetreff: Alarm\n",
        "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb X <x@h.example>:\n",
        "El lun, 23 nov 2026 a las 10:00, X (<x@h.example>) escribió:\n",
        "Il giorno lun 23 nov 2026 alle ore 10:00 X <x@h.example> ha scritto:\n",
        "Op ma 23 nov 2026 om 10:00 schreef X <x@h.example>:\n",
        "Em seg., 23 de nov. de 2026 às 10:00, X <x@h.example> escreveu:\n",
        "-----Messaggio originale-----\n",
    ],
)
def test_a_thread_quoted_in_any_language_is_left_out(quoted: str) -> None:
    assert place(mail(f"Merci.\n\n{quoted}\n{TEXT}", subject="Re: Alarme")) == ""


@pytest.mark.parametrize(
    "around",
    [
        "---------- Messaggio inoltrato ---------\nDa: NOC <noc@host.example>\nData: lun 23 nov\nOggetto: Alarme\n",
        "Van: NOC <noc@host.example>\nVerzonden: maandag\nAan: Y\nOnderwerp: Alarme\n",
        "De: NOC <noc@host.example>\nEnviado: lunes\nPara: Y\nAsunto: Alarme\n",
    ],
)
def test_a_mail_forwarded_in_any_language_is_the_mail_that_it_carries(around: str) -> None:
    assert place(mail(f"{around}\n{TEXT}", subject="Fwd: Alarme", sender="me@us.example")) == "Baie R07"


PAGE = "<html><body><p>État&nbsp;: Alarme</p><p>Lieu : Baie R07</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("text/plain", PAGE),
        ("text/plain", f"\r\n<!DOCTYPE html>\r\n{PAGE}"),
        (
            "text/plain",
            "<table><tr><td>État</td><td>Alarme</td></tr><tr><td>Lieu</td><td>Baie R07</td></tr></table>",
        ),
        ("text/html", TEXT),
        ("text/html", TEXT.replace("É", "&Eacute;")),
    ],
)
def test_what_a_program_sends_under_the_other_name(declared: str, body: str) -> None:
    assert place(sent(f"Content-Type: {declared}; charset=utf-8", body)) == "Baie R07"


def test_a_text_that_only_speaks_of_tags_is_a_text() -> None:
    body = "<p> is what the log says; </p> is missing\n" + TEXT
    assert place(sent("Content-Type: text/plain; charset=utf-8", body.removeprefix("<p> "))) == "Baie R07"
    assert (
        place(sent("Content-Type: text/plain; charset=utf-8", "<noc@host.example> writes:\n" + TEXT))
        == "Baie R07"
    )


@pytest.mark.parametrize(
    "unread",
    [
        "<del>Lieu : Baie R03</del>",
        "<p><s>Lieu : Baie R03</s></p>",
        "<strike>Lieu : Baie R03</strike><br>",
        "<div style='display:none;max-height:0'>Lieu : Baie R03</div>",
        '<span class=pre STYLE="color:#fff; Display: none !important">Lieu : <span>Baie</span> R03</span>',
        "<table style='mso-hide:all'><tr><td>Lieu</td><td>Baie R03</td></tr></table>",
        "<table><tr style='visibility:hidden'><td>Lieu</td><td>Baie R03</td></tr></table>",
        "<p hidden>Lieu : Baie R03</p>",
    ],
)
def test_what_a_reader_does_not_see_or_sees_struck_out_is_not_what_the_page_says(unread: str) -> None:
    page = f"<html><body>{unread}<p>État : Alarme</p><p>Lieu : Baie R07</p></body></html>"
    assert place(sent("Content-Type: text/html; charset=utf-8", page)) == "Baie R07"


@pytest.mark.parametrize(
    "shown", ["class=hidden", "title='it is hidden here'", "data-was='display:none'", "style=''"]
)
def test_what_only_speaks_of_hiding_is_seen(shown: str) -> None:
    page = f"<p {shown}>État : Alarme</p><p {shown}>Lieu : Baie R07</p>"
    assert place(sent("Content-Type: text/html; charset=utf-8", page)) == "Baie R07"
