"""A desk's settings, as a person writes them the first time: what would be left empty or never found is named."""

import copy
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from tocsin.connectors.rest.desk import bearing
from tocsin.connectors.rest.desk_checking import faults
from tocsin.connectors.rest.settings import Endpoint
from tocsin.core.organisation.desks import Desk

REDMINE = yaml.safe_load(Path("examples/desks/redmine.yaml").read_text("utf-8"))


def desk(*path: str | int, value: Any) -> Desk:
    written = copy.deepcopy(
        {name: REDMINE[name] for name in ("channel", "author", "states", "transitions", "settings")}
    )
    node = written["settings"]
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return msgspec.convert(written, Desk)


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        (("create", 0, "json"), {"title": "{subjekt}"}, "fault.desk.blank", "create[0]"),
        (("create", 0, "json"), {"id": "{ticket}"}, "fault.desk.blank", "create[0]"),
        (("attach", 1, "json"), {"it": "{tokens}"}, "fault.desk.blank", "attach[1]"),
        (("transition", 0, "json"), {"why": "{reason}"}, "fault.desk.blank", "transition[0]"),
        (("ticket", "page"), "https://desk.example/{id}", "fault.desk.blank", "ticket.page"),
        (("download", "path"), "files/{file_id}", "fault.desk.blank", "download"),
        (("client", "base_url"), "desk.example", "fault.rest.base_url", "client.base_url"),
        (
            ("client", "auth"),
            {"type": "session_token", "login_requester": {"path": "l"}},
            "fault.rest.token",
            "client.auth",
        ),
        (
            ("list", "endpoint", "incremental"),
            {"cursor_path": "$.at"},
            "fault.rest.start",
            "list.endpoint.incremental",
        ),
        (("search", "endpoint", "data_selector"), "$.[", "fault.rest.path", "search.endpoint.data_selector"),
        (("create", 0, "capture"), {}, "fault.desk.no_ticket", "create"),
    ],
)
def test_what_could_not_work_is_named(path: tuple[str | int, ...], value: Any, code: str, field: str) -> None:
    (found,) = faults(desk(*path, value=value))
    assert (found.why.code, found.field) == (code, f"settings.{field}")
    assert found.cure
    assert all(found.sentence(language) for language in ("fr", "en"))


@pytest.mark.parametrize("example", ["redmine", "request-tracker", "roundup"])
def test_what_is_shipped_has_no_fault(example: str) -> None:
    written = yaml.safe_load(Path(f"examples/desks/{example}.yaml").read_text("utf-8"))
    known = {name: written[name] for name in ("channel", "author", "states", "transitions", "settings")}
    assert list(faults(msgspec.convert(known, Desk))) == []


def test_our_reference_is_looked_for_wherever_it_is_declared() -> None:
    declared = Endpoint(
        path="tickets/by/{reference}",
        method="POST",
        params={"q": "ref:{reference}"},
        headers={"X-Ref": "{reference}"},
        json={
            "query": "query($q: String) {id}",
            "variables": {"q": "{reference}"},
            "any": [{"is": "{reference}"}],
        },
    )
    asked = bearing(declared, "INC-42-7K3QXM")
    assert asked.path == "tickets/by/INC-42-7K3QXM"
    assert (asked.params, asked.headers) == ({"q": "ref:INC-42-7K3QXM"}, {"X-Ref": "INC-42-7K3QXM"})
    assert asked.json == {
        "query": "query($q: String) {id}", "variables": {"q": "INC-42-7K3QXM"}, "any": [{"is": "INC-42-7K3QXM"}]
    }  # fmt: skip
