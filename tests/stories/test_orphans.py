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


def test_a_web_process_that_gets_no_signal_does_not_outlive_the_tree():
    """A child misses what is sent between its fork and its own handlers: the server waited for it for ever, on the port."""
    with installation() as here:
        tree = here.up()
        everybody = below(tree.pid)
        master = next(pid for pid in everybody if "tocsin web" in cmdline(pid))
        deaf = below(master)[0]
        kill(deaf, signal.SIGSTOP)
        kill(tree.pid, signal.SIGKILL)
        until(lambda: not any("tocsin" in cmdline(pid) for pid in everybody), 30)
