"""What was asked of a file, and how it is refused: seen, needed, and the line to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resolver.core.errors import InvalidArgument

__all__ = ["Asked"]


class Asked(NamedTuple):
    """What was asked of a file.

    Args:
        text: As it was written: ``"y.npz:labels"``.
        path: The path alone.
        part: The key or the columns behind it; ``None`` if nothing was written.
        what: What it holds: ``"labels"``.
        option: The option of the command line it was said with, or nothing.
    """

    text: str
    path: str
    part: str | None
    what: str
    option: str

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
        """The error that says why it is not read, and what to write."""
        line = f"{self.option} {use}".strip()
        return InvalidArgument(f"The {self.what} {self.text!r} cannot be read. {why} Use: {line}")
