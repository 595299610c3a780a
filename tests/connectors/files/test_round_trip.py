"""Writing a directory: what is written reads back to the same objects; apply of an export changes nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.connectors.files import read_directory, write_directory
from tocsin.core.kernel.errors import BadInput
from tocsin.core.organisation.changes import changes
from tocsin.core.organisation.objects import Object, Section

EXAMPLE = Path(__file__).parents[3] / "examples" / "cachemire"


def test_an_export_of_the_example_changes_nothing(tmp_path: Path) -> None:
    objects, faults = read_directory(EXAMPLE)
    assert faults == ()
    write_directory(tmp_path, objects)
    again, faults = read_directory(tmp_path)
    assert faults == ()
    assert changes(objects, again) == ()


def test_the_tables_of_the_example_stay_tables(tmp_path: Path) -> None:
    objects, _ = read_directory(EXAMPLE)
    write_directory(tmp_path, objects)
    for file in ("racks.csv", "pdus.csv", "devices.csv"):
        assert (tmp_path / file).read_text().count("\n") == (EXAMPLE / file).read_text().count("\n")


def test_a_second_export_removes_what_is_no_longer_there_and_leaves_what_is_not_ours(tmp_path: Path) -> None:
    kind = Object(section="kind", key="works", spec={"a": 1})
    form = Object(section="format", key="mail", spec={"a": 1})
    write_directory(tmp_path, [kind, form])
    (tmp_path / "README.md").write_text("ours")
    (tmp_path / "formats" / "mail" / "sample.eml").write_text("ours")
    write_directory(tmp_path, [kind])
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "README.md",
        "kinds.yaml",
        "sample.eml",
    ]


@pytest.mark.parametrize("name", ["../../etc", "a/b", "", ".", "..", "\x00"])
def test_a_format_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        write_directory(tmp_path / "in", [Object(section="format", key=name, spec={"a": 1})])
    assert not list(tmp_path.rglob("format.yaml"))


def test_a_device_that_no_row_can_hold_is_written_among_the_places(tmp_path: Path) -> None:
    odd = [
        Object(section="item", key="a", spec={"type": "device", "parent": "r", "attributes": {"u": "12"}}),
        Object(section="item", key="b", spec={"type": "device", "parent": "r", "attributes": {"n": [1]}}),
        Object(section="item", key="c", spec={"type": "device", "parent": "r", "name": " spaced "}),
        Object(section="item", key="d", spec={"type": "device", "parent": "r", "aliases": ["x|y"]}),
        Object(
            section="item", key="e", spec={"type": "device", "parent": "r", "attributes": {"hostname": "z"}}
        ),
        Object(section="item", key="f", spec={"type": "device", "parent": "r", "cords": []}),
        Object(section="item", key="g", spec={"type": "device", "parent": "r"}),
    ]
    write_directory(tmp_path, odd)
    assert (tmp_path / "devices.csv").read_text().splitlines()[1:] == ["g,r,,,,,,,"]
    assert changes(odd, read_directory(tmp_path)[0]) == ()


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=8
) | st.sampled_from(
    ["no", "12:30", "0755", "1e5", "~", "null", "2026-12-24", " x", "a\nb", "- a", "a: b", "#", "'", '"', "é"]
)
_PLAIN = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | _TEXT
_SPEC: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    _TEXT,
    st.recursive(
        _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3)
    ),
    max_size=4,
)
_KEY = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True)
_SECTIONS = st.sampled_from(
    [section for section in Section if section not in (Section.SETTINGS, Section.FORMAT)]
)
_DEVICE = st.fixed_dictionaries(
    {"type": st.just("device"), "parent": _KEY},
    optional={
        "name": _TEXT,
        "aliases": st.lists(_TEXT, max_size=2),
        "cords": st.lists(_KEY, max_size=2),
        "cords_needed": st.integers(0, 3),
        "attributes": st.dictionaries(_TEXT, _PLAIN, max_size=3),
    },
)
_OBJECTS = st.dictionaries(st.tuples(_SECTIONS, _KEY), _SPEC, max_size=4)
_DEVICES = st.dictionaries(_KEY, _DEVICE, max_size=3)


@settings(max_examples=100, deadline=None)
@given(_OBJECTS, _DEVICES)
def test_whatever_is_declared_reads_back(
    declared: dict[tuple[Section, str], dict[str, Any]], devices: dict[str, dict[str, Any]]
) -> None:
    specs = declared | {(Section.ITEM, key): spec for key, spec in devices.items()}
    objects = [Object(section=section, key=key, spec=spec) for (section, key), spec in specs.items()]
    with TemporaryDirectory() as folder:
        write_directory(folder, objects)
        again, faults = read_directory(folder)
    assert faults == ()
    assert changes(objects, again) == ()
