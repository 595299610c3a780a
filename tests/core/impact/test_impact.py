"""Impact: what a loss takes down, on drawings, and against a naive fixpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.impact.drawing import RACK, drawn, parts
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.inventory.values import Item, ItemType, Requirement

NONE, REDUCED, DEGRADED, DOWN = Effect


def shown(text: str, **failures: Effect) -> dict[str, str]:
    impact = drawn(text).impact({key.replace("_", "."): effect for key, effect in failures.items()})
    return {hit.item: hit.effect.value for hit in impact.hits}


def test_feed_a_lost_takes_single_cords_down_and_redundancy_from_dual_cords() -> None:
    assert shown(RACK, a=DOWN) == {
        "a": "down",
        "r1.a": "down",
        "a1": "down",
        "a2": "down",
        "single": "down",
        "miscabled": "down",  # both cords on A
        "dual": "redundancy_lost",
        "app": "redundancy_lost",
        "web": "redundancy_lost",
    }


def test_then_feed_b_lost_is_an_outage() -> None:
    hit = shown(RACK, a=DOWN, b=DOWN)
    assert (hit["dual"], hit["app"], hit["web"]) == ("down", "down", "down")


def test_a_room_takes_everything_in_it() -> None:
    graph = drawn(RACK)
    assert {hit.item for hit in graph.impact({"s1": DOWN}).hits} == set(parts(RACK)[0])


def test_one_redundant_parent_dead_through_its_own_parent_icinga_10014() -> None:
    """Icinga #10014: the child is reachable through the living parent, and only lost redundancy."""
    text = """
        core  device
        sw1   device; all of core
        sw2   device
        host  device; 1 of sw1 sw2
    """
    assert shown(text, core=DOWN) == {"core": "down", "sw1": "down", "host": "redundancy_lost"}
    assert shown(text, core=DOWN, sw2=DOWN)["host"] == "down"


@pytest.mark.parametrize(
    ("failures", "effect"),
    [
        ({"n1": DOWN}, REDUCED),  # 2 of 3 still stand
        ({"n1": DOWN, "n2": DOWN}, DOWN),
        ({"n1": DEGRADED}, NONE),  # two healthy ones are enough
        ({"n1": DEGRADED, "n2": DEGRADED}, DEGRADED),  # a degraded one can't be done without
        ({"n1": DOWN, "n2": DEGRADED}, DEGRADED),
        ({"n1": REDUCED}, NONE),
        ({"n1": REDUCED, "n2": REDUCED}, REDUCED),
    ],
)
def test_two_of_three(failures: dict[str, Effect], effect: Effect) -> None:
    graph = drawn("n1 device\n n2 device\n n3 device\n app application; 2 of n1 n2 n3")
    assert graph.impact(failures).effect("app") is effect


def test_groups_add_up_and_the_worst_one_counts() -> None:
    text = "n1 device\n n2 device\n db device\n app application; 1 of n1 n2; all of db"
    assert shown(text, n1=DOWN)["app"] == "redundancy_lost"
    assert shown(text, n1=DOWN, db=DEGRADED)["app"] == "degraded"


def test_a_hit_says_through_what_and_explains_itself_back_to_the_failure() -> None:
    impact = drawn(RACK).impact({"a": DOWN})
    assert impact.hit("a") == Hit(item="a", effect=DOWN)
    assert impact.hit("miscabled") == Hit(item="miscabled", effect=DOWN, via=("a1", "a2"))
    assert [hit.item for hit in impact.explain("app")] == ["a", "r1.a", "a1", "dual", "app"]
    assert impact.explain("b") == ()
    assert impact.hit("b") is None
    assert "b" not in impact


def test_a_failed_item_hit_harder_by_its_parent_shows_the_parent() -> None:
    impact = drawn(RACK).impact({"single": DEGRADED, "a1": DOWN})
    assert impact.hit("single") == Hit(item="single", effect=DOWN, via=("a1",))


def test_a_cycle_ends() -> None:
    impact = drawn("x device; all of y\n y device; all of x z\n z device").impact({"z": DOWN})
    assert [hit.item for hit in impact.explain("x")] == ["z", "y", "x"]


def test_unknown_items_are_left_out_and_count_as_up() -> None:
    graph = drawn("n1 device; 1 of gone n2\n n2 device; all of gone")
    assert graph.impact({"gone": DOWN, "n1": NONE}).hits == ()
    assert graph.impact({"n2": DOWN}).effect("n1") is REDUCED
    assert graph.ancestors("gone") == ()


def test_ancestors_nearest_first() -> None:
    assert drawn(RACK).ancestors("single") == ("r1", "a1", "s1", "r1.a", "a")


def test_both_cords_on_a_are_found_beforehand() -> None:
    (found,) = drawn(RACK).mis_cabled()
    assert (found.item, found.cords, found.common) == ("miscabled", ("a1", "a2"), ("r1.a", "a"))


def test_two_pdus_on_one_feed_are_found_beforehand() -> None:
    graph = drawn("""
        a feed
        p1 pdu; all of a
        p2 pdu; all of a
        srv device; 1 of p1 p2
    """)
    assert [(case.item, case.common) for case in graph.mis_cabled()] == [("srv", ("a",))]


# -- against the definition, applied until nothing changes -------------------------------------------------


@st.composite
def estates(draw: st.DrawFn) -> tuple[dict[str, Item], list[Requirement]]:
    keys = [f"i{number}" for number in range(draw(st.integers(2, 9)))]
    parents = [draw(st.sampled_from(["", *keys[:number]])) for number in range(len(keys))]
    items = {
        key: Item(key=key, type=ItemType.DEVICE, name=key, parent=parent)
        for key, parent in zip(keys, parents, strict=True)
    }
    groups = draw(
        st.lists(
            st.tuples(st.sampled_from(keys), st.lists(st.sampled_from(keys), min_size=1, max_size=4)),
            max_size=8,
        )
    )
    return items, [
        Requirement(
            item=item, of=tuple(of), min_up=draw(st.integers(1, len(of))), degrades=draw(st.booleans())
        )
        for item, of in groups
    ]


failures_of = st.dictionaries(
    st.sampled_from([f"i{n}" for n in range(9)]), st.sampled_from(Effect), max_size=4
)


def by_definition(
    items: dict[str, Item], requirements: list[Requirement], failures: dict[str, Effect]
) -> dict[str, Effect]:
    state = {key: failures.get(key, NONE) for key in items}
    groups = [(need.item, need.of, need.min_up, need.degrades) for need in requirements]
    groups += [(item.key, (item.parent,), 1, False) for item in items.values() if item.parent]
    while True:
        after = dict(state)
        for item, of, min_up, degrades in groups:
            due = _group([state[key] for key in of], min_up)
            if degrades:
                due = NONE if due is REDUCED else min(due, DEGRADED, key=lambda effect: effect.rank)
            after[item] = max(after[item], due, key=lambda effect: effect.rank)
        if after == state:
            return {**_spare_lost(state, requirements), **_hit(state)}
        state = after


def _hit(state: dict[str, Effect]) -> dict[str, Effect]:
    return {key: effect for key, effect in state.items() if effect is not NONE}


def _spare_lost(state: dict[str, Effect], requirements: list[Requirement]) -> dict[str, Effect]:
    """What a degrading group reduces stays with its item: it is added when all else is settled."""
    groups = [need for need in requirements if need.degrades]
    reduced = {n.item for n in groups if _group([state[key] for key in n.of], n.min_up) is REDUCED}
    return dict.fromkeys(reduced, REDUCED)


def _group(parents: list[Effect], min_up: int) -> Effect:
    best = sorted(parents, key=lambda effect: effect.rank)[min_up - 1]
    return REDUCED if best is NONE and DOWN in parents else best


@given(estates(), failures_of)
def test_spread_is_the_least_fixpoint(
    estate: tuple[dict[str, Item], list[Requirement]], failures: dict[str, Effect]
) -> None:
    impact = Graph.compile(*estate).impact(failures)
    assert {hit.item: hit.effect for hit in impact.hits} == by_definition(*estate, failures)


@given(estates(), failures_of)
def test_order_of_the_inventory_and_of_the_failures_is_indifferent(
    estate: tuple[dict[str, Item], list[Requirement]], failures: dict[str, Effect]
) -> None:
    items, requirements = estate
    other = Graph.compile(dict(reversed(items.items())), requirements[::-1])
    hits = {hit.item: hit.effect for hit in Graph.compile(items, requirements).impact(failures).hits}
    assert hits == {hit.item: hit.effect for hit in other.impact(dict(reversed(failures.items()))).hits}


@given(estates(), failures_of, failures_of)
def test_more_failures_never_make_it_better(
    estate: tuple[dict[str, Item], list[Requirement]], some: dict[str, Effect], more: dict[str, Effect]
) -> None:
    graph = Graph.compile(*estate)
    both = {
        key: max(some.get(key, NONE), more.get(key, NONE), key=lambda effect: effect.rank)
        for key in {*some, *more}
    }
    fewer, greater = graph.impact(some), graph.impact(both)
    assert all(greater.effect(hit.item).rank >= hit.effect.rank for hit in fewer.hits)


@given(estates(), failures_of)
def test_every_hit_has_a_chain_back_to_a_failure(
    estate: tuple[dict[str, Item], list[Requirement]], failures: dict[str, Effect]
) -> None:
    impact = Graph.compile(*estate).impact(failures)
    for hit in impact.hits:
        chain = impact.explain(hit.item)
        assert chain[0].via == ()
        assert chain[0].item in failures
        assert chain[-1] == hit


@given(estates(), st.sampled_from(Effect))
def test_a_loss_hits_nothing_but_what_hangs_on_the_item(
    estate: tuple[dict[str, Item], list[Requirement]], effect: Effect
) -> None:
    graph = Graph.compile(*estate)
    for item in estate[0]:
        dependents = graph.dependents(item)
        assert dependents is not None
        assert {*graph.impact({item: effect}).items} <= {item, *dependents}


def test_what_hangs_on_a_room_is_too_much_to_look_for() -> None:
    servers = "\n".join(f"d{number} device in s1" for number in range(60))
    assert drawn(f"s1 room\n{servers}").dependents("s1") is None
