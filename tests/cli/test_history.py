"""tocsin history: what rows become is shown, imported, listed; mistakes of a mapping are named with their lines."""

import json

import pytest

from tests.flow.histories.importing import SAMPLES
from tests.flow.house import house
from tocsin.cli import ready
from tocsin.cli.main import main
from tocsin.store import models


@pytest.fixture
def run(db, monkeypatch, capsys, tmp_path):
    """``run("try", ...)``: the exit code, and what both streams say."""
    monkeypatch.setattr(ready.logs, "configure", lambda: None)

    def called(*arguments):
        capsys.readouterr()
        with house(), pytest.raises(SystemExit) as ended:
            main(["history", *map(str, arguments)])
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return called


CSV = SAMPLES / "servicenow.csv"
MAPPING = "examples/histories/servicenow.yaml"


def test_a_mapping_is_proposed_and_reads_the_file(run, tmp_path):
    code, out, _ = run("propose", CSV)
    assert code == 0
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(out[out.index("times:") :], "utf-8")  # after the log of the organisation
    code, out, err = run("try", CSV, "--mapping", mapping)
    assert code == 0, err
    assert "cause: srv-crm-01" in out


def test_it_is_tried_imported_and_listed(run, tmp_path):
    code, out, _ = run("try", CSV, "--mapping", MAPPING)
    assert code == 0
    assert "cause: srv-crm-01" in out
    assert "servicenow.csv:7: state: 'Parked' is in no table." in out
    assert models.Incident.objects.count() == 0
    report = tmp_path / "refused.csv"
    code, out, _ = run("import", CSV, "--mapping", MAPPING, "--report", report, "-o", "json")
    found = json.loads(out[out.index("{") :])
    assert (code, found["new"], found["refused"], found["repeats"]) == (1, 3, 6, 1)
    assert len(report.read_text("utf-8").splitlines()) == 7
    code, out, _ = run("list")
    assert "servicenow" in out


def test_mistakes_of_a_mapping_are_named_with_their_lines(run, tmp_path):
    mapping = tmp_path / "bad.yaml"
    mapping.write_text(
        "times: { zone: Europe/Pari }\n"
        "tables:\n  state: { Open: opened }\n"
        "fields:\n  number: { column: Number }\n  other: { pattern: 'x' }\n"
        "incident:\n  reference: '{nummer}'\n  colour: red\n",
        "utf-8",
    )
    code, _, err = run("try", CSV, "--mapping", mapping)
    assert code == 2
    for place in (
        ":1: times.zone", ":3: tables.state.Open", ":6: fields.other", ":8: incident.reference", ":9: incident.colour",
        "opened_at",
    ):  # fmt: skip
        assert place in err, err


def test_a_file_of_other_columns_is_refused_with_those_that_it_has(run, tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    code, _, err = run("import", file, "--mapping", MAPPING)
    assert code == 2
    assert "it has: a, b" in err


def test_headings_below_a_title_are_found(run, tmp_path):
    file = tmp_path / "kept.csv"
    file.write_text(
        "Journal 2023;;\n;;\nN°;Ouvert le;Objet\n1;03/01/2023 08:15;Panne\n2;04/01/2023 08:15;Panne\n",
        "utf-8",
    )
    code, out, _ = run("propose", file)
    assert (code, "header: 2" in out, "column: N°" in out) == (0, True, True)
