"""Finding: one thing that ``tocsin doctor`` looked at. A value; looks at nothing."""

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """One thing looked at. ``state``: ok, note (worth knowing), bad (does not work)."""

    part: str
    state: Literal["ok", "note", "bad"]
    message: str
