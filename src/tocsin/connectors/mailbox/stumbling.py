"""Stumbling: which mail breaks the connection each time that it is fetched. Knows no protocol."""

from collections import defaultdict

A_FEW = 3  # a network may fail once or twice over the same reading; a mail that cannot be read always does
_ALL = 0  # no mail has this UID


class Stumbling:
    """Counts the connections lost over a reading, until one gets through.

    After a few of them mails are asked for one by one: so the bad one is found, and left behind.
    """

    def __init__(self) -> None:
        self._asked: int | None = None
        self._lost: dict[int, list[str]] = defaultdict(list)

    @property
    def careful(self) -> bool:
        """Whether to go mail by mail now."""
        return len(self._lost[_ALL]) >= A_FEW

    def ask(self, uid: int = _ALL) -> list[str]:
        """We ask for this mail, or for all that are new; why connections were lost over it before."""
        self._asked = uid
        return self._lost[uid]

    def through(self) -> None:
        """All that was asked for came."""
        self._asked = None
        self._lost.clear()

    def lost(self, reason: str) -> None:
        """The connection was lost."""
        if self._asked is not None:
            self._lost[self._asked].append(reason)
            self._asked = None
