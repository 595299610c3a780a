"""``tocsin formats new``: a first format out of one mail, by its own labels or table, that is read at once."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.architecture.source import ROOT
from tocsin.cli.main import tocsin

HEAD = "From: NOC <noc@supervision.nordix.fr>\nTo: a@b.example\nDate: Sat, 28 Nov 2026 12:48:00 +0100\nMessage-ID: <1@n>\n"
PLAIN = (
    "Content-Type: text/plain; charset=utf-8\n\nBonjour,\n\n{}\n\nCordialement\nhttps://nordix.fr/portal\n"
)
HTML = "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Dear customer</p><table>{}</table></body></html>\n"

FRENCH = """Type d'alarme    : Perte d'alimentation prise
Statut           : Alarme
Criticité        : Critique
Localisation     : DC Lyon, Salle A, Baie 07
Date et heure    : 28/11/2026 12:45:10
N° de ticket     : INC-88213
Contrat          : C-4711"""
ENGLISH = (
    "Alarm: Disk failed\nState: RECOVERED\nPriority: P3\nHost: SRV-1\nStart time: 2026-11-28 12:44\nTicket: 9"
)
CELLS = "".join(
    f"<tr><th>{label}</th><td>{value}</td></tr>"
    for label, value in {
        "Event": "Device unreachable",
        "State": "OPEN",
        "Severity": "Major",
        "Device": "SRV-1",
    }.items()
)
ROWS = (
    "<tr><th>Alarme</th><th>Statut</th><th>Priorité</th><th>Hôte</th></tr>"
    "<tr><td>Équipement injoignable</td><td>Alarme</td><td>P1</td><td>SRV-1</td></tr>"
    "<tr><td>Équipement injoignable</td><td>Rétablie</td><td>P2</td><td>SRV-2</td></tr>"
)
MAILS = {
    "plain French": (PLAIN.format(FRENCH), [("power.outlet.lost", "firing", "critical")]),
    "plain English": (PLAIN.format(ENGLISH), [("disk.failed", "resolved", "medium")]),
    "two cells a row": (HTML.format(CELLS), [("device.down", "firing", "high")]),
    "a row for each": (
        HTML.format(ROWS),
        [("device.down", "firing", "critical"), ("device.down", "resolved", "high")],
    ),
    "no label at all": (PLAIN.format("Nous avons une coupure."), [("unknown", "firing", "medium")]),
}


@pytest.fixture
def formats(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "first-mailbox", tmp_path / "company")
    return tmp_path / "company" / "formats"


def run(mail: Path, formats: Path, *arguments: str) -> Result:
    return CliRunner().invoke(tocsin, ["formats", "new", str(mail), "--formats", str(formats), *arguments])


def saved(folder: Path, body: str, subject: str = "[NORDIX] Notification") -> Path:
    file = folder / "Alarme (1).eml"
    file.write_text(f"Subject: {subject}\n{HEAD}{body}", encoding="utf-8")
    return file


@pytest.mark.parametrize("name", MAILS)
def test_a_first_format_reads_its_own_mail(tmp_path: Path, formats: Path, name: str) -> None:
    body, wanted = MAILS[name]
    mail = saved(tmp_path, body)
    ran = run(mail, formats)
    assert ran.exit_code == 0, ran.output
    result: dict[str, Any] = yaml.safe_load(ran.output[ran.output.index("\nstatus:") :])
    assert result["status"] == "translated"
    assert [(event["kind"], event["state"], event["criticality"]) for event in result["events"]] == wanted
    assert "nordix" in {folder.name for folder in formats.iterdir()}
    tried = CliRunner().invoke(tocsin, ["formats", "try", str(mail), "--formats", str(formats)])
    assert "format: nordix" in tried.output
    tested = CliRunner().invoke(tocsin, ["formats", "test", str(formats)])
    assert tested.exit_code == 0, tested.output
    assert "0 mistake(s), 0 doubt(s)" in CliRunner().invoke(tocsin, ["check", str(formats.parent)]).output


def test_what_the_mail_says_and_the_format_does_not_read_is_named(tmp_path: Path, formats: Path) -> None:
    ran = run(saved(tmp_path, PLAIN.format(FRENCH)), formats)
    assert "not read: Contrat" in ran.output
    assert "Contrat" in (formats / "nordix" / "format.yaml").read_text("utf-8")


def test_a_format_that_exists_is_replaced_only_on_request(tmp_path: Path, formats: Path) -> None:
    mail = saved(tmp_path, PLAIN.format(FRENCH))
    before = (formats / "provider" / "format.yaml").read_text()
    refused = run(mail, formats, "--name", "provider")
    assert refused.exception is not None
    assert "exists already" in str(refused.exception)
    assert (formats / "provider" / "format.yaml").read_text() == before
    assert run(mail, formats, "--name", "provider", "--replace").exit_code == 0
    assert [file.name for file in sorted((formats / "provider" / "samples").iterdir())] == [
        "alarme-1.eml", "alarme-1.expected.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize(("option", "value"), [("--name", "../up"), ("--zone", "Mars/Olympus")])
def test_what_can_not_be_meant_writes_nothing(tmp_path: Path, formats: Path, option: str, value: str) -> None:
    before = sorted(formats.rglob("*"))
    refused = run(saved(tmp_path, PLAIN.format(FRENCH)), formats, option, value)
    assert refused.exception is not None
    assert sorted(formats.rglob("*")) == before


HOSTILE = {
    "binary": bytes(range(256)) * 200,
    "empty": b"",
    "a long line": b"From: a@b.example\n\n" + b"Statut: " * 100_000,
    "many labels": b"From: a@b.example\n\n" + b"".join(b"Label %d: x\n" % n for n in range(50_000)),
    "labels that are YAML": b'From: "x: [" <a@b.example>\n\nStatut: {x: &y *y}\nAlarme: "}{": !!python/object\nLieu: # no\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_or_refused_with_a_reason(tmp_path: Path, formats: Path, name: str) -> None:
    mail = tmp_path / "hostile.eml"
    mail.write_bytes(HOSTILE[name])
    ran = run(mail, formats, "--name", "hostile")
    assert ran.exception is None or type(ran.exception).__module__.startswith("tocsin."), repr(ran.exception)
