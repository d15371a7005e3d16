"""Sums that stay exact on a device: integers in two 32-bit words, floats in two floats.

Why not one wide number: JAX has no 64-bit integers unless it is told to, float32 stops counting
at 2**24, and `floatx` or a dtype policy may make it stop at 256. The dtypes here are fixed.

An integer is ``high * 2**20 + low``. The low word has 20 bits so that the low words of 2,048
replicas still add up within 32 bits, which is how `tf.distribute` reads a metric (it adds each
word over the replicas); the high word reaches 2**51. A float is the unevaluated sum of two
float32: what an addition rounds away goes to the second (Knuth's two-sum), 48 bits in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import keras
import numpy as np
from keras import Metric, ops

from resolver.core.errors import InvalidArgument
from resolver.edge.count.hits_plain import carry
from resolver.edge.count.rooms import ROOM

__all__ = ["BITS", "Tally", "carry", "decoded", "float_sum", "split", "whole_sum"]

BITS: Final = 20
"""Bits of the low word."""

MASK: Final = (1 << BITS) - 1


def split(number: int) -> tuple[int, int]:
    """An integer as (low, high).

    Example:
        >>> split(2**20 + 5)
        (5, 1)
    """
    return number & MASK, number >> BITS


def whole_sum(tensor: Any) -> Any:
    """The exact sum of a boolean or integer tensor, as two int32 words of shape (2,)."""
    if keras.backend.standardize_dtype(tensor.dtype) == "bool":
        return ROOM.true_sum(tensor)
    return ROOM.whole_sum(tensor)


def float_sum(tensor: Any) -> Any:
    """The sum of a float tensor, as two float32 of shape (2,) whose sum it is."""
    return ROOM.float_sum(tensor)


class Tally:
    """A few exact running sums, kept in variables of a metric.

    Integers and floats are kept apart, so that what was counted stays exact if weights are
    added to it later. Make it in the metric's ``__init__``.

    Args:
        metric: The metric that owns the variables.
        parts: How many sums, such as 2 for correct and total.
    """

    def __init__(self, metric: Metric, parts: int = 2) -> None:
        self._words = metric.add_variable((2, parts), "zeros", dtype="int32", name="words")
        self._pairs = metric.add_variable((2, parts), "zeros", dtype="float32", name="pairs")
        # Set while a step is traced, so that who copies the state may leave out the zeros.
        self.holds_floats = False
        # Likewise, so that workers can tell that they have the same number of classes.
        self.classes: int | None = None

    def add_true(self, flags: Sequence[Any]) -> None:
        """Add how many flags are true: a boolean tensor for each part, or an integer."""
        ROOM.change(self._words, lambda words: ROOM.add_true(words, flags))

    def add_whole(self, amounts: Sequence[Any]) -> None:
        """Add integers: one (low, high) pair of shape (2,) for each part."""
        ROOM.change(self._words, lambda words: ROOM.add_words(words, amounts))

    def add_float(self, amounts: Sequence[Any]) -> None:
        """Add floats: one float32 pair of shape (2,) for each part."""
        self.holds_floats = True
        ROOM.change(self._pairs, lambda pairs: ROOM.add_pairs(pairs, amounts))

    def add_reals(self, tensors: Sequence[Any]) -> None:
        """Add sums of floats: a float tensor for each part."""
        self.holds_floats = True
        ROOM.change(self._pairs, lambda pairs: ROOM.add_reals(pairs, tensors))

    def read(self) -> tuple[int | float, ...]:
        """The sums of this process as Python numbers: integers unless floats were added.

        Raises:
            InvalidArgument: In the middle of an epoch on JAX, where the trainer has the state.
        """
        if self._words._value is None:
            raise InvalidArgument(
                "In the middle of an epoch on JAX the state of a metric is with the trainer, and "
                "must be brought back to be read. Use: self.model.jax_state_sync()"
            )
        whole, real = decoded(ROOM.parts(self._words), ROOM.parts(self._pairs))
        whole, real = whole.sum(axis=0), real.sum(axis=0)
        if not real.any():
            return tuple(whole.tolist())
        return tuple((whole + real).tolist())

    def is_global(self) -> bool:
        """Whether the variables are shared among processes, and hold what all have counted."""
        return ROOM.is_global([self._words, self._pairs])

    def ratio(self) -> Any:
        """The first sum over the second: a float32 scalar tensor, 0 if the second is 0."""
        words = ops.cast(self._words.value, "float32")
        sums = words[1] * float(1 << BITS) + words[0] + self._pairs[0] + self._pairs[1]
        return ops.divide_no_nan(sums[0], sums[1])


def decoded(words: Any, pairs: Any) -> tuple[Any, Any]:
    """The integers and the floats that the variables of a `Tally` hold.

    Args:
        words: The first variable: an array of shape (..., 2, parts).
        pairs: The second, likewise.

    Returns:
        Two NumPy arrays of shape (..., parts), int64 and float64, whose sum is what was counted.
    """
    words, pairs = np.asarray(words, "int64"), np.asarray(pairs, "float64")
    return (words[..., 1, :] << BITS) + words[..., 0, :], pairs.sum(axis=-2)
