"""A list of several clients: lines of others count for nothing, and are shown as theirs."""

import pytest

from tests.core.statement.drawing import check, found_in, incident
from tocsin.core.statement.check import left_out
from tocsin.core.statement.decisions import InForce
from tocsin.core.statement.values import Statement

HEADER = "Dossier | Client | Début | Fin | Baie"
OURS = [incident(day, f"{day} 08:{day:02}-09:{2 * day:02} R{day:02} VAL-70{day:02}") for day in range(2, 12)]


def listed(name: str) -> str:
    return "\n".join(
        f"{own.references[0]} | {name} | {own.start:%d/%m/%Y %H:%M} | {own.end:%d/%m/%Y %H:%M} | R{own.incident}"
        for own in OURS
        if own.end
    )


def others(name: str, *days: int) -> str:
    return "\n".join(
        f"VAL-88{day} | {name} | {day}/10/2026 13:17 | {day}/10/2026 15:40 | R{day}" for day in days
    )


@pytest.mark.parametrize("name", ["Cachemire", "GROUPE CACHEMIRE SA", "CCH", "C-2026-118"])
def test_our_lines_are_found_however_we_are_called(name):
    found = check(f"{listed(name)}\n{others('Banque Fontaine', 12, 13, 14)}", *OURS, header=HEADER)
    assert {finding for _, _, finding in found_in(found)} == {"agreed"}
    assert [line.client for line in found.others] == ["Banque Fontaine"] * 3


def test_a_client_of_our_name_is_ours_though_we_know_nothing_of_its_lines():
    found = check(
        f"{others('Cachemire', 12)}\n{others('Banque Fontaine', 13, 14)}",
        *OURS,
        header=HEADER,
        names=("Groupe Cachemire", "cachemire"),
    )
    assert [finding for rows, _, finding in found_in(found) if rows] == ["missing_ours"]
    assert len(found.others) == 2


@pytest.mark.parametrize("name", ["Banque Fontaine", ""])
def test_where_no_client_is_ours_or_none_is_named_every_line_counts(name):
    found = check(others(name, 12, 13, 14), *OURS, header=HEADER)
    assert found.others == ()


def test_what_a_person_has_settled_of_a_line_of_another_client_stands():
    lines = f"{listed('Cachemire')}\n{others('Banque Fontaine', 12, 13)}"
    found = check(lines, *OURS, header=HEADER, settled=InForce(means={11: (2,)}))
    assert [line.number for line in found.others] == [12]


def test_lines_of_others_are_shown_with_what_else_is_left_out():
    found = check(f"{listed('Cachemire')}\n{others('Banque Fontaine', 12)}", *OURS, header=HEADER)
    assert [(row.row, row.why) for row in left_out(Statement(lines=()), found)] == [(12, "client")]
