"""Reading a directory: lines, faults of form, never a traceback."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.connectors.files import read_directory, tree
from tocsin.core.organisation.objects import Object


def _read(folder: Path, **files: str | bytes) -> tuple[dict[str, Object], list[str]]:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_csv", ".csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    objects, faults = read_directory(folder)
    return {f"{declaration.section}/{declaration.key}": declaration for declaration in objects}, [
        str(fault) for fault in faults
    ]


def test_a_section_with_the_line_of_every_field(tmp_path: Path) -> None:
    text = "# people\nbob:\n  name: Bob\n  tags:\n    - a\n    - {x: 1, y: [true, ~]}\n"
    objects, faults = _read(tmp_path, people_yaml=text)
    bob = objects["person/bob"]
    assert faults == []
    assert bob.spec == {"name": "Bob", "tags": ["a", {"x": 1, "y": [True, None]}]}
    assert (bob.file, bob.line, bob.origin) == ("people.yaml", 2, "file")
    assert bob.lines["name"] == 3
    assert bob.lines["tags[1].y[1]"] == 6


def test_settings_and_formats_are_one_object_a_file(tmp_path: Path) -> None:
    objects, faults = _read(
        tmp_path, settings_yaml="name: X\nzone: UTC\n", formats__nagios__format_yaml="match:\n  - a\n"
    )
    assert faults == []
    assert objects["settings/group"].spec == {"name": "X", "zone": "UTC"}
    assert objects["format/nagios"].spec == {"match": ["a"]}
    assert objects["format/nagios"].lines["match[0]"] == 2
    assert objects["format/nagios"].file == "formats/nagios/format.yaml"


def test_the_dialect_is_the_small_one(tmp_path: Path) -> None:
    """Norway is no, half past twelve is not 750, and a date is what was written."""
    text = "x:\n  a: no\n  b: 12:30\n  c: 2026-12-24\n  d: on\n  e: 0755\n  f: 1_000\n  g: 1.5\n  h: true\n"
    spec = _read(tmp_path, people_yaml=text)[0]["person/x"].spec
    assert list(spec.values()) == ["no", "12:30", "2026-12-24", "on", "0755", 1000, 1.5, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1\nb: 2\n", "people.yaml:2: not readable as YAML"),
        ("- a\n- b\n", "people.yaml:1: the file must be a mapping"),
        ("just words\n", "people.yaml:1: the file must be a mapping"),
        ("bob: 12\n", "people.yaml:1: 'bob' has no fields"),
        ("bob:\n  name: a\n  name: b\n", "people.yaml:3: name: 'name' is given twice"),
        ("a: &x {n: 1}\nb: *x\n", "anchors are not read here"),
        ("a:\n  b: !!python/object:os.system x\n", "people.yaml:2: b: tag tag:yaml.org,2002:python/object"),
        ("a:\n  ? [1, 2]\n  : x\n", "a key must be a word"),
        ("a:\n  n: " + "9" * 5000 + "\n", "not a number: 999"),
        ("a: " + "[" * 5000 + "]" * 5000, "people.yaml"),
        ("a: \x00\n", "not readable as YAML"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(tmp_path: Path, text: str, expected: str) -> None:
    faults = _read(tmp_path, people_yaml=text)[1]
    assert any(expected in fault for fault in faults), faults


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    assert _read(tmp_path, people_yaml=b"a:\n  name: ok\n  role: caf\xe9\n")[1] == [
        "people.yaml:3: not UTF-8 (save the file as UTF-8)"
    ]


def test_a_mistyped_file_name_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    assert _read(tmp_path, poeple_yaml="")[1] == [
        "poeple.yaml: no section is called that (did you mean people.yaml?)"
    ]


def test_no_directory(tmp_path: Path) -> None:
    assert [fault.message("en") for fault in read_directory(tmp_path / "none")[1]] == ["no such directory"]
    (tmp_path / "file").write_text("")
    assert [fault.message("en") for fault in read_directory(tmp_path / "file")[1]] == ["no such directory"]


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").mkdir()
    assert "people.yaml: can't be read" in str(read_directory(tmp_path)[1][0])


def test_a_table_of_devices(tmp_path: Path) -> None:
    text = (
        "hostname,rack,u,role,aliases,cords,cords_needed\n"
        'srv-01,r1,12,server,"PDU A, Paris|x",p.o01 p.o02,2\n'
        "\n"
        "srv-02,r1,,,,,\n"
    )
    objects, faults = _read(tmp_path, devices_csv=text)
    assert faults == []
    assert objects["item/srv-01"].spec == {
        "type": "device",
        "parent": "r1",
        "aliases": ["PDU A, Paris", "x"],
        "cords": ["p.o01", "p.o02"],
        "cords_needed": 2,
        "attributes": {"u": 12, "role": "server"},
    }
    assert objects["item/srv-02"].spec == {"type": "device", "parent": "r1"}
    assert objects["item/srv-02"].line == 4


def test_a_spreadsheet_in_french_has_semicolons_and_a_mark(tmp_path: Path) -> None:
    objects, faults = _read(tmp_path, devices_csv=b"\xef\xbb\xbfhostname;rack;u\r\nsrv-01;r1;3\r\n")
    assert faults == []
    assert objects["item/srv-01"].spec["attributes"] == {"u": 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,rack\nx,y\n", "devices.csv:1: hostname: column 'hostname' is missing"),
        ("hostname,rack,u,u\n", "devices.csv:1: u: column 'u' is given twice"),
        ("hostname,rack\na,b,c\n", "devices.csv:2: 3 cells for 2 columns"),
        ("hostname,rack\na,b\n,b\n", "devices.csv:3: hostname: the key is empty"),
        ('hostname,rack\n"a,b\n', "devices.csv:2: not readable as CSV"),
        ("", "devices.csv:1: hostname: column 'hostname' is missing"),
    ],
)
def test_a_table_that_is_not_as_it_should_be(tmp_path: Path, text: str, expected: str) -> None:
    faults = _read(tmp_path, devices_csv=text)[1]
    assert any(expected in fault for fault in faults), faults


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`?, \n\t0é\x00", max_size=60))
def test_whatever_is_in_a_file_it_is_read_or_refused(text: str) -> None:
    found = tree.parse(text, "x.yaml")
    assert all(fault.file == "x.yaml" for fault in found.faults)


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "a: " + "{b: " * 50_000, "a: " + "[" * 60 + "]" * 60])
def test_a_depth_that_nobody_writes_is_refused(text: str) -> None:
    (fault,) = tree.parse(text, "x.yaml").faults
    assert (fault.message("en"), fault.line) == ("nested deeper than 40 levels", 1)


def test_a_mistyped_column_is_not_taken_for_an_attribute(tmp_path: Path) -> None:
    """Else every device would be without its cords, and nobody the wiser."""
    objects, faults = _read(tmp_path, devices_csv="hostname,rack,chords\na,r1,p.o1\n")
    assert objects == {}
    assert faults == ["devices.csv:1: chords: no column is called 'chords' (did you mean cords?)"]


def test_a_quote_that_never_ends_is_named_where_it_begins(tmp_path: Path) -> None:
    _, faults = _read(tmp_path, devices_csv='hostname,rack\na,r1\n"b,r1\nc,r1\nd,r1\n')
    assert faults == [
        "devices.csv:3: not readable as CSV: unexpected end of data (check the quotes from here on)"
    ]


def test_a_table_pasted_with_tabs(tmp_path: Path) -> None:
    objects, faults = _read(tmp_path, devices_csv="hostname\track\na, b\tr1\n".replace("a, b", "a"))
    assert faults == []
    assert objects["item/a"].spec == {"type": "device", "parent": "r1"}
