"""Request Tracker 5 from Debian's packages, with SQLite and its own web server; its mails go into a folder."""

import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.connectors.servers import free_port
from tests.flow.exchange.counterparts.desk import Person, installed, prepared, running, shipped

_SERVER = "/usr/share/request-tracker5/libexec/standalone_httpd"
_PACKAGES = "request-tracker5 rt5-standalone rt5-db-sqlite rt5-clients"
_SEED = """
@Users = (
  { Name => 'tocsin', Password => 'desk-secret', EmailAddress => 'tocsin@cachemire.example', Privileged => 1 },
  { Name => 'morvan', Password => 'desk-secret', EmailAddress => 'morvan@desk.example', Privileged => 1 },
);
@Queues = ( { Name => 'Hosting', CorrespondAddress => 'support@desk.example', CommentAddress => 'intern@desk.example' } );
@CustomFields = (
  { Name => 'Client reference', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => ['Hosting'] },
);
@ACL = (
  ( map { { Right => $_, UserId => 'tocsin', Queue => 'Hosting' } } qw(SeeQueue CreateTicket ShowTicket ReplyToTicket
    ModifyTicket SeeCustomField ModifyCustomField ShowTicketComments) ),
  { Right => 'SuperUser', UserId => 'morvan' },
);
@Final = ( sub {
  for my $name ( qw(tocsin morvan) ) {
    my $user = RT::User->new( RT->SystemUser );
    $user->Load($name);
    my $token = RT::AuthToken->new( RT->SystemUser );
    my ( $done, $said, $secret ) = $token->Create( Owner => $user->id, Description => 'tests' );
    open( my $file, '>', "$ENV{TOKENS}/$name.token" ) or die;
    print $file $secret;
    close $file;
  }
} );
1;
"""


class RequestTracker:
    """A Request Tracker, and Morvan, who works there."""

    solved, reopened, ended = "resolved", "open", ("resolved",)

    def __init__(self, port: int, folder: Path, home: Path) -> None:
        self.port, self._folder = port, folder
        self.token = (home / "tocsin.token").read_text()
        theirs = (home / "morvan.token").read_text()
        self._morvan = Person(f"http://127.0.0.1:{port}/REST/2.0/", f"token {theirs}")

    def declared(self) -> dict[str, Any]:
        return shipped("request-tracker", self.port, "/REST/2.0/")

    def tickets(self) -> list[str]:
        found = self._morvan.ask("tickets?query=id%3E0&orderby=id")["items"]
        return [str(ticket["id"]) for ticket in found]

    def _pieces(self, ticket: str) -> list[dict[str, Any]]:
        wanted = "Content,ContentType,Filename,TransactionId"
        found: list[dict[str, Any]] = self._morvan.ask(
            f"ticket/{ticket}/attachments?fields={wanted}&per_page=100"
        )["items"]
        return found

    def comments(self, ticket: str) -> list[str]:
        return [
            piece["Content"] for piece in self._pieces(ticket) if piece["Content"] and not piece["Filename"]
        ]

    def files(self, ticket: str) -> dict[str, bytes]:
        return {
            piece["Filename"]: b64decode(self._morvan.ask(f"attachment/{piece['id']}")["Content"])
            for piece in self._pieces(ticket)
            if piece["Filename"]
        }

    def state(self, ticket: str) -> str:
        return str(self._morvan.ask(f"ticket/{ticket}")["Status"])

    def _correspond(self, ticket: str, text: str, **more: Any) -> None:
        content = {"Content": text, "ContentType": "text/html", **more}
        self._morvan.ask(f"ticket/{ticket}/correspond", content)

    def answers(self, ticket: str, text: str) -> None:
        """As their page's editor does: in HTML."""
        self._correspond(ticket, f"<p>{text}</p>")

    def notes(self, ticket: str, text: str) -> None:
        self._morvan.ask(f"ticket/{ticket}/comment", {"Content": text, "ContentType": "text/plain"})

    def puts(self, ticket: str, state: str) -> None:
        self._morvan.ask(f"ticket/{ticket}", {"Status": state}, "PUT")

    def attaches(self, ticket: str, name: str, content: bytes) -> None:
        kind = "application/octet-stream"
        file = {"FileName": name, "FileType": kind, "FileContent": b64encode(content).decode()}
        self._correspond(ticket, "", Attachments=[file])

    def merges(self, ticket: str, into: str) -> None:
        """One ticket goes on for both."""
        self._morvan.ask(f"ticket/{ticket}", {"MergeInto": into}, "PUT")

    def opens(self, subject: str) -> str:
        """Morvan opens a ticket of their own."""
        ticket = {"Queue": "Hosting", "Subject": subject, "Content": subject, "ContentType": "text/plain"}
        return str(self._morvan.ask("ticket", ticket)["id"])

    def receives(self, mail: bytes) -> subprocess.CompletedProcess[bytes]:
        """A mail reaches them, as their mail server hands it to RT."""
        gate = ["rt-mailgate-5", "--queue", "Hosting", "--action", "correspond", "--url"]
        return subprocess.run(
            [*gate, f"http://127.0.0.1:{self.port}"], input=mail, capture_output=True, check=False
        )

    def mails(self) -> list[bytes]:
        """What they have mailed, in order."""
        return [file.read_bytes() for file in sorted(self._folder.glob("*.eml"))]


@contextmanager
def request_tracker(folder: Path) -> Iterator[RequestTracker]:
    """A Request Tracker with one queue for its client."""
    installed(_SERVER, _PACKAGES)
    home = prepared("request-tracker", Path(__file__).read_bytes() + Path(_SERVER).read_bytes(), _build)
    shutil.copy(home / "rt.sqlite", folder / "rt.sqlite")
    port = free_port()
    env = _configured(folder, port)
    with running([_SERVER, "--host", "127.0.0.1", "--port", str(port)], port, folder, env):
        yield RequestTracker(port, folder, home)


def _build(home: Path) -> None:
    (home / "seed.pl").write_text(_SEED)
    setup = ["/usr/sbin/rt-setup-database-5", "--action"]
    for command in (
        [*setup, "init", "--skip-create"],
        [*setup, "insert", "--datafile", str(home / "seed.pl")],
    ):
        built = subprocess.run(
            command, env=_configured(home, 80), capture_output=True, text=True, check=False
        )
        assert built.returncode == 0, built.stderr


def _configured(folder: Path, port: int) -> dict[str, str]:
    (folder / "sites").mkdir(exist_ok=True)
    mailer = folder / "mailer"
    mailer.write_text(f"#!/bin/sh\ncat > {folder}/$(date +%s%N).eml\n")
    mailer.chmod(0o700)
    settings: dict[str, object] = {
        "rtname": "desk.example",
        "Organization": "desk.example",
        "WebDomain": "127.0.0.1",
        "WebPort": port,
        "DatabaseType": "SQLite",
        "DatabaseName": folder / "rt.sqlite",
        "MailCommand": "sendmailpipe",
        "SendmailPath": mailer,
        "MasonDataDir": folder / "mason",
        "Timezone": "UTC",
        "BcryptCost": 4,
        "LogToSTDERR": "error",
        "LogToSyslog": "",
    }
    lines = [f"Set(${name}, '{value}');" for name, value in settings.items()]
    (folder / "RT_SiteConfig.pm").write_text("\n".join([*lines, "1;"]))
    ours = {"RT_SITE_CONFIG": folder / "RT_SiteConfig.pm", "RT_SITE_CONFIG_DIR": folder / "sites"}
    ours["TOKENS"] = folder
    return {**os.environ, **{name: str(value) for name, value in ours.items()}}
