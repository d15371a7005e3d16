"""Findings that a caller does not want to hear of."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.core.errors import InvalidArgument
from resolver.core.finding import Finding
from resolver.core.kinds import KINDS


def without_ignored(found: tuple[Finding, ...], ignore: Sequence[str]) -> tuple[Finding, ...]:
    """The findings but those whose names are to be left out.

    Raises:
        InvalidArgument: If a name is that of no finding.
    """
    names = (ignore,) if isinstance(ignore, str) else tuple(ignore)
    unknown = [name for name in names if name not in KINDS]
    if unknown:
        raise InvalidArgument(
            f"No finding is called {', '.join(map(repr, unknown))}. "
            f"Received: ignore={ignore!r}. Use: ignore=({next(iter(KINDS))!r},)"
        )
    return tuple(each for each in found if each.name not in names)
