"""Ranks: how hard each item is hit, by its number; a table where few are hit, an array where many are. Knows no network."""

_MANY = 500  # items; from here on an array of all items costs less than a table of those that are hit


class Table(dict[int, int]):
    """What is not in it is not hit: rank 0."""

    def __missing__(self, item: int) -> int:
        return 0

    def take(self, first: int, end: int, rank: int) -> bool:
        """Give the items from ``first`` up to ``end`` this rank, if none of them is hit yet; whether that was so."""
        items = range(first, end)
        if not self.keys().isdisjoint(items):
            return False
        self.update(dict.fromkeys(items, rank))
        return True


class Array(bytearray):
    """One byte for each item; the last byte is for number -1, an unknown item."""

    def take(self, first: int, end: int, rank: int) -> bool:
        """The same as that of ``Table``."""
        if self.count(0, first, end) < end - first:
            return False
        self[first:end] = bytes((rank,)) * (end - first)
        return True


Ranks = Table | Array


def ranks(items: int, widest: int) -> Ranks:
    """Ranks for ``items`` items, of which one failure hits up to ``widest``."""
    return Table() if widest < _MANY else Array(items + 1)
