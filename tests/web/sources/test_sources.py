"""The sources' page: heartbeats, the worst first."""

from tests.web.filling import fill
from tocsin.core.kernel.errors import fault
from tocsin.flow import clock
from tocsin.store import sources
from tocsin.web.sources.sparkline import HEIGHT, bars


def test_the_source_in_trouble_comes_first_with_its_error(reader):
    fill()
    answer = reader.get("/sources")
    assert answer.context["sources"][0].key == "nagios-fr"
    assert "connection refused" in answer.content.decode()


def test_what_was_refused_stands_beside_its_source(reader):
    fill()
    reason = fault("fault.said", field="[1].labels", said="Expected `object`")
    sources.refused("nagios-fr", 3, clock.now(), reason)
    page = reader.get("/sources").content.decode()
    assert "3 envois refusés" in page
    assert "[1].labels: Expected `object`" in page


def test_what_the_first_reading_of_a_mailbox_skipped_stands_beside_it(reader):
    fill()
    skipped = {"count": 1204, "first": "2021-05-03", "last": "2026-11-22"}
    position = {
        "uid_validity": 7,
        "last_uid": 1300,
        "since": "2026-11-23",
        "there_uid": 1300,
        "skipped": skipped,
    }
    sources.reached("valmont", {**position, "filed": 12}, clock.now())
    page = reader.get("/sources").content.decode()
    assert "lue depuis le 2026-11-23" in page
    assert "1204, du 2021-05-03 au 2026-11-22 (pour les lire aussi" in page
    (valmont,) = [source for source in reader.get("/api/v1/sources").json() if source["key"] == "valmont"]
    assert "since: 2021-05-03" in valmont["notice"]


def test_a_sparkline_is_scaled_and_a_single_message_shows():
    drawn = bars([0, 1, 1000])
    assert [bar.messages for bar in drawn] == [0, 1, 1000]
    assert float(drawn[0].height) == 0
    assert float(drawn[1].height) >= 1.5
    assert float(drawn[2].height) == HEIGHT
    assert bars([]) == []


def test_the_page_costs_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    fill()
    reader.get("/sources")
    with django_assert_max_num_queries(5):
        reader.get("/sources")
