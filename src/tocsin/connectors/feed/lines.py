"""Lines: one entry a line; a line over the limit is cut off, not kept in memory."""

from collections.abc import Iterator
from typing import BinaryIO


def entries(file: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes]]:
    """(line number, line without its end) of each line that is not blank.

    Of a line over ``max_bytes`` come ``max_bytes`` + 1 bytes, which tell the reader that it is too long.
    """
    number = 0
    while line := file.readline(max_bytes + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(65_536)):
            line = line[: max_bytes + 1]
        if line.strip():
            yield number, line.rstrip(b"\r\n")
