"""Which of two scores is greater, for compilers that fuse comparisons into one pass.

Processors compare 16-bit integers many at a time, and convert 16-bit floats one by one. The bits of
such a float are a sign and a magnitude (IEEE 754; bfloat16 has the exponents of float32): turned
into two's complement they have the order of the floats, both zeros are 0, and NaN lies beyond
infinity on either side. Bits are also what is stored, where a compiler would go on with more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

__all__ = ["INFINITY", "SIGN", "beaten", "by_columns", "by_pairs", "in_order"]

INFINITY: Final = {"bfloat16": 0x7F80, "float16": 0x7C00}
"""The bits of infinity: what is above is NaN."""

SIGN: Final = 0x8000
"""The bit of the sign, of 16."""

BEYOND: Final = (1 << 31) - 1
"""A pair that is above each of a score that is a number."""

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
    clean = _is_number(top, infinity)
    index = first = where(clean, 0, 0) if infinity is None else top - top
    for place, column in enumerate(others, 1):
        more = column > top
        top, index = where(more, column, top), where(more, first + place, index)
        clean &= _is_number(column, infinity)
    return top, index, clean


def by_pairs(
    scores: Any,
    left: Any,
    wide: Callable[[Any], Any],
    greatest: Callable[[Any], Any],
    where: Where,
    infinity: int,
) -> tuple[Any, Any]:
    """(how many columns are left from the first maximum of each row on, whether it has no NaN).

    A score of 16 bits and the columns that are left make one number of 32, and the greatest of
    these is the first maximum: one reduction, which knows the place.

    Args:
        scores: The integers of 16-bit scores `in_order`.
        left: How many columns are left from each on: int32, less than 65,536.
        wide: The backend's own cast to int32.
        greatest: The backend's own maximum of each row.
        where: The backend's own choice between two values.
        infinity: What is not beyond infinity.
    """
    pairs = where(_is_number(scores, infinity), wide(scores) * (1 << 16) + left, BEYOND)
    best = greatest(pairs)
    return best & 0xFFFF, best != BEYOND


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
    return (scores <= where(before, score - 1, score)) & _is_number(scores, infinity)


def _is_number(scores: Any, infinity: int | None) -> Any:
    return scores >= scores if infinity is None else abs(scores) <= infinity  # noqa: PLR0124
