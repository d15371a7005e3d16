"""Rows of scores cut into lanes, for compilers that fuse comparisons into one pass.

A compiler that reduces a row goes through it score by score. Cut into pieces of equally many
columns, a row is a few tensors to compare, piece after piece: then a processor compares as many
scores as a register holds, in the one loop that reads them, and what is left are the lanes, which
are few. With XLA on a CPU that takes a third to three quarters of the time of a reduction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any, Final

from resolver.edge.count.order import Where, beaten

__all__ = ["NARROW", "lanes_of", "pieces", "unbeaten"]


NARROW: Final = 32
"""Up to so many classes lanes do not pay: there is more to do at their end than in them."""


def lanes_of(columns: int, size: int = 4) -> int:
    """How many lanes are fastest, whatever the number of classes.

    Some 32 pieces, and an odd number of eights: pieces that lie 4,096 bytes apart would share a
    corner of the cache. Of 16 bits, which take more operations, XLA makes one pass of no more
    than ten pieces.

    Args:
        columns: How many classes there are.
        size: The bytes of a score.

    Example:
        >>> lanes_of(100), lanes_of(1000), lanes_of(32_000), lanes_of(1000, 2)
        (16, 24, 1000, 112)
    """
    return max(16, 8 * (columns // 256 | 1)) if size >= 4 else 16 * math.ceil(columns / 160)


def pieces(x: Any, axis: int, lanes: int) -> list[tuple[int, Any]]:
    """The pieces of rows: at which column each begins, and its scores.

    The last begins before the one before it ends, where the lanes do not divide the columns. A
    score that is compared twice wins no more than once.

    Args:
        x: Scores, of a known number of columns.
        axis: The axis of the columns.
        lanes: How many columns a piece has: no more than there are.
    """
    columns = x.shape[axis]
    before = (slice(None),) * (axis % len(x.shape))
    starts = [*range(0, columns - lanes, lanes), columns - lanes]
    return [(start, x[(*before, slice(start, start + lanes))]) for start in starts]


def unbeaten(
    parts: Sequence[tuple[int, Any]], score: Any, gap: Any, where: Where, infinity: int | None
) -> Any:
    """In which lanes nothing keeps `score` from being the first maximum of its row.

    Args:
        parts: The pieces of rows, or of their integers `in_order`.
        score: One score of each row, in the same terms.
        gap: How many columns after each lane of the first piece that score lies.
        where: The backend's own choice between two values.
        infinity: For integers, what is not beyond infinity.
    """
    each = [beaten(scores, score, gap > start, where, infinity) for start, scores in parts]
    return reduce(and_, each)
