"""Mistakes in a format: each is reported where it is written, with what was probably meant."""

import pytest
import yaml

from tests.core.translation.build import mail, translated
from tocsin.core.kernel.conditions import too_costly
from tocsin.core.organisation.values import Correspondence
from tocsin.core.translation.formats import faults_of

GOOD = """
recognise: { from: "@host.example" }
fields: { what: { label: Event }, level: { label: Severity } }
tables: { state: { raised: firing } }
event: { kind: power.lost, state: firing, place: { host: "{what}" } }
"""


def mistakes(spec: str) -> set[tuple[str, str]]:
    return {(fault.field, fault.remedy("en")) for fault in faults_of("f", yaml.safe_load(spec))}


def test_nothing_is_wrong_with_a_good_one() -> None:
    assert mistakes(GOOD) == set()


@pytest.mark.parametrize(
    ("before", "after", "field", "remedy"),
    [
        ("{what}", "{waht}", "event.place.host", "did you mean what?"),
        ("{what}", "{what", "event.place.host", "a blank is written {field}"),
        ("kind: power.lost", "kind: Power Lost", "event.kind", "a kind is written like power.outlet.lost"),
        ("tables: {", "tables: { kind: { a: B C },", "tables.kind", "a kind is written like power.outlet.lost"),
        ("tables: { state", "tables: { statte", "tables.statte", "did you mean state?"),
        ("event: {", "event: { when: 'levle == \"x\"',", "event.when", "did you mean level?"),
        ("event: {", "event: { when: 'level.contans(\"x\")',", "event.when", "did you mean contains?"),
        ("event: {", "event: { summary: { value: x, when: 'lvl == what' },", "event.summary.when", "did you mean level?"),
        ('.example" }', ".example\", when: 'sendr == \"x\"' }", "recognise.when", "did you mean sender?"),
        ("label: Severity", "label: Severity, in: wat", "fields.level.in", "did you mean what?"),
    ],
)  # fmt: skip
def test_a_mistake(before: str, after: str, field: str, remedy: str) -> None:
    assert (field, remedy) in mistakes(GOOD.replace(before, after))


def test_a_variable_that_a_condition_binds_is_none_of_ours() -> None:
    assert (
        mistakes(GOOD.replace("event: {", "event: { when: 'json.alerts.exists(one, one.x == level)',"))
        == set()
    )


def test_a_mistake_of_one_kind_of_message_is_reported_where_it_is_written() -> None:
    spec = GOOD.replace("{what}", "{waht}").replace("label: Event", "lable: Event") + (
        "patterns: [{ in: what, pattern: '(?P<room>x)' }]\n"
        "messages:\n"
        "  - { name: a, recognise: { subject: a } }\n"
        "  - { name: b, patterns: [{ in: rooom, pattern: '(?P<y>x)' }], event: { place: { rom: x } } }\n"
    )
    fields = {field for field, _ in mistakes(spec)}
    assert {
        "fields.what.lable",
        "event.place.host",
        "messages[1].patterns[0].in",
        "messages[1].event.place.rom",
    } <= fields
    assert not any(field.startswith("messages[0]") for field in fields)


def test_a_kind_of_message_that_is_never_reached() -> None:
    spec = GOOD + "messages: [{ name: a }, { name: b, recognise: { subject: b } }]\n"
    assert mistakes(spec) == {("messages[0]", "add recognise:, or put it last")}


def test_a_person_s_word_is_used_though_the_format_has_no_such_table() -> None:
    spec = GOOD.replace("kind: power.lost", 'kind: "{level}"')
    message = mail("Event: web01\nSeverity: Power Lost\n")
    (lacked,) = translated(spec, message).unknown
    assert (lacked.table, lacked.word) == ("kind", "Power Lost")
    learnt = [Correspondence(key="k", format="f", table="kind", word="power lost", ours="power.lost")]
    assert translated(spec, message, learnt).events[0].kind == "power.lost"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("json.a.all(x, json.b.exists(y, x == y))", "fault.format.condition_nested"),
        ("json.a.map(x, [x].filter(y, y > 1)) == []", "fault.format.condition_nested"),
        ("json.a . all (x, (json.b) .exists(y, y == x))", "fault.format.condition_nested"),
        ("'x' == '" + "y" * 2_000 + "'", "fault.format.condition_long"),
        ("[1]" + ".map(a, [a, a])" * 40 + " == []", "fault.format.condition_grows"),
        ("['x']" + ".map(a, a + a)" * 35 + ".size() > 1", "fault.format.condition_grows"),
        (" + ".join(["text"] * 12) + " == ''", "fault.format.condition_grows"),
        ("json.a.// x\nall(x, json.b.all(y, y == x))", "fault.format.condition_spelling"),
        (
            "r'\\' == text || json.a.all(x, json.b.all(y, y == x)) || text == ''",
            "fault.format.condition_spelling",
        ),
        (
            "'''it's''' == text || json.a.all(x, json.b.all(y, y == x)) || text == 'a'",
            "fault.format.condition_spelling",
        ),
        ("json.a.map(x, x.b).exists(y, y > 2) && text + '+' == 'a+' && text == 'http://a'", ""),
        ("json.a.all(x, x == ').all(') && json.b.exists(y, y == 1)", ""),
        ("json.a.filter(x, x > 1).all(y, y > 2)", ""),
        ("'a.all(b.all(' == text", ""),
    ],
)
def test_a_condition_runs_in_a_time_that_is_linear_in_the_message(condition, code):
    assert (f"fault.format.condition_{reason}" if (reason := too_costly(condition)) else "") == code
