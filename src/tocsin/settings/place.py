"""Where Tocsin keeps its data: TOCSIN_DATA, else the state folder of the user who runs it."""

import os
from pathlib import Path


def data_folder() -> Path:
    """``TOCSIN_DATA``, else ``/var/lib/tocsin`` for root, else ``~/.local/state/tocsin``."""
    named = os.environ.get("TOCSIN_DATA")
    if named:
        return Path(named).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/tocsin")
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "tocsin"
