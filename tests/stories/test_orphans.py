"""Nobody survives a killed parent: orphans would keep the port, and answer with yesterday's program."""

import signal

from tests.connectors.servers import until
from tests.stories.installation import below, cmdline, installation, kill


def test_the_web_processes_end_with_a_killed_master():
    with installation() as here:
        tree = here.up()
        master = next(pid for pid in below(tree.pid) if "tocsin web" in cmdline(pid))
        processes = below(master)
        assert processes, "the server starts processes of its own"
        kill(master, signal.SIGKILL)
        until(lambda: not any(cmdline(pid) for pid in processes), 10)
