"""A REST source from its declaration to an incident, on real processes: the counterpart, the listeners, the pipeline."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from tests.connectors.rest.conftest import INCREMENTAL, Remote
from tests.connectors.servers import until
from tocsin.cli import ready
from tocsin.cli.sources import sources as command
from tocsin.connectors.files import read_directory
from tocsin.core.kernel.errors import BadInput
from tocsin.flow import clock, organisation, pipeline
from tocsin.flow.sources.listeners import Listeners
from tocsin.store import calls as accounts
from tocsin.store import models, partitions
from tocsin.store import sources as health

COMPANY = Path("examples/cachemire")


@pytest.fixture
def declared(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Cachemire's files with a REST source in place of all others."""
    monkeypatch.setenv("SUPERVISION_PASSWORD", "secret")
    monkeypatch.setattr(ready, "database", lambda: None)

    def written(**client: Any) -> Path:
        settings = {
            "every": "PT0.2S",
            "urgent": "PT0.1S",
            "client": {
                "base_url": f"{remote.url}/api/",
                "account": "supervision",
                "api_budget": {"rates": [{"limit": 1000, "interval": "PT1S"}]},
                "auth": {
                    "type": "session_token",
                    "login_requester": {
                        "path": "login",
                        "json": {"user": "tocsin", "password": "env:SUPERVISION_PASSWORD"},
                    },
                    "session_token_path": "$.token",
                    "request_authentication": {"type": "api_key", "name": "X-Session"},
                },
                **client,
            },
            "resources": [
                {
                    "name": "alarms",
                    "primary_key": "id",
                    "endpoint": {
                        "path": "alarms",
                        "data_selector": "$.items",
                        "paginator": {"type": "json_link"},
                        "incremental": INCREMENTAL,
                    },
                }
            ],
        }
        source = {
            "label": "Valmont, supervision",
            "channel": "rest",
            "supplier": "valmont",
            "formats": ["generic-json"],
            "settings": settings,
        }
        for file in COMPANY.iterdir():
            if file.name not in ("sources.yaml", "aliases.yaml"):  # aliases name the other sources
                (tmp_path / file.name).symlink_to(file.resolve())
        (tmp_path / "sources.yaml").write_text(yaml.safe_dump({"supervision": source}), "utf-8")
        return tmp_path

    return written


def alarm(number: int, state: str = "firing") -> dict[str, Any]:
    """An alarm in the words that the example's format for JSON knows."""
    stamp = clock.now().isoformat()
    return {
        "id": number,
        "updated": stamp,
        "host": "srv-crm-01",
        "alert": "Power lost",
        "kind": "power.lost",
        "severity": "critical",
        "state": state,
        "timestamp": stamp,
        "message": f"alarm {number}",
    }


@pytest.fixture
def listening() -> Iterator[Listeners]:
    listeners = Listeners(threading.Event())
    yield listeners
    listeners.close()


def put_in_force(folder: Path) -> None:
    objects, unreadable = read_directory(folder)
    faults, _ = organisation.faults_of(objects)
    assert not (*unreadable, *faults), [fault.sentence("en") for fault in (*unreadable, *faults)]
    organisation.apply(objects, by="test")
    partitions.ensure(clock.now().date())


@pytest.mark.django_db(transaction=True)
def test_an_alarm_of_the_api_is_kept_once_and_reaches_the_pipeline(remote, declared, listening):
    remote.behave(items=[alarm(1)], auth="session")
    put_in_force(declared())
    listening.align()
    until(lambda: models.Message.objects.filter(source="supervision").count() == 1)
    remote.behave(items=[alarm(1), alarm(2)])
    until(lambda: models.Message.objects.filter(source="supervision").count() >= 2)
    looks = len(remote.asked())
    until(lambda: len(remote.asked()) > looks + 3)
    assert remote.seen["logins"] == 1
    while pipeline.work():
        pass
    kept = models.Message.objects.filter(source="supervision")
    assert {message.status for message in kept} <= {"translated", "partial", "untranslated"}
    assert health.all_health()["supervision"].state == "ok"
    assert health.position("supervision")["alarms"]


@pytest.mark.django_db(transaction=True)
def test_whoever_cuts_us_off_is_left_alone_for_as_long_as_was_asked_and_the_page_says_so(
    remote, declared, listening
):
    remote.behave(items=[alarm(1)], auth="session", limit=1, window=60.0, ban=600.0, retry_after="600")
    put_in_force(declared())
    listening.align()
    until(lambda: accounts.read("supervision").breaker.is_cut)
    asked = len(remote.asked())
    until(lambda: health.all_health().get("supervision") is not None)
    until(lambda: health.all_health()["supervision"].state == "unreachable")
    assert len(remote.asked()) == asked == 2
    assert accounts.read("supervision").breaker.cause == "refused"


@pytest.mark.django_db(transaction=True)
def test_a_person_tries_the_settings_and_sees_what_the_first_page_would_become(remote, declared):
    remote.behave(items=[alarm(1)], auth="session")
    result = CliRunner().invoke(command, ["try", str(declared() / "sources.yaml")])
    assert result.exception is None, result.output
    assert "supervision: 1 message(s)" in result.output
    assert '"host": "srv-crm-01"' in result.output
    assert "status:" in result.output
    assert not models.Message.objects.exists()
    assert accounts.read("supervision").calls == 2  # a login and a page, counted as all calls are


@pytest.mark.django_db(transaction=True)
def test_a_mistake_in_the_settings_is_named_with_its_field(declared):
    folder = declared(base_url="supervision.example")
    with pytest.raises(BadInput) as refused:
        CliRunner().invoke(command, ["try", str(folder / "sources.yaml")], catch_exceptions=False)
    assert [fault.field for fault in refused.value.faults] == ["settings.client.base_url"]


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("client", "auth", "login_requester", "json", "password"), "in clear",
         "settings.client.auth.login_requester.json.password"),
        (("resources", 0, "endpoint", "data_selector"), "$..[", "settings.resources[0].endpoint.data_selector"),
        (("resources", 0, "endpoint", "data_selector"), '$.items[?match(@.name, "(a+)+")]',
         "settings.resources[0].endpoint.data_selector"),
        (("resources", 0, "endpoint", "data_selector"), "$.items[?@.name =~ /(a+)+$/]",
         "settings.resources[0].endpoint.data_selector"),
        (("resources", 0, "endpoint", "data_selector"), "$..items..alarms",
         "settings.resources[0].endpoint.data_selector"),
        (("resources", 0, "primary_key"), "$.[", "settings.resources[0].primary_key"),
        (("resources", 0, "endpoint", "paginator", "type"), "auto", "settings.resources[0].endpoint.paginator.type"),
        (("resources", 0, "endpoint", "paginator"), {"next_url_path": "$.next"}, "settings.resources[0].endpoint.paginator"),
        (("resources", 0, "endpoint", "paginator", "limit"), 10, "settings.resources[0].endpoint.paginator.limit"),
        (("client", "auth", "login_requester", "auth"), {"type": "http_basic", "username": "tocsin"},
         "settings.client.auth.login_requester.auth"),
        (("client", "api_budget", "margin"), 2, "settings.client.api_budget.margin"),
        (("client", "api_budget", "rates", 0, "interval"), "soon", "settings.client.api_budget.rates[0].interval"),
    ],
)  # fmt: skip
def test_check_names_what_is_wrong_at_any_depth(declared, path, value, field):
    folder = declared()
    written = yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))
    node = written["supervision"]["settings"]
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    (folder / "sources.yaml").write_text(json.dumps(written), "utf-8")
    faults, _ = organisation.faults_of(read_directory(folder)[0])
    assert [fault.field for fault in faults] == [field]
