"""What a supervisor asks of the process."""

import subprocess
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.connectors.servers import needs
from tests.web.filling import fill


def test_alive_needs_no_login_and_no_database(client):
    assert client.get("/livez").content == b"ok\n"


def test_ready_says_which_parts_are(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]) == (200, {"database": "ok", "migrations": "ok"})


def test_not_ready_without_a_database(client, db):
    with patch("tocsin.api.ops._database", return_value="connection refused"):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "connection refused")


@pytest.mark.django_db(transaction=True)
def test_not_ready_where_nothing_can_be_written(client):
    with connection.cursor() as cursor:
        cursor.execute("set default_transaction_read_only = on")
    try:
        answer = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("set default_transaction_read_only = off")
    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "read-only")


@pytest.mark.django_db(transaction=True)
def test_not_ready_where_the_log_has_room_and_the_tables_have_none(client):
    """A full disk: a record of the log found its place in a file that was there already, and we said that we were ready."""
    with connection.cursor() as cursor:
        cursor.execute("set temp_file_limit = '0'")
    try:
        answer = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset temp_file_limit")
    assert answer.status_code == 503
    assert "temp_file_limit" in answer.json()["parts"]["database"]


def test_metrics_without_a_database_are_refused_in_a_line(client, db):
    with patch("tocsin.api.ops.figures", side_effect=OperationalError("away\nmore")):
        answer = client.get("/metrics")
    assert (answer.status_code, answer.content) == (503, b"# the database does not answer: away\n")


def test_metrics_are_openmetrics(client, db):
    fill()
    answer = client.get(
        "/metrics", headers={"accept": "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"}
    )
    assert answer["content-type"].startswith("application/openmetrics-text")
    families = {family.name: family for family in text_string_to_metric_families(answer.content.decode())}
    incidents = {
        sample.labels["priority"]: sample.value for sample in families["tocsin_incidents_open"].samples
    }
    assert incidents == {"P1": 1, "P2": 1, "P3": 2, "P4": 1}
    assert families["tocsin_messages_waiting"].samples[0].value == 0
    assert {"tocsin_build", "tocsin_messages", "tocsin_source_state", "tocsin_notices"} <= families.keys()


def test_metrics_cost_a_fixed_number_of_queries(client, db, django_assert_num_queries):
    fill()
    with django_assert_num_queries(8):
        client.get("/metrics")


def test_promtool_finds_no_fault_in_the_metrics(client, db):
    fill()
    shown = client.get("/metrics").content
    checked = subprocess.run(
        [needs("promtool"), "check", "metrics"], input=shown, capture_output=True, timeout=30, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")
