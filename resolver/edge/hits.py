"""The comparisons: which elements were decided rightly, before anything is summed."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from resolver.edge.alignment import check_weights, element_shape, one_axis_less
from resolver.edge.rooms import room
from resolver.edge.rule import Rule

__all__ = ["Verdict", "as_tensor", "judge", "spread"]


class Verdict(NamedTuple):
    """Per element: was it right, and is it counted at all (``None``: all are)."""

    hits: Any
    counted: Any


def as_tensor(x: Any) -> Any:
    """A tensor of the running backend, in the precision and on the scale it came with."""
    if not ops.is_tensor(x) and not isinstance(x, keras.Variable):
        x = np.asarray(x)
        if x.dtype in (np.int64, np.uint64, np.uint32) and keras.backend.backend() == "jax":
            # JAX would keep the lower 32 bits, and a huge id could become a valid one.
            x = np.clip(x, -(2**31), 2**31 - 1).astype(np.int32)
        if x.dtype.kind in "biu":
            # Said, or JAX's room of Keras makes floats of integers under floatx bfloat16.
            return ops.convert_to_tensor(x, dtype=x.dtype.name)
    return ops.convert_to_tensor(x)


def judge(rule: Rule, y_true: Any, y_pred: Any) -> Verdict:
    """Which elements were decided rightly.

    Args:
        rule: How to compare.
        y_true: Labels, a tensor.
        y_pred: Predictions, a tensor.

    Returns:
        Two boolean tensors, one value an element that is decided.
    """
    if rule.task == "multiclass":
        return _multiclass(rule, y_true, y_pred)
    return _element(rule, y_true, y_pred)


def spread(weights: Any, hits: Any, name: str = "sample_weight") -> Any:
    """Weights or a mask, repeated to one value for each element of `hits`."""
    shape = check_weights(tuple(weights.shape), tuple(hits.shape), name)
    if len(shape) != len(weights.shape):
        actual = (*ops.shape(weights), *([1] * len(shape)))[: len(shape)]
        weights = ops.reshape(weights, actual)
    return ops.broadcast_to(weights, ops.shape(hits))


def _dims(x: Any) -> tuple[int | None, ...] | None:
    """The static shape; ``None`` if not even the rank is known, which TensorFlow allows."""
    return None if getattr(x.shape, "rank", 0) is None else tuple(x.shape)


def _element(rule: Rule, y_true: Any, y_pred: Any) -> Verdict:
    yields = element_shape(_dims(y_true), tuple(y_pred.shape))
    if yields == "y_true":
        y_true = ops.reshape(y_true, ops.shape(y_pred))
    elif yields == "y_pred":
        y_pred = ops.reshape(y_pred, ops.shape(y_true))
    hits = room().element_hits(_real(y_true), _real(y_pred), rule.positive, rule.threshold)
    return Verdict(hits, _counted(rule, y_true))


def _multiclass(rule: Rule, y_true: Any, y_pred: Any) -> Verdict:
    spare = one_axis_less(_dims(y_true), tuple(y_pred.shape), rule.axis, rule.coding)
    guess, clean = room().first_max(_ordered(y_pred), rule.axis)
    if rule.coding == "index":
        labels = ops.reshape(y_true, ops.shape(guess)) if spare else y_true
        counted = _counted(rule, labels)
        ids = _ids(labels)
    else:
        ids, whole_rows = room().first_max(_ordered(y_true), rule.axis)
        counted = _counted(rule, ids)
        clean = ops.logical_and(clean, whole_rows)
    return Verdict(ops.logical_and(ops.equal(ops.cast(guess, ids.dtype), ids), clean), counted)


def _counted(rule: Rule, labels: Any) -> Any:
    if rule.ignore_class is None:
        return None
    kind = keras.backend.standardize_dtype(labels.dtype)
    if kind.startswith("uint") and not 0 <= rule.ignore_class < 2 ** int(kind[4:]):
        return None
    if kind == "bool":
        labels = ops.cast(labels, "int32")
    return ops.not_equal(labels, rule.ignore_class)


def _real(x: Any) -> Any:
    """As a float of at least 32 bits, so that a threshold is not rounded to the tensor's dtype."""
    wide = keras.backend.standardize_dtype(x.dtype) in ("float32", "float64")
    return x if wide else ops.cast(x, "float32")


def _ordered(x: Any) -> Any:
    """Booleans as integers: not every backend has their maximum."""
    return ops.cast(x, "int32") if keras.backend.standardize_dtype(x.dtype) == "bool" else x


def _ids(labels: Any) -> Any:
    """Labels as integers: ids are never compared in a float dtype, and never wrap."""
    kind = keras.backend.standardize_dtype(labels.dtype)
    if keras.backend.is_float_dtype(kind):
        whole = ops.logical_and(ops.equal(labels, ops.floor(labels)), ops.abs(labels) < 2.0**31)
        return ops.cast(ops.where(whole, labels, -1), "int32")
    if kind in ("uint32", "uint64", "int64") and keras.backend.backend() != "jax":
        return ops.cast(labels, "int64")
    return ops.cast(labels, "int32")
