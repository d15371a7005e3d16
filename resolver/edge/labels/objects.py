"""Labels kept as Python objects: numbers, text, missing values, rows of unequal length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.specs import Shape

Array = np.ndarray[Any, np.dtype[Any]]


class Unboxed(NamedTuple):
    """What objects held: plain values, and what cannot be put in an array.

    Args:
        values: The values that are there. Where some are missing or rows are unequal, they lie
            one after the other.
        shape: The shape with the batch first; unequal lengths are None.
        missing: Number of missing values (None, NaN, NA) that are not among `values`.
        rows: True if the last axis of `values` is the last axis of the labels.
    """

    values: Array
    shape: Shape
    missing: int = 0
    rows: bool = True


def unbox(objects: Array) -> Unboxed:
    """Unpacks an array of Python objects.

    Raises:
        InvalidType: If there is an object that is no number, text, or sequence of these.
    """
    items = objects.ravel().tolist()
    present = [item for item in items if not _missing(item)]
    if any(isinstance(item, (list, tuple, np.ndarray)) for item in present):
        return ragged(items)
    if any(isinstance(item, (str, bytes)) for item in present):
        values: Array = np.array([str(item) for item in present])
    else:
        values = _numbers(present)
    missing = len(items) - len(present)
    if missing and objects.ndim > 1 and values.dtype.kind in "biuf":
        filled = np.full(len(items), np.nan)
        filled[[not _missing(item) for item in items]] = values
        return Unboxed(filled.reshape(objects.shape), objects.shape)
    return Unboxed(values if missing else values.reshape(objects.shape), objects.shape, missing)


def ragged(items: Sequence[Any]) -> Unboxed:
    """Unpacks rows of unequal length.

    Raises:
        InvalidArgument: If some are rows and some are not.
        InvalidType: If there is an object that is no number, text, or sequence of these.
    """
    rows = [_row(item) for item in items]
    ranks = {None if row.shape is None else len(row.shape) for row in rows}
    if len(ranks) > 1:
        raise InvalidArgument(
            f"Labels must be nested equally deep. Received: items of rank "
            f"{', '.join(str(rank) for rank in sorted(ranks, key=str))} side by side. "
            f"Use: [[0, 1], [2]]"
        )
    shape = merge_shapes([row.shape for row in rows])
    missing = sum(row.missing for row in rows)
    width = shape[-1] if shape else None
    if width and not missing and all(row.rows for row in rows):
        values = np.concatenate([row.values.reshape(-1, width) for row in rows])
        return Unboxed(values, (len(items), *(shape or ())))
    values = np.concatenate([row.values.ravel() for row in rows])
    return Unboxed(values, (len(items), *(shape or ())), missing, rows=False)


def merge_shapes(shapes: Sequence[Shape]) -> Shape:
    """The shape all have in common: lengths that differ are None, and so are ranks.

    Example:
        >>> merge_shapes([(2, 3), (2, 4)])
        (2, None)
    """
    first = shapes[0]
    if first is None or any(shape is None or len(shape) != len(first) for shape in shapes):
        return None
    columns = zip(*(shape for shape in shapes if shape is not None), strict=True)
    return tuple(column[0] if len(set(column)) == 1 else None for column in columns)


def _row(item: Any) -> Unboxed:
    try:
        values = np.asarray(item)
    except ValueError:  # NumPy's word for rows of unequal length
        return ragged(item)
    if values.dtype == object:
        return unbox(values)
    return Unboxed(values, values.shape)


def _missing(item: Any) -> bool:
    # pandas has one object each for a missing value and a missing date.
    if item is None or type(item).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(item, (float, np.floating)) and bool(np.isnan(item))


def _numbers(items: list[Any]) -> Array:
    if not items:
        return np.zeros(0)
    values = np.array(items)
    if values.dtype == object:  # fractions, decimals, whole numbers beyond 64 bits
        try:
            return values.astype(np.float64)
        except (TypeError, ValueError):
            kinds = sorted({type(item).__name__ for item in items})
            raise InvalidType(
                f"Labels must be numbers, booleans or text. Received: objects of type "
                f"{', '.join(kinds)}. Use: numpy.asarray(labels, dtype='float32')"
            ) from None
    return values
