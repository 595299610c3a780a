"""Kinds are checked like states: where the file says one, and where the message does."""

import pytest
import yaml

from tests.core.translation.build import mail
from tocsin.core.translation.formats import compile_formats, faults_of
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status, UnknownWord

KINDS = ("power.lost", "device.down", "works")
HEAD = "recognise: { from: host.example }\nfields: { what: { label: What } }\n"


@pytest.mark.parametrize(
    ("rest", "field", "near"),
    [
        ("event: { kind: power.lst, state: firing, place: { host: x } }", "event.kind", "power.lost"),
        (
            'tables: { kind: { Down: device.down, Out: power.lots } }\nevent: { kind: "{what}", state: firing, place: x }',
            "tables.kind.Out",
            "power.lost",
        ),
        (
            "tables: { sorts: { /off/: powr.lost } }\n"
            'event: { kind: { value: "{what}", table: sorts }, state: firing, place: { host: x } }',
            "tables.sorts./off/",
            "power.lost",
        ),
        (
            'event: { kind: { value: "{what}", default: device.up, otherwise: zzz }, state: firing, place: { host: x } }',
            "event.kind",
            "device.down",
        ),
        (
            "messages:\n- { name: a, event: { kind: work, state: planned, place: { host: x } } }",
            "messages[0].event.kind",
            "works",
        ),
    ],
)
def test_a_kind_that_the_organisation_has_not_is_a_mistake_with_the_nearest(
    rest: str, field: str, near: str
) -> None:
    found = [
        fault
        for fault in faults_of("f", yaml.safe_load(HEAD + rest), KINDS)
        if fault.why.code.startswith("fault.kind")
    ]
    assert any(fault.why.facts.get("near") == near for fault in found)
    assert found[0].field == field
    assert "device.down, power.lost, works" in str(found[0])
    assert not [
        fault
        for fault in faults_of("f", yaml.safe_load(HEAD + rest))
        if fault.why.code.startswith("fault.kind")
    ]


def test_skip_and_known_kinds_are_none() -> None:
    spec = (
        HEAD
        + 'tables: { kind: { Out: power.lost, Ok: skip } }\nevent: { kind: "{what}", state: firing, place: { host: x } }'
    )
    assert faults_of("f", yaml.safe_load(spec), KINDS) == ()


@pytest.mark.parametrize(
    ("word", "status"), [("power.lost", Status.TRANSLATED), ("power.gone", Status.UNTRANSLATED)]
)
def test_a_kind_in_the_message_must_exist(word: str, status: Status) -> None:
    spec = yaml.safe_load(HEAD + 'event: { kind: "{what}", state: firing, place: { host: x } }')
    translation = translate(mail(f"What: {word}\n"), compile_formats({"f": spec}, kinds=KINDS))
    assert translation.status is status
    assert translation.unknown == (
        () if status is Status.TRANSLATED else (UnknownWord(table="kind", word=word),)
    )


def test_what_was_put_in_force_goes_on_when_its_kind_is_taken_away() -> None:
    spec = yaml.safe_load(HEAD + "event: { kind: power.off, state: firing, place: { host: x } }")
    assert translate(mail("x"), compile_formats({"f": spec}, kinds=KINDS)).events[0].kind == "power.off"
