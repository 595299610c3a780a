"""The embedded PostgreSQL on folders of its own: started, adopted, killed, started by several at once."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from tocsin.core.kernel.errors import Unavailable
from tocsin.settings.database import database_url
from tocsin.store.embedded import Embedded


@pytest.fixture
def folder(monkeypatch):
    """A data folder that the system user can reach (pytest's own is closed to others)."""
    place = Path(mkdtemp(prefix="tocsin-embedded-"))
    monkeypatch.setenv("TOCSIN_DATA", str(place / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    place.chmod(0o755)
    yield place / "data"
    Embedded().stop()
    shutil.rmtree(place)


@pytest.fixture
def server(folder) -> Embedded:
    started = Embedded()
    started.start()
    return started


def test_starting_twice_is_starting_once(server):
    before = _postmaster(server)
    Embedded().start()
    assert _postmaster(server) == before


def test_stopping_twice_is_stopping_once(server):
    server.stop()
    server.stop()
    assert not server.running()


def test_what_was_committed_survives_a_kill_of_everything(server):
    with psycopg.connect(database_url()) as connection:
        connection.execute("create table kept as select 42 as answer")
    os.kill(_postmaster(server), signal.SIGKILL)
    while server.running():
        pass  # the kernel is burying it
    Embedded().start()
    with psycopg.connect(database_url()) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_a_pid_file_that_names_a_stranger_is_not_believed(server):
    server.stop()
    (server.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{server.folder}\n")
    assert not server.running()


def test_several_processes_that_start_it_at_once_share_one(folder):
    script = "from tocsin.store.embedded import Embedded; Embedded().start()"
    with ThreadPoolExecutor(4) as together:
        runs = list(together.map(lambda _: _python(script), range(4)))
    assert [run.stderr for run in runs if run.returncode] == []
    assert Embedded().running()


@pytest.mark.parametrize(
    "path",
    ["so-deep-a-folder-that-no-socket-fits/" * 4, "l'été, à Aix"],
    ids=["too long for a socket", "blanks, commas, apostrophes and accents"],
)
def test_a_data_folder_of_any_name(folder, monkeypatch, path):
    monkeypatch.setenv("TOCSIN_DATA", str(folder / path))
    server = Embedded()
    try:
        server.start()
        with psycopg.connect(database_url()) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        server.stop()
        shutil.rmtree(server.socket)


def test_a_server_that_cannot_start_says_so_with_its_log(server):
    server.stop()
    (server.folder / "postgresql.conf").write_text("no such setting\n")
    with pytest.raises(Unavailable, match=r"postgresql\.conf"):
        Embedded().start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may run what belongs to another")
def test_root_leaves_a_users_cluster_to_its_user(server):
    """Else one `sudo tocsin doctor` would lock its owner out of their own data."""
    server.stop()
    nobody = pwd.getpwnam("nobody")
    for path in (server.folder.parent, *server.folder.parent.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    Embedded().start()
    assert server.folder.stat().st_uid == nobody.pw_uid
    assert Path(f"/proc/{_postmaster(server)}").stat().st_uid == nobody.pw_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the cluster to another user")
def test_root_learns_which_folder_is_closed(folder, monkeypatch):
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("TOCSIN_DATA", str(closed / "data"))
    with pytest.raises(Unavailable, match=str(closed)):
        Embedded().start()


def test_a_socket_folder_that_others_may_enter_is_refused(folder, monkeypatch):
    """Under /tmp its name can be guessed: whoever made it first could listen there, or connect as superuser."""
    monkeypatch.setenv("TOCSIN_DATA", str(folder / "so-deep-a-folder-that-no-socket-fits" / ("x" * 60)))
    server = Embedded()
    server.socket.mkdir(mode=0o777)
    server.socket.chmod(0o777)
    try:
        with pytest.raises(Unavailable, match=str(server.socket)):
            server.start()
        assert not server.folder.joinpath("PG_VERSION").exists()
    finally:
        server.socket.rmdir()


def test_a_socket_folder_that_is_a_link_is_refused(folder, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATA", str(folder / "so-deep-a-folder-that-no-socket-fits" / ("x" * 60)))
    server, elsewhere = Embedded(), folder.parent / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    server.socket.symlink_to(elsewhere)
    try:
        with pytest.raises(Unavailable, match=str(server.socket)):
            server.start()
    finally:
        server.socket.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes what belongs to another")
def test_a_socket_folder_of_another_user_is_refused(server):
    os.chown(server.socket, 12345, 12345)
    with pytest.raises(Unavailable, match="socket"):
        Embedded().start()
    os.chown(server.socket, server.folder.stat().st_uid, server.folder.stat().st_gid)


def test_the_logs_are_private_and_a_week_long(server):
    logs = [server.log, *(server.folder / "log").glob("*.log")]
    assert [log.name for log in logs if log.stat().st_mode & 0o077] == []
    assert len(logs) == 2
    with psycopg.connect(database_url()) as connection:
        shown = connection.execute(
            "select current_setting('log_filename'), current_setting('log_truncate_on_rotation')"
        )
        assert shown.fetchone() == ("%a.log", "on")


def test_it_needs_no_locale(folder):
    script = "from tocsin.store.embedded import Embedded; Embedded().start()"
    run = _python(script, LANG="xx_XX.UTF-8", LC_ALL="xx_XX.UTF-8")
    assert run.returncode == 0, run.stderr


def _postmaster(server: Embedded) -> int:
    return int((server.folder / "postmaster.pid").read_text().split("\n", 1)[0])


def _python(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes users")
def test_processes_that_want_the_system_user_at_once_get_one():
    """A second useradd changes the number of a name that the first has just made, and the cluster's owner is nobody."""
    name = f"tocsin-{os.getpid()}"
    script = f"from tocsin.store import embedded; embedded.SYSTEM_USER = {name!r}; print(embedded._system_user().pw_uid)"
    try:
        with ThreadPoolExecutor(8) as pool:
            runs = list(pool.map(lambda _: _python(script), range(8)))
        assert [run.stderr for run in runs if run.returncode] == []
        assert {int(run.stdout) for run in runs} == {pwd.getpwnam(name).pw_uid}
    finally:
        subprocess.run(["userdel", name], check=True)
