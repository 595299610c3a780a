"""Kill -9 at any moment: what got its receipt is there, once, and worked in the end.

Thirty processes are killed in every run, a thousand by ``make kills``.
"""

import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.connectors.servers import until
from tests.stories.installation import (
    Installation,
    Mailer,
    Poster,
    Sender,
    below,
    cmdline,
    installation,
    kill,
)

SUBJECTS = 5
KILLS = int(os.environ.get("KILLS", "30"))
BETWEEN = 5  # messages that each sender gets a receipt for before the next kill


@pytest.fixture
def here() -> Iterator[Installation]:
    with installation() as it:
        yield it


class Saboteur:
    """Pulls plugs. ``up`` is the process tree, started again if it was killed itself."""

    def __init__(self, here: Installation, up: "subprocess.Popen[bytes]") -> None:
        self.here, self.up = here, up
        self.killed = 0  # processes

    def web(self) -> None:
        self._kill(lambda command: " web " in command)

    def web_child(self) -> None:
        """Only those who serve, not the one who minds them."""
        mains = [pid for pid in below(self.up.pid) if " web " in cmdline(pid)]
        for pid in below(mains[0]) if mains else ():
            self._end(pid)

    def worker(self) -> None:
        self._kill(lambda command: command.rstrip().endswith(" worker"))

    def database(self) -> None:
        self._end(self.here.postmaster)

    def backend(self) -> None:
        """One connection's process: PostgreSQL throws all the others out, and recovers."""
        backends = [pid for pid in below(self.here.postmaster) if "tocsin" in cmdline(pid)]
        self._end(random.Random(0).choice(backends or [self.here.postmaster]))

    def tree(self) -> None:
        """The tree alone: its parts must notice, and leave the place to the next one's."""
        self._up_again(())

    def everything(self) -> None:
        parts = below(self.up.pid)
        self._up_again((*parts, self.here.postmaster))

    def _kill(self, is_meant: Callable[[str], bool]) -> None:
        for pid in below(self.up.pid):
            if is_meant(cmdline(pid)):
                self._end(pid)

    def _up_again(self, others: tuple[int, ...]) -> None:
        for pid in (self.up.pid, *others):
            self._end(pid)
        self.up.wait(10)
        self.up = self.here.up()

    def _end(self, pid: int) -> None:
        self.killed += bool(cmdline(pid))
        kill(pid)


def plugs(seed: int) -> Iterator[str]:
    """Each plug as often as the others, in an order of chance, for ever."""
    names = ["web", "web_child", "worker", "database", "backend", "tree", "everything"]
    chance = random.Random(seed)
    while True:
        yield from chance.sample(names, len(names))


@pytest.mark.parametrize("seed", [5])
def test_what_got_its_receipt_is_there_exactly_once(here: Installation, seed: int) -> None:
    saboteur = Saboteur(here, here.up())
    until(lambda: here.listens_for_mail, 60)
    senders = [
        Sender(name, Poster(here, source, [f"{name} {n}" for n in range(SUBJECTS)]))
        for name, source in (("it-a", "http-it"), ("it-b", "http-it"), ("fr", "desk-fr"))
    ] + [Sender("mail", Mailer(here))]
    for sender in senders:
        sender.start()
    for plug in plugs(seed):
        if saboteur.killed >= KILLS:
            break
        _progress(senders, plug)
        getattr(saboteur, plug)()
    _progress(senders, "the end")
    for sender in senders:
        sender.finish()
    until(here.all_worked, 60)

    _each_once(here, senders)
    _last_words_hold(here, senders)
    assert saboteur.up.poll() is None
    saboteur.up.send_signal(signal.SIGTERM)
    assert saboteur.up.wait(40) == 0
    assert "deadlock detected" not in here.database_log


def _progress(senders: list[Sender], what: str) -> None:
    """Every source is received again."""
    wanted = {sender: len(sender.kept) + BETWEEN for sender in senders}
    try:
        until(lambda: all(len(sender.kept) >= least for sender, least in wanted.items()), 60)
    except AssertionError:
        kept = {sender.name: len(sender.kept) for sender in senders}
        raise AssertionError(f"nothing was kept before {what}: {kept}") from None


def _each_once(here: Installation, senders: list[Sender]) -> None:
    column = "coalesce(nullif(reference, ''), summary)"
    stored = Counter(word for (word,) in here.rows(f"select {column} from event where source <> 'tocsin'"))
    kept = [word for sender in senders for word in sender.kept]
    assert [word for word in kept if not stored[word]] == [], "lost"
    assert [word for word, count in stored.items() if count > 1] == [], "doubled"
    assert len(stored) <= len(kept) + len(senders), (
        "at most the last one of each is there without its receipt"
    )
    assert here.value("select count(*) from message where status = 'quarantined'") == 0


def _last_words_hold(here: Installation, senders: list[Sender]) -> None:
    """Each subject is as its last event said, and counts every one: none was worked twice, or out of order."""
    counted = "select subject, state, count from alert where kind = 'check.failed'"
    alerts = {subject: (state, count) for subject, state, count in here.rows(counted)}
    events = here.rows(
        "select subject, state from event where kind = 'check.failed' order by message_id, position"
    )
    last = dict(events)
    times = Counter(subject for subject, _ in events)
    assert alerts == {subject: (state, times[subject]) for subject, state in last.items()}
