"""Bounds: how much one peer, and all together, may send to the mail inlet; knows no command and no socket.

A peer over a bound gets a temporary error (4xx): a mail relay keeps the mail and tries again.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable

from tocsin.connectors.kit.networks import network_of
from tocsin.core.kernel.value import Value

Ticks = Callable[[], float]  # seconds of a clock that only goes forward

_MINUTE_S = 60.0


class Limits(Value):
    """Of one process. Durations in seconds, sizes in bytes."""

    connections: int = 100  # at once
    connections_of_peer: int = 50
    mails_a_minute: int = 1_200  # of one peer
    mail_bytes: int = 25_000_000
    bytes_in_flight: int = 100_000_000  # of memory for what is not answered yet; one peer has half of it
    command_s: float = 300.0  # from our answer to the end of the next command (RFC 5321, 4.5.3.2.7)
    data_s: float = 600.0  # from DATA to the end of the mail (4.5.3.2.6)
    session_s: float = 3_600.0


class Bounds:
    """What the sessions of one inlet use at this moment. Used in its event loop alone."""

    def __init__(self, limits: Limits, ticks: Ticks) -> None:
        self.limits = limits
        self.ticks = ticks
        self._sessions: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._mails: dict[str, deque[float]] = defaultdict(deque)

    def enter(self, peer: str) -> str:
        """Count another session of this peer; the code of the bound that it exceeds, if any."""
        if self._sessions.total() >= self.limits.connections:
            return "mail_inlet.connections"
        if self._sessions[peer] >= self.limits.connections_of_peer:
            return "mail_inlet.connections_of_peer"
        self._sessions[peer] += 1
        return ""

    def leave(self, peer: str) -> None:
        """One of its sessions has ended."""
        self._less(self._sessions, peer, 1)

    def mail(self, peer: str) -> bool:
        """Count another mail of this peer; False, and not counted, when the peer is over its limit of the last minute."""
        now, mails = self.ticks(), self._mails[peer]
        while mails and mails[0] <= now - _MINUTE_S:
            mails.popleft()
        if len(mails) >= self.limits.mails_a_minute:
            return False
        mails.append(now)
        return True

    def has_room(self, peer: str, size: int) -> bool:
        """Whether ``size`` more bytes may be received now."""
        whole = self.limits.bytes_in_flight
        return self._bytes.total() + size <= whole and self._bytes[peer] + size <= self.share

    @property
    def share(self) -> int:
        """The bytes of one peer."""
        return self.limits.bytes_in_flight // 2

    def hold(self, peer: str, size: int) -> None:
        """``size`` bytes were received."""
        self._bytes[peer] += size

    def release(self, peer: str, size: int) -> None:
        """``size`` bytes were answered, or dropped."""
        self._less(self._bytes, peer, size)

    def forget(self) -> None:
        """Drop the peers of which nothing is left to count."""
        old = self.ticks() - _MINUTE_S
        for peer in [peer for peer, mails in self._mails.items() if not mails or mails[-1] <= old]:
            del self._mails[peer]

    @staticmethod
    def _less(counter: Counter[str], peer: str, count: int) -> None:
        counter[peer] -= count
        if counter[peer] <= 0:
            del counter[peer]


def peer_of(address: object) -> str:
    """The peer of a socket's address: the host; for IPv6 the network of 64 bits, all of which one host may use."""
    host = str(address[0]) if isinstance(address, tuple) and address else ""
    return network_of(host)
