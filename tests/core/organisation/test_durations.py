"""Lengths of time as people write them, ``target: 4h``, wherever seconds are wanted; what is none has its remedy."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.connectors.files import read_directory, write_directory
from tocsin.connectors.mailbox.settings import MailboxSettings
from tocsin.connectors.rest.settings import OAuth2, RestSettings, SessionToken
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.check import check
from tocsin.core.organisation.durations import Lengths, as_people_write, seconds, written
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import CommitmentSpec, Settings, Source, Supplier
from tocsin.flow.channels import CHANNELS

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


@given(st.integers(0, 3660 * 86400))
def test_what_is_written_is_read_back(length: int) -> None:
    assert seconds(written(length)) == length


@pytest.mark.parametrize(
    ("length", "text"), [(0, "0s"), (90, "1min 30s"), (14400, "4h"), (5400, "1h 30min"), (432000, "5d")]
)
def test_a_length_is_written_in_the_units_that_people_use(length: int, text: str) -> None:
    assert written(length) == text


_LENGTHS = st.integers(-5, 4000 * 86400) | st.booleans() | st.none() | st.text(max_size=4)
_LENGTHY = {
    CommitmentSpec: st.fixed_dictionaries(
        {}, optional={"target_s": _LENGTHS, "calendar": st.text(max_size=3)}
    ),
    Source: st.fixed_dictionaries({}, optional={"rhythm_s": _LENGTHS, "label": st.text(max_size=3)}),
    Supplier: st.fixed_dictionaries(
        {},
        optional={"ladder": st.lists(st.fixed_dictionaries({}, optional={"after_s": _LENGTHS}), max_size=3)},
    ),
    Settings: st.fixed_dictionaries(
        {},
        optional={
            "policies": st.fixed_dictionaries(
                {},
                optional={
                    "reopen_s": _LENGTHS,
                    "untaken": st.fixed_dictionaries({}, optional={"p1": st.integers(-5, 4000 * 86400)}),
                },
            )
        },
    ),
}


@settings(deadline=None)
@given(st.sampled_from(list(_LENGTHY)).flatmap(lambda type_: st.tuples(st.just(type_), _LENGTHY[type_])))
def test_an_entry_is_the_same_after_it_was_written_and_read(
    drawn: tuple[type[Value], dict[str, Any]],
) -> None:
    type_, spec = drawn
    again = Lengths(as_people_write(spec, type_), type_, {})
    assert (again.faults, again.spec) == ([], spec)


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


REST = {
    "every": "2min", "urgent": "PT20S",
    "client": {
        "base_url": "https://api.example/", "deadline": "20s",
        "api_budget": {"rates": [{"limit": 60, "interval": "1min"}, {"limit": 5000, "interval": "1d"}]},
        "auth": {
            "type": "session_token", "login_requester": {"path": "login"}, "session_token_path": "$.token",
            "expiration_duration": "20min",
        },
    },
    "resources": [{"name": "a", "primary_key": "id", "endpoint": {
        "path": "a", "incremental": {"cursor_path": "$.at", "start_param": "since", "lag": "10min"}}}],
}  # fmt: skip


def test_the_settings_of_a_source_take_lengths_wherever_they_want_time() -> None:
    found = Lengths(REST, RestSettings, {}, "settings")
    assert found.faults == []
    read = msgspec.convert(found.spec, RestSettings)
    assert (read.every, read.urgent) == (timedelta(minutes=2), timedelta(seconds=20))
    assert read.client.deadline_s == 20
    assert [line.interval for line in read.client.api_budget.rates] == [
        timedelta(minutes=1),
        timedelta(days=1),
    ]
    assert isinstance(read.client.auth, SessionToken)
    assert read.client.auth.expiration_duration == timedelta(minutes=20)
    assert read.resources[0].endpoint.incremental.lag == timedelta(minutes=10)  # type: ignore[union-attr]
    box = Lengths(
        {"host": "h", "user": "u", "password": "env:P", "timeout": "1min", "poll_s": 5}, MailboxSettings, {}
    )
    assert msgspec.convert(box.spec, MailboxSettings).timeout_s == 60


@pytest.mark.parametrize(
    ("written", "wanted"),
    [(600, timedelta(minutes=10)), ("10min", timedelta(minutes=10)), ("PT10M", timedelta(minutes=10))],
)
def test_a_token_expires_after_a_length_or_as_ever_after_seconds(written: Any, wanted: timedelta) -> None:
    auth = {
        "access_token_url": "u",
        "client_id": "c",
        "client_secret": "env:S",
        "default_token_expiration": written,
    }
    assert msgspec.convert(
        Lengths(auth, OAuth2, {}).spec | {"type": OAuth2.__struct_config__.tag}, OAuth2
    ) == OAuth2(access_token_url="u", client_id="c", client_secret="env:S", default_token_expiration=wanted)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"every": "soon"}, "settings.every"),
        ({"client": REST["client"] | {"deadline": 20}}, "settings.client.deadline"),
    ],
)
def test_what_is_no_length_in_a_sources_settings_is_named_by_its_path(
    change: dict[str, Any], field: str
) -> None:
    source = {"label": "S", "channel": "rest", "settings": REST | change}
    found, _ = check([Object(section=Section.SOURCE, key="s", spec=source)], CHANNELS)
    assert [wrong.why.code for wrong in found if wrong.field == field] == ["fault.duration"]


def test_an_export_writes_lengths_as_people_do(tmp_path: Path) -> None:
    commitment = {"party": "ours", "target_s": 14400, "calendar": "c"}
    write_directory(tmp_path, [Object(section=Section.COMMITMENT, key="a", spec=commitment)])
    assert "target: 4h" in (tmp_path / "commitments.yaml").read_text()
    ((read,), _) = read_directory(tmp_path)
    assert read.spec == commitment
