"""What the contracts guarantee, month by month: on the page, over the API and in the terminal, with the incidents."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from msgspec.structs import replace

from tests.web.filling import fill
from tests.web.statements import october as seed
from tests.web.statements.october import keep
from tocsin.cli.commitments import commitments
from tocsin.flow import clock, contract_months
from tocsin.store import incidents, models

POWER, AVAILABILITY = "Coupure électrique, 3 min", "Disponibilité des deux salles"


@pytest.fixture
def november(db):
    """November's end; in October two racks lost power (90 min and 60 min)."""
    seed.october()
    with clock.moved(seed.NOW):
        yield


@pytest.fixture
def browser(november, account):
    """A reader's browser, in French."""
    client = Client()
    client.force_login(account("reader"))
    client.cookies["django_language"] = "fr"
    return client


def cells(browser, name):
    """State, value and reason of a figure of the hosting contract, by month."""
    table = next(found for found in browser.get("/commitments").context["contracts"] if found.number != "")
    row = next(row for row in table.rows if row.name == name)
    return {cell.month: cell for cell in row.cells}


def test_each_figure_stands_beside_its_target_and_opens_its_incidents(browser):
    october = cells(browser, POWER)["2026-10"]
    assert (str(october.state.text), october.value) == ("Manqué", "1 h 30 min")
    assert "hors délai\u00a0: 2" in october.reason
    page = browser.get(october.opens)
    assert [(share.incident, share.over) for share in page.context["shares"]] == [
        (7, "1 h 27 min"),
        (8, "57 min"),
    ]
    assert "INC-7" in page.content.decode()


def test_what_cannot_be_measured_says_why(browser):
    assert cells(browser, "Première réponse, 30 min")["2026-10"].reason.startswith(
        "Aucun incident de ce périmètre n’a été signalé"
    )
    assert cells(browser, POWER)["2026-08"].reason == "Aucun incident n’était encore enregistré ici."


def test_the_page_of_one_figure_measures_its_month_alone(browser, monkeypatch):
    """It had measured two years to show a month."""
    measured, of_month = [], contract_months.of_month
    opens = cells(browser, POWER)["2026-10"].opens
    monkeypatch.setattr(
        contract_months,
        "of_month",
        lambda *asked, **more: measured.append(asked[4]) or of_month(*asked, **more),
    )
    assert browser.get(opens).status_code == 200
    assert len(set(measured)) == 1


def test_a_month_that_was_recorded_in_part_says_since_when(browser):
    models.Incident.objects.filter(id=7).update(opened_at=datetime(2026, 10, 3, tzinfo=UTC))
    models.Incident.objects.exclude(id=7).update(opened_at=datetime(2026, 10, 20, tzinfo=UTC))
    models.Revision.objects.update(at=datetime(2026, 11, 1, tzinfo=UTC))
    assert "à partir du 03/10/2026" in cells(browser, POWER)["2026-10"].reason
    models.Revision.objects.create(at=datetime(2026, 9, 1, tzinfo=UTC), by="")
    assert "à partir du" not in cells(browser, POWER)["2026-10"].reason, "it ran already, and nothing failed"


def test_an_outage_of_today_runs_inside_its_target_and_is_missed_as_soon_as_that_is_past(browser):
    began = seed.NOW - timedelta(minutes=2)
    keep(9, "par1.s1.r03", began, 5)
    known = incidents.load([9])[9]
    lasting = replace(known, recovered_at=None, resolved_at=None, closed_at=None, turns=known.turns[:1])
    incidents.write([incidents.Kept(incident=lasting, clocks=(), next_deadline_at=None)])
    models.Incident.objects.filter(id=9).update(stands=False)
    assert state_of(browser, 9) == "En cours"
    with clock.moved(seed.NOW + timedelta(minutes=5)):
        assert state_of(browser, 9) == "Manqué"


def state_of(browser, incident):
    """The state of an incident behind this month's figure."""
    shares = browser.get(cells(browser, POWER)["2026-11"].opens).context["shares"]
    return next(str(share.state.text) for share in shares if share.incident == incident)


def test_an_outage_begun_in_september_counts_in_october(browser):
    """74 hours of October's 745 in Paris, with the 90 minutes of a rack in that room."""
    keep(6, "par1.s1", datetime(2026, 9, 20, tzinfo=UTC), 14 * 24 * 60, "VDC-100006")
    found = cells(browser, AVAILABILITY)
    assert found["2026-10"].value == "89,865\u00a0%"
    shares = browser.get(found["2026-10"].opens).context["shares"]
    assert 6 in [share.incident for share in shares]


def test_an_address_that_names_no_figure_is_not_found(browser):
    for asked in ("", "?supplier=nobody", "?supplier=valmont&contract=VDC-2026-0417&measure=power&month=x"):
        assert browser.get(f"/commitments/month{asked}").status_code == 404


def test_programs_and_the_terminal_get_the_same_figures(november, account):
    client = Client()
    client.force_login(account("reader"))
    answer = client.get("/api/v1/commitments?supplier=valmont&months=2")
    figures = {found["measure"]: found for found in answer.json() if not found["to_be_signed"]}
    assert [found["month"] for found in figures["power"]["months"]] == ["2026-11", "2026-10"]
    october = figures["power"]["months"][1]
    assert (october["state"], figures["power"]["target_s"]) == ("missed", 180)
    assert [(share["incident"], share["over_s"]) for share in october["incidents"]] == [(7, 5220), (8, 3420)]
    assert client.get("/api/v1/commitments?months=0").status_code == 422
    assert client.get("/api/v1/commitments?supplier=nobody").status_code == 404

    run = CliRunner().invoke(commitments, ["months", "--months", "2", "--lang", "fr"])
    assert run.exit_code == 1
    assert "  2026-10  Manqué  1 h 30 min" in run.stdout
    assert "INC-7 INC-8" in run.stdout
    found = json.loads(CliRunner().invoke(commitments, ["months", "-o", "json"]).stdout)
    assert {figure["measure"]["key"] for figure in found} >= {"power", "availability"}


def test_the_page_costs_the_same_number_of_queries_with_more_incidents(
    browser, django_assert_max_num_queries
):
    fill()
    browser.get("/commitments")
    with django_assert_max_num_queries(9):
        browser.get("/commitments")
