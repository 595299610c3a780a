"""The log says what a worker did, with the messages and the incident that it is about; and only what was committed."""

import json
import logging

import pytest
from structlog.testing import capture_logs

from tests.flow.house import House, sample
from tocsin.settings import logs
from tocsin.store import models


def test_a_batch_and_the_outcome_of_an_incident_are_shown(shared_house: House) -> None:
    with capture_logs() as logged:
        shared_house.receives(sample("01-"))
    message, incident = models.Message.objects.get(), models.Incident.objects.get()
    assert {"event": "incident.opened", "incident": f"INC-{incident.id}", "log_level": "info"} in logged
    (batch,) = [line for line in logged if line["event"] == "messages.worked"]
    assert (batch["source"], batch["count"], batch["first"], batch["last"]) == (
        "valmont",
        1,
        message.id,
        message.id,
    )


def test_what_a_library_logs_is_a_json_object_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOCSIN_LOG", "json")
    handlers = logging.root.handlers[:]
    try:
        logs.configure()
        logging.getLogger("some.library").warning("it %s", "rains")
    finally:
        logging.root.handlers[:] = handlers
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("it rains", "warning", "some.library")
