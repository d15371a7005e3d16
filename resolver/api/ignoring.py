"""Findings that a caller does not want to hear of."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

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
        coded = [name for name, kind in KINDS.items() if kind.code == unknown[0]]
        near = coded or get_close_matches(unknown[0], KINDS, n=1) or [*KINDS]
        raise InvalidArgument(
            f"No finding is called {', '.join(map(repr, unknown))}. "
            f"Received: ignore={ignore!r}. Use: ignore=({near[0]!r},)"
        )
    return tuple(each for each in found if each.name not in names)
