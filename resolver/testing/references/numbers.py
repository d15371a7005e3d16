"""What all references share: float64, ranks that meet, and Keras's smallest probability."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["EPSILON", "Array", "clip", "pair", "softmax", "spread"]

Array = NDArray[np.float64]

EPSILON: Final = 1e-7
"""`keras.config.epsilon()`: no probability is nearer to 0 or 1 than this."""

# Keras clips in float32, where 1 - 1e-7 is the number below 1: 1 - 1.19e-7.
_NEAR_ONE: Final = float(np.float32(1 - EPSILON))


def pair(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    """Both in float64 and of one rank: a last axis of 1 that only one of them has comes or goes."""
    true, pred = np.asarray(y_true, np.float64), np.asarray(y_pred, np.float64)
    if true.ndim == pred.ndim - 1 and pred.shape[-1] == 1:
        return true[..., None], pred
    if pred.ndim == true.ndim - 1 and true.shape[-1] == 1:
        return true, pred[..., None]
    return true, pred


def clip(probabilities: Array) -> Array:
    """Probabilities that have a logarithm, and whose complement has one."""
    return np.clip(probabilities, EPSILON, _NEAR_ONE)


def softmax(logits: Array, axis: int = -1) -> Array:
    """Probabilities of logits, without overflow."""
    powers = np.exp(logits - logits.max(axis, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis, keepdims=True))


def spread(factor: Any, values: Array) -> Array:
    """Weights or a mask for each value: axes of 1 are added on the right, or one is dropped."""
    weight = np.asarray(factor, np.float64)
    if weight.ndim == values.ndim + 1 and weight.shape[-1] == 1:
        weight = weight[..., 0]
    axes = (1,) * (values.ndim - weight.ndim)
    return np.broadcast_to(weight.reshape(weight.shape + axes), values.shape)
