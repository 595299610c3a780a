"""A web process ends with the server that started it: otherwise it would keep the port. Knows processes, no request."""

import os
import select
import threading
from collections.abc import Callable


def end_with_parent(finish: Callable[[], None]) -> None:
    """End this process once its parent is gone, even by ``kill -9``; ``finish`` is called before."""
    parent = os.pidfd_open(os.getppid())
    threading.Thread(target=_wait, args=[parent, finish], name="parent", daemon=True).start()


def _wait(parent: int, finish: Callable[[], None]) -> None:
    gone = select.poll()
    gone.register(parent, select.POLLIN)
    gone.poll()
    finish()
    os._exit(0)  # the server's loop would wait for its parent for ever
