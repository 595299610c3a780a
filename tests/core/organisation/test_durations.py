"""Lengths of time as people write them, ``target: 4h``, wherever seconds are wanted; what is none has its remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.connectors.files import read_directory
from tocsin.core.organisation.durations import seconds

LENGTHS = {
    "30s": 30, "30 s": 30, "90sec": 90, "3min": 180, "30m": 1800, "4h": 14400, "4 H": 14400, "1h30m": 5400,
    "1h 30min": 5400, "2d": 172800, "2j": 172800, "0s": 0,
}  # fmt: skip


@pytest.mark.parametrize("text", LENGTHS)
def test_a_length_of_time(text: str) -> None:
    assert seconds(text) == LENGTHS[text]


@pytest.mark.parametrize(
    "text", ["", "4", "soon", "-4h", "4.5h", "4 hours", "4h30", "h", "99999d", "4h x", "4mo"]
)
def test_no_length_of_time(text: str) -> None:
    assert seconds(text) is None


@given(st.text(max_size=30))
def test_any_text_is_one_or_none(text: str) -> None:
    found = seconds(text)
    assert found is None or found >= 0


def company(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_every_declared_file_takes_them_nested_ones_too(tmp_path: Path) -> None:
    objects, faults = read_directory(company(
        tmp_path,
        settings="name: X\npolicies: {correlation_window: 10min}\n",
        commitments="a:\n  party: ours\n  target: 4h\n  calendar: c\n",
        suppliers="s:\n  name: S\n  ladder:\n    - {name: A, after: 30m}\n    - {name: B, after_s: 7200}\n",
        sources="m:\n  label: M\n  channel: imap\n  rhythm: 2d\n",
    ))  # fmt: skip
    assert not faults
    specs = {found.key: found.spec for found in objects}
    assert specs["group"]["policies"] == {"correlation_window_s": 600}
    assert specs["a"]["target_s"] == 14400
    assert [rung["after_s"] for rung in specs["s"]["ladder"]] == [1800, 7200]
    assert specs["m"]["rhythm_s"] == 172800


def test_what_is_no_length_is_named_with_its_line_and_remedy(tmp_path: Path) -> None:
    folder = company(tmp_path, commitments="a:\n  party: ours\n  target: soon\n  calendar: c\n")
    _, (mistake,) = read_directory(folder)
    assert mistake.sentence("en") == (
        "commitments.yaml:3: target: 'soon' is no length of time (write 30s, 15min, 4h, 2d, or 1h 30min)"
    )


def test_a_number_without_its_unit_is_no_length(tmp_path: Path) -> None:
    _, faults = read_directory(
        company(tmp_path, commitments="a:\n  party: ours\n  target: 3600\n  calendar: c\n")
    )
    assert [mistake.field for mistake in faults] == ["target"]
