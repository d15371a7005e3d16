"""The comparisons: which elements were decided rightly, before anything is summed."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import keras
import ml_dtypes
import numpy as np
from keras import ops

from resolver.core.errors import InvalidArgument
from resolver.edge.count.alignment import check_weights, element_shape, one_axis_less
from resolver.edge.count.rooms import ROOM
from resolver.edge.count.rule import Rule

__all__ = ["Verdict", "as_tensor", "judge", "size", "spread"]


class Verdict(NamedTuple):
    """Per element: was it right, and is it counted at all (``None``: all are)."""

    hits: Any
    counted: Any


def as_tensor(x: Any) -> Any:
    """A tensor of the running backend, in the precision and on the scale it came with.

    Raises:
        InvalidArgument: If it is ``None``.
    """
    if x is None:
        raise InvalidArgument(
            "An accuracy compares labels with predictions, and one of them is missing. "
            "Received: None. Use: metric.update_state(y_true, y_pred) where there are labels"
        )
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
    given, rows = tuple(weights.shape), tuple(hits.shape)
    if given == rows and None not in rows:
        return weights
    shape = check_weights(given, rows, name)
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
    kind = _kind(y_pred)
    if not _is_float(kind):
        y_pred, kind = ops.cast(y_pred, "float32"), "float32"
    threshold = round_down(rule.threshold, kind)
    labels, kind = y_true, _kind(y_true)
    if not _is_float(kind) and kind != "bool":
        labels = y_true > 0  # for integers a half and 0 say the same
    hits = ROOM.side_hits(labels, rule.positive, y_pred, threshold)
    return Verdict(hits, _counted(rule, y_true))


def round_down(threshold: float, kind: str) -> float:
    """The threshold as a number that a dtype has, with the same values above it.

    In float32 that is the nearest one, as Keras compares. In the 16-bit dtypes it is the
    greatest one that is not above the float32 threshold: then ``>`` means what it would mean
    after a cast to float32, without the cast.

    Example:
        >>> round_down(0.3, "bfloat16")
        0.298828125
    """
    if kind not in ("float16", "bfloat16"):
        return threshold
    exact = np.float32(threshold)
    dtype = np.dtype(kind) if kind == "float16" else np.dtype(ml_dtypes.bfloat16)
    near = exact.astype(dtype)
    if np.float32(near) > exact:
        near = np.nextafter(near, dtype.type(-np.inf))
    return float(near)


def _multiclass(rule: Rule, y_true: Any, y_pred: Any) -> Verdict:
    spare = one_axis_less(_dims(y_true), tuple(y_pred.shape), rule.axis, rule.coding)
    y_pred = _ordered(y_pred)
    if rule.coding == "index":
        if spare:
            shape = list(ops.shape(y_pred))
            del shape[rule.axis]
            y_true = ops.reshape(y_true, shape)
        return Verdict(ROOM.class_hits(_ids(y_true), y_pred, rule.axis), _counted(rule, y_true))
    ids, clean = ROOM.first_max(_ordered(y_true), rule.axis)
    hits = ROOM.class_hits(ids, y_pred, rule.axis)
    return Verdict(hits & clean, _counted(rule, ids))


def _counted(rule: Rule, labels: Any) -> Any:
    if rule.ignore_class is None:
        return None
    kind = _kind(labels)
    if kind.startswith("uint") and not 0 <= rule.ignore_class < 2 ** int(kind[4:]):
        return None
    if kind == "bool":
        labels = ops.cast(labels, "int32")
    return ops.not_equal(labels, rule.ignore_class)


def _kind(x: Any) -> str:
    """Name of a tensor's dtype. Keras's own way to it costs more than a small comparison."""
    return getattr(x.dtype, "name", None) or str(x.dtype).rpartition(".")[2]


def _is_float(kind: str) -> bool:
    return kind.startswith(("float", "bfloat"))


def _ordered(x: Any) -> Any:
    """Booleans as integers: not every backend has their maximum."""
    return ops.cast(x, "int32") if _kind(x) == "bool" else x


def _ids(labels: Any) -> Any:
    """Labels as integers: ids are never compared in a float dtype, and never wrap."""
    kind = _kind(labels)
    if kind in ("int32", "int64"):
        return labels
    if _is_float(kind):
        whole = ops.logical_and(ops.equal(labels, ops.floor(labels)), ops.abs(labels) < 2.0**31)
        return ops.cast(ops.where(whole, labels, -1), "int32")
    if kind in ("uint32", "uint64") and keras.backend.backend() != "jax":
        return ops.cast(labels, "int64")
    return ops.cast(labels, "int32")


def size(tensor: Any) -> Any:
    """How many elements a tensor has: an integer, or flags that are all true if unknown."""
    dims = tuple(tensor.shape)
    return ops.ones_like(tensor, dtype="bool") if None in dims else math.prod(dims)
