"""Running a model on a bounded number of rows, to measure what it predicts."""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np

from resolver.core.errors import InvalidArgument
from resolver.core.structure import flatten
from resolver.core.tick import Tick

BATCH: Final = 64
"""Rows shown to the model in one go."""


def rows_of(x: Any) -> int:
    """How many rows inputs have, one array or a list or dict of them.

    Raises:
        InvalidArgument: If they are no arrays, or of different lengths.
    """
    lengths = {_length(each) for each in flatten(x)}
    if len(lengths) != 1:
        raise InvalidArgument(
            "Inputs must have one number of rows. "
            f"Received: x with {', '.join(map(str, sorted(lengths)))} rows. Use: x=x_test"
        )
    return lengths.pop()


def _length(x: Any) -> int:
    shape = getattr(x, "shape", None)
    if not shape:
        raise InvalidArgument(
            f"Inputs are arrays, one for each input of the model. Received: {type(x).__name__}. "
            "Use: x=x_test"
        )
    return int(shape[0])


def predict(model: Any, x: Any, picked: Any, tick: Tick) -> Any:
    """What a model says of some rows, outside of training; nothing of the model is changed.

    Args:
        model: A Keras model that can be called.
        x: Its inputs: an array, or a list or dict of them.
        picked: The numbers of the rows to show it.
        tick: Told after each batch how many rows are done, and of how many.

    Returns:
        Its outputs as NumPy arrays, in their structure.

    Raises:
        InvalidArgument: If it is no model.

    Example:
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
        >>> predict(model, np.ones((9, 1)), np.array([0, 8]), lambda done, total: None).shape
        (2, 1)
    """
    if not isinstance(model, keras.Layer):
        raise InvalidArgument(
            "x= is what a model is run on, and there is none. "
            f"Received: {type(model).__name__}. "
            "Use: resolver.explain(model, y, x=x), or resolver.explain(predictions, y)"
        )
    parts = []
    for start in range(0, len(picked), BATCH):
        rows = picked[start : start + BATCH]
        batch = keras.tree.map_structure(lambda each, rows=rows: np.asarray(each)[rows], x)
        said = model(batch, training=False)
        parts.append(keras.tree.map_structure(keras.ops.convert_to_numpy, said))
        tick(min(start + BATCH, len(picked)), len(picked))
    return keras.tree.map_structure(lambda *each: np.concatenate(each), *parts)
