"""Progress of long work: a bar on stderr, but only where somebody watches and has waited.

Rooms below know nothing of it: they are handed a function that is told what is done.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from resolver.core.tick import Tick, silent

PATIENCE: Final = 1.0
"""Seconds of work before there is anything to see."""


@contextmanager
def waiting(what: str) -> Iterator[Tick]:
    """Show a bar on stderr while work lasts longer than a second.

    Nothing is shown where stderr is no terminal, or where Keras's interactive logging is off.

    Args:
        what: What is being done, e.g. ``"counting"``.

    Example:
        >>> with waiting("counting") as tick:
        ...     tick(3, 10)
    """
    if not _is_watched():
        yield silent
        return
    bar = _Bar(what)
    try:
        yield bar.tick
    finally:
        bar.close()


def _is_watched() -> bool:
    if not getattr(sys.stderr, "isatty", lambda: False)():
        return False
    # Keras is asked only if somebody has loaded it: to count, nobody need.
    logging: Any = getattr(sys.modules.get("keras"), "config", None)
    asked = getattr(logging, "is_interactive_logging_enabled", None)
    return asked is None or bool(asked())


class _Bar:
    """A bar that is drawn from the first tick after `PATIENCE` seconds on."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = monotonic()
        self._progress: Any = None
        self._task: Any = None

    def tick(self, done: int, total: int | None) -> None:
        if self._progress is None:
            if monotonic() - self._start < PATIENCE:
                return
            self._open(done, total)
        self._progress.update(self._task, completed=done, total=total)

    def _open(self, done: int, total: int | None) -> None:
        from rich.console import Console  # noqa: PLC0415 - most work ends before it is needed
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(self._what, completed=done, total=total)
        self._progress.start()

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
