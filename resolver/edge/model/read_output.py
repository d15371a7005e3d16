"""An output read from an array of predictions, or from anything with a shape and a dtype."""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.core.specs import Output


def read_output(y_pred: Any) -> Output:
    """The output that predictions are a batch of.

    Args:
        y_pred: A NumPy, TensorFlow, JAX or torch array, or a spec, of shape ``(batch, ...)``.

    Returns:
        Shape with an unknown batch, dtype, and, where there are values, whether one lay outside
        [0, 1]: that proves logits; inside proves nothing.

    Example:
        >>> read_output(np.array([[0.2, 3.0]], "float32")).outside_unit
        True
    """
    rank = getattr(y_pred.shape, "rank", 0)
    if rank is None:
        return Output(None, dtype=_dtype_name(y_pred.dtype))
    dims = tuple(None if dim is None else int(dim) for dim in y_pred.shape)
    return Output(
        (None, *dims[1:]) if dims else dims,
        dtype=_dtype_name(y_pred.dtype),
        outside_unit=_outside_unit(y_pred),
    )


def _dtype_name(dtype: Any) -> str:
    return getattr(dtype, "name", None) or str(dtype).removeprefix("torch.")


def _outside_unit(y_pred: Any) -> bool | None:
    values = _values(y_pred)
    if values is None or values.size == 0:
        return None
    sample = values[:: max(1, len(values) // 1024)] if values.ndim else values
    finite = sample[np.isfinite(sample)]
    return bool(((finite < 0) | (finite > 1)).any())


def _values(y_pred: Any) -> Any:
    if isinstance(y_pred, np.ndarray):
        return y_pred.astype("float64") if y_pred.size < 10_000 else y_pred
    detach = getattr(y_pred, "detach", None)
    if callable(detach):
        tensor = detach()
        return np.asarray((tensor.float() if tensor.is_floating_point() else tensor).cpu())
    if not hasattr(y_pred, "__array__"):
        return None
    try:
        return np.asarray(y_pred, dtype="float64")
    except (TypeError, ValueError, NotImplementedError):
        # A spec or a traced tensor has no values; a KerasTensor refuses in its own words.
        return None
