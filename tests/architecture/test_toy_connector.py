"""A connector is a folder and a line: a toy one, written here, is declared, checked, started, received from and shown."""

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from django.test import Client

from tests.connectors.servers import until
from tocsin.connectors.files import read_directory
from tocsin.core.organisation.objects import Section
from tocsin.flow import channels, clock, pipeline
from tocsin.flow.organisation import apply, faults_of
from tocsin.flow.sources.listeners import Listeners
from tocsin.store import models, partitions, sources
from tocsin.store.models import Account

FOLDER = '''
    """A toy: a counterpart that says what stands in a file, a line at a time."""

    from pathlib import Path

    from tocsin.connectors.kit.connector import Connector, Line, Position
    from tocsin.connectors.kit.polling import polled
    from tocsin.core.event.message import Message
    from tocsin.core.kernel.errors import Unavailable, fault
    from tocsin.core.kernel.sentences import declare_faults
    from tocsin.core.kernel.value import Value
    from tocsin.core.organisation.values import Label

    declare_faults({"fault.toy.relative": ("chemin relatif", "relative path", "donnez-le entier", "give it whole")})


    class ToySettings(Value):
        path: str
        every_ms: int = 10


    def faults(source):
        if not source.settings["path"].startswith("/"):
            yield fault("fault.toy.relative", field="settings.path")


    def look(line: Line, position: Position) -> Position:
        try:
            lines = Path(line.settings.path).read_text("utf-8").splitlines()
        except OSError as error:
            raise Unavailable("error.unavailable") from error
        done = position.get("lines", 0)
        messages = [
            Message(source=line.source, channel="toy", received_at=line.now(), media_type="text/plain",
                    body=text.encode(), key=f"line {number}")
            for number, text in enumerate(lines) if number >= done
        ]
        reached = {"lines": len(lines)}
        if messages:
            line.deposit(messages, reached)
        return reached


    CONNECTOR = Connector(
        word="toy", label=Label(fr="Jouet", en="Toy"), settings=ToySettings, faults=faults,
        watch=polled(look, lambda settings: settings.every_ms / 1000),
    )
'''
COMPANY = Path("examples/first-mailbox")


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder, and its line in the registry."""
    (tmp_path / "toy_connector").mkdir()
    (tmp_path / "toy_connector" / "__init__.py").write_text(dedent(FOLDER), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import toy_connector  # type: ignore[import-not-found]

    monkeypatch.setitem(channels.CHANNELS, "toy", toy_connector.CONNECTOR)
    yield
    del sys.modules["toy_connector"]


@pytest.fixture
def company(tmp_path: Path) -> Callable[[str], Path]:
    """A company whose one source is a toy with these settings."""

    def written(settings: str) -> Path:
        shutil.copytree(COMPANY, tmp_path / "company", dirs_exist_ok=True)
        sources = f"toy:\n  label: The toy\n  channel: toy\n  settings: {settings}\n"
        (tmp_path / "company" / "sources.yaml").write_text(sources, "utf-8")
        return tmp_path / "company"

    return written


def mistakes(company: Path) -> list[str]:
    objects, unreadable = read_directory(company)
    return [fault.sentence("en") for fault in (*unreadable, *faults_of(objects)[0])]


def test_without_its_line_the_channel_is_unknown_and_the_known_channels_are_listed(company: Any) -> None:
    (found,) = mistakes(company("{}"))
    assert found.startswith("sources.yaml:3: channel: unknown word 'toy' (known: imap, smtp, http, feed")


@pytest.mark.usefixtures("toy")
def test_a_mistake_in_its_settings_has_file_line_field_and_remedy(company: Any) -> None:
    assert mistakes(company("{path: /x, evry_ms: 5}")) == [
        "sources.yaml:4: settings.evry_ms: unknown field 'evry_ms' (did you mean every_ms?)"
    ]
    assert mistakes(company("{path: here}")) == [
        "sources.yaml:4: settings.path: relative path (give it whole)"
    ]


@pytest.mark.usefixtures("toy")
def test_it_is_started_its_message_reaches_the_queue_and_the_page_names_it(
    company: Any, tmp_path: Path, transactional_db: None, client: Client
) -> None:
    written = tmp_path / "said.txt"
    objects = read_directory(company(f"{{path: {written}}}"))[0]
    assert {declaration.key for declaration in objects if declaration.section == Section.SOURCE} == {"toy"}
    apply(objects, by="test")
    partitions.ensure(clock.now().date())

    listening, other = Listeners(threading.Event()), Listeners(threading.Event())
    try:
        listening.align()
        other.align()
        assert not other._watched, "one worker reads it"
        until(lambda: _state() == "unreachable")
        written.write_text("all is well\n", "utf-8")
        until(lambda: _state() == "ok")
        until(lambda: models.Message.objects.filter(source="toy").exists())
    finally:
        listening.close()
        other.close()
    assert sources.position("toy") == {"lines": 1}
    while pipeline.work():
        pass
    (kept,) = models.Message.objects.filter(source="toy")
    assert (kept.channel, bytes(kept.body), kept.status) == ("toy", b"all is well", "untranslated")

    client.force_login(Account.objects.create_user("reader", password="correct horse", role="reader"))
    for language, label in (("fr", "Jouet"), ("en", "Toy")):
        client.cookies["django_language"] = language
        for page in ("/sources", f"/messages/{kept.id}"):
            assert label in client.get(page).content.decode(), (page, language)


def _state() -> str:
    known = sources.all_health().get("toy")
    return known.state if known else ""
