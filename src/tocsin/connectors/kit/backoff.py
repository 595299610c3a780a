"""Backoff: knows how long to wait before the next attempt; does not wait itself."""

import random


class Backoff:
    """Doubling delays in seconds, capped; each is drawn between half and the whole of its length.

    The jitter keeps many clients of a server from coming back at the same instant.
    """

    def __init__(self, first_s: float = 1.0, cap_s: float = 60.0) -> None:
        self._first_s = first_s
        self._cap_s = cap_s
        self._attempts = 0

    def reset(self) -> None:
        """It worked: the next failure starts with the first delay again."""
        self._attempts = 0

    def next_s(self) -> float:
        """The delay before the next attempt."""
        whole: float = min(self._cap_s, self._first_s * 2 ** min(self._attempts, 30))
        self._attempts += 1
        return whole * random.uniform(0.5, 1.0)
