"""How long work is followed from above: the worker is handed a function, and tells it."""

from __future__ import annotations

from collections.abc import Callable

Tick = Callable[[int, int | None], None]
"""Told how much is done, and of how much, or None where nobody knows."""


def silent(done: int, total: int | None) -> None:
    """Nobody watches.

    Args:
        done: How much is done.
        total: Of how much.

    Example:
        >>> silent(3, 10)
    """
