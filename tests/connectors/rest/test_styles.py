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
from tocsin.connectors.rest import increments, walk
from tocsin.connectors.rest.checking import faults
from tocsin.connectors.rest.settings import Endpoint, Incremental
from tocsin.core.kernel.errors import Unavailable
from tocsin.core.organisation.decoding import decode
from tocsin.core.organisation.objects import Section
from tocsin.core.organisation.values import Source
from tocsin.flow.channels import CHANNELS
from tocsin.flow.sources.lines import settings_of

COUNTERPARTS = ("styles", "foreign", "unseen")
DECLARED = {name: Path(__file__).with_name(f"{name}.yaml") for name in COUNTERPARTS}
STYLES = {style: name for name, file in DECLARED.items() for style in yaml.safe_load(file.read_text("utf-8"))}
SINCE = {"cursor_path": "$.at", "start_param": "since"}
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


@pytest.mark.parametrize(
    ("style", "changes", "said"),
    [
        ("pages", {"data_selector": "$.alarms"}, 'nothing at $.alarms: HTTP 200: [{"id": 95'),
        ("pages", {"incremental": {"cursor_path": "$.updated"}}, "no item has $.updated"),
        ("german", {"incremental": {"cursor_datetime_formats": ()}}, "'25.10.2026 02:05' is no instant"),
        ("pages", {"headers": {"X-Team": "équipe"}}, "the header X-Team has characters"),
        ("pages", {"headers": {"X-Team": "a\nb"}}, "the header X-Team has characters"),
    ],
)
def test_a_person_who_tries_is_told_what_does_not_fit(counterparts, style, changes, said):
    source = counterparts["unseen"].reader(style)
    (resource,) = source.settings.resources
    endpoint = msgspec.to_builtins(resource.endpoint)
    changes = {**changes, "incremental": {**endpoint["incremental"], **changes.get("incremental", {})}}
    changed = msgspec.structs.replace(resource, endpoint=msgspec.convert({**endpoint, **changes}, Endpoint))
    with pytest.raises(Unavailable) as refused:
        walk.first_page(changed, source.api)
    source.api.close()
    assert said in refused.value.sentence("en")


def test_a_file_of_authorities_that_is_not_there_is_named(styles):
    settings = styles.reader("gitlab").settings
    lacking = msgspec.structs.replace(settings.client, ca_file="/nowhere.pem")
    source = Reader(msgspec.structs.replace(settings, client=lacking))
    with pytest.raises(Unavailable, match=r"ca_file /nowhere\.pem: No such file"):
        source.look()
    source.api.close()


def test_what_others_hang_on_may_be_no_message(counterparts):
    source = counterparts["unseen"].reader("ids")
    source.look()
    assert {item["ticketId"] for item in source.kept.values()} == set(range(95, 120))
    source.api.close()


def test_the_last_item_is_no_page_away_where_they_are_counted_from_one(counterparts):
    remote = counterparts["unseen"]
    source = remote.reader("scim")
    source.look()
    assert source.calls.made == 2 * 4  # four pages, and once more: nothing moved
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
    ("endpoint", "code", "field"),
    [
        ({"incremental": {"cursor_path": "$.at"}}, "fault.rest.start", ".incremental"),
        ({"incremental": {**SINCE, "zone": "Paris"}}, "fault.rest.zone", ".incremental.zone"),
        ({"path": "since/{incremental.start_value}"}, "fault.rest.blank", ""),
        ({"path": "since/{incremental.last_value}", "incremental": SINCE}, "fault.rest.blank", ""),
        ({"path": "{incremental.start_value}", "incremental": SINCE}, "fault.rest.initial", ".incremental"),
        ({"incremental": {**SINCE, "start_format": ">="}}, "fault.rest.start_format", ".incremental.start_format"),
        ({"incremental": {**SINCE, "datetime_format": "%Q"}}, "fault.rest.form", ".incremental.datetime_format"),
        ({"incremental": {**SINCE, "cursor_datetime_formats": ["%d/%m/%Y %H:%M", "dd/mm/yyyy"]}}, "fault.rest.form",
         ".incremental.cursor_datetime_formats[1]"),
        ({"json": {}, "data": {}}, "fault.rest.bodies", ""),
        ({"paginator": {"offset_format": "{limit}"}}, "fault.rest.offset", ".paginator.offset_format"),
        ({"paginator": {"cursor_body_path": "a.at"}, "json": {"a": [{}]}}, "fault.rest.body", ".paginator.cursor_body_path"),
        ({"paginator": {"page_body_path": "a.1.at"}, "json": {"a": [{}]}}, "fault.rest.body", ".paginator.page_body_path"),
        ({"incremental": {**SINCE, "end_body_path": "q.to"}, "json": {"q": "all"}}, "fault.rest.body",
         ".incremental.end_body_path"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_work_is_named(endpoint, code, field):
    (found,) = faults(_source(endpoint))
    assert (found.why.code, found.field) == (code, f"settings.resources[0].endpoint{field}")
    assert all(found.sentence(language) for language in ("fr", "en"))


def test_the_apis_own_names_are_no_paths():
    endpoint = {"params": {"field": "a b", "group_path": "/a b", "data_selector": "["}}
    assert not list(faults(_source(endpoint)))


def _source(endpoint: dict[str, Any]) -> Source:
    client = {"base_url": "https://a.example/"}
    resources = [{"name": "r", "endpoint": endpoint}]
    return Source(key="s", label="S", channel="rest", settings={"client": client, "resources": resources})
