"""APIs in the styles of well-known products, each by configuration alone: all is read, once, and what is new after it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from tests.connectors.rest.conftest import Reader
from tests.connectors.servers import free_port, listens, until
from tocsin.cli import ready
from tocsin.cli.sources import sources as command
from tocsin.connectors.files.read import read_section
from tocsin.connectors.rest import increments
from tocsin.connectors.rest.checking import faults
from tocsin.connectors.rest.settings import Incremental
from tocsin.core.organisation.decoding import decode
from tocsin.core.organisation.objects import Section
from tocsin.core.organisation.values import Source
from tocsin.flow.channels import CHANNELS
from tocsin.flow.sources.lines import settings_of

COUNTERPARTS = ("styles", "foreign")
DECLARED = {name: Path(__file__).with_name(f"{name}.yaml") for name in COUNTERPARTS}
STYLES = {style: name for name, file in DECLARED.items() for style in yaml.safe_load(file.read_text("utf-8"))}
BESIDES = {"redfish": 3}  # items of other resources than the alarms


class Styles:
    """A counterpart, and the file of its sources."""

    def __init__(self, name: str, port: int, folder: Path) -> None:
        self.url, self.file = f"http://127.0.0.1:{port}", folder / f"{name}.yaml"
        self.file.write_text(DECLARED[name].read_text("utf-8").replace("HERE", self.url), "utf-8")

    def post(self, path: str, value: Any = None) -> None:
        with urlopen(Request(f"{self.url}{path}", data=json.dumps(value).encode(), method="POST")) as answer:
            answer.read()

    def reader(self, style: str) -> Reader:
        objects, mistakes = read_section(self.file, Section.SOURCE)
        assert not mistakes
        declared = next(found for found in objects if found.key == style)
        return Reader(settings_of(decode(declared), CHANNELS["rest"], lambda _: "secret"))


@pytest.fixture(scope="module")
def counterparts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Styles]]:
    folder, ports = tmp_path_factory.mktemp("styles"), {name: free_port() for name in COUNTERPARTS}
    processes = [
        subprocess.Popen([sys.executable, "-m", f"tests.connectors.rest.{name}", str(port)])
        for name, port in ports.items()
    ]
    try:
        for port in ports.values():
            until(lambda port=port: listens(port))
        yield {name: Styles(name, port, folder) for name, port in ports.items()}
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture
def styles(counterparts: dict[str, Styles]) -> Styles:
    return counterparts["styles"]


@pytest.mark.parametrize("style", STYLES)
def test_each_is_read_whole_then_only_what_is_new(counterparts, style):
    remote = counterparts[STYLES[style]]
    source = remote.reader(style)
    try:
        assert source.look() == 25 + BESIDES.get(style, 0)
        assert source.look() == 0
        remote.post("/_control", 12)
        assert source.look() == 12
        assert source.look() == 0
        assert not source.calls.failures
    finally:
        source.api.close()
        remote.post("/_reset")


def test_a_session_that_is_over_under_200_is_renewed_once(styles):
    source = styles.reader("zabbix")
    assert source.look() == 25
    styles.post("/_end_sessions")
    assert source.look() == 0
    assert not source.calls.failures
    source.api.close()


def test_an_empty_object_of_items_is_no_failure(styles):
    source = styles.reader("rpc")
    source.position["alarms"] = 4_000_000_000_000
    assert source.look() == 0
    assert not source.calls.failures
    source.api.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("style", STYLES)
def test_a_person_tries_it_first(counterparts, style, monkeypatch):
    monkeypatch.setenv("STYLE_SECRET", "secret")
    monkeypatch.setattr(ready, "database", lambda: None)
    done = CliRunner().invoke(
        command,
        [
            "try",
            str(counterparts[STYLES[style]].file),
            "--source",
            style,
            "--formats",
            "examples/cachemire/formats",
        ],
    )
    assert done.exit_code == 0, done.output or done.exception
    assert style in done.output


@pytest.mark.parametrize(
    ("cursors", "greatest"),
    [
        (("9", "10"), "10"),  # numbers that are written as text
        ((45988.5, 45988.25), 45988.5),
        (("2026-11-28T10:00:00+01:00", "2026-11-28T09:30:00Z"), "2026-11-28T09:30:00Z"),
        (("02/12/2026 08:00", "28/11/2026 08:00"), "02/12/2026 08:00"),
    ],
)  # fmt: skip
def test_the_increment_is_the_latest_however_it_is_written(cursors, greatest):
    declared = Incremental(cursor_path="$.at", cursor_datetime_formats=("%d/%m/%Y %H:%M",))
    assert max(cursors, key=lambda at: increments.order(at, declared)) == greatest


@pytest.mark.parametrize(
    ("since", "changes", "asked"),
    [
        (1_795_860_000, {"lag": "PT10M"}, 1_795_859_400),
        ("1795860000", {"lag": "PT10M"}, "1795859400"),
        (1_795_860_000_000, {"lag": "PT10M"}, 1_795_859_400_000),  # milliseconds: not ten minutes of seconds
        (4711, {"lag": "PT10M"}, 4711),  # an identifier knows no minutes
        (4711, {"lag": 11}, 4700),
        ("2026-11-28T10:00:00Z", {"lag": "PT10M", "datetime_format": "%s"}, 1_795_859_400),
        ("2026-11-28T10:00:00Z", {"lag": "PT10M", "datetime_format": "%ms"}, 1_795_859_400_000),
        (1_795_860_000, {"lag": "PT10M", "datetime_format": "%Y-%m-%dT%H:%M:%SZ"}, "2026-11-28T09:50:00Z"),
        ("28/11/2026 10:00", {"lag": "PT10M", "cursor_datetime_formats": ["%d/%m/%Y %H:%M"]}, "28/11/2026 09:50"),
    ],
)  # fmt: skip
def test_the_beginning_is_asked_for_as_the_api_wants_it(since, changes, asked):
    declared = msgspec.convert({"cursor_path": "$.at", "start_param": "since", **changes}, Incremental)
    assert increments.start(declared, since) == asked


@pytest.mark.parametrize(
    ("incremental", "code", "field"),
    [
        ({"cursor_path": "$.at"}, "fault.rest.start", "incremental"),
        (
            {"cursor_path": "$.at", "start_param": "since", "zone": "Paris"},
            "fault.rest.zone",
            "incremental.zone",
        ),
    ],
)
def test_an_increment_that_cannot_work_is_named(incremental, code, field):
    source = Source(
        key="s",
        label="S",
        channel="rest",
        settings={
            "client": {"base_url": "https://a.example/"},
            "resources": [{"name": "r", "endpoint": {"incremental": incremental}}],
        },
    )
    (found,) = faults(source)
    assert (found.why.code, found.field) == (code, f"settings.resources[0].endpoint.{field}")
