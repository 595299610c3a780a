"""Value: the base of every immutable value of the core."""

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An immutable record, compared by content, decoded strictly from JSON or YAML by msgspec.

    Instants are aware ``datetime`` in UTC; durations are whole seconds unless a name says otherwise.
    """
