"""Why: the reason of one automatic judgement, as data that a skin can say in French or in English."""

from typing import Any

from tocsin.core.kernel.value import Value


class Why(Value):
    """One reason. ``code`` names a sentence (see ``sentences``), ``facts`` fill its blanks.

    Facts are plain JSON values: text, numbers, lists. Instants are written as ISO 8601 in UTC under a name
    that ends in ``_at`` (a skin shows them in the reader's zone); durations are seconds under a name that
    ends in ``_s``.
    """

    code: str
    facts: dict[str, Any] = {}
