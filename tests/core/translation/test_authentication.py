"""What the own relay found out of a sender is a condition: its word alone, in its topmost field alone."""

import pytest
import yaml

from tests.core.translation.build import message, translated
from tocsin.core.event.message import Message
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.reading.authentication import proven
from tocsin.core.translation.translate import explain, translate
from tocsin.core.translation.values import Status, Translation

MX = "mx.us.example"
SPEC = 'recognise: { from: "@host.example" }\nevent: { kind: a, state: firing, place: { text: "{subject}" } }'


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        (["mx.us.example; dmarc=pass header.from=host.example"], True),
        (["MX.us.example 1; spf=none; dkim=pass (2048-bit key) header.d=host.example header.s=a"], True),
        (["mx.us.example; dkim = pass header.i=@host.example"], True),
        (["mx.us.example; spf=pass smtp.mailfrom=bounce@host.example"], True),
        (["mx.us.example; dkim/1=pass header.d=host.example"], True),
        (["mx.us.example; dkim=fail header.d=host.example; dkim=pass header.d=host.example"], True),
        ([], False),
        (["mx.us.example; none"], False),
        (["mx.us.example; dmarc=fail header.from=host.example"], False),
        (["mx.us.example; dkim=pass header.d=evil.example"], False),
        (["mx.us.example; spf=pass smtp.mailfrom=a@evil.example"], False),
        (["mx.us.example; dmarc=pass header.from=evil.example"], False),
        (["mx.us.example; dkim=pass header.d=host.example.evil.example"], False),
        (["mx.us.example; dkim=pass header.d=ahost.example"], False),
        (["mx.us.example; dkim=pass header.d=example"], False),
        (["mx.us.example; dkim=pass"], False),
        (["mx.evil.example; dmarc=pass header.from=host.example"], False),
        (["mx.us.example.evil.example; dmarc=pass header.from=host.example"], False),
        (["mx.us.example; dmarc=fail", "mx.us.example; dmarc=pass header.from=host.example"], False),
        (["relay.us.example; dkim=none", "mx.us.example; dmarc=pass header.from=host.example"], True),
        (["mx.us.example; spf=fail (; dmarc=pass header.from=host.example)"], False),
        (["mx.us.example; spf=fail (a (b); dmarc=pass header.from=host.example)"], False),
        (['mx.us.example; spf=fail smtp.mailfrom="x; dmarc=pass header.from=host.example"@evil.example'], False),
        (['mx.us.example; spf=fail reason="; dmarc=pass header.from=host.example'], False),
        (["(mx.us.example) evil.example; dmarc=pass header.from=host.example"], False),
    ],
)  # fmt: skip
def test_only_the_topmost_field_of_the_named_host_proves_a_domain(fields: list[str], holds: bool) -> None:
    assert proven(fields, MX, "host.example") is holds


def test_a_domain_proves_those_below_it_and_none_above() -> None:
    assert proven([f"{MX}; dkim=pass header.d=host.example"], MX, "alarms.host.example")
    assert not proven([f"{MX}; dkim=pass header.d=alarms.host.example"], MX, "host.example")
    assert not proven([f"{MX}; dkim=pass header.d=host.example"], MX, "")


def letter(*fields: str, sender: str = "noc@host.example", body: str = "x") -> Message:
    above = "".join(f"Authentication-Results: {field}\n" for field in fields)
    return message(f"{above}From: {sender}\nSubject: Alarm\n{body}")


def believed(message: Message) -> Translation:
    return translate(message, compile_formats({"f": yaml.safe_load(SPEC)}), relay=MX)


GOOD = f"{MX};\n dmarc=pass header.from=host.example"


def test_a_source_believes_its_relay_alone() -> None:
    assert believed(letter(GOOD, body="\nx")).status is Status.TRANSLATED
    refused = believed(letter("mx.evil.example; dmarc=pass header.from=host.example", body="\nx"))
    assert (refused.status, refused.why[0].code) == (Status.UNTRANSLATED, "translation.not_authenticated")
    assert believed(message(b'{"a": 1}', "application/json")).why[0].code == "translation.no_format", (
        "no mail"
    )


def test_a_mail_passed_on_is_as_true_as_who_passes_it_on() -> None:
    passed = letter(GOOD, body="\nx").body.decode()
    inner = (
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n{passed}\n--b--\n"
    )
    stranger = letter(f"{MX}; dmarc=pass header.from=evil.example", sender="a@evil.example", body=inner)
    spec = SPEC.replace("recognise: {", f"recognise: {{ authenticated: {MX},")
    assert believed(stranger).status is Status.TRANSLATED, "the source trusts who passes it on"
    assert translated(spec, stranger).status is Status.UNTRANSLATED, (
        "a format asks for the sender of what it reads"
    )
    assert translated(spec, letter(GOOD, body="\nx")).status is Status.TRANSLATED


def test_a_format_says_why_it_does_not_recognise() -> None:
    spec = yaml.safe_load(SPEC.replace("recognise: {", f"recognise: {{ authenticated: {MX},"))
    steps = explain(
        letter(f"{MX}; spf=softfail smtp.mailfrom=a@b.example", body="\nx"), compile_formats({"f": spec})
    )
    assert [step.facts["found"] for step in steps if step.code == "translation.not_recognised"] == [
        "spf=softfail"
    ]
