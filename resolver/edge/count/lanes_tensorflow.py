"""The first maximum of rows in one pass, with TensorFlow's XLA."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from resolver.edge.count.lanes import lanes_of, pieces
from resolver.edge.count.order import INFINITY, by_columns, in_order, paired, place_of

__all__ = ["comparable", "first_max_in_lanes", "places"]


def comparable(x: Any) -> Any:
    """Scores as XLA compares them fast: those of 16 bits as integers."""
    return in_order(tf.bitcast(x, tf.int16), tf.where) if x.dtype.name in INFINITY else x


def places(x: Any, axis: int) -> Any:
    """0, 1, 2 and so on along one axis, to be broadcast along those behind it."""
    behind = -1 - axis if axis < 0 else len(x.shape) - 1 - axis
    return tf.reshape(tf.range(x.shape[axis]), [-1] + [1] * behind)


def first_max_in_lanes(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN).

    XLA on a CPU goes once through the scores for each result, so the maximum of a lane and its
    place are made one number of 64 bits: the greatest of these is the first maximum.

    Args:
        x: Scores of 32 bits at most, of a known number of columns.
        axis: The axis of the columns.
    """
    columns = x.shape[axis]
    lanes = lanes_of(columns, x.dtype.size)
    starts, scores = zip(*pieces(comparable(x), axis, lanes), strict=True)
    top, number, clean = by_columns(scores, tf.where, INFINITY.get(x.dtype.name))
    place = tf.minimum(tf.cast(number, tf.int32) * lanes, starts[-1]) + places(top, axis)
    if top.dtype == tf.float32:
        top = in_order(tf.bitcast(top, tf.int32), tf.where, 1 << 31)
    left = tf.cast(columns - place, tf.int64)
    pairs = paired(tf.cast(top, tf.int64), left, clean, tf.where, half=32)
    index, clean = place_of(tf.reduce_max(pairs, axis), columns, half=32)
    return tf.cast(index, tf.int32), clean
