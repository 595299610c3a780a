"""Listing: which resources a query wants, in which order, and which of their attributes (TMF630). Knows no rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

import re2

from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.kernel.value import Value
from tocsin.core.tmf.checking import instant
from tocsin.core.tmf.shapes import Shape, form_of

MOST = 1000  # resources in one answer
_USUAL = 100
_MOST_CONDITIONS = 50
_OPERATORS = frozenset({"eq", "ne", "gt", "gte", "lt", "lte", "regex"})
_SIGNS = {">": "gt", "<": "lt", ">=": "gte", "<=": "lte", "!=": "ne", "=~": "regex"}
_SIGNED = re.compile(r"([^<>!=~]+)(>=|<=|!=|=~|>|<)(.*)", re.S)
_SPACED = re.compile(r" (\d\d:\d\d)$")
_PAGING = frozenset({"fields", "sort", "offset", "limit", "filter"})

Path = tuple[str, ...]


class Condition(Value):
    """An attribute, by its path, must compare so with one of these values."""

    path: Path
    operator: str
    values: tuple[str, ...]


class Query(Value):
    """What is asked for. ``sort``: paths, and whether each goes down. ``filter``: a JSONPath. ``fields``: None: all."""

    conditions: tuple[Condition, ...] = ()
    sort: tuple[tuple[Path, bool], ...] = ()
    fields: tuple[Path, ...] | None = None
    offset: int = 0
    limit: int = _USUAL
    filter: str = ""

    @property
    def plain(self) -> bool:
        """Whether everything is wanted, in the order in which it is kept."""
        return not (self.conditions or self.sort or self.filter)


def query_of(given: Iterable[tuple[str, str]], shape: str, shapes: Mapping[str, Shape]) -> Query:
    """The query of an address. Raises BadInput: a condition that was ignored would show what was not asked for."""
    return _Reading(shape, shapes).query(list(given))


class _Reading:
    def __init__(self, shape: str, shapes: Mapping[str, Shape]) -> None:
        self._shape, self._shapes = shape, shapes
        self._faults: list[Fault] = []
        self._form = ""

    def query(self, given: Sequence[tuple[str, str]]) -> Query:
        options = {name: value for name, value in given if name in _PAGING}
        asked = [pair for pair in given if pair[0] not in _PAGING]
        if len(asked) > _MOST_CONDITIONS:
            raise BadInput([fault("tmf.fault.many", field="query", most=_MOST_CONDITIONS)])
        found = Query(
            conditions=tuple(self._conditions(asked)),
            sort=tuple(self._sort(options.get("sort", ""))),
            fields=self._fields(options.get("fields")),
            offset=self._number("offset", options.get("offset"), 0, 10**9),
            limit=min(self._number("limit", options.get("limit"), _USUAL, 10**9), MOST),
            filter=options.get("filter", ""),
        )
        if self._faults:
            raise BadInput(self._faults)
        return found

    def _conditions(self, asked: Sequence[tuple[str, str]]) -> Iterator[Condition]:
        """Values of one attribute, given twice or with commas between them, are alternatives."""
        alternatives: dict[tuple[Path, str], list[str]] = {}
        for name, value in asked:
            attribute, operator, wanted = _taken_apart(name, value)
            path, form = self._path(attribute), self._form
            values = [_plus(value) for value in wanted.split(",")] if form == "instant" else [wanted]
            if path and not all(_is_comparable(value, operator, form) for value in values):
                self._faults.append(fault("tmf.fault.condition", field=attribute, given=wanted[:100]))
            elif path:
                alternatives.setdefault((path, operator), []).extend(values)
        for (path, operator), values in alternatives.items():
            yield Condition(path=path, operator=operator, values=tuple(values))

    def _sort(self, text: str) -> Iterator[tuple[Path, bool]]:
        for word in filter(None, map(str.strip, text.split(","))):  # an address makes a space of a +
            path = self._path(word.lstrip("+-"))
            if path:
                yield path, word.startswith("-")

    def _fields(self, text: str | None) -> tuple[Path, ...] | None:
        if text is None:
            return None
        words = [word.strip() for word in text.split(",") if word.strip() not in ("", "none")]
        return tuple(filter(None, (self._path(word) for word in words)))

    def _number(self, name: str, text: str | None, usual: int, most: int) -> int:
        if text is None:
            return usual
        if text.isascii() and text.isdecimal() and len(text) < 10:
            return int(text)
        self._faults.append(fault("tmf.fault.number", field=name, most=most))
        return usual

    def _path(self, text: str) -> Path:
        """The path to an attribute that the specification has; ``_form`` is its form then."""
        shape = self._shape
        path = tuple(text.split("."))
        for depth, name in enumerate(path):
            word = self._shapes.get(shape, {}).get(name)
            if word is None:
                self._faults.append(fault("tmf.fault.no_attribute", name=".".join(path[: depth + 1])[:100]))
                return ()
            self._form = shape = form_of(word).name
            if shape == "any":
                break
        return path


def _taken_apart(name: str, value: str) -> tuple[str, str, str]:
    """Attribute, operator and value of ``a=1``, ``a.gt=1``, ``a>1`` and ``a>=1``, as an address writes them."""
    whole = f"{name}={value}" if value or name.endswith((">", "<", "!")) else name
    signed = _SIGNED.fullmatch(whole) if any(sign in name for sign in "<>!") else None
    if signed:
        return signed[1], _SIGNS[signed[2]], signed[3]
    attribute, dot, operator = name.rpartition(".")
    if dot and operator in _OPERATORS:
        return attribute, operator, value
    return name, "eq", value


def _plus(text: str) -> str:
    """An instant whose ``+`` the address made a space."""
    return _SPACED.sub(r"+\1", text)


def _is_comparable(wanted: str, operator: str, form: str) -> bool:
    if operator == "regex":
        return _is_pattern(wanted)
    if form == "instant":
        return instant(wanted) is not None
    if form in ("number", "integer") and operator not in ("eq", "ne"):
        return isinstance(_ordered(wanted), float)
    return True


def _is_pattern(text: str) -> bool:
    try:
        re2.compile(text)
    except re2.error:
        return False
    return len(text) <= 500


def matches(resource: Mapping[str, Any], conditions: Iterable[Condition]) -> bool:
    """Whether a resource fulfils all of them."""
    return all(_fulfils(resource, condition) for condition in conditions)


def _fulfils(resource: Mapping[str, Any], condition: Condition) -> bool:
    actual = [text(value) for value in at(resource, condition.path)]
    if condition.operator in ("eq", "ne"):
        is_one = not _alternatives(condition).isdisjoint(map(_canonical, actual))
        return is_one == (condition.operator == "eq")
    compare = _matches_pattern if condition.operator == "regex" else _compares
    return any(compare(value, condition.operator, wanted) for value in actual for wanted in condition.values)


def _alternatives(condition: Condition) -> set[str]:
    return {_canonical(part) for value in condition.values for part in (value, *value.split(","))}


def _canonical(value: str) -> str:
    """The same instant is written in one way, whatever its zone."""
    found = instant(value) if value[:1].isdigit() else None
    return value if found is None else found.astimezone(UTC).isoformat()


def _matches_pattern(actual: str, _operator: str, wanted: str) -> bool:
    return re2.search(wanted, actual) is not None


def _compares(actual: str, operator: str, wanted: str) -> bool:
    first, second = _ordered(actual), _ordered(wanted)
    if type(first) is not type(second):
        first, second = actual, wanted
    less, equal = bool(first < second), bool(first == second)
    return {"gt": not less and not equal, "gte": not less, "lt": less, "lte": less or equal}[operator]


def _ordered(value: str) -> Any:
    """A value to compare: an instant, a number, else its text."""
    found = instant(value)
    if found is not None:
        return found
    try:
        return float(value)
    except ValueError:
        return value


def at(resource: Any, path: Path) -> Iterator[Any]:
    """Every value at a path; lists are looked through."""
    if isinstance(resource, list):
        for item in resource:
            yield from at(item, path)
    elif not path:
        yield resource
    elif isinstance(resource, dict) and path[0] in resource:
        yield from at(resource[path[0]], path[1:])


def text(value: Any) -> str:
    """A simple value as an address writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def ordered(resources: Iterable[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
    """The resources in the order that is asked for; those that lack the attribute last."""
    found = list(resources)
    for path, down in reversed(query.sort):
        have = [resource for resource in found if next(at(resource, path), None) is not None]
        lack = [resource for resource in found if next(at(resource, path), None) is None]
        have.sort(key=lambda resource: _rank(text(next(at(resource, path)))), reverse=down)
        found = have + lack
    return found


def _rank(value: str) -> tuple[str, Any]:
    ranked = _ordered(value)
    return type(ranked).__name__, ranked


def only(resource: dict[str, Any], fields: tuple[Path, ...] | None) -> dict[str, Any]:
    """The attributes that are asked for, and always its identity."""
    if fields is None:
        return resource
    always = {name: resource[name] for name in ("id", "href", "@type") if name in resource}
    return always | _part(resource, fields)


def _part(whole: Mapping[str, Any], fields: Iterable[Path]) -> dict[str, Any]:
    inner: dict[str, list[Path]] = {}
    for path in fields:
        inner.setdefault(path[0], []).append(path[1:])
    return {
        name: whole[name] if () in paths else _inside(whole[name], paths)
        for name, paths in inner.items()
        if name in whole
    }


def _inside(value: Any, paths: list[Path]) -> Any:
    if isinstance(value, list):
        return [_inside(item, paths) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: value[name] for name in ("id", "@type", "@referredType", "role") if name in value} | _part(
        value, paths
    )
