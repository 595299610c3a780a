"""What a person may do to an incident is one table: a new verb is its command, one row and its decision."""

import ast
from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from tests.architecture.source import SOURCE, parsed
from tests.core.lifecycle.small import COMPANY, NOW, incident
from tocsin.api.v1.api import api
from tocsin.api.v1.shapes import ActionIn
from tocsin.core.incident import actions
from tocsin.core.incident import commands as c
from tocsin.core.incident.actions import ACTIONS, Action
from tocsin.core.incident.asking import command_of
from tocsin.core.incident.decide import decide
from tocsin.core.incident.people import Acting
from tocsin.core.incident.values import OPEN, Asked, Correction, Handover, State, Verb
from tocsin.core.kernel.errors import BadInput
from tocsin.core.organisation.values import Label, Person
from tocsin.flow import access
from tocsin.web.incident import actions as page
from tocsin.web.incident import timeline

_KINDS = {c.PersonCommand, c.Regrouping}
COMMANDS = [
    command
    for kind in _KINDS
    for command in kind.__subclasses__()
    if command not in _KINDS and command.__module__.startswith("tocsin.")
]
ROWS = pytest.mark.parametrize("row", ACTIONS.values(), ids=ACTIONS)


def test_every_command_of_a_person_has_exactly_one_row():
    assert Counter(row.command for row in actions._ROWS) == Counter(COMMANDS)
    assert len(ACTIONS) == len(actions._ROWS), "no verb stands twice"


def test_a_command_is_a_persons_or_a_fact_and_never_both():
    assert not set(COMMANDS) & set(c.Fact.__subclasses__())


@ROWS
def test_a_row_has_its_decision_and_its_words(row):
    assert row.decide in vars(Acting).values()
    for words in (row.label, row.send, row.done, row.timeline_label):
        assert words.fr
        assert words.en
    assert row.states


@ROWS
def test_a_row_is_offered_by_the_pages_and_the_api(row):
    known = msgspec.structs.replace(incident(1), state=min(row.states))
    if row.folded:
        known = msgspec.structs.replace(known, folded_into=2, correction=Correction(ended=("f",), since=NOW))
    if row.by_owner or row.escalated:
        asked = (Asked(step=0, since=NOW, at=NOW, began=NOW, to=("marie",)),)
        known = msgspec.structs.replace(known, owner="marie", asked=asked)
    if row.by_receiver:
        known = msgspec.structs.replace(known, handover=Handover(giver="", to="marie", at=NOW))
    others = [("INC-2", "INC-2")]
    shown = page.views(known, COMPANY.organisation, actor="marie", typed=None, others=others)
    assert row.verb in [view.row.verb for view in shown] or row.command is c.ReportToSupplier
    operation = api.get_openapi_schema()["paths"]["/api/v1/incidents/{id}/{verb}"]["post"]
    (verb,) = (parameter for parameter in operation["parameters"] if parameter["name"] == "verb")
    assert row.verb in verb["schema"]["enum"]
    assert {field.name for field in msgspec.structs.fields(row.command)} <= ActionIn.model_fields.keys()
    assert set(row.fields) <= {field.name for field in msgspec.structs.fields(row.command)}


@pytest.mark.parametrize("state", State)
def test_no_key_presses_two_buttons(state):
    keys = [row.key for row in ACTIONS.values() if state in row.states and row.key]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_of_a_timeline_has_words_though_its_entry_has_no_data(verb):
    assert timeline._sentence(verb, {}, page.Names(COMPANY.organisation))


def test_the_commands_are_named_by_their_table_alone():
    """The rings that pass a command on name none: a new verb is no line there."""
    passing = ["flow/access.py", "api/v1/incidents.py", "web/incident/page.py", "core/incident/asking.py"]
    names = {command.__name__ for command in COMMANDS}
    assert [
        module
        for module in passing
        if names
        & {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(parsed(SOURCE / module))}
    ] == []


class Escalate(c.PersonCommand, tag="escalate"):
    """A toy: wake somebody."""

    to: c.PersonKey
    note: c.Note = ""


TOY = Action(
    command=Escalate,
    decide=lambda acting, command: acting.after(
        Verb.COMMENTED, data={"note": command.note}, owner=command.to
    ),
    states=OPEN,
    label=Label(fr="Escalader", en="Escalate"),
    send=Label(fr="Escalader", en="Escalate"),
    done=Label(fr="Escaladé.", en="Escalated."),
    entry=Verb.COMMENTED,
    timeline_label=Label(fr="Escaladé", en="Escalated"),
    icon="siren",
    tone="down",
    fields=("to", "note"),
    by_holder=True,
)


PAUL = Person(key="paul", name="Paul", email="paul@example.org", role="technician")
STAFFED = msgspec.structs.replace(COMPANY.organisation, persons={"paul": PAUL})


def test_a_new_verb_is_its_row_and_its_decision(monkeypatch):
    monkeypatch.setitem(ACTIONS, "escalate", TOY)
    before = incident(1)
    shown = {view.row.verb: view for view in page.views(before, STAFFED, actor="marie", typed=None)}
    assert [field.name for field in shown["escalate"].fields] == ["to", "note"]
    command = command_of("escalate", {"to": "paul", "note": " now "}, STAFFED)
    assert command == Escalate(to="paul", note="now")
    assert decide(before, command, now=NOW + timedelta(minutes=1), by="marie").after.owner == "paul"
    assert access.action_of(command).by_holder


@pytest.mark.parametrize(
    ("verb", "given", "fields"),
    [
        ("hand-over", {"to": "nobody", "team": "none", "note": "x" * 4001}, ["to", "team", "note"]),
        ("merge", {}, ["into"]),
        ("merge", {"into": "the other"}, ["into"]),
        ("split", {"alerts": "  "}, ["alerts"]),
        ("comment", {"note": "   "}, ["note"]),
        ("pass", {"to": "moon"}, ["to"]),
        ("pause", {"reason": "tea"}, ["reason"]),
        ("report", {"supplier": "nobody"}, ["supplier"]),
        ("prioritise", {"priority": "P9", "criticality": "dire"}, ["priority", "criticality"]),
    ],
)
def test_what_is_wrong_is_reported_field_by_field(verb, given, fields):
    with pytest.raises(BadInput) as refused:
        command_of(verb, given, STAFFED)
    assert [fault.field for fault in refused.value.faults] == fields
    assert all(fault.message(language) for fault in refused.value.faults for language in ("fr", "en"))
