"""Company: what is compiled again when one concern changes."""

from tests.core.organisation.small import objects, specs
from tocsin.core.company import compiled
from tocsin.core.organisation.objects import Concern

VERSIONS = dict.fromkeys(Concern, 1)


def test_a_source_that_says_what_it_watches_is_known_to_the_graph_at_once() -> None:
    """Sources change without the inventory: the graph kept the observers of the day that the inventory changed."""
    declared = [
        declaration for declaration in objects(specs()) if declaration.section not in Concern.WORDS.sections
    ]
    before = compiled(None, VERSIONS, declared, set(Concern))
    assert before.graph.observers == frozenset()
    changed = specs()
    changed["source/mail"] |= {"observer": "srv-01", "watches": ["dc"]}
    people = [
        declaration for declaration in objects(changed) if declaration.section in Concern.PEOPLE.sections
    ]
    after = compiled(before, VERSIONS, people, {Concern.PEOPLE})
    assert after.graph.observers == {"srv-01"}
    assert "srv-02" in after.graph.watched_by("srv-01")
