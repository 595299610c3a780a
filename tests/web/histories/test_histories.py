"""An administrator imports a history on a page: looks at it, corrects its mapping, starts it, gets the refused rows."""

import csv
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.histories.importing import SAMPLES
from tests.web import seed
from tests.web.browsing import browser_of
from tocsin.flow import clock
from tocsin.flow.histories import prepared
from tocsin.store import models


@pytest.fixture
def bruno(db):
    seed.everything()
    return browser_of("bruno")


def _sent(browser, name: str = "servicenow.csv", content: bytes = b"", **form: str):
    file = SimpleUploadedFile(name, content or (SAMPLES / name).read_bytes())
    return browser.post("/histories", {"file": file, **form})


def test_a_history_is_looked_at_corrected_started_and_its_refused_rows_are_kept(bruno):
    before = models.Incident.objects.count()
    address = _sent(bruno)["Location"]
    page = bruno.get(address)
    assert page.context["rows"][0]["made"].reference == "INC0010001"
    assert {row["text"] for row in page.context["refusals"]} >= {"Parked", "soon"}
    assert models.Incident.objects.count() == before, "nothing is written yet"

    mapping = models.HistoryImport.objects.get().mapping
    bruno.post(address, {"mapping": mapping.replace("  state:\n", "  state:\n    Parked: pending\n", 1)})
    assert "Parked" not in {row["text"] for row in bruno.get(address).context["refusals"]}

    bruno.post(f"{address}/start")
    assert bruno.get(address).context["running"]
    prepared.work_due(lambda: True)
    done = bruno.get(address).context
    assert done["import"].state == "done"
    assert models.Incident.objects.count() - before == dict(done["counts"])["incidents nouveaux"]
    assert models.HistoryPart.objects.count() == 0, "the file is not needed any more"

    rows = list(csv.reader(b"".join(bruno.get(f"{address}/refused.csv")).decode().splitlines()))
    assert rows[0] == ["line", "reference", "field", "text", "reason"]
    assert ["10", "INC0010008", "opened_at", "soon"] in [row[:4] for row in rows]


def test_the_mapping_of_an_earlier_import_is_taken_again(bruno):
    first = _sent(bruno, origin="snow")["Location"]
    bruno.post(first, {"mapping": models.HistoryImport.objects.get().mapping + "description: ours\n"})
    bruno.post(f"{first}/start")
    prepared.work_due(lambda: True)
    _sent(bruno, mapping="snow")
    again = models.HistoryImport.objects.latest("id")
    assert (again.origin, again.mapping.splitlines()[-1]) == ("snow", "description: ours")


def test_a_mapping_with_mistakes_is_shown_with_its_lines_and_does_not_start(bruno):
    address = _sent(bruno)["Location"]
    bruno.post(address, {"mapping": "times: { zone: Europe/Paris }\nincident:\n  referense: x\n"})
    faults = bruno.get(address).context["faults"]
    assert any(fault.startswith("mapping.yaml:3:") for fault in faults), faults
    assert bruno.post(f"{address}/start").status_code == 422
    assert models.HistoryImport.objects.get().state == "prepared"


def test_sheets_and_rows_that_are_not_read_are_named(bruno):
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name in ("2025", "2026"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Number", "Opened", "State"])
            sheet.write_row(1, 0, ["INC1", "2025-03-01 10:00", "Cancelled"])
    mapping = (
        "times: { zone: Europe/Paris }\ntables: { state: { Cancelled: skip } }\n"
        "fields: { n: { column: Number }, o: { column: Opened }, s: { column: State } }\n"
        'incident: { reference: "{n}", opened_at: "{o}", state: "{s}" }\n'
    )
    address = _sent(bruno, "all.xlsx", content.getvalue())["Location"]
    page = bruno.post(address, {"mapping": mapping}, follow=True)
    assert (page.context["sheets"], page.context["tried"].left_aside) == (("2026",), 1)
    assert "Feuilles non lues" in page.content.decode()
    assert "laisse de côté" in page.content.decode()


def test_a_file_that_can_not_be_read_is_named_as_the_person_called_it(bruno):
    answer = _sent(bruno, "old.xls", b"\xd0\xcf\x11\xe0rubbish")
    assert answer.status_code == 422
    assert ".xlsx" in answer.context["faults"][0]
    assert models.HistoryImport.objects.count() == 0


def test_an_import_that_fails_says_why_and_can_be_corrected(bruno):
    address = _sent(bruno)["Location"]
    bruno.post(f"{address}/start")
    models.HistoryPart.objects.update(content=b"\x1f\x8brubbish")
    prepared.work_due(lambda: True)
    page = bruno.get(address).context
    assert page["import"].state == "failed"
    assert page["failed"][0].startswith("servicenow.csv")
    assert bruno.post(f"{address}/remove").status_code == 302
    assert models.HistoryImport.objects.count() == 0


def test_an_import_at_which_the_program_fails_is_not_begun_again_by_itself(bruno, monkeypatch):
    address = _sent(bruno)["Location"]
    bruno.post(f"{address}/start")
    with monkeypatch.context() as patch:
        patch.setattr("tocsin.flow.histories.prepared.rows_of", lambda *_: 1 / 0)
        prepared.work_due(lambda: True)
    page = bruno.get(address).context
    assert page["import"].state == "failed"
    assert "journal" in page["failed"][0]
    bruno.post(f"{address}/start")
    prepared.work_due(lambda: True)
    assert models.HistoryImport.objects.get().state == "done"


def test_a_worker_that_ends_leaves_the_import_to_the_next_one(bruno, monkeypatch):
    monkeypatch.setattr("tocsin.flow.histories.importing._READ_AT_ONCE", 2)
    address = _sent(bruno)["Location"]
    bruno.post(f"{address}/start")
    goes_on = iter([True, True, False, False])
    prepared.work_due(lambda: next(goes_on))
    assert bruno.get(address).context["state"]["label"] == "lecture"
    assert bruno.post(f"{address}/remove").status_code == 409, "it has started"
    prepared.work_due(lambda: True)
    assert models.HistoryImport.objects.get().state == "done"


def test_a_file_that_nobody_starts_is_forgotten_after_a_week(bruno):
    _sent(bruno)
    models.HistoryImport.objects.update(started_at=clock.now() - timedelta(days=8))
    address = _sent(bruno)["Location"]
    assert [f"/histories/{each.pk}" for each in models.HistoryImport.objects.all()] == [address]
    assert set(models.HistoryPart.objects.values_list("import_id", flat=True)) == {
        int(address.rpartition("/")[2])
    }


def test_of_a_file_that_was_sent_twice_the_one_that_is_started_is_imported(bruno):
    first, second = (_sent(bruno)["Location"] for _ in range(2))
    bruno.post(f"{first}/start")
    prepared.work_due(lambda: True)
    assert bruno.get(first).context["import"].state == "done"
    assert bruno.get(second).context["import"].state == "prepared"


def test_only_administrators_see_it(bruno):
    for username in ("helene", "karim", "claire"):
        assert browser_of(username).get("/histories").status_code == 403
