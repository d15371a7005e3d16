"""The two sums of a ratio, and what one batch adds to one of them, in exact counters' form."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from resolver.core.errors import InvalidArgument
from resolver.edge.count.counters import carry, float_sum, split, whole_sum

__all__ = ["Amount", "Sums", "amount", "folded"]

Tensor = Any


class _Pair(NamedTuple):
    numerator: int | float
    denominator: int | float


class Sums(_Pair):
    """The two sums of a `Ratio`, as Python numbers: integers unless the function gave floats.

    Args:
        numerator: The sum of what the function returned first.
        denominator: The sum of what it returned second.
        reduced: True if these are the sums of all workers, as `resolver.sync` gives them.

    Example:
        >>> Sums(3, 4).ratio
        0.75
    """

    reduced: bool

    def __new__(
        cls, numerator: int | float, denominator: int | float, reduced: bool = False
    ) -> Sums:
        sums = super().__new__(cls, numerator, denominator)
        sums.reduced = reduced
        return sums

    def __repr__(self) -> str:
        said = f"numerator={self.numerator!r}, denominator={self.denominator!r}"
        return f"Sums({said}{', reduced=True' if self.reduced else ''})"

    @property
    def ratio(self) -> float | None:
        """The first over the second; ``None`` if the second is 0: there is nothing to say."""
        return self.numerator / self.denominator if self.denominator else None


class Amount(NamedTuple):
    """One sum over a batch: two int32 words or two float32, of shape (2,); the other is None."""

    words: Tensor = None
    pair: Tensor = None

    def is_not_zero(self) -> Tensor:
        """Whether the sum is another number than 0: a boolean scalar tensor."""
        if self.words is None:
            return ops.not_equal(ops.sum(self.pair), ops.zeros((), "float32"))
        # The words of a sum of both signs may be (2**20, -1), which is 0 as well.
        low, high = carry(self.words[0])
        zero = ops.zeros_like(low)
        return ops.logical_or(ops.not_equal(low, zero), ops.not_equal(self.words[1] + high, zero))

    def words_where(self, said: Tensor) -> Tensor:
        """The words, or zeros if the batch has nothing to say or this is a float."""
        return _where(said, self.words, "int32")

    def pair_where(self, said: Tensor) -> Tensor:
        """The floats, likewise."""
        return _where(said, self.pair, "float32")


def amount(value: Any, metric: str) -> Amount:
    """The sum of what a function returned.

    Args:
        value: A Python number, an array or a tensor of any shape; boolean, integer or float.
        metric: Name of the metric, for messages.

    Returns:
        The sum, as words if the value is boolean or integer.

    Raises:
        InvalidArgument: If the value is ``None`` or nothing that can be added and divided.
    """
    if value is None:
        raise InvalidArgument(
            f"The function of the metric {metric!r} returned None within the pair. While a graph "
            "is traced, a dimension such as y_true.shape[0] may be None. "
            "Use: keras.ops.shape(y_true)[0]"
        )
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biu":
        # On the host: JAX would cut 64-bit integers.
        value = int(value.sum(dtype=object))
    if isinstance(value, int):
        return Amount(words=ops.convert_to_tensor(split(int(value)), dtype="int32"))
    if isinstance(value, float):
        first = float(np.float32(value))
        lost = value - first if np.isfinite(first) else 0.0
        return Amount(pair=ops.convert_to_tensor((first, lost), dtype="float32"))
    tensor = _tensor(value, metric)
    if keras.backend.is_float_dtype(keras.backend.standardize_dtype(tensor.dtype)):
        return Amount(pair=float_sum(tensor))
    return Amount(words=whole_sum(tensor))


def folded(weights: Any, mask: Tensor) -> Tensor:
    """Weights and mask in one, as `keras.losses` does it: masked elements weigh nothing.

    Args:
        weights: Weights of any rank, or ``None``.
        mask: The mask.

    Returns:
        A float32 tensor; the axes that one of the two lacks are added at the end.
    """
    mask = ops.cast(mask, "float32")
    if weights is None:
        return mask
    weights = ops.cast(ops.convert_to_tensor(weights), "float32")
    while len(weights.shape) < len(mask.shape):
        weights = ops.expand_dims(weights, -1)
    while len(mask.shape) < len(weights.shape):
        mask = ops.expand_dims(mask, -1)
    return weights * mask


def _tensor(value: Any, metric: str) -> Tensor:
    try:
        tensor = ops.convert_to_tensor(value)
        kind = keras.backend.standardize_dtype(tensor.dtype)
    except (TypeError, ValueError):
        kind = type(value).__name__
    if kind == "bool" or kind.startswith(("int", "uint", "float", "bfloat")):
        return tensor
    raise InvalidArgument(
        f"The function of the metric {metric!r} must return numbers that can be added and "
        f"divided. Received: {kind}. Use: return numerator, denominator"
    )


def _where(said: Tensor, part: Tensor, dtype: str) -> Tensor:
    nothing = ops.zeros((2,), dtype)
    return nothing if part is None else ops.where(said, part, nothing)
