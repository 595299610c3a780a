"""Real counterparts in processes of their own: Dovecot, Alertmanager, Prometheus. Each in a private folder."""

import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from tocsin.connectors.kit.smtp_server import SmtpServer


def needs(binary: str) -> str:
    """The path of a program; the test is skipped, loudly, where it is not installed."""
    found = shutil.which(binary, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/lib/dovecot")
    if not found:
        pytest.skip(f"NOT TESTED: {binary} is missing (Debian: apt-get install {_PACKAGES[binary]})")
    return found


def needs_to_read(file: Path) -> Path:
    """A file of a package; the test is skipped, loudly, where we may not read it."""
    if not os.access(file, os.R_OK):
        pytest.skip(f"NOT TESTED: {getpass.getuser()} may not read {file} (join its group, or run as root)")
    return file


_PACKAGES = {
    "dovecot": "dovecot-imapd dovecot-lmtpd",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "amtool": "prometheus-alertmanager",
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "icinga2": "icinga2-bin icinga2-common",
    "swaks": "swaks",
    "bearerbox": "kannel kannel-extras",
    "smsbox": "kannel kannel-extras",
}


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that another process or thread does; AssertionError when it does not come."""
    tick = Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        tick.wait(0.02)
    raise AssertionError("it did not happen in time")


def listens(port: int) -> bool:
    """Whether something accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def smtp_server(
    handler: object, port: int = 0, tls: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """A mail server in a thread, answering as aiosmtpd's ``handler`` says; yields its port."""
    port = port or free_port()
    server = SmtpServer("smtp-server")
    settings = {"hostname": "localhost", "enable_SMTPUTF8": True, **options}
    try:
        server.listen("127.0.0.1", port, lambda loop: SMTP(handler, loop=loop, **settings), tls)
        yield port
    finally:
        server.stop()


class Server:
    """A child process in the foreground."""

    def __init__(self, command: list[str], port: int, log: Path) -> None:
        self.command, self.port, self.log = command, port, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            until(lambda: listens(self.port))
        except AssertionError:
            raise AssertionError(self.log.read_text()) from None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(10)
            self.process = None
        until(lambda: not listens(self.port))


class Dovecot(Server):
    """A private Dovecot: user ``hub``, password ``secret``, mail in a Maildir that a test may touch."""

    user, password = "hub", "secret"

    def __init__(self, capability: str = "") -> None:
        # Not pytest's folder: that is closed to the unprivileged users that Dovecot insists on.
        folder = Path(tempfile.mkdtemp(prefix="tocsin-dovecot-"))
        folder.chmod(0o755)
        self.folder, self.imap, self.imaps = folder, free_port(), free_port()
        self.maildir = folder / "mail"
        self._as_root = os.getuid() == 0
        certificate(folder)
        for name in ("run", "state", "home", "mail/new", "mail/cur", "mail/tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._give_away()
        (folder / "dovecot.conf").write_text(self._configuration(capability))
        super().__init__(
            [needs("dovecot"), "-F", "-c", str(folder / "dovecot.conf")], self.imap, folder / "dovecot.out"
        )

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def deliver(self, mail: bytes, name: str) -> None:
        """Put a mail into the Maildir as a delivery agent does: whole, by renaming."""
        draft = self.maildir / "tmp" / name
        draft.write_bytes(mail)
        draft.rename(self.maildir / "new" / name)

    def kick(self) -> None:
        """End every session with a BYE, as a server does that is restarted or tired of waiting."""
        conf = str(self.folder / "dovecot.conf")
        subprocess.run(["doveadm", "-c", conf, "kick", self.user], check=False, capture_output=True)

    def forget_uids(self) -> None:
        """Make Dovecot number the folder anew, under another UIDVALIDITY (call it while stopped)."""
        for index in self.maildir.glob("dovecot*"):
            index.unlink()
        validity = 1_900_000_000 + int.from_bytes(os.urandom(2), "big")
        (self.maildir / "dovecot-uidlist").write_text(f"3 V{validity} N1 G{os.urandom(16).hex()}\n")
        self._give_away()

    @property
    def _owner(self) -> tuple[int, int]:
        nobody = pwd.getpwnam("nobody")
        return (nobody.pw_uid, nobody.pw_gid) if self._as_root else (os.getuid(), os.getgid())

    def _give_away(self) -> None:
        for path in (self.folder / "home", self.maildir, *self.maildir.rglob("*")):
            os.chown(path, *self._owner)

    def _users(self) -> str:
        if self._as_root:
            return "first_valid_gid = 1"
        me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        users = (
            f"default_internal_user = {me}",
            f"default_login_user = {me}",
            f"default_internal_group = {group}",
        )
        chroots = (f"service {name} {{\n  chroot =\n}}" for name in ("imap-login", "anvil", "stats"))
        return "\n".join((*users, *chroots))

    def _configuration(self, capability: str) -> str:
        limit = f"imap_capability = {capability}" if capability else ""
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
{self._users()}
ssl = yes
ssl_cert = <{self.folder}/cert.pem
ssl_key = <{self.folder}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{self.maildir}
maildir_very_dirty_syncs = no
mailbox_idle_check_interval = 1 secs
passdb {{
  driver = static
  args = password={self.password}
}}
userdb {{
  driver = static
  args = uid={self._owner[0]} gid={self._owner[1]} home={self.folder}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {self.imap}
  }}
  inet_listener imaps {{
    port = {self.imaps}
    ssl = yes
  }}
}}
protocol imap {{
  {limit}
}}
"""


class Alertmanager(Server):
    """A private Alertmanager that posts every alert to ``webhook``."""

    def __init__(self, folder: Path, webhook: str, token: str) -> None:
        port = free_port()
        (folder / "alertmanager.yml").write_text(f"""
route: {{receiver: tocsin, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}}
receivers:
  - name: tocsin
    webhook_configs:
      - url: {webhook}
        http_config: {{authorization: {{credentials: {token}}}}}
""")
        command = [
            needs("prometheus-alertmanager"),
            f"--config.file={folder}/alertmanager.yml",
            f"--storage.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
        ]
        super().__init__(command, port, folder / "alertmanager.out")


class Prometheus(Server):
    """A private Prometheus that posts to ``port`` as to an Alertmanager: its watchdog, and one more rule.

    It evaluates several times a second, and repeats what fires every second.
    """

    def __init__(self, folder: Path, port: int, token: str) -> None:
        self.rules = folder / "rules.yml"
        (folder / "prometheus.yml").write_text(f"""
global: {{evaluation_interval: 200ms}}
rule_files: [{self.rules}]
alerting:
  alertmanagers:
    - api_version: v2
      authorization: {{credentials: {token}}}
      static_configs: [targets: ["127.0.0.1:{port}"]]
""")
        here = free_port()
        command = [
            needs("prometheus"),
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{here}",
            "--rules.alert.resend-delay=1s",
        ]
        super().__init__(command, here, folder / "prometheus.out")

    def alert_when(self, expression: str, instance: str) -> None:
        """Put this rule in force, instead of the one before; read at its start, or at once if it runs."""
        self._rule(f"""
      - alert: InstanceDown
        expr: {expression}
        labels: {{instance: "{instance}", severity: critical}}
        annotations: {{summary: no answer}}
""")

    def forget(self) -> None:
        """Remove the rule."""
        self._rule("")

    def _rule(self, text: str) -> None:
        self.rules.write_text(f"""
groups:
  - name: fleet
    rules:
      - {{alert: Watchdog, expr: vector(1)}}{text}
""")
        if self.process is not None:
            self.process.send_signal(signal.SIGHUP)


def certificate(folder: Path) -> None:
    """Make ``cert.pem``, for localhost, signed by itself, and ``key.pem``."""
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
