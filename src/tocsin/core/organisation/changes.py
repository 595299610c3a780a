"""Changes: what differs between two sets of declared objects, field by field."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.objects import Object

_ABSENT = object()


class FieldChange(Value):
    """A field that differs; ``None`` when it is absent on that side."""

    field: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        return f"{self.field}: {_shown(self.before)} -> {_shown(self.after)}"


class Change(Value):
    """What becomes of one object. ``fields`` are the differences of a changed one."""

    what: Literal["created", "changed", "removed"]
    section: str
    key: str
    fields: tuple[FieldChange, ...] = ()

    def __str__(self) -> str:
        sign = {"created": "+", "changed": "~", "removed": "-"}[self.what]
        return "\n".join([f"{sign} {self.section} {self.key}", *(f"    {field}" for field in self.fields)])


def changes(before: Iterable[Object], after: Iterable[Object]) -> tuple[Change, ...]:
    """The changes from one set to the other, by section and key. The file and line of a declaration do not count."""
    old = {declared_object.identity: declared_object for declared_object in before}
    new = {declared_object.identity: declared_object for declared_object in after}
    return tuple(
        change for key in sorted(old.keys() | new.keys()) for change in _change(old.get(key), new.get(key))
    )


def _change(old: Object | None, new: Object | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(what="created", section=new.section, key=new.key)
    elif new is None and old is not None:
        yield Change(what="removed", section=old.section, key=old.key)
    elif old is not None and new is not None and old.spec != new.spec:
        fields = tuple(_fields("", old.spec, new.spec))
        yield Change(what="changed", section=new.section, key=new.key, fields=fields)


def _fields(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*old, *(name for name in new if name not in old)]:
            below = f"{path}.{name}" if path else name
            yield from _fields(below, old.get(name, _ABSENT), new.get(name, _ABSENT))
    else:
        yield FieldChange(field=path, before=_present(old), after=_present(new))


def _present(value: Any) -> Any:
    return None if value is _ABSENT else value


def _shown(value: Any) -> str:
    return "(none)" if value is None else str(value)
