"""Story: a back-up that an older version wrote is restored, migrated and served; a later version's database is refused."""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from urllib.request import urlopen

import psycopg
import pytest

from tests.connectors.servers import free_port, listens, until
from tests.stories.installation import COMPANY, Installation, installation

SAMPLES = sorted(Path(COMPANY, "formats", "valmont", "samples").glob("0*.eml"))
OLDER = "0161_incident_search"  # the database of that version had alerts that were "held", and no sites
WRITTEN_BY_IT = """
import django, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.settings.base"
django.setup()
from django.core.management import call_command
from tocsin.flow import clock
from tocsin.store import dump
call_command("migrate", "store", sys.argv[1], verbosity=0)
with open(sys.argv[2], "wb") as out:
    dump.write(out, now=clock.now(), report=lambda *_: None)
"""


@pytest.fixture(scope="module")
def here() -> Iterator[Installation]:
    """An installation that worked messages, its database running, and empty databases beside its own."""
    with installation() as lived_in:
        lived_in.up()
        assert lived_in.tocsin("feed", "--source", "valmont", *map(str, SAMPLES)).returncode == 0
        until(lived_in.all_worked, 60)
        with psycopg.connect(url(lived_in, "tocsin"), autocommit=True) as server:
            for name in ("older", "restored", "later"):
                server.execute(f"create database {name} template template0 encoding utf8".encode())
        yield lived_in


def url(here: Installation, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={here.folder / 'socket'}"


def tocsin(here: Installation, database: str, *arguments: str) -> tuple[int, str]:
    done = run(
        [sys.executable, "-m", "tocsin", *arguments], capture_output=True, text=True, timeout=120, check=False,
        env=here.environment | {"DATABASE_URL": url(here, database)},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def columns(here: Installation, database: str, table: str) -> set[str]:
    with psycopg.connect(url(here, database)) as server:
        found = server.execute(
            "select column_name from information_schema.columns where table_name = %s", [table]
        )
        return {name for (name,) in found}


@pytest.fixture(scope="module")
def older(here: Installation) -> Path:
    """The same data as a back-up of an older version: its tables, its columns, its list of migrations."""
    today, file = here.folder / "today.tocsin", here.folder / "older.tocsin"
    assert here.tocsin("backup", str(today)).returncode == 0
    code, answer = tocsin(here, "older", "restore", str(today))
    assert code == 0, answer
    done = run(
        [sys.executable, "-c", WRITTEN_BY_IT, OLDER, str(file)], capture_output=True, text=True, timeout=120, check=False,
        env=here.environment | {"DATABASE_URL": url(here, "older")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {"held"} == {"held", "flapping"} & columns(here, "older", "alert")
    return file


def test_it_is_restored_migrated_and_served(here: Installation, older: Path) -> None:
    code, printed = tocsin(here, "restored", "restore", str(older))
    assert code == 0, printed
    assert {"flapping"} == {"held", "flapping"} & columns(here, "restored", "alert")
    for table in ("message", "incident", "alert", "timeline_entry", "notice", "declared"):
        with psycopg.connect(url(here, "restored")) as new, psycopg.connect(url(here, "older")) as now:
            count = f"select count(*) from {table}".encode()
            assert new.execute(count).fetchone() == now.execute(count).fetchone(), table
    code, printed = tocsin(here, "restored", "why", "INC-1")
    assert code == 0, printed
    port, database = free_port(), {"DATABASE_URL": url(here, "restored")}
    here.begin("web", "--port", str(port), **database)
    here.begin("worker", **database)
    until(lambda: listens(port), 60)
    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
        assert answer.status == 200
    assert (
        tocsin(here, "restored", "feed", "--source", "valmont", str(SAMPLES[0]))[1].count("1 exact repeat")
        == 1
    )
    assert "1 running" in tocsin(here, "restored", "doctor")[1]


def test_a_version_that_is_older_than_its_database_does_not_start(here: Installation, tmp_path: Path) -> None:
    assert tocsin(here, "later", "migrate")[0] == 0
    with psycopg.connect(url(here, "later"), autocommit=True) as server:
        server.execute(
            "insert into django_migrations (app, name, applied) values ('store', '9999_from_later', now())"
        )
    here.environment["TOCSIN_DATA"] = str(tmp_path)  # up runs once in a folder
    for command in (["worker"], ["up", "--port", str(free_port())], ["migrate"]):
        code, answer = tocsin(here, "later", *command)
        assert code != 0, command
        assert "A later version has upgraded the database (9999_from_later)" in answer, (command, answer)
        assert "Traceback" not in answer
