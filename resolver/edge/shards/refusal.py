"""What was asked of a file, and how it is refused: seen, needed, and the line to write."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import NamedTuple

from resolver.core.errors import InvalidArgument

__all__ = ["Asked", "Spelling", "as_argument", "as_option", "both"]

Spelling = Callable[[str, str], str]
"""How a column and its file are written where they were asked for."""


def as_argument(column: str, text: str) -> str:
    """A column and its file, as they are written in Python.

    Example:
        >>> as_argument("sample_weight", "w-*.npy")
        "sample_weight='w-*.npy'"
    """
    return f"{column}={text!r}"


def as_option(column: str, text: str) -> str:
    """A column and its file, as they are written on a command line.

    Example:
        >>> as_option("sample_weight", "w-*.npy"), as_option("labels", "y.npy")
        ("--sample-weight 'w-*.npy'", '--labels y.npy')
    """
    return f"--{column.replace('_', '-')} {shlex.quote(text)}"


def both(spelling: Spelling, first: str, second: str) -> str:
    """Two columns side by side, each with a pattern.

    Example:
        >>> both(as_option, "labels", "predictions")
        "--labels 'y-*.npy' --predictions 'p-*.npy'"
    """
    between = " " if spelling is as_option else ", "
    return f"{spelling(first, 'y-*.npy')}{between}{spelling(second, 'p-*.npy')}"


class Asked(NamedTuple):
    """What was asked of a file.

    Args:
        text: As it was written: ``"y.npz:labels"``.
        path: The path alone.
        part: The key or the columns behind it; ``None`` if nothing was written.
        column: What it holds: ``"labels"``, ``"sample_weight"``.
        spelling: How that is written.
    """

    text: str
    path: str
    part: str | None
    column: str
    spelling: Spelling

    @property
    def columns(self) -> list[str]:
        """The columns that were named."""
        return self.part.split(",") if self.part is not None else []

    def found(self, wanted: Sequence[str], there: Sequence[str]) -> Sequence[str]:
        """The wanted columns, if all of them are there and there is at least one.

        Raises:
            InvalidArgument: If not, with those that are there.
        """
        if wanted and all(name in there for name in wanted):
            return wanted
        listed, last = ", ".join(there) or "none", there[-1] if there else "column"
        raise self.refused(f"Its columns are: {listed}.", f"{self.path}:{last}")

    def refused(self, why: str, use: str) -> InvalidArgument:
        """The error that says why it is not read, and what to write in its place."""
        return self.unread(why, self.spelling(self.column, use))

    def unread(self, why: str, use: str) -> InvalidArgument:
        """The error that says why it is not read, and what to do."""
        what = self.column.replace("_", " ")
        return InvalidArgument(f"The {what} {self.text!r} cannot be read. {why} Use: {use}")
