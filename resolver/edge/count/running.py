"""Runs a metric, a loss or a function on batches of arrays, as training would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from resolver.core.errors import InvalidType
from resolver.edge.count.masks import with_mask
from resolver.edge.count.ratio import wrap_metric_function

__all__ = ["Batch", "run_batches", "run_function"]

Batch = tuple[Any, Any, Any, Any]
"""y_true, y_pred, sample_weight or ``None``, mask or ``None``: arrays."""


def run_batches(measured: Any, batches: Sequence[Batch]) -> NDArray[Any]:
    """What a metric shows, or a loss logs, after these batches.

    Args:
        measured: A metric, which is reset before and after; a loss; or a function as it is given
            in ``metrics=``, which returns a tensor or (numerator, denominator).
        batches: The batches, in order.

    Returns:
        The result of the metric; of a loss, the mean of its batches, each weighted by its rows as
        Keras logs it. A loss that is not reduced: its values for all rows.

    Raises:
        InvalidType: If it is none of these.

    Example:
        >>> import numpy as np
        >>> y_true, y_pred = np.array([[1.0], [0.0], [1.0]]), np.array([[2.0], [0.0], [1.0]])
        >>> mse = keras.losses.MeanSquaredError()
        >>> run_batches(mse, [(y_true[:1], y_pred[:1], None, None)]).tolist()
        1.0
    """
    if isinstance(measured, keras.losses.Loss):
        return _logged(measured, batches)
    if not hasattr(measured, "update_state"):
        if not callable(measured) or isinstance(measured, type):
            raise InvalidType(
                "What is run on batches is a metric, a loss or a function of y_true and y_pred. "
                f"Received: {measured!r} (type {type(measured).__name__}). "
                "Use: keras.metrics.BinaryAccuracy()"
            )
        measured = wrap_metric_function(measured)
    measured.reset_state()
    for y_true, y_pred, weight, mask in batches:
        more = {} if weight is None else {"sample_weight": ops.convert_to_tensor(weight)}
        measured.update_state(*_tensors(y_true, y_pred, mask), **more)
    result = _array(measured.result())
    measured.reset_state()
    return result


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


def _tensors(y_true: Any, y_pred: Any, mask: Any) -> tuple[Any, Any]:
    scores = ops.convert_to_tensor(y_pred)
    return ops.convert_to_tensor(y_true), scores if mask is None else with_mask(scores, mask)


def _array(value: Any) -> NDArray[Any]:
    return np.asarray(ops.convert_to_numpy(value))


def _logged(loss: Any, batches: Sequence[Batch]) -> NDArray[Any]:
    values, rows = [], []
    for y_true, y_pred, weight, mask in batches:
        values.append(_array(loss(*_tensors(y_true, y_pred, mask), sample_weight=weight)))
        rows.append(len(y_pred))
    if values and values[0].ndim:
        return np.concatenate(values)
    return np.asarray(np.average(values, weights=rows)) if sum(rows) else np.asarray(0.0)
