"""Story: the operator backs up a Tocsin that runs, and restores it: here, and into a PostgreSQL 15 of their own."""

import getpass
import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest

from tests.connectors.servers import until
from tests.stories.installation import COMPANY, Installation, installation

SAMPLES = sorted(Path(COMPANY, "formats", "valmont", "samples").glob("0*.eml"))
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
COUNTED = (
    "message",
    "event",
    "incident",
    "timeline_entry",
    "notice",
    "declared",
    "account",
    "security_entry",
)


@pytest.fixture(scope="module")
def lived_in() -> Iterator[Installation]:
    """An installation with an account and worked messages, backed up while it ran; then stopped."""
    with installation() as here:
        here.up()
        assert here.tocsin("account", "me", "--role", "administrator").returncode == 0
        assert here.tocsin("feed", "--source", "valmont", *map(str, SAMPLES)).returncode == 0
        until(here.all_worked, 60)
        backed_up = here.tocsin("backup", str(backup_of(here)))
        assert backed_up.returncode == 0, backed_up.stderr.decode()
        refused = here.tocsin("restore", "--replace", str(backup_of(here)))
        assert (refused.returncode, b"stop Tocsin" in refused.stderr) == (5, True), refused.stderr.decode()
        here.stop()
        yield here


def backup_of(here: Installation) -> Path:
    return here.folder / "today.tocsin"


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    return {
        name: connection.execute(f"select count(*) from {name}".encode()).fetchone()[0] for name in COUNTED
    }  # type: ignore[index]


def kept_in(backup: Path) -> dict[str, int]:
    with ZipFile(backup) as archive:
        tables = {
            table["name"]: table["rows"] for table in json.loads(archive.read("manifest.json"))["tables"]
        }
    return {name: tables[name] for name in COUNTED}


def test_only_its_owner_reads_a_back_up(lived_in: Installation) -> None:
    assert stat.S_IMODE(backup_of(lived_in).stat().st_mode) == 0o600


def test_a_back_up_that_is_there_is_not_written_over(lived_in: Installation) -> None:
    before = backup_of(lived_in).read_bytes()
    refused = lived_in.tocsin("backup", str(backup_of(lived_in)))
    assert refused.returncode == 5
    assert backup_of(lived_in).read_bytes() == before


def test_a_database_with_rows_is_replaced_only_on_request(lived_in: Installation) -> None:
    refused = lived_in.tocsin("restore", str(backup_of(lived_in)))
    assert (refused.returncode, b"--replace" in refused.stderr) == (5, True)
    restored = lived_in.tocsin("restore", "--replace", str(backup_of(lived_in)))
    assert restored.returncode == 0, restored.stderr.decode()
    assert b"me " in lived_in.tocsin("accounts").stdout


@pytest.mark.parametrize("damage", ["cut", "no archive", "a byte", "later"])
def test_a_damaged_back_up_changes_nothing(lived_in: Installation, damage: str) -> None:
    whole = backup_of(lived_in).read_bytes()
    bad = lived_in.folder / f"{damage}.tocsin"
    bad.write_bytes({"cut": whole[:-200], "no archive": b"hello"}.get(damage, whole))
    if damage == "a byte":
        with ZipFile(bad) as archive:
            at = archive.getinfo("tables/declared").header_offset + 2000
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
    if damage == "later":
        _as_of_a_later_version(backup_of(lived_in), bad)
    refused = lived_in.tocsin("restore", "--replace", str(bad))
    assert (refused.returncode, b"Nothing was changed" in refused.stderr) == (2, True), (
        refused.stderr.decode()
    )
    assert b"Traceback" not in refused.stderr
    assert b"me " in lived_in.tocsin("accounts").stdout, "what was there is still there"


def _as_of_a_later_version(whole: Path, copy: Path) -> None:
    with ZipFile(whole) as archive, ZipFile(copy, "w") as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "manifest.json":
                content = content.replace(b'"0001_spine"', b'"9999_from_the_future"')
            out.writestr(name, content)


@pytest.fixture(scope="module")
def own_postgresql() -> Iterator[str]:
    """Debian 12's PostgreSQL 15 with an empty database whose owner is no superuser; its URL."""
    if not (DEBIAN_15 / "initdb").exists():
        pytest.skip("NOT TESTED: PostgreSQL 15 is missing (Debian: apt-get install postgresql-15)")
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg15-"))
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    shutil.chown(folder, user)
    data = folder / "data"
    _fifteen(
        user, "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
    )
    _fifteen(user, "pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"),
        "-o", f"-k {folder} -c listen_addresses=''", "start")  # fmt: skip
    try:
        with psycopg.connect(host=str(folder), user="postgres", autocommit=True) as server:
            server.execute("create role tocsin login")
            server.execute("create database tocsin owner tocsin template template0 encoding utf8")
        yield f"postgresql://tocsin@/tocsin?host={folder}"
    finally:
        _fifteen(user, "pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _fifteen(user: str, program: str, *arguments: str) -> None:
    root = os.geteuid() == 0
    subprocess.run(
        [str(DEBIAN_15 / program), *arguments],
        user=user if root else None, group=user if root else None, extra_groups=[] if root else None,
        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=60,
    )  # fmt: skip


def test_one_moves_from_the_embedded_database_to_an_own_postgresql_15(
    lived_in: Installation, own_postgresql: str
) -> None:
    lived_in.environment["DATABASE_URL"] = own_postgresql
    try:
        restored = lived_in.tocsin("restore", str(backup_of(lived_in)))
        assert restored.returncode == 0, restored.stderr.decode()
        looked = lived_in.tocsin("doctor").stdout
        assert b"PostgreSQL of DATABASE_URL" in looked, looked.decode()
        with psycopg.connect(own_postgresql) as server:
            assert server.info.server_version // 10000 == 15
            moved = counts(server)
            ahead = server.execute(
                "select last_value >= (select max(id) from message) from message_id"
            ).fetchone()
        assert ahead == (True,), "no number is given twice"
        assert moved == kept_in(backup_of(lived_in))
        assert moved["message"] >= len(SAMPLES)
        assert moved["incident"]
        again = lived_in.tocsin("feed", "--source", "valmont", str(SAMPLES[0]))
        assert b"1 exact repeat" in again.stdout, "it knows what it has read"
    finally:
        del lived_in.environment["DATABASE_URL"]
