"""What the values of an array of labels show: arithmetic on NumPy arrays, in bounded memory."""

from __future__ import annotations

from math import isqrt
from typing import Any, Final

import numpy as np

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.specs import Facts
from resolver.edge.labels.chunks import Array, chunks, plain_dtype, python_number
from resolver.edge.labels.distinct import with_distinct
from resolver.edge.labels.objects import Unboxed, unbox

READ_LIMIT: Final = 10_000_000
"""How many elements are read at most; larger arrays are sampled."""

_BLOCK: Final = 64  # neighbours sampled together: labels that repeat in a short cycle all show
_SUM_TO_ONE: Final = 1e-3


def describe(array: object, *, class_axis: int = -1) -> Facts:
    """Tells what the values of an array in memory, or mapped from a file, show.

    Up to `READ_LIMIT` elements are all read; beyond that an evenly spread sample with both ends.

    Args:
        array: Anything NumPy takes for an array of numbers, booleans or text, any shape.
        class_axis: The axis along which rows are judged; rows are counted where the array has
            that axis, it is not the first (the batch), and it is 2 or more long.

    Returns:
        The facts. Those of two parts of an array add up to those of the whole.

    Raises:
        InvalidType: If the values are dates, complex numbers or objects of other kinds.

    Example:
        >>> describe([[0.0, 1.0], [0.5, 0.5]]).one_hot_rows
        1
    """
    values = as_array(array)
    if values.dtype == object:
        return _describe_objects(values, class_axis)
    if is_text(values.dtype):
        return Facts(elements=values.size, whole=values.size == 0, text=values.size > 0)
    axis = _row_axis(values, class_axis)
    rows = axis is not None
    if axis is not None:
        values = np.moveaxis(values, axis, -1)
    sampled = values.size > READ_LIMIT
    pieces = [values]
    if sampled:
        pieces, rows = _sample(values, rows)
    return _facts(pieces, rows, sampled)


def describe_unboxed(unboxed: Unboxed, class_axis: int = -1) -> Facts:
    """The facts of values that were objects or ragged, missing ones counted as NaN."""
    values, shape = unboxed.values, unboxed.shape
    axis = class_axis if unboxed.rows else 0
    if shape is not None and values.ndim != len(shape) and class_axis in (-1, len(shape) - 1):
        axis = -1 if unboxed.rows else 0
    elif shape is not None and values.ndim != len(shape):
        axis = 0
    return describe(values, class_axis=axis) + Facts(elements=unboxed.missing, nan=unboxed.missing)


def _describe_objects(values: Array, class_axis: int) -> Facts:
    if values.size <= READ_LIMIT:
        return describe_unboxed(unbox(values), class_axis)
    facts = Facts(sampled=True)
    for piece in _sample(values, rows=False)[0]:
        facts += describe_unboxed(unbox(piece.ravel()), class_axis=0)
    return facts


def as_array(array: object) -> Array:
    """The argument as a NumPy array of a kind that labels can have.

    Raises:
        InvalidArgument: If the argument is nested lists of unequal depth.
        InvalidType: If the values are dates, complex numbers or structures.
    """
    try:
        values = np.asarray(array)
    except ValueError as error:
        raise InvalidArgument(
            f"Labels must be an array, or lists of equal length. Received: {type(array).__name__} "
            f"that NumPy cannot make an array of. Use: numpy.asarray(labels)"
        ) from error
    kind = values.dtype.kind
    if kind in "cMm" or (kind == "V" and plain_dtype(values.dtype) is None):
        raise InvalidType(
            f"Labels must be numbers, booleans or text. Received: an array of dtype "
            f"{values.dtype.name}. Use: labels.astype('float32')"
        )
    return values


def is_text(dtype: np.dtype[Any]) -> bool:
    """True for the dtypes that hold strings or bytes."""
    return dtype.kind in "UST"


def _row_axis(values: Array, class_axis: int) -> int | None:
    axis = class_axis + values.ndim if class_axis < 0 else class_axis
    return axis if 0 < axis < values.ndim and values.shape[axis] >= 2 else None


def _sample(values: Array, rows: bool) -> tuple[list[Array], bool]:
    """Views that together hold an evenly spread part, and whether rows are still whole.

    The batch is thinned. Where a single item is too large to be read, both ends of the batch
    are, thinned along their longest axis.
    """
    lead = values.ndim - rows
    while values.size > READ_LIMIT:
        wanted = READ_LIMIT // (values.size // values.shape[0])
        if wanted >= 2:
            return _blocks(values, wanted), rows
        values = values[:: max(values.shape[0] - 1, 1)]
        longest = int(np.argmax(values.shape[:lead]))
        if values.shape[longest] <= 2:
            lead, longest, rows = values.ndim, values.ndim - 1, False
        values = np.moveaxis(values, longest, 0)
    return [values], rows


def _blocks(values: Array, wanted: int) -> list[Array]:
    """Evenly spread blocks of neighbours, and the last one.

    Their distance is a prime: labels that repeat in a cycle do not keep step with it.
    """
    total = values.shape[0]
    block = _BLOCK if wanted >= 16 * _BLOCK else 1
    distance = _prime(max(block, -(-total // max(wanted // block - 1, 1))))
    count = max(total // distance, 1)
    if count == 1:
        return [values[:block], values[max(block, total - block) :]]
    view = values[: count * distance].reshape(count, distance, *values.shape[1:])[:, :block]
    return [view, values[max((count - 1) * distance + block, total - block) :]]


def _prime(least: int) -> int:
    number = max(least, 2)
    while any(number % divisor == 0 for divisor in range(2, isqrt(number) + 1)):
        number += 1
    return number


def _facts(pieces: list[Array], rows: bool, sampled: bool) -> Facts:
    facts = Facts(sampled=sampled)
    for chunk in chunks(pieces):
        facts += _chunk_facts(chunk, rows)
    return with_distinct(facts, pieces)


def _chunk_facts(chunk: Array, rows: bool) -> Facts:
    """All facts of one chunk but the distinct values, which are sought over all chunks."""
    present, nan = chunk, 0
    if chunk.dtype.kind == "f" and np.isnan(chunk.min()):
        present = chunk[~np.isnan(chunk)]
        nan = chunk.size - present.size
    low, high = (
        (python_number(present.min()), python_number(present.max()))
        if present.size
        else (None, None)
    )
    whole = chunk.dtype.kind != "f" or _all_whole(present)
    facts = Facts(elements=chunk.size, minimum=low, maximum=high, whole=whole, nan=nan)
    if not rows:
        return facts
    zero_one = whole and nan == 0 and low in (0, 1) and high in (0, 1)
    return facts + (_zero_one_rows(chunk) if zero_one else _any_rows(chunk))


def _all_whole(values: Array) -> bool:
    return bool(np.all((np.trunc(values) == values) & np.isfinite(values)))


def _zero_one_rows(chunk: Array) -> Facts:
    wide = chunk.dtype.kind == "f" and chunk.shape[-1] > 1 << 20
    sums = chunk.sum(axis=-1, dtype=np.float64 if wide else None)
    one_hot = int(np.count_nonzero(sums == 1))
    return Facts(
        rows=sums.size,
        one_hot_rows=one_hot,
        zero_rows=int(np.count_nonzero(sums == 0)),
        distribution_rows=one_hot,
    )


def _any_rows(chunk: Array) -> Facts:
    filled = np.count_nonzero(chunk, axis=-1)
    one_hot = (filled == 1) & (np.count_nonzero(chunk == 1, axis=-1) == 1)
    distribution = one_hot
    if chunk.dtype.kind == "f":
        with np.errstate(all="ignore"):  # infinity less infinity, or a sum beyond float64
            sums = chunk.sum(axis=-1, dtype=np.float64)
            distribution = (chunk >= 0).all(axis=-1) & (np.abs(sums - 1) <= _SUM_TO_ONE)
    return Facts(
        rows=one_hot.size,
        one_hot_rows=int(np.count_nonzero(one_hot)),
        zero_rows=int(np.count_nonzero(filled == 0)),
        distribution_rows=int(np.count_nonzero(distribution)),
    )
