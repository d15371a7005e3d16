"""The plain room: every operation in `keras.ops`, on any backend.

The other rooms are measured against this one, and tested to agree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
from keras import ops

__all__ = [
    "add_pairs",
    "add_reals",
    "add_true",
    "add_words",
    "carry",
    "change",
    "class_hits",
    "first_max",
    "float_sum",
    "is_global",
    "kept",
    "narrow_sum",
    "paired_sum",
    "parts",
    "side_hits",
    "true_sum",
    "whole_sum",
]

BITS = 20

PIECE = 1 << 23
"""Elements whose bytes, as unsigned numbers, add up within 32 bits."""


def first_max(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN)."""
    size = ops.shape(x)[axis]
    rank = len(x.shape)
    if 0 in x.shape:  # no rows: not every backend has their maximum
        none = ops.sum(ops.cast(x, "int32"), axis=axis)
        return none, ops.equal(none, 0)
    places = ops.reshape(ops.arange(size, dtype="int32"), [-1] + [1] * (rank - 1 - axis % rank))
    top = ops.max(x, axis=axis, keepdims=True)
    index = ops.min(ops.where(ops.equal(x, top), places, size), axis=axis)
    # Not read off `top`: XLA's fast maximum, as TensorFlow runs it, drops NaN.
    return index, ops.logical_not(ops.any(ops.not_equal(x, x), axis=axis))


def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row."""
    index, clean = first_max(y_pred, axis)
    return ops.logical_and(ops.equal(ops.cast(index, ids.dtype), ids), clean)


def side_hits(labels: Any, positive: float, y_pred: Any, threshold: float) -> Any:
    """Whether each prediction lies on its label's side of the threshold; NaN lies on none."""
    above, below = ops.greater(y_pred, threshold), ops.less_equal(y_pred, threshold)
    if keras.backend.standardize_dtype(labels.dtype) == "bool":
        return ops.where(labels, above, below)
    yes, no = ops.greater(labels, positive), ops.less_equal(labels, positive)
    return ops.logical_or(ops.logical_and(yes, above), ops.logical_and(no, below))


def true_sum(flags: Any) -> Any:
    """How many flags are true, as two int32 words of shape (2,)."""
    total = ops.sum(ops.cast(flags, "int32"))
    low = ops.bitwise_and(total, (1 << BITS) - 1)
    return ops.cast(ops.stack([low, ops.right_shift(total, BITS)]), "int32")


def whole_sum(tensor: Any) -> Any:
    """The exact sum of an integer tensor, as two int32 words of shape (2,)."""
    if keras.backend.backend() == "jax":
        return narrow_sum(tensor)
    total = ops.sum(ops.cast(tensor, "int64"))
    low = ops.bitwise_and(total, (1 << BITS) - 1)
    return ops.cast(ops.stack([low, ops.right_shift(total, BITS)]), "int32")


def narrow_sum(tensor: Any) -> Any:
    """`whole_sum` without 64-bit integers: the bytes of a few million elements are summed apart."""
    values = ops.reshape(tensor, [-1])
    size = values.shape[0]
    if size > PIECE:
        values = ops.pad(values, [[0, -size % PIECE]])
    values = ops.reshape(values, [-1 if size else 1, min(size, PIECE)])
    kind = keras.backend.standardize_dtype(values.dtype)
    values = values if kind == "uint32" else ops.cast(values, "int32")
    low: Any = 0
    high: Any = 0
    for byte in range(4):
        part = values >> (8 * byte)
        # The uppermost byte keeps its sign, if it has one.
        part = part if byte == 3 else part & 255
        part = ops.sum(ops.cast(part, "int32"), axis=1)
        shift = BITS - 8 * byte
        if shift > 0:
            rest = part & ((1 << shift) - 1)
            low = low + (rest << (8 * byte))
            high = high + (part >> shift)
        else:
            high = high + (part << -shift)
    return ops.stack([ops.sum(low), ops.sum(high)])


def float_sum(tensor: Any) -> Any:
    """The sum of a float tensor, as two float32 of shape (2,) whose sum it is."""
    if keras.backend.backend() == "jax":
        return paired_sum(tensor)
    total = ops.sum(ops.cast(tensor, "float64"))
    first = ops.cast(total, "float32")
    return ops.stack([first, ops.cast(total - ops.cast(first, "float64"), "float32")])


def paired_sum(tensor: Any) -> Any:
    """`float_sum` without float64: halves are added with two-sum until one pair is left."""
    first = ops.reshape(ops.cast(tensor, "float32"), [-1])
    lost = ops.zeros_like(first)
    while (size := first.shape[0]) > 1:
        half = (size + 1) // 2
        pad = [[0, 2 * half - size]]
        first, lost = ops.pad(first, pad), ops.pad(lost, pad)
        total, error = _two_sum(first[:half], first[half:])
        first, lost = _two_sum(total, error + (lost[:half] + lost[half:]))
    return ops.stack([ops.sum(first), ops.sum(lost)])


def _two_sum(left: Any, right: Any) -> tuple[Any, Any]:
    total = left + right
    part = total - left
    return total, (left - (total - part)) + (right - part)


def carry(number: Any) -> tuple[Any, Any]:
    """An int32 tensor as (low, high), elementwise."""
    # Not bare numbers: under floatx bfloat16, JAX's room of Keras makes floats of them.
    mask, bits = (ops.convert_to_tensor(value, "int32") for value in ((1 << BITS) - 1, BITS))
    return ops.bitwise_and(number, mask), ops.right_shift(number, bits)


def add_words(words: Any, amounts: Any) -> Any:
    """Words of shape (2, parts) with one (low, high) pair added to each part."""
    amount = ops.stack(amounts, axis=1)
    # After a sum over replicas the low word may be nearly full: empty it before adding.
    rest, first = carry(words[0])
    rest, second = carry(rest + amount[0])
    return ops.stack([rest, words[1] + amount[1] + first + second])


def add_true(words: Any, flags: Any) -> Any:
    """Words with the number of true flags added to each part; an integer counts for itself."""
    amounts = [_number(flag) if isinstance(flag, int) else true_sum(flag) for flag in flags]
    return add_words(words, amounts)


def _number(number: int) -> Any:
    return ops.convert_to_tensor((number & ((1 << BITS) - 1), number >> BITS), "int32")


def add_pairs(pairs: Any, amounts: Any) -> Any:
    """Pairs of shape (2, parts) with one float32 pair of shape (2,) added to each part."""
    amount = ops.stack(amounts, axis=1)
    total, error = _two_sum(pairs[0], amount[0])
    return ops.stack(_two_sum(total, error + (pairs[1] + amount[1])))


def add_reals(pairs: Any, tensors: Any) -> Any:
    """Pairs of shape (2, parts) with the sum of a float tensor added to each part."""
    return add_pairs(pairs, [float_sum(tensor) for tensor in tensors])


def kept(flags: Any, values: Any) -> Any:
    """The values where the flags are true, else 0."""
    return ops.where(flags, values, ops.zeros_like(values))


def change(variable: Any, update: Callable[[Any], Any]) -> None:
    """Put what `update` makes of a variable's value in its place, on this replica."""
    variable.assign(update(variable.value))


def parts(variable: Any) -> Any:
    """The values this process has of a variable: NumPy, one for each of its replicas."""
    return ops.convert_to_numpy(variable.value)[None]


def is_global(_: Sequence[Any]) -> bool:
    """Whether variables hold what several processes have counted."""
    return False
