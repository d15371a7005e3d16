"""How the values of rows become the one number of a loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.core.errors import InvalidArgument
from resolver.testing.references.numbers import Array, spread

__all__ = ["reduce"]


def reduce(
    values: Any, *, sample_weight: Any = None, mask: Any = None, over: str = "values"
) -> Array:
    """The mean of weighted values, as Keras shows it of a loss or of a metric.

    The sum of ``weight * value``, over the number of values for a loss with Keras's default
    reduction, over the sum of the weights for a metric. What a mask leaves out is in neither.

    Args:
        values: One for each row or element, ``(batch, ...)``.
        sample_weight: Weights; axes that they lack are added on the right.
        mask: What is counted at all, likewise.
        over: ``"values"``, as of a loss, or ``"weights"``, as of a metric.

    Returns:
        One number, of shape ``()``; 0 where nothing is counted.

    Raises:
        InvalidArgument: If `over` is neither.

    Example:
        >>> float(reduce([1.0, 3.0], sample_weight=[1.0, 0.0]))
        0.5
        >>> float(reduce([1.0, 3.0], sample_weight=[1.0, 0.0], over="weights"))
        1.0
        >>> float(reduce([1.0, 3.0], mask=[True, False]))
        1.0
    """
    if over not in ("values", "weights"):
        raise InvalidArgument(
            'A mean is taken over "values" or over "weights". '
            f"Received: over={over!r}. Use: over='values'"
        )
    losses = np.asarray(values, np.float64)
    weights = np.ones(losses.shape) if sample_weight is None else spread(sample_weight, losses)
    kept = np.ones(losses.shape) if mask is None else spread(mask, losses)
    count = kept.sum() if over == "values" else (kept * weights).sum()
    total = np.where(kept > 0, losses * weights, 0.0).sum()
    return np.asarray(total / count if count else 0.0)
