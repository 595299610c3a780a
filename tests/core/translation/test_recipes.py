"""The recipes of the documentation do what they say, in both languages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.core.translation.build import mail, message
from tocsin.core.event.message import Message
from tocsin.core.event.values import Event
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.translate import translate

DOCS = Path(__file__).parents[3] / "docs" / "formats"
BASE = {
    "recognise": {"when": "true"},
    "times": {"zone": "Europe/Paris"},
    "event": {"kind": "device.down", "state": "firing", "place": {"text": "x"}},
}


def recipes(page: str, heading: str) -> list[dict[str, Any]]:
    text = (DOCS / page).read_text(encoding="utf-8").split(heading)[1]
    return [yaml.safe_load(block.split("```")[0]) for block in text.split("```yaml\n")[1:]]


ENGLISH = recipes("README.md", "## How do I write")


def events(number: int, message: Message) -> tuple[Event, ...]:
    recipe = ENGLISH[number]
    spec = BASE | recipe | {"event": BASE["event"] | recipe["event"]}  # type: ignore[operator]
    return translate(message, compile_formats({"f": spec})).events


def test_the_french_page_has_the_same_recipes() -> None:
    assert recipes("fr.md", "## Comment dire") == ENGLISH


def test_the_subject_says_state_and_severity() -> None:
    (event,) = events(0, mail("x", subject="Resolved: [P2] disk full"))
    assert (event.state, event.criticality) == ("resolved", "high")


def test_names_and_values_on_one_line() -> None:
    (event,) = events(1, mail('host=web01 sev=3 msg="fan failed"'))
    assert (event.place.text, event.summary) == ("web01", "fan failed")


@pytest.mark.parametrize("text", ["Date : 23/11/2026\nHeure : 11h30\n", "Depuis : 1 h 30 min\n"])
def test_when(text: str) -> None:
    (event,) = events(2, mail(text))
    assert event.occurred_at.isoformat() == "2026-11-23T10:30:00+00:00"


def test_every_circuit_in_every_slot() -> None:
    text = (
        "Mardi 1er décembre 2026, de 22h00 à 6h00\nMercredi 2 décembre 2026, de 22h00 à 23h00\n\n"
        "Circuit  Impact\nC-1  coupure\nC-2  aucun\n"
    )
    windows = [(event.place.text, event.window) for event in events(3, mail(text))]
    assert [(circuit, f"{slot.start:%d %H:%M}", f"{slot.end:%d %H:%M}") for circuit, slot in windows] == [  # type: ignore[union-attr]
        ("C-1", "01 21:00", "02 05:00"),
        ("C-1", "02 21:00", "02 22:00"),
        ("C-2", "01 21:00", "02 05:00"),
        ("C-2", "02 21:00", "02 22:00"),
    ]


def test_only_some_rows() -> None:
    made = events(4, mail("Host;Level\nweb01;1\nweb02;3\n"))
    assert [event.place.text for event in made] == ["web02"]


def test_json_and_what_is_around_it() -> None:
    body = (
        '{"cluster": "c", "groups": [{"host": "g", "checks": [{"host": "h", "tags": [{"key": "rack", "value": "R7"}]}, {}]},'
        ' {"checks": [{}]}]}'
    )
    made = events(5, message(body, "application/json"))
    assert [event.place.parts for event in made] == [
        {"host": "h", "rack": "R7"},
        {"host": "g"},
        {"host": "c"},
    ]
