"""Into which blocks of columns a row of scores is cut, where nothing is fused. Plain integers.

An argmax costs a CPU 3 to 15 times a maximum. So a row is cut into blocks and one pass takes
the maximum of each; the first block that attains the row's maximum holds the first maximum,
and only that block is searched. Ties come out as argmax has them, at little more than one pass.
"""

from __future__ import annotations

import math
from functools import lru_cache

__all__ = ["block_size"]

SMALLEST = 128
"""Fewer columns than this are searched whole."""


@lru_cache(maxsize=256)
def block_size(columns: int | None, wish: float, register: int = 1) -> int | None:
    """The divisor of `columns` that lies nearest to `wish`, as a ratio.

    Args:
        columns: How many columns there are; ``None`` if unknown.
        wish: The best size of a block, were every size possible.
        register: How many scores one holds: blocks that fill it are taken, if there are any.

    Returns:
        The size of a block; ``None`` if the blocks would save nothing: few columns, or a
        number without fitting divisors, such as a prime.

    Example:
        >>> block_size(1000, 60), block_size(1000, 60, register=8)
        (50, 40)
        >>> block_size(1009, 32) is None
        True
    """
    if columns is None or columns < SMALLEST:
        return None
    sizes = [
        size
        for low in range(1, math.isqrt(columns) + 1)
        if columns % low == 0
        for size in (low, columns // low)
        if size + columns // size <= columns // 4
    ]
    fitting = [size for size in sizes if size % register == 0] or sizes
    return min(fitting, key=lambda size: abs(math.log(size / wish)), default=None)
