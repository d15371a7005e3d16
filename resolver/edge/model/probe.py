"""Runs a model on a few rows, to see whether its outputs leave [0, 1]."""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np

from resolver.core.errors import InvalidArgument
from resolver.edge.model.trace import undisturbed

ROWS: Final = 32
"""How many rows of a probe are looked at."""


def run(model: Any, probe: Any) -> list[Any]:
    """The outputs of a model on the first rows of a batch, flat, as NumPy arrays.

    Nothing moves in a built model: neither weights nor the state of random generators. A model
    that was never built is built by this; the variables it had before keep their values.

    Args:
        model: A Keras model or layer.
        probe: A batch of inputs as the model takes them: an array, or a list or dict of arrays.

    Raises:
        InvalidArgument: If the model cannot be run on it.
    """
    try:
        given = _rows(probe)
        outputs = _undisturbed_call(model, given) if model.built else _first_call(model, given)
        return [_array(leaf) for leaf in keras.tree.flatten(outputs)]
    except Warning:  # made an error by the caller's filters; it says what it is about
        raise
    except Exception as error:  # a backend's own error, of any type
        seen = str(error).strip().splitlines() or [type(error).__name__]
        raise InvalidArgument(
            f"The model {model.name!r} cannot be run on the probe, which must be a batch of inputs "
            f"as the model takes them. Received: {_described(probe)}, and the model said: "
            f"{seen[0]} Use: probe=x[:{ROWS}]"
        ) from error


def _undisturbed_call(model: Any, given: Any) -> Any:
    try:
        with undisturbed(model):
            return model(given, training=False)
    except Exception:  # a sublayer that is not built yet; if it is another reason, it recurs
        return _first_call(model, given)


def _first_call(model: Any, given: Any) -> Any:
    before = [(variable, keras.ops.convert_to_numpy(variable)) for variable in model.variables]
    outputs = model(given, training=False)
    for variable, value in before:
        variable.assign(value)
    return outputs


def _rows(probe: Any) -> Any:
    if isinstance(probe, dict):
        return {key: _rows(part) for key, part in probe.items()}
    if isinstance(probe, (list, tuple)):
        if any(hasattr(part, "shape") or isinstance(part, dict) for part in probe):
            return type(probe)([_rows(part) for part in probe])
        return np.asarray(probe)[:ROWS]
    if hasattr(probe, "iloc"):
        return np.asarray(probe.iloc[:ROWS])
    return probe[:ROWS]


def _described(probe: Any) -> str:
    shape = getattr(probe, "shape", None)
    return type(probe).__name__ if shape is None else f"shape {tuple(shape)}"


def _array(leaf: Any) -> Any:
    if "float" in keras.backend.standardize_dtype(leaf.dtype):
        return np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(leaf, "float32")))
    return np.asarray(keras.ops.convert_to_numpy(leaf))


def outside_unit(values: Any) -> bool | None:
    """True if a finite value lies outside [0, 1]; ``None`` if no value is a finite float.

    Example:
        >>> outside_unit(np.array([0.0, 1.5])), outside_unit(np.array([0.5, np.nan]))
        (True, False)
    """
    if values.dtype.kind != "f":
        return None
    finite = values[np.isfinite(values)]
    return bool(((finite < 0) | (finite > 1)).any()) if finite.size else None
