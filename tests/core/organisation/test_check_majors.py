"""Check of plans for major incidents and of status pages: one fault a row, with the field and what to do about it."""

from typing import Any

import pytest

from tests.core.organisation.small import objects, specs
from tocsin.core.organisation.check import check
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.channels import CHANNELS

UPDATE: dict[str, Any] = {"name": "teams", "to": ["regions"], "every": 1800}
SERVICE: dict[str, Any] = {"label": {"fr": "Salle", "en": "Room"}, "items": ["dc.s1"]}


def plan(**fields: Any) -> dict[str, Any]:
    return {"major/one": {"order": 1, "updates": [UPDATE], **fields}}


def update(**fields: Any) -> dict[str, Any]:
    return plan(updates=[UPDATE | fields])


def page(**fields: Any) -> dict[str, Any]:
    return {"status_page/fr": {"label": {"fr": "x", "en": "x"}, "services": [SERVICE], **fields}}


def faults(declared: dict[str, Any]) -> list[str]:
    found, _ = check(objects(specs() | declared), CHANNELS)
    return [str(fault) for fault in found]


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (plan(propose=[{}]), "propose[0]: this criterion asks for nothing", "criticality"),
    (plan(propose=[{"criticality": "criticall"}]), "propose[0].criticality", "critical"),
    (plan(answer=5), "answer: less than a minute", "1min"),
    (plan(team="sistems"), "team: unknown team 'sistems'", "systems"),
    (plan(regions=["es"]), "regions[0]: unknown region 'es'", "("),
    (plan(updates=[UPDATE, UPDATE]), "updates[1].name: two updates are called 'teams'", "different"),
    (update(to=[]), "updates[0].to: this update is for nobody", "regions"),
    (update(to=["manegement"]), "updates[0].to[0]: 'manegement' names nobody", "management"),
    (update(to=["person:bobb"]), "updates[0].to[0]: unknown person 'bobb'", "bob"),
    (
        update(to=["page"]),
        "updates[0].audience: what stands on the status pages is public",
        "audience: public",
    ),
    (update(every=30), "updates[0].every: less than a minute", "1min"),
    (update(first=0), "updates[0].first: less than a minute", "1min"),
    (update(channel="fax"), "updates[0].channel: unknown word 'fax'", "mail"),
    (update(evry=1800), "updates[0].evry", "every"),
    (page(services=[]), "services: this page shows no service", "users know"),
    (page(services=[SERVICE | {"items": []}]), "services[0].items: nothing stands behind", "items"),
    (page(services=[SERVICE | {"items": ["dc.s9"]}]), "services[0].items[0]: unknown item 'dc.s9'", "dc.s1"),
    (page(languages=[]), "languages: this page has no language", "[fr, en]"),
    (page(languages=["de"]), "languages[0]", "fr"),
    (page(region="fr2"), "region: unknown region 'fr2'", "fr"),
    (page(history_days=-1), "history_days", "0"),
]


@pytest.mark.parametrize(("declared", "words", "remedy"), FAULTS, ids=[words for _, words, _ in FAULTS])
def test_a_fault_is_named_with_its_field_and_its_remedy(declared, words, remedy):
    (fault,) = faults(declared)
    assert words in fault
    assert remedy in fault.partition(words)[2]
    assert fault.startswith(("major.yaml:", "majors.yaml:", "status_page"))


def test_two_plans_of_one_order_are_a_fault():
    (fault,) = faults(plan() | {"major/two": {"order": 1}})
    assert "order" in fault


def test_what_has_no_fault_is_read_in_its_order():
    declared = plan(order=2) | {"major/first": {"order": 1, "regions": ["fr"]}} | page()
    assert faults(declared) == []
    known = Organisation.of(objects(specs() | declared))
    assert [found.key for found in known.majors] == ["first", "one"]
    assert known.status_pages["fr"].services[0].items == ("dc.s1",)
