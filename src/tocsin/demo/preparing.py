"""Preparing: the steps before the demo opens, as progress bars in the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

Advance = Callable[[int], None]


class Preparing:
    """One bar for each step. Without a terminal, each step is a line once it is done."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """One step; how much of ``total`` is done is reported to what this gives. None: the total is not known."""
        task = self._progress.add_task(name, total=total)
        yield lambda much: self._progress.advance(task, much)
        self._progress.update(task, total=total or 1, completed=total or 1)
