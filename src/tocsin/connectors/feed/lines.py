"""Lines: one entry for each line; a line over the limit is cut off, not kept in memory."""

from collections.abc import Iterator
from typing import BinaryIO


def entries(file: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes]]:
    """(line number, line without its end) of each line that is not blank.

    A line over ``max_bytes`` is cut at ``max_bytes`` + 1 bytes, which shows the reader that it is too long.
    """
    number = 0
    while line := file.readline(max_bytes + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(65_536)):
            line = line[: max_bytes + 1]
        if line.strip():
            yield number, line.rstrip(b"\r\n")
