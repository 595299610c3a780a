"""Drawing: a topology as text, one item a line: ``key type in container; 1 of a b; all of c d; soft 1 of e``."""

from tocsin.core.impact.graph import Graph
from tocsin.core.inventory.values import Item, ItemType, Requirement


def drawn(text: str, **watching: str) -> Graph:
    """The graph of a drawing; ``observer="item item"`` says who watches what."""
    items, requirements = parts(text)
    return Graph.compile(items, requirements, {who: tuple(what.split()) for who, what in watching.items()})


def parts(text: str) -> tuple[dict[str, Item], list[Requirement]]:
    """The items and requirements of a drawing."""
    items: dict[str, Item] = {}
    requirements: list[Requirement] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        head, *groups = (part.strip() for part in line.split(";"))
        key, kind, *container = head.split()
        items[key] = Item(key=key, type=ItemType(kind), name=key, parent=container[1] if container else "")
        requirements += [_group(key, group) for group in groups]
    return items, requirements


def _group(key: str, text: str) -> Requirement:
    soft = text.startswith("soft ")
    count, _of, *members = text.removeprefix("soft ").split()
    min_up = len(members) if count == "all" else int(count)
    return Requirement(item=key, of=tuple(members), min_up=min_up, degrades=soft)


RACK = """
    s1        room
    a         feed in s1
    b         feed in s1
    r1        rack in s1
    r1.a      pdu in r1;    all of a
    r1.b      pdu in r1;    all of b
    a1        outlet in r1.a
    a2        outlet in r1.a
    b1        outlet in r1.b
    b2        outlet in r1.b
    single    device in r1; all of a1
    dual      device in r1; 1 of a1 b1
    miscabled device in r1; 1 of a1 a2
    app       application;  all of dual
    web       application;  1 of dual single
"""
