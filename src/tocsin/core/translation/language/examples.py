"""Examples: a text that a pattern finds its groups in, written from the pattern itself. Knows no format and no message."""

from collections.abc import Mapping

from tocsin.core.translation.language.patterns import Pattern

_CLASSES = {"d": "1", "w": "a", "s": " ", "S": "a", "D": "a", "W": " "}
_EDGES = "bBAzZ"


def example(pattern: Pattern, values: Mapping[str, str]) -> str | None:
    """The shortest text in which the pattern finds these values in its groups (the first group, if it has no name, is the
    empty name); None: there is none that is plain enough to be written."""
    try:
        text = " ".join(_Writing(pattern.source, values).alternative()[0].split())
    except (IndexError, ValueError):
        return None
    found = pattern.search(text)
    wanted = {name: values.get(name, "") for name in pattern.groups or ("",)}
    return text if found is not None and all(found.get(name, "") == wanted[name] for name in wanted) else None


class _Writing:
    """A pattern read once from left to right. ValueError: a required group has no value; IndexError: its end
    comes too early."""

    def __init__(self, source: str, values: Mapping[str, str]) -> None:
        self._source, self._values, self._at = source, values, 0

    def alternative(self) -> tuple[str, bool]:
        """The first alternative up to the end or the closing bracket; whether a group in it has a value."""
        text, filled, first = "", False, True
        while self._at < len(self._source) and self._source[self._at] != ")":
            if self._source[self._at] == "|":
                self._at += 1
                first = False
                continue
            piece, has_value = self._piece()
            if first:
                text, filled = text + piece, filled or has_value
        return text, filled

    def _piece(self) -> tuple[str, bool]:
        """The next element with its quantifier. An optional element is left out, unless it holds a value."""
        missing: _NoValue | None = None
        text, filled = "", False
        try:
            text, filled = self._element()
        except _NoValue as found:
            missing, self._at = found, found.after
        if self._may_be_missing():
            return (text, True) if filled else ("", False)
        if missing is not None:
            raise missing
        return text, filled

    def _element(self) -> tuple[str, bool]:
        sign = self._source[self._at]
        self._at += 1
        if sign == "\\":
            return self._escape(), False
        if sign == "[":
            return self._class(), False
        if sign == "(":
            return self._group()
        return ("" if sign in "^$" else "x" if sign == "." else sign), False

    def _escape(self) -> str:
        sign = self._source[self._at]
        self._at += 1
        return "" if sign in _EDGES else _CLASSES.get(sign, sign)

    def _class(self) -> str:
        """The first member of the class; for a negated class, a letter that is not in it."""
        end = self._source.index("]", self._at + 2)
        members, self._at = self._source[self._at : end], end + 1
        if members.startswith("^"):
            return next(letter for letter in "ax0-" if letter not in members)
        return _CLASSES.get(members[1], members[1]) if members.startswith("\\") else members[0]

    def _group(self) -> tuple[str, bool]:
        name = self._name()
        end = self._closing()
        if name is None:
            return self._inside(end)
        value = self._values.get(name, "")
        if not value:
            raise _NoValue(end)
        self._at = end
        return value, True

    def _inside(self, end: int) -> tuple[str, bool]:
        try:
            inside = self.alternative()
        except ValueError as error:
            raise _NoValue(end) from error
        self._at = end
        return inside

    def _name(self) -> str | None:
        """The name of the group that begins here, empty for one without; None for one that captures nothing."""
        rest = self._source[self._at :]
        if rest.startswith(("?P<", "?<")):
            end = self._source.index(">", self._at)
            name = self._source[self._source.index("<", self._at) + 1 : end]
            self._at = end + 1
            return name
        if rest.startswith("?"):
            self._at += min(mark for mark in (rest.find(":"), rest.find(")")) if mark >= 0) + (
                ":" in rest.split(")")[0]
            )
            return None
        return "" if "" in self._values else None

    def _closing(self) -> int:
        """Behind the bracket that closes the group that is open here."""
        depth, at = 1, self._at
        while depth:
            if self._source[at] == "\\":
                at += 1
            elif self._source[at] == "[":
                at = self._source.index("]", at + 2)
            else:
                depth += {"(": 1, ")": -1}.get(self._source[at], 0)
            at += 1
        return at

    def _may_be_missing(self) -> bool:
        """Whether what was just read is repeated any number of times, or none."""
        sign = self._source[self._at : self._at + 1]
        if sign == "{":
            end = self._source.index("}", self._at)
            least, self._at = self._source[self._at + 1 : end].split(",")[0], end + 1
            return least in ("", "0")
        if sign and sign in "?*+":
            self._at += 1 + (self._source[self._at + 1 : self._at + 2] == "?")
        return sign in ("?", "*")


class _NoValue(ValueError):
    """A group has no value; the pattern goes on ``after``."""

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.after = after
