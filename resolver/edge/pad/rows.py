"""One batch made longer: rows that look like data, and weights that say which of them are."""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from resolver.core.errors import InvalidArgument

__all__ = ["MEANS", "lengthened", "padded", "parts_of", "rounded_up", "scale_of", "weight_shape"]

Array = NDArray[Any]

MEANS: Final = ("batch", "epoch", None)
"""What the mean of the losses is to be exact for."""


def rounded_up(rows: int, replicas: int) -> int:
    """The least multiple of `replicas` that holds the rows.

    Example:
        >>> rounded_up(10, 4)
        12
    """
    return rows + -rows % replicas


def scale_of(mean: str | None, rows: float, size: float) -> float:
    """What real rows weigh in a batch of `size` of which `rows` are real.

    Keras divides by the size of the batch, whatever the rows in it weigh.
    """
    return size / rows if mean is not None and rows else 1.0


def weight_shape(rank: int) -> tuple[int, ...]:
    """The axes of weights beside the first, for labels of a rank.

    Keras lays weights against a loss from the last axis, not from the first. The loss has the
    rank of the labels or one less, and with these ones Keras finds its way to both.

    Example:
        >>> weight_shape(3)
        (1, 1)
    """
    return (1,) * max(0, rank - 1)


def parts_of(batch: Any) -> tuple[Any, Any, Any]:
    """Inputs, labels and weights (``None`` for none) of what a data set yields.

    Raises:
        InvalidArgument: If there are no labels.
    """
    if not isinstance(batch, (tuple, list)) or not 2 <= len(batch) <= 3 or batch[1] is None:
        raise InvalidArgument(
            "Padded rows are told by a weight of 0, and only labels are weighted: batches need to "
            f"be (x, y) or (x, y, sample_weight). Received: {_described(batch)}. "
            "Use: resolver.pad(x, y, batch_size=32), or a data set that yields (x, y)"
        )
    return batch[0], batch[1], batch[2] if len(batch) == 3 else None


def padded(x: Any, y: Any, weights: Any, size: int, scale: float) -> tuple[Any, Any, Any]:
    """A batch of NumPy arrays or tensors, of `size` rows.

    Args:
        x: Inputs, in any structure.
        y: Labels, in any structure.
        weights: Weights in the structure of the labels, one for all, or ``None``.
        size: How many rows there are to be.
        scale: What a real row of weight 1 is to weigh.

    Returns:
        Inputs, labels and float32 weights. A padded row repeats the last one, with weight 0.
    """
    fill = keras.tree.map_structure
    rows = len(keras.tree.flatten(y)[0])
    if weights is None:
        weights = fill(lambda leaf: np.ones((rows, *weight_shape(np.ndim(leaf)))), y)
    elif keras.tree.is_nested(weights):
        weights = fill(
            lambda leaf, given: (
                np.ones((rows, *weight_shape(np.ndim(leaf)))) if given is None else given
            ),
            y,
            weights,
        )
    return (
        fill(lambda leaf: lengthened(leaf, size), x),
        fill(lambda leaf: lengthened(leaf, size), y),
        fill(lambda leaf: _weighed(leaf, size, scale), weights),
    )


def lengthened(value: Any, size: int) -> Array:
    """An array with its last row repeated until there are `size`; zeros, if it has none.

    Example:
        >>> lengthened(np.array([1, 2]), 4)
        array([1, 2, 2, 2])
    """
    rows = _array(value)
    if len(rows) == size:
        return rows
    if len(rows) == 0:
        return np.zeros((size, *rows.shape[1:]), rows.dtype)
    return np.concatenate([rows, np.repeat(rows[-1:], size - len(rows), axis=0)])


def _weighed(weights: Any, size: int, scale: float) -> Array:
    weights = _array(weights).astype(np.float32) * np.float32(scale)
    return np.concatenate(
        [weights, np.zeros((size - len(weights), *weights.shape[1:]), np.float32)]
    )


def _array(value: Any) -> Array:
    array: Array = keras.ops.convert_to_numpy(value)
    return array


def _described(batch: Any) -> str:
    if isinstance(batch, (tuple, list)):
        return f"a {type(batch).__name__} of {len(batch)}"
    return type(batch).__name__
