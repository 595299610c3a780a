"""Tree: YAML text as plain values with the line of every field. Knows YAML, not what it means.

The dialect is the small one: yes, no, on, dates and 12:30 are text; anchors, tags and repeated
keys are faults.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value

_PREFIX = "tag:yaml.org,2002:"
_DEEPEST = 40
_PATH_CHARS = 64 * 2**20  # of all the paths in a file


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str | None, list[Any]] = {}


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9_]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?", "-+0123456789"),
):
    _Loader.add_implicit_resolver(_PREFIX + _tag, re.compile(f"^(?:{_pattern})$"), list(_first))


class Branch(Value):
    """One top-level entry of a file: its key, its value, its line, and the line of every field below."""

    key: str
    value: Any
    line: int
    lines: dict[str, int]


class Tree(Value):
    """A file's entries, in its order, and what could not be read."""

    branches: tuple[Branch, ...] = ()
    faults: tuple[Fault, ...] = ()


def parse(text: str, file: str) -> Tree:
    """The entries of a file that is a mapping; an empty file has none. Never raises."""
    with _uncollected():
        return _parsed(text, file)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nodes are many and hold no cycles: to look through them again and again for garbage costs five times their making."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _parsed(text: str, file: str) -> Tree:
    try:
        if (line := _too_deep(text)) is not None:
            return Tree(faults=(fault("fault.yaml.deep", file=file, line=line, limit=_DEEPEST),))
        root = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        return Tree(faults=(_marked(error, file),))
    except yaml.YAMLError as error:
        return Tree(faults=(fault("fault.yaml.unreadable", file=file, reason=_first_line(error)),))
    if root is None:
        return Tree()
    if not isinstance(root, yaml.MappingNode):
        return Tree(faults=(fault("fault.yaml.no_mapping", file=file, line=1),))
    return _read(root, file)


def _read(root: yaml.MappingNode, file: str) -> Tree:
    reader = _Reader(file)
    branches = tuple(reader.branches(root))
    return Tree(branches=branches, faults=tuple(reader.faults))


def _too_deep(text: str) -> int | None:
    """The line where the text nests deeper than anyone writes: the loader's own recursion has no safe limit."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


class _Reader:
    """Turns nodes into plain values, noting lines and faults on its way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._seen: set[int] = set()
        self._lines: dict[str, int] = {}
        self._path_chars = 0

    def branches(self, root: yaml.MappingNode) -> Iterator[Branch]:
        for key_node, value_node in root.value:
            self._lines = {}
            key = self._key(key_node, "")
            value = self._plain(value_node, "")
            yield Branch(key=key, value=value, line=_line(key_node), lines=self._lines)

    def _plain(self, node: yaml.Node, path: str) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if id(node) in self._seen:
            self._fault(node, path, "fault.yaml.anchor")
            return None
        self._seen.add(id(node))
        if not node.tag.startswith(_PREFIX):
            self._fault(node, path, "fault.yaml.tag", tag=node.tag)
        return self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._list(node, path)

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            below = self._below(path, f".{key}" if path else key)
            if key in plain:
                self._fault(key_node, below, "fault.file.twice", key=key)
            self._lines[below] = _line(key_node)
            plain[key] = self._plain(value_node, below)
        return plain

    def _list(self, node: yaml.Node, path: str) -> list[Any]:
        plain = []
        for index, child in enumerate(node.value):
            below = self._below(path, f"[{index}]")
            self._lines[below] = _line(child)
            plain.append(self._plain(child, below))
        return plain

    def _below(self, path: str, part: str) -> str:
        """The path of a part; that of its parent where long keys would make all paths many times the file."""
        self._path_chars += len(path) + len(part)
        return path + part if self._path_chars <= _PATH_CHARS else path

    def _key(self, node: yaml.Node, path: str) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self._fault(node, path, "fault.yaml.key")
        return "?"

    def _scalar(self, node: yaml.ScalarNode, path: str) -> Any:
        read = _SCALARS.get(node.tag)
        try:
            return read(node.value) if read else self._fault(node, path, "fault.yaml.tag", tag=node.tag)
        except ValueError:
            return self._fault(node, path, "fault.yaml.number", found=node.value[:40])

    def _fault(self, node: yaml.Node, path: str, code: str, **facts: Any) -> None:
        self.faults.append(fault(code, file=self.file, line=_line(node), field=path, **facts))


_SCALARS: dict[str, Any] = {
    _PREFIX + "str": str,
    _PREFIX + "bool": lambda text: text == "true",
    _PREFIX + "null": lambda text: None,
    _PREFIX + "int": lambda text: int(text.replace("_", "")),
    _PREFIX + "float": lambda text: float(text.replace("_", "")),
}


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _marked(error: yaml.MarkedYAMLError, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    return fault("fault.yaml.unreadable", file=file, line=line, reason=error.problem or error.context)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
