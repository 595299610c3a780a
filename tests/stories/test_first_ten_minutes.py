"""Story: a newcomer goes from an Excel inventory and a real mailbox to a first incident, by the README's own commands."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.architecture.source import ROOT
from tests.connectors.servers import Dovecot, until
from tests.stories.installation import Installation, stop_database
from tocsin.flow import clock

_ENDS_WITH = "make run"  # stays: the test runs what it stands for, on a port of its own
_EDITOR = """#!/bin/sh
# What the newcomer types into the two files that the README has them open.
case "$1" in
*sources.yaml) sed -i "s/imap.mycompany.example/127.0.0.1/; s/port: 993/port: $IMAP_PORT/; s/tls: ssl/tls: none/
    s/user: alerts/user: hub/" "$1" ;;
*teams.yaml) sed -i "s/operations@mycompany.example/night@example.org/" "$1" ;;
*) exit 0 ;;
esac
"""


def commands() -> list[str]:
    """The lines of the README's part, in their order."""
    part = (ROOT / "README.md").read_text("utf-8").partition("## Ten minutes to your own mailbox")[2]
    block = re.search(r"```sh\n(.*?)```", part, re.DOTALL)
    assert block, "the part has no commands"
    lines = [line.partition(" # ")[0].rstrip() for line in block[1].splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def inventory(file: Path) -> None:
    """As they come: a title, French headers, all in capitals, merged sites."""
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("SERVEURS")
        sheet.write(0, 0, "INVENTAIRE AU 01/11/2026")
        sheet.write_row(2, 0, ["NOM MACHINE", "SITE", "SALLE", "BAIE", "POSITION U", "PRISE A", "PRISE B"])
        for row, values in enumerate(
            [("SRV-CRM-01", 12, 4, 4), ("SRV-CRM-02", 14, 5, 5), ("SRV-ERP-01", 16, 6, 6)], 3
        ):
            sheet.write(row, 0, values[0])
            sheet.write_row(row, 2, ["SALLE A", "BAIE 07", *values[1:]])
        sheet.merge_range(3, 1, 5, 1, "DC LYON")


def mail(*, minutes_ago: int) -> bytes:
    """One of the provider's."""
    at = clock.now() - timedelta(minutes=minutes_ago)
    message = EmailMessage()
    message["From"], message["To"] = "Supervision Nordix <noc@nordix.example>", "alertes@mycompany.example"
    message["Subject"] = "[NORDIX] ALARME - équipement injoignable"
    message["Date"], message["Message-ID"] = format_datetime(at), f"<{minutes_ago}@nordix.example>"
    message.set_content(
        "Bonjour,\n\nType d'alarme : Équipement injoignable\nStatut : Alarme\nCriticité : Critique\n"
        "Équipement : SRV-CRM-01\nLocalisation : DC Lyon, Salle A, Baie 07\n"
        f"Date et heure : {at:%d/%m/%Y %H:%M} UTC\nN° de ticket : INC-88213\n\nCordialement,\nLe centre de supervision\n"
    )
    return message.as_bytes()


@pytest.fixture
def mailbox() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def desk(mailbox: Dovecot) -> Iterator[Installation]:
    """A clone that has been made ready, the newcomer's Excel file and a mail that they saved."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-newcomer-"))
    folder.chmod(0o755)
    here = Installation(folder / "data")
    for name in ("examples", ".venv"):
        (folder / name).symlink_to(ROOT / name)
    inventory(folder / "inventory.xlsx")
    (folder / "alarm.eml").write_bytes(mail(minutes_ago=60))
    editor = folder / "editor"
    editor.write_text(_EDITOR)
    editor.chmod(0o755)
    here.environment |= {"EDITOR": str(editor), "IMAP_PORT": str(mailbox.imap), "LC_ALL": "C.UTF-8"}
    yield here
    here.stop()
    stop_database(here)
    shutil.rmtree(folder, ignore_errors=True)


def test_the_readme_alone_leads_to_a_first_incident(desk: Installation, mailbox: Dovecot) -> None:
    began = clock.monotonic()
    lines = commands()
    assert lines[-1] == _ENDS_WITH
    script = "\n".join(["set -e", *lines[:-1]]).replace(
        "PROVIDER_PASSWORD=...", f"PROVIDER_PASSWORD={mailbox.password}"
    )
    ran = subprocess.run(
        ["bash", "-c", script], cwd=desk.folder.parent, env=desk.environment, input="y\n", text=True,
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 mistake(s), 0 doubt(s)" in ran.stdout
    assert "Password" in ran.stdout
    mailbox.deliver(mail(minutes_ago=1), "first")
    desk.environment["PROVIDER_PASSWORD"] = mailbox.password
    desk.up()
    until(lambda: desk.rows("select 1 from incident"), 60)
    (found,) = desk.rows("select cause, state from incident")
    assert found == ("srv-crm-01", "new"), desk.log.read_text()
    (event,) = desk.rows("select item, reference, confidence from event")
    assert event == ("srv-crm-01", "INC-88213", 1.0)
    assert clock.monotonic() - began < 180, "the machine's part of ten minutes"
