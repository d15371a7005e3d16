"""Which of two scores is greater, for compilers that fuse comparisons into one pass.

Processors compare 16-bit integers many at a time, and convert 16-bit floats one by one. The bits of
such a float are a sign and a magnitude (IEEE 754; bfloat16 has the exponents of float32): turned
into two's complement they have the order of the floats, both zeros are 0, and NaN lies beyond
infinity on either side. Bits are also what is stored, where a compiler would go on with more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

__all__ = [
    "INFINITY",
    "SIGN",
    "beaten",
    "by_columns",
    "in_order",
    "is_number",
    "paired",
    "place_of",
]

INFINITY: Final = {"bfloat16": 0x7F80, "float16": 0x7C00}
"""The bits of infinity: what is above is NaN."""

SIGN: Final = 0x8000
"""The bit of the sign, of 16."""

Where = Callable[[Any, Any, Any], Any]


def in_order(bits: Any, where: Where, sign: int = SIGN) -> Any:
    """The bits of floats, as integers of the same order.

    Args:
        bits: A tensor of signed integers.
        where: The backend's own choice between two values.
        sign: The bit of the sign.
    """
    return where(bits < 0, -sign - bits, bits)


def by_columns(
    columns: Sequence[Any], where: Where, infinity: int | None = None
) -> tuple[Any, Any, Any]:
    """(first maximum of each row, its index, whether the row is free of NaN).

    A chain of comparisons, which XLA fuses where it would loop over a row.

    Args:
        columns: The scores of each class: tensors of one shape, or their integers `in_order`.
        where: The backend's own choice between two values.
        infinity: For integers, what is not beyond infinity.

    Returns:
        Three tensors of the columns' shape: a score, an index as wide as it, and a flag.
    """
    top, *others = columns
    clean = is_number(top, infinity)
    index = first = where(clean, 0, 0) if infinity is None else top - top
    for place, column in enumerate(others, 1):
        more = column > top
        top, index = where(more, column, top), where(more, first + place, index)
        clean &= is_number(column, infinity)
    return top, index, clean


def paired(scores: Any, left: Any, clean: Any, where: Where, half: int = 16) -> Any:
    """Scores and how many columns are left as one integer each: the greatest is the first maximum.

    One reduction finds the maximum of a row then, and knows its place.

    Args:
        scores: Integers of the scores' order, of half as many bits as they are stored in.
        left: How many columns are left from each on: below ``2 ** half``.
        clean: Which scores are numbers; what is not makes the greatest of all pairs.
        where: The backend's own choice between two values.
        half: How many bits each of the two takes.
    """
    return where(clean, scores * (1 << half) + left, _beyond(half))


def place_of(pair: Any, columns: int, half: int = 16) -> tuple[Any, Any]:
    """(index of the first maximum of each row, whether the row is free of NaN).

    Args:
        pair: The greatest of each row, as `paired`.
        columns: How many columns a row has.
        half: How many bits each of the two takes.
    """
    return columns - (pair & ((1 << half) - 1)), pair != _beyond(half)


def _beyond(half: int) -> int:
    """A pair above those of all scores that are numbers."""
    return (1 << (2 * half - 1)) - 1


def beaten(scores: Any, score: Any, before: Any, where: Where, infinity: int | None = None) -> Any:
    """Which scores do not keep `score` from being the first maximum; a NaN always does.

    Args:
        scores: The scores of rows, or their integers `in_order`.
        score: One score of each row, in the same terms.
        before: Which scores come before it, and so must be less.
        where: The backend's own choice between two values.
        infinity: For integers, what is not beyond infinity.
    """
    if infinity is None:
        return where(before, scores < score, scores <= score)
    # Among floats NaN is not lower than anything; among integers it is beyond infinity.
    return (scores <= where(before, score - 1, score)) & is_number(scores, infinity)


def is_number(scores: Any, infinity: int | None) -> Any:
    """Which scores, or integers `in_order`, are no NaN."""
    return scores >= scores if infinity is None else abs(scores) <= infinity  # noqa: PLR0124
