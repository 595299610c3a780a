"""The page of all incidents: searched, filtered, sorted, and taken away as a table. Seeded with Cachemire's incidents."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tests.web.filling import fill
from tocsin.store.models import Incident, IncidentHit


def shown(answer) -> list[int]:
    assert answer.status_code == 200
    return [row.listed.id for row in answer.context["rows"]]


def test_everything_that_ever_was_newest_first(reader):
    fill()
    found = shown(reader.get("/incidents"))
    assert found == sorted(Incident.objects.values_list("id", flat=True), reverse=True)


@pytest.mark.parametrize("sort", ["newest", "oldest", "priority", "longest", "due"])
def test_every_order_shows_all_of_them(reader, sort):
    fill()
    assert set(shown(reader.get(f"/incidents?sort={sort}"))) == set(
        Incident.objects.values_list("id", flat=True)
    )


def test_a_word_of_the_title_without_its_accents_and_in_any_case_finds_it(reader):
    fill()
    known = Incident.objects.order_by("id").first()
    word = max(known.title["fr"].split(), key=len).strip("«»:,.()").upper().replace("É", "E")
    assert known.id in shown(reader.get("/incidents", {"text": word}))


def test_the_number_finds_it(reader):
    fill()
    known = Incident.objects.order_by("id").last()
    assert known.id in shown(reader.get(f"/incidents?text=INC-{known.id}"))


def test_all_words_must_be_found(reader):
    fill()
    known = Incident.objects.order_by("id").last()
    assert shown(reader.get(f"/incidents?text=inc-{known.id}+nowhere-at-all")) == []


def test_a_device_that_was_hit_finds_the_incident_and_so_does_its_own_history(reader):
    fill()
    hit = IncidentHit.objects.filter(type="device").order_by("incident_id").first()
    assert hit.incident_id in shown(reader.get("/incidents", {"text": hit.item}))
    assert hit.incident_id in shown(reader.get("/incidents", {"item": hit.item}))


def test_a_racks_history_is_that_of_all_that_it_contains(reader):
    fill()
    from tests.web.seed import cachemire

    known = cachemire()[1]
    for hit in IncidentHit.objects.filter(type="device"):
        rack = known.items[hit.item].parent
        if rack:
            assert hit.incident_id in shown(reader.get("/incidents", {"item": rack}))
            return
    pytest.fail("no device in a rack is hit")


def test_filters_are_and(reader):
    fill()
    known = Incident.objects.order_by("id").first()
    asked = {"priority": known.priority, "state": known.state, "team": known.owner_team}
    found = shown(reader.get("/incidents", asked))
    assert known.id in found
    assert all(
        (row.priority, row.state, row.owner_team) == (known.priority, known.state, known.owner_team)
        for row in Incident.objects.filter(id__in=found)
    )


def test_overruns_are_those_of_the_clocks_as_last_read(reader):
    fill()
    known = Incident.objects.order_by("id").first()

    Incident.objects.filter(id=known.id).update(clocks=[_clock("ours", "missed")])
    assert known.id in shown(reader.get("/incidents?overrun=ours"))
    assert known.id in shown(reader.get("/incidents?overrun=any"))
    assert known.id not in shown(reader.get("/incidents?overrun=none"))


def test_days_are_those_of_the_group_both_included(reader):
    fill()
    known = Incident.objects.order_by("id").first()
    # Half past midnight in Paris is the evening before in UTC.
    Incident.objects.filter(id=known.id).update(opened_at=datetime(2025, 6, 2, 22, 30, tzinfo=UTC))
    day = "2025-06-03"
    assert shown(reader.get("/incidents", {"opened_from": day, "opened_to": day})) == [known.id]


@pytest.mark.parametrize(
    "query",
    [
        "state=sleeping", "priority=P0", "region=atlantis", "sort=sideways", "opened_from=yesterday", "opened_to=9999-12-31",
        "item=nothing", "overrun=perhaps", "page=0", "text=%25_'", "text=" + "x" * 5000, "owner=nobody",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_not_asked(reader, query):
    fill()
    assert reader.get(f"/incidents?{query}").status_code == 200


def test_a_workbook_holds_all_of_them_with_both_overruns_and_no_formula(reader):
    fill()
    known = Incident.objects.order_by("id").first()
    Incident.objects.filter(id=known.id).update(
        title={"fr": "=HYPERLINK(1)", "en": "=1+1"}, clocks=[_clock("supplier", "breached")]
    )
    content = reader.get("/incidents.xlsx").content
    heading, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(rows) == Incident.objects.count()
    row = dict(zip(heading, next(row for row in rows if row[0] == f"INC-{known.id}"), strict=True))
    assert row["Titre"] == "=HYPERLINK(1)"
    assert (row["Notre engagement : dépassé"], row["Engagement du fournisseur : dépassé"]) == ("non", "oui")
    assert {"Durée (min)", "Référence du fournisseur"} <= set(heading)


@pytest.mark.parametrize(
    "title", ["external:\\\\evil\\share\\x.xlsx", "http://e.example", "mailto:a@b.example", "{=1+1}"]
)
def test_a_workbook_links_to_nothing_that_a_message_names(reader, title):
    """A tap on a title opened a file of somebody else's server."""
    fill()
    Incident.objects.update(title={"fr": title, "en": title})
    with ZipFile(io.BytesIO(reader.get("/incidents.xlsx").content)) as book:
        assert not [name for name in book.namelist() if name.startswith("xl/worksheets/_rels")]
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_the_same_as_csv_for_a_french_spreadsheet(reader):
    fill()
    Incident.objects.filter(id=Incident.objects.order_by("id").first().id).update(
        title={"fr": "=1+1", "en": ""}
    )
    answer = reader.get("/incidents.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, *rows = text.splitlines()
    assert heading.startswith("Incident;Titre;")
    assert len(rows) == Incident.objects.count()
    assert ";'=1+1;" in text


def test_the_page_costs_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    fill()
    reader.get("/incidents?text=crm")
    with django_assert_max_num_queries(7):
        reader.get("/incidents?text=crm")


def test_the_api_takes_the_same_filters(reader):
    fill()
    known = Incident.objects.order_by("id").last()
    found = reader.get("/api/v1/incidents", {"text": f"inc-{known.id}", "overrun": "none", "limit": 5}).json()
    assert [item["number"] for item in found["items"]] in ([f"INC-{known.id}"], [])


def _clock(side: str, state: str) -> dict[str, object]:
    return {
        "side": side, "state": state, "commitment": "c", "name": "C", "target_s": 60, "why": {"code": "sla.chosen.any"},
    }  # fmt: skip


def test_the_pages_walk_through_the_first_thousand_and_say_so(reader, monkeypatch):
    fill()
    monkeypatch.setattr("tocsin.store.read.listing.MOST", 3)
    page = reader.get("/incidents")
    assert len(shown(page)) == 3
    assert "plus de 3 incidents" in page.content.decode().replace("\u00a0", " ")
    assert len(reader.get("/incidents.csv").getvalue().splitlines()) == Incident.objects.count() + 1


@pytest.mark.parametrize("text", ["pu", "ui"])
def test_a_word_of_two_letters_is_found_too(reader, text):
    fill()
    known = Incident.objects.order_by("id").first()
    Incident.objects.filter(id=known.id).update(title={"fr": "pui", "en": "pui"}, cause="x", value={})
    assert known.id in shown(reader.get("/incidents", {"text": text}))


def test_a_word_with_a_ligature_is_found(reader):
    fill()
    known = Incident.objects.order_by("id").first()
    Incident.objects.filter(id=known.id).update(title={"fr": "Cœur de réseau Ærø", "en": "Core"})
    for text in ("cœur", "coeur", "CŒUR"):
        assert known.id in shown(reader.get("/incidents", {"text": text})), text


def test_the_supplier_s_own_reference_finds_it(reader):
    fill()
    known = Incident.objects.order_by("id").first()
    Incident.objects.filter(id=known.id).update(value=known.value | {"reference": "VAL-2026-990077"})
    assert shown(reader.get("/incidents?text=val-2026-990077")) == [known.id]


def test_rack_device_application_and_cause_lead_to_their_history(reader):
    fill()
    room = reader.get("/rooms/par1.s1?rack=par1.s1.r05").content.decode()
    assert 'href="/incidents?item=par1.s1.r05"' in room
    assert 'href="/incidents?item=srv-' in room
    hit = next(row for row in IncidentHit.objects.filter(type="application").order_by("incident_id"))
    incident = reader.get(f"/incidents/{hit.incident_id}").content.decode()
    assert f'href="/incidents?item={hit.item}"' in incident
    assert hit.incident_id in shown(reader.get("/incidents", {"item": hit.item}))
