"""What is read of a mail however its sender built it: every text, in its charset, from the address that it says."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.translation.build import NOW, mail, message, translated
from tocsin.core.event.message import Message
from tocsin.core.translation.reading import read
from tocsin.core.translation.reading.charset import decode
from tocsin.core.translation.reading.document import Document
from tocsin.core.translation.reading.headers import address, decoded, sender
from tocsin.core.translation.reading.thread import own
from tocsin.core.translation.values import Status

ALARM = "État : Alarme\nLieu : Baie R07\n"
IN_HTML = "État : Alarme\n\nLieu : Baie R07"
IN_TWO = "État : Alarme\n\nLieu : Baie R07"
PLAIN = ("text/plain; charset=utf-8", ALARM)
HTML = ("text/html; charset=utf-8", "<p>État : Alarme</p><p>Lieu : Baie R07</p>")
LOGO = ('image/png; name="logo.png"\nContent-Disposition: inline; filename="logo.png"', "x")


def part(content: tuple[str, str]) -> str:
    return f"Content-Type: {content[0]}\nContent-Transfer-Encoding: 8bit\n\n{content[1]}"


def several(kind: str, *parts: tuple[str, str]) -> tuple[str, str]:
    mark = f"b{abs(hash((kind, parts)))}"
    inside = "\n".join(f"--{mark}\n{part(content)}" for content in parts)
    return f'multipart/{kind}; boundary="{mark}"', f"{inside}\n--{mark}--\n"


def letter(content: tuple[str, str], subject: str = "s") -> Message:
    return message(f"From: a@host.example\nSubject: {subject}\n{part(content)}")


def document(message: Message) -> Document:
    return read(message)[0]


def text_of(*content: tuple[str, str]) -> str:
    return document(letter(content[0] if len(content) == 1 else several("mixed", *content))).text


BANNER = ("text/plain; charset=utf-8", "[EXTERNAL] This message comes from outside.\n")
FIRST, SECOND = (
    ("text/plain; charset=utf-8", "État : Alarme\n"),
    ("text/plain; charset=utf-8", "Lieu : Baie R07\n"),
)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (several("mixed", BANNER, PLAIN), "[EXTERNAL] This message comes from outside.\n\n" + ALARM.strip()),
        (several("mixed", FIRST, LOGO, SECOND), IN_TWO),
        (several("mixed", FIRST, HTML), "État : Alarme\n\n" + IN_HTML),
        (several("mixed", PLAIN, HTML), ALARM.strip()),  # side by side, but the same
        (several("alternative", PLAIN, HTML), ALARM.strip()),
        (several("alternative", ("text/plain", " \n"), HTML), IN_HTML),
        (several("alternative", ("text/plain; charset=utf-8", "\u00a0\u200b\n"), HTML), IN_HTML),
        (several("alternative", ("text/plain", "-- \n****"), HTML), IN_HTML),
        (
            several("alternative", ("text/plain", "Your mail reader does not support HTML."), HTML),
            IN_HTML,
        ),
        (several("alternative", ("text/plain", ""), several("related", HTML, LOGO)), IN_HTML),
        (several("related", several("alternative", PLAIN, HTML), LOGO), ALARM.strip()),
        (
            several("alternative", ("text/plain", " "), several("mixed", HTML, LOGO, ("text/html", "<p>Suite</p>"))),
            IN_HTML + "\n\nSuite",
        ),
        (several("mixed", several("alternative", ("text/plain", " "), HTML), SECOND), IN_HTML + "\n\nLieu : Baie R07"),
        (several("mixed", FIRST, ('text/plain; charset=utf-8; name="suite.txt"', "Lieu : Baie R07\n")), IN_TWO),
        (
            several(
                "mixed", FIRST, ('text/plain\nContent-Disposition: inline; filename="suite.txt"', "Lieu : Baie R07\n")
            ),
            IN_TWO,
        ),
        (several("mixed", FIRST, ("text/plain\nContent-Disposition: attachment", "Lieu : x\n")), "État : Alarme"),
        (several("mixed", FIRST, ("text/css", "p { color: red }")), "État : Alarme"),
        (several("alternative", PLAIN, HTML, ("text/x-amp-html", "<p>AMP</p>")), ALARM.strip()),
        (several("signed", PLAIN, ("application/pkcs7-signature; name=smime.p7s", "x")), ALARM.strip()),
        (("text/plain; charset=utf-8; format=flowed", "Lieu : \nBaie R07\n"), "Lieu : Baie R07"),
    ],
)  # fmt: skip
def test_all_inline_text_in_its_order(content: tuple[str, str], text: str) -> None:
    assert document(letter(content)).text == text


def test_a_signature_in_the_first_text_does_not_end_the_second() -> None:
    signed = ("text/plain; charset=utf-8", "État : Alarme\n-- \nNOC\n")
    assert text_of(signed, SECOND) == IN_TWO


def test_an_older_mail_quoted_in_the_first_text_does() -> None:
    quoting = (
        "text/plain; charset=utf-8",
        "Merci.\n\nLe 23/11, X <x@y.example> a écrit :\n> État : Alarme\n",
    )
    assert document(letter(several("mixed", quoting, SECOND), subject="Re: s")).text == "Merci."


def test_words_above_a_mail_passed_on_are_read_where_a_format_knows_them() -> None:
    spec = """
recognise: { text: "État" }
fields: { where: { label: Lieu } }
event: { kind: a, state: firing, place: { text: "{where}" } }
"""
    inner = ("message/rfc822", "From: noc@host.example\nSubject: Alarm\n\nÉtat : Alarme\nLieu : Baie R08\n")
    both = translated(spec, letter(several("mixed", PLAIN, inner)))
    assert (both.status, [event.place.text for event in both.events]) == (
        Status.TRANSLATED,
        ["Baie R07", "Baie R08"],
    )
    passed = translated(spec, letter(several("mixed", ("text/plain", "fyi"), inner)))
    assert (passed.status, [event.place.text for event in passed.events]) == (Status.TRANSLATED, ["Baie R08"])


ACCENTS = "Équipement : température élevée à 35 °C\nCréneau : « été » – 40 €\n"


@pytest.mark.parametrize(
    "charset", ["", "us-ascii", "utf-8", "iso-8859-1", "windows-1252", "unknown-8bit", "x-none"]
)
def test_utf_8_is_utf_8_whatever_is_declared(charset: str) -> None:
    assert decode(ACCENTS.encode(), charset) == ACCENTS


@pytest.mark.parametrize("charset", ["", "us-ascii", "utf-8", "iso-8859-1", "windows-1252", "x-none"])
def test_windows_text_is_windows_text_even_if_it_is_declared_utf_8(charset: str) -> None:
    assert decode(ACCENTS.encode("cp1252"), charset) == ACCENTS


@given(st.integers(0, len(ACCENTS.encode()) - 1))
def test_a_byte_lost_anywhere_costs_one_character(position: int) -> None:
    whole = ACCENTS.encode()
    read_again = decode(whole[:position] + whole[position + 1 :], "utf-8")
    assert read_again.count("\ufffd") <= 2
    assert len(set(ACCENTS.split()) - set(read_again.split())) <= 2
    assert "Ã" not in read_again


@given(st.integers(1, len(ACCENTS.encode())))
def test_a_text_cut_anywhere_stays_what_it_was(length: int) -> None:
    kept = ACCENTS.encode()[:length]
    assert decode(kept, "utf-8").rstrip("\ufffd") == kept.decode("utf-8", "ignore")


@pytest.mark.parametrize("torn", [b"temp\xc3", b"fin \xe2\x80", b"\xc3 et la suite", b"40 \xe2"])
def test_one_torn_byte_in_a_text_without_other_accents(torn: bytes) -> None:
    assert decode(b"Type : alarme " + torn, "utf-8").count("\ufffd") == 1


def test_a_line_of_another_program_within_utf_8() -> None:
    mixed = "Équipement : serveur\n".encode() + "Température élevée".encode("latin-1")
    assert decode(mixed, "utf-8") == "Équipement : serveur\nTempérature élevée"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16"])
def test_utf_16_with_and_without_its_mark(codec: str, declared: str) -> None:
    assert decode(ACCENTS.encode(codec), declared) == ACCENTS


def test_text_that_was_encoded_twice() -> None:
    assert decode("Équipement « été »".encode().decode("cp1252").encode(), "utf-8") == "Équipement « été »"
    assert decode("Équipement rétabli".encode().decode("latin-1").encode(), "utf-8") == "Équipement rétabli"
    assert decode("SÃO PAULO, Â1".encode(), "utf-8") == "SÃO PAULO, Â1"


@pytest.mark.parametrize(
    "body",
    [
        base64.b64encode(ALARM.encode()),
        base64.encodebytes(ALARM.encode()).replace(b"\n", b"\r\n"),
        base64.encodebytes(ALARM.encode()).replace(b"\n", b"\n\n"),
        base64.b64encode(ALARM.replace("\n", "\r\n").encode()),
        base64.b64encode(ALARM.replace("\n", "\r").encode()),
        base64.b64encode(b"\xc3\x89tat : Alarme\n ")
        + b"\n"
        + base64.b64encode(b"\nLieu : Baie R07\n"),  # each padded
        base64.b64encode(ALARM.encode()).rstrip(b"="),
        ALARM.encode(),  # decoded on the way, and still declared
    ],
)
def test_base64_however_it_is_cut(body: bytes) -> None:
    head = b"From: a@host.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    lines = [line.strip() for line in document(message(head + body)).text.split("\n") if line.strip()]
    assert lines == ALARM.strip().split("\n")


@pytest.mark.parametrize(
    "subject",
    [
        "Équipement rétabli".encode(),
        "Équipement rétabli".encode("latin-1"),
        b"=?utf-8?Q?=C3=89quipement_r=C3=A9tabli?=",
        b"=?utf-8?Q?=C3=89quipement_r=C3?= =?utf-8?Q?=A9tabli?=",
        b"=?utf-8?B?w4lxdWlwZW1lbnQgcsOpdGFibGk",
        "Équipement =?utf-8?Q?r=C3=A9tabli?=".encode(),
        "Équipement\n rétabli".encode(),
    ],
)
def test_a_subject_however_it_is_written(subject: bytes) -> None:
    assert (
        document(message(b"From: a@host.example\nSubject: " + subject + b"\n\nx")).subject
        == "Équipement rétabli"
    )


def test_a_raw_name_and_file_name() -> None:
    raw = (
        'From: "Référent réseau" <noc@host.example>\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n'
        '--b\nContent-Type: application/pdf; name="relevé.pdf"\n\nx\n--b--\n'
    )
    found = document(message(raw))
    assert (found.sender_name, found.attachments[0].name) == ("Référent réseau", "relevé.pdf")


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("noc@host.example", ("noc@host.example", "")),
        ("NOC <NOC@Host.example>", ("noc@host.example", "NOC")),
        ('"NOC <noc@host.example>" <a@evil.example>', ("a@evil.example", "NOC <noc@host.example>")),
        ('"a \\" <noc@host.example>" <a@evil.example>', ("a@evil.example", 'a " <noc@host.example>')),
        ("noc@host.example <a@evil.example>", ("a@evil.example", "noc@host.example")),
        ("<a@evil.example> noc@host.example", ("a@evil.example", "noc@host.example")),
        ("a@evil.example (noc@host.example)", ("a@evil.example", "noc@host.example")),
        ("(<noc@host.example>) a@evil.example", ("a@evil.example", "<noc@host.example>")),
        ("(a (noc@host.example) <b@x>) <a@evil.example>", ("a@evil.example", "a (noc@host.example) <b@x>")),
        ("=?utf-8?Q?=3Cnoc=40host.example=3E?= <a@evil.example>", ("a@evil.example", "<noc@host.example>")),
        ("=?utf-8?Q?noc@host.example,?= <a@evil.example>", ("a@evil.example", "noc@host.example,")),
        ("=?utf-8?Q?noc@host.example?=", ("", "noc@host.example")),
        ('"noc@host.example" <>', ("", 'noc@host.example" <>')),
        ("<@relay.example,@host.example:a@evil.example>", ("a@evil.example", "")),
        ("Team: NOC <noc@host.example>, b@host.example;", ("noc@host.example", "NOC")),
        ("undisclosed-recipients:;", ("", "undisclosed-recipients:;")),
        ('"noc@host.example"@evil.example', ('"noc@host.example"@evil.example', "")),
        ("noc@host.example a@evil.example", ("", "noc@host.example a@evil.example")),
        ("noc@host.example <a@evil.example> <b@evil.example>", ("", "noc@host.example <a@evil.example> <b@evil.example>")),
        ("NOC noc@host.example", ("noc@host.example", "NOC")),
        ("'noc@host.example' <noc@host.example>", ("noc@host.example", "noc@host.example")),
        ("Dupont, Jean <jean@host.example>", ("jean@host.example", "Jean")),
        ("NOC [mailto:noc@host.example]", ("noc@host.example", "NOC")),
        ("noc@host.example.", ("noc@host.example", "")),
        ("nobody", ("", "nobody")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_an_address_is_where_rfc_5322_has_it(header: str, found: tuple[str, str]) -> None:
    assert address(header) == found


@given(st.text(alphabet='abc@.<>"\\(),;: =?Q', max_size=60))
def test_what_stands_in_quotes_is_never_the_sender(noise: str) -> None:
    quoted = noise.replace("\\", "").replace('"', "")
    assert address(f'"noc@host.example {quoted}" <a@evil.example>')[0] == "a@evil.example"
    address(noise)


def test_several_from_fields_that_differ_are_nobodys() -> None:
    assert sender(["noc@host.example", "a@evil.example"]) == ("", "")
    assert sender(["NOC <noc@host.example>", "noc@host.example"])[0] == "noc@host.example"
    raw = "From: noc@host.example\nFrom: a@evil.example\nSubject: s\n\nx"
    assert document(message(raw)).sender == ""


def test_a_word_cut_in_its_middle_is_still_read() -> None:
    assert decoded("=?utf-8?Q?Alarme_r=C3=A9seau") == "Alarme réseau"


DATA = "Type d'alarme : Perte\nÉquipement : srv-1\n"


@pytest.mark.parametrize(
    "text",
    [
        "Type : x\nDe : Sonde 4\nDate : 28/11/2026 06:50\nObjet : perte de ping\nÉquipement : srv-1\n",
        "Type : x\nDe : Sonde 4\nÀ : PAR1\nDate : 28/11/2026\nObjet : perte\nÉquipement : srv-1\n",
        "De : Sonde 4\nDate : 28/11/2026 06:50\nÀ : PAR1\nObjet : perte de ping\n\nÉquipement : srv-1\n",
        "Type : x\n\nFrom: probe 4\nDate: 28/11/2026\nSubject: ping\nHost: srv-1\n",
        "Type : x\n--\nÉquipement : srv-1\n",
        "Type : x\n-- \nÉquipement : srv-1\n-- \nÉtat : Alarme\n",
        "This e-mail comes from outside.\nThis e-mail and any attachments may be harmful.\n\n" + DATA,
        "Ce message et ses pièces jointes sont confidentiels.\n" + DATA,
        "Avis\nDisclaimer\n\n" + DATA,
        "Le contrôleur a écrit :\ndisque plein\nÉquipement : srv-1\n",
        "Seuil :\n> 90 %\nÉquipement : srv-1\n",
        "> Type : x\n> Équipement : srv-1\n",
    ],
)
def test_what_only_looks_like_a_quote_or_a_signature_is_kept(text: str) -> None:
    assert own(text, "Alarme").text == text.strip()


@pytest.mark.parametrize(
    ("quote", "subject"),
    [
        ("\nDe : NOC <noc@host.example>\nEnvoyé : lundi\nÀ : moi\nObjet : Alarm\n\nÉtat : x\n", "Alarme"),
        ("\nFrom: NOC\nSent: Monday\nTo: me\nCc: you\nSubject: Alarm\n\nState: x\n", "Alarme"),
        ("\nDe : NOC\nEnvoyé : lundi\nObjet : Alarm\n\nÉtat : x\n", "RE: Alarme"),
        ("\n-----Message d'origine-----\nÉtat : x\n", "Alarme"),
        ("\nLe 23 nov. 2026 à 12:00, NOC <noc@host.example> a écrit :\n\n> État : x\n", "Alarme"),
        ("\n-- \nNOC\nTél. : 01 02 03 04 05\nhttps://host.example\n", "Alarme"),
        ("\n--\nNOC\nSite : www.host.example\n", "Alarme"),
        ("\nThis e-mail and any attachments are confidential.\nCapital : 10 000 €\n", "Alarme"),
    ],
)  # fmt: skip
def test_a_quote_a_signature_and_a_footer_are_cut(quote: str, subject: str) -> None:
    assert own(DATA + quote, subject).text == DATA.strip()


def test_lines_quoted_between_the_own_ones_of_an_answer() -> None:
    assert own("> État : Alarme\nVu.\n> Lieu : x\nMerci.", "Re: s").text == "Vu.\nMerci."


NOISY = """
recognise: { from: host.example }
event: { kind: a, state: firing, place: { text: "{subject}" } }
"""


def test_the_envelope_of_a_posted_text_stays_beside_it() -> None:
    posted = Message(source="s", channel="http", received_at=NOW, media_type="text/plain", body=b"x")
    assert document(posted).text == "x"
    assert translated(NOISY, mail("x")).status is Status.TRANSLATED
