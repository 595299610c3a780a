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
    "a log whose time has an unknown heading": (
        "Ticket;Angelegt von;Ereigniszeit;Status",
        "7-1;Ann;2010-03-31T15:59:42+01:00;open",
        "7-1;Bob;2010-03-31T16:00:56+01:00;closed",
        "7-2;Ann;2010-04-01T16:00:56+01:00;open",
    ),
    "rows of unknown headings": (
        "Fall Nr.;Fällig;Wann begonnen;Wer",
        "F-1;05.01.2024 10:00;04.01.2024 10:00;Ann",
        "F-2;07.01.2024 10:00;06.01.2024 10:00;Ann",
    ),
    "otrs in full": (
        "Ticketnummer;Erstellt;Status;Priorität",
        "1;2024-01-01 10:02:11;new;1 sehr niedrig",
        "2;2024-01-01 10:02:11;open;5 sehr hoch",
    ),
    "easyvista": ("N° Ticket;Date de création UTC;Statut", "I1;01/04/2024 07:00:00;En cours"),
    "zammad": ("number;group.name;state.name;created_at", "67011;Users;closed;2024-06-01T08:00:00.000Z"),
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


def test_a_time_is_found_by_what_its_cells_say(tmp_path):
    spec = proposed(written(tmp_path, "rows of unknown headings"))
    assert spec["fields"] == {"reference": {"column": "Fall Nr."}, "opened_at": {"column": "Wann begonnen"}}


def test_a_priority_is_read_by_its_words_whichever_way_it_is_counted(tmp_path):
    tables = proposed(written(tmp_path, "otrs in full"))["tables"]
    assert tables["priority"] == {"1 sehr niedrig": "P5", "5 sehr hoch": "P1"}
    assert tables["state"] == {"new": "new", "open": "in_progress"}, "open is not new where there is a new"


def test_what_programs_put_around_a_heading_does_not_hide_it(tmp_path):
    spec = proposed(written(tmp_path, "zammad"))
    assert spec["fields"]["state"] == {"column": "state.name"}
    assert spec["fields"]["team"] == {"column": "group.name"}


def test_where_rows_of_one_number_follow_each_other_their_time_is_that_of_a_change(tmp_path):
    spec = proposed(written(tmp_path, "a log whose time has an unknown heading"))
    assert spec["change"] == {"at": "{changed_at}", "state": "{state}"}
    assert spec["fields"]["changed_at"] == {"column": "Ereigniszeit"}


def test_a_zone_that_a_heading_names_is_that_of_its_times(tmp_path):
    assert proposed(written(tmp_path, "easyvista"))["times"] == {"zone": "UTC"}
