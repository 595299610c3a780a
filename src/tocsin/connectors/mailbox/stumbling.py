"""Stumbling: finds the mail that breaks the connection each time that it is fetched. Knows no protocol."""

from collections import defaultdict

A_FEW = 3  # a network may fail once or twice for the same request; an unreadable mail always fails
_ALL = 0  # no mail has this UID


class Stumbling:
    """Counts the connections lost by a request, until one succeeds.

    After a few losses mails are fetched one by one: so the bad mail is found, and skipped.
    """

    def __init__(self) -> None:
        self._asked: int | None = None
        self._lost: dict[int, list[str]] = defaultdict(list)

    @property
    def careful(self) -> bool:
        """Whether to fetch mail by mail now."""
        return len(self._lost[_ALL]) >= A_FEW

    def ask(self, uid: int = _ALL) -> list[str]:
        """A request for this mail, or for all new mails, begins; why connections were lost by it before."""
        self._asked = uid
        return self._lost[uid]

    def through(self) -> None:
        """The request succeeded."""
        self._asked = None
        self._lost.clear()

    def lost(self, reason: str) -> None:
        """The connection was lost."""
        if self._asked is not None:
            self._lost[self._asked].append(reason)
            self._asked = None
