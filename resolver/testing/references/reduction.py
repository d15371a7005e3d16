"""How the values of rows become the one number of a loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.testing.references.numbers import Array, spread

__all__ = ["reduce"]


def reduce(values: Any, *, sample_weight: Any = None, mask: Any = None) -> Array:
    """The mean of weighted values, as a loss with Keras's default reduction returns it.

    The sum of ``weight * value`` over the number of values: of all, not of the weights; where
    there is a mask, of those that it leaves.

    Args:
        values: One for each row or element, ``(batch, ...)``.
        sample_weight: Weights; axes that they lack are added on the right.
        mask: What is counted at all, likewise.

    Returns:
        One number, of shape ``()``; 0 where nothing is counted.

    Example:
        >>> float(reduce([1.0, 3.0], sample_weight=[1.0, 0.0]))
        0.5
        >>> float(reduce([1.0, 3.0], mask=[True, False]))
        1.0
    """
    losses = np.asarray(values, np.float64)
    weights = np.ones(losses.shape) if sample_weight is None else spread(sample_weight, losses)
    kept = np.ones(losses.shape) if mask is None else spread(mask, losses)
    count = kept.sum()
    total = np.where(kept > 0, losses * weights, 0.0).sum()
    return np.asarray(total / count if count else 0.0)
