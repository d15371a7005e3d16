"""Runs a metric, a loss or a function on batches of arrays, as training would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from resolver.core.errors import InvalidType
from resolver.edge.count.masks import with_mask
from resolver.edge.count.ratio import wrap_metric_function

__all__ = ["Batch", "is_loss", "run_function", "runner"]

Batch = tuple[Any, Any, Any, Any]
"""y_true, y_pred, sample_weight or ``None``, mask or ``None``: arrays."""


def runner(measured: Any) -> Callable[[Sequence[Batch]], NDArray[Any]]:
    """What tells the number that a metric shows, or a loss logs, after some batches.

    Args:
        measured: A metric, which is reset before and after; a loss; or a function as it is given
            in ``metrics=``, which returns a tensor or (numerator, denominator).

    Returns:
        A function of batches, in order. Of a loss it returns the mean of the batches, each weighted
        by its rows as Keras logs it; of a loss that is not reduced, the values of all rows.

    Raises:
        InvalidType: If it is none of these.

    Example:
        >>> import numpy as np
        >>> y_true, y_pred = np.array([[1.0], [0.0], [1.0]]), np.array([[2.0], [0.0], [1.0]])
        >>> run = runner(keras.losses.MeanSquaredError())
        >>> run([(y_true[:1], y_pred[:1], None, None), (y_true[1:2], y_pred[1:2], None, None)])
        array(0.5)
    """
    if is_loss(measured):
        return partial(_logged, measured)
    if not hasattr(measured, "update_state"):
        if not callable(measured) or isinstance(measured, type):
            raise InvalidType(
                "What is run on batches is a metric, a loss or a function of y_true and y_pred. "
                f"Received: {measured!r} (type {type(measured).__name__}). "
                "Use: keras.metrics.BinaryAccuracy()"
            )
        measured = wrap_metric_function(measured)
    return partial(_shown, measured)


def run_function(function: Any, batch: Batch) -> Any:
    """What a function of y_true and y_pred returns for a batch, as NumPy's.

    Args:
        function: A function, or a loss.
        batch: One batch. Its weights must be ``None``: a function of two has no place for them.

    Returns:
        An array; a tuple of arrays if it returns several.

    Example:
        >>> import numpy as np
        >>> batch = np.ones(2, "float32"), np.ones(2, "float32"), None, None
        >>> run_function(lambda y_true, y_pred: y_true + y_pred, batch)
        array([2., 2.], dtype=float32)
    """
    y_true, y_pred, _, mask = batch
    returned = function(*_tensors(y_true, y_pred, mask))
    return tuple(map(_array, returned)) if isinstance(returned, tuple | list) else _array(returned)


def is_loss(measured: Any) -> bool:
    """Whether it is a loss of Keras: an object, which is averaged otherwise than a metric."""
    return isinstance(measured, keras.losses.Loss)


def _laid(batch: Batch) -> Batch:
    """Weights in the shape of the mask: Keras multiplies the two without adding axes."""
    y_true, y_pred, weight, mask = batch
    if weight is not None and mask is not None:
        sides = (1,) * (mask.ndim - weight.ndim)
        # A copy, for on torch Keras multiplies in place.
        weight = np.broadcast_to(weight.reshape(*weight.shape, *sides), mask.shape).copy()
    return y_true, y_pred, weight, mask


def _tensors(y_true: Any, y_pred: Any, mask: Any) -> tuple[Any, Any]:
    scores = ops.convert_to_tensor(y_pred)
    return ops.convert_to_tensor(y_true), scores if mask is None else with_mask(scores, mask)


def _array(value: Any) -> NDArray[Any]:
    return np.asarray(ops.convert_to_numpy(value))


def _shown(metric: Any, batches: Sequence[Batch]) -> NDArray[Any]:
    metric.reset_state()
    for y_true, y_pred, weight, mask in map(_laid, batches):
        more = {} if weight is None else {"sample_weight": ops.convert_to_tensor(weight)}
        metric.update_state(*_tensors(y_true, y_pred, mask), **more)
    result = _array(metric.result())
    metric.reset_state()
    return result


def _logged(loss: Any, batches: Sequence[Batch]) -> NDArray[Any]:
    values, rows = [], []
    for y_true, y_pred, weight, mask in map(_laid, batches):
        values.append(_array(loss(*_tensors(y_true, y_pred, mask), sample_weight=weight)))
        rows.append(len(y_pred))
    if values and values[0].ndim:
        return np.concatenate(values)
    return np.asarray(np.average(values, weights=rows)) if sum(rows) else np.asarray(0.0)
