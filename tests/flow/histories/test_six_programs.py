"""Six unlike programs: each file with its mapping becomes incidents with their states, times and overruns."""

from datetime import UTC, datetime

import pytest

from tests.flow.histories.importing import SAMPLES, mapping_of, try_
from tests.flow.house import House
from tocsin.core.history.values import Made, Refusal
from tocsin.core.incident.values import PauseReason, State
from tocsin.core.kernel.sentences import render_why
from tocsin.core.sla.clocks import clocks_of
from tocsin.core.sla.values import ClockState


def read(name: str) -> tuple[dict[str, Made], list[Refusal]]:
    (file,) = SAMPLES.glob(f"{name}.*")
    return try_(file, mapping_of(name))


def clock(made: Made, side: str) -> ClockState:
    return next(
        found.state for found in clocks_of(made.incident, now=made.incident.last_at) if found.side == side
    )


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def test_servicenow_reads_what_its_columns_say_and_refuses_the_rest(house: House) -> None:
    made, refused = read("servicenow")
    crm, printer, waiting = (made[f"INC001000{number}"].incident for number in (1, 2, 3))
    assert (crm.cause, crm.state, crm.supplier) == ("srv-crm-01", State.CLOSED, "valmont")
    assert crm.opened_at == at(2026, 3, 29, 0, 30), "before the clocks went forward in Paris"
    assert crm.resolved_at == at(2026, 3, 29, 2, 0), "and after"
    assert crm.imported
    assert crm.imported.reopened == 1
    assert clock(made["INC0010001"], "ours") is ClockState.MISSED, "as its file says"
    assert clock(made["INC0010001"], "supplier") is ClockState.MISSED, "by its due time"
    assert crm.owner == "Beth Anglin", "nobody here: kept as it is written"
    assert (printer.title.en, made["INC0010002"].repeats) == ('Printer jam on the second floor, "again"', 1)
    assert (waiting.state, waiting.pause) == (State.PENDING, PauseReason.WAITING_SUPPLIER)
    assert not waiting.open, "nobody works on it here"
    assert [(each.line, each.field) for each in refused] == [
        (7, "state"), (8, "reference"), (10, "opened_at"), (12, "reference"), (9, "resolved_at"), (11, "resolved_at"),
    ]  # fmt: skip
    assert "line 2" in render_why(refused[3].why, "en"), "the row that is closed is the later one"


def test_glpi_in_french_with_its_place_in_a_cell_of_several_lines(house: House) -> None:
    made, refused = read("glpi")
    first, _, slow = (each.incident for each in made.values())
    assert (first.cause, first.supplier, first.state) == ("srv-crm-01", "valmont", State.CLOSED)
    assert clock(made["12 457"], "ours") is ClockState.MISSED
    assert clock(made["12458"], "ours") is ClockState.MET
    assert (slow.state, slow.criticality) == (State.PENDING, "medium"), "Critique is no word of the table"
    assert "12459" not in made, "a request"
    assert refused == []


def test_jira_names_several_columns_alike_and_shortens_the_year(house: House) -> None:
    made, refused = read("jira")
    checkout = made["OPS-17"].incident
    assert checkout.opened_at == at(2026, 1, 14, 9, 5)
    assert checkout.cause == "payments", "of two columns of one name the first that is filled"
    assert checkout.applications == ("crm", "Billing portal")
    assert clock(made["OPS-17"], "ours") is ClockState.MISSED
    assert made["OPS-18"].incident.pause is PauseReason.WAITING_USER
    assert refused == []


def test_an_event_log_whose_rows_are_mixed_is_put_in_order(house: House) -> None:
    made, _ = read("uci")
    first, second = made["INC0000045"], made["INC0000047"]
    assert [step.state for step in first.steps] == ["new", "resolved", "in_progress", "closed"]
    assert first.incident.imported
    assert first.incident.imported.reopened == 1, "though its file says 0"
    assert first.incident.resolved_at == at(2016, 2, 29, 11, 29)
    assert clock(first, "ours") is ClockState.MISSED, "its last row says so"
    assert [turn.holder for turn in second.incident.turns] == ["us", "user", "user"]
    assert second.incident.turns[-1].over
    assert "INC0000050" not in made, "-100 is left aside"


def test_xes_has_an_incident_a_trace(house: House) -> None:
    made, refused = read("bpi2013")
    closed, queued = made["1-364285768"].incident, made["1-740865969"].incident
    assert (closed.priority, closed.state, closed.regions) == ("P2", State.CLOSED, ("fr",))
    assert closed.imported
    assert closed.imported.reopened == 1
    assert closed.resolved_at == at(2012, 5, 11, 0, 26, 15)
    assert (queued.state, queued.cause) == (State.NEW, "PROD660 & co")
    assert refused == []


def test_remedy_in_latin_1_with_date_and_time_apart(house: House) -> None:
    made, refused = read("remedy")
    power, slow = made["INC000001"], made["INC000002"]
    assert power.incident.title.fr == "Coupure électrique baie R07"
    assert power.incident.opened_at == at(2025, 7, 14, 21, 58)
    assert (power.incident.applications, power.incident.criticality) == (("crm",), "critical")
    assert clock(power, "supplier") is ClockState.MISSED, "12 minutes over its 4 hours"
    assert clock(power, "ours") is ClockState.MET, (
        "our commitment to the CRM, computed: few hours of that night count"
    )
    assert "supplier" not in [found.side for found in clocks_of(slow.incident, now=slow.incident.last_at)]
    assert [(each.line, each.field) for each in refused] == [(5, "")], "a cell too many"


@pytest.mark.parametrize("zone", ["Europe/Paris", "UTC"])
def test_each_file_in_other_encodings_and_delimiters_is_the_same(house: House, tmp_path, zone: str) -> None:
    text = (SAMPLES / "servicenow.csv").read_text("utf-8").replace("Mail is slow", "Messagerie dégradée")
    expected = None
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        for delimiter in (",", "\t", "|"):
            file = tmp_path / f"{encoding}-{ord(delimiter)}.csv"
            rewritten = text.replace('","', f'"{delimiter}"')
            file.write_bytes(rewritten.encode(encoding))
            made, refused = try_(file, mapping_of("servicenow"))
            found = sorted(
                (each.reference, each.incident.title.fr, each.incident.opened_at) for each in made.values()
            )
            assert (found, len(refused)) == (expected or (found, 6))
            expected = found, 6
    assert expected
    assert "Messagerie dégradée" in {title for _, title, _ in expected[0]}
