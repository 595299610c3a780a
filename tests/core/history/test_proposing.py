"""A mapping is proposed for exports of programs as they are, and reads them."""

from itertools import islice

import pytest

from tests.flow.histories.importing import SAMPLES
from tocsin.connectors.histories.rows import rows_of
from tocsin.core.history.mapping import FileOptions, compiled_mapping
from tocsin.core.history.proposing import proposed_mapping
from tocsin.core.translation.language.pieces import header_word


def proposed(file):
    rows = list(islice(rows_of(file, FileOptions()), 2_000))
    headings = dict.fromkeys(heading for row in rows for heading in row.headings)
    spec = proposed_mapping(headings, [row.cells for row in rows], zone="Europe/Paris")
    compiled_mapping(spec)
    return spec


@pytest.mark.parametrize(
    "name", ["glpi.csv", "jira.csv", "remedy.csv", "servicenow.csv", "uci.csv", "bpi2013.xes"]
)
def test_the_exports_of_six_programs_get_a_mapping_without_mistakes(name):
    spec = proposed(SAMPLES / name)
    assert ("change" in spec) == (name in ("uci.csv", "bpi2013.xes"))
    assert "reference" in spec["incident"]


EXPORTS = {
    "otrs": (
        "Ticket#;Erstellt;Geschlossen;Status;Priorität;Queue;Betreff",
        "2016022910000015;2016-02-29 01:16:00;2016-03-01 09:00:00;erfolgreich geschlossen;3 normal;Netz;Drucker",
        "2016022910000016;2016-02-29 02:16:00;;warten zur Erinnerung;4 hoch;Netz;VPN",
    ),
    "month first": (
        "number,state,opened,closed",
        "A1,Closed,2/29/2016 1:16:00 AM,3/1/2016 9:00:00 AM",
        "A2,New,2/28/2016 1:16:00 AM,",
    ),
    "both overruns": (
        "Numéro;État;Ouvert le;SLA dépassé;SLA fournisseur dépassé",
        "I1;Résolu;45292,5;VRAI;FAUX",
    ),
}


def written(tmp_path, name):
    file = tmp_path / "export.csv"
    file.write_text("\n".join(EXPORTS[name]) + "\n", "utf-8")
    return file


def test_words_of_priorities_count_before_their_numbers(tmp_path):
    tables = proposed(written(tmp_path, "otrs"))["tables"]
    assert tables["priority"] == {"4 hoch": "P2", "3 normal": "P3"}
    assert tables["state"] == {"erfolgreich geschlossen": "closed", "warten zur Erinnerung": "pending"}


def test_a_month_above_twelve_is_none(tmp_path):
    assert proposed(written(tmp_path, "month first"))["times"]["month_first"] is True


def test_both_overruns_are_found(tmp_path):
    incident = proposed(written(tmp_path, "both overruns"))["incident"]
    assert (incident["ours"], incident["supplier_side"]) == (
        {"overrun": "{late}"},
        {"overrun": "{supplier_late}"},
    )


def test_a_heading_that_comes_twice_and_empty_ones_are_no_mistake():
    spec = proposed_mapping(
        ["Number", "Number", "", "", "Opened"], [{header_word("Number"): "1"}], zone="UTC"
    )
    assert spec["fields"] == {"reference": {"column": "Number"}, "opened_at": {"column": "Opened"}}
