"""The room of TensorFlow, for both of its compilers: Eigen's kernels, and XLA.

With ``jit_compile="auto"`` Keras compiles a step with XLA where there is a GPU, and on a CPU leaves
it to Eigen, so both are everyday (`Trainer._resolve_auto_jit_compile`, Keras 3.15). They differ in
what a block costs, and in NaN: Eigen's maximum keeps it, XLA's fast one drops it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

# No public name tells at trace time whether XLA will compile the graph; TensorFlow's own
# operations ask here. Checked with TensorFlow 2.21.
from tensorflow.python.ops import control_flow_util

from resolver.edge.count.blocks import block_size
from resolver.edge.count.blocks_tensorflow import first_max_in_blocks
from resolver.edge.count.hits_plain import (
    add_pairs,
    add_reals,
    add_words,
    float_sum,
    is_global,
    kept,
    whole_sum,
)
from resolver.edge.count.lanes import NARROW, lanes_of, pieces, unbeaten
from resolver.edge.count.lanes_tensorflow import comparable, first_max_in_lanes, places
from resolver.edge.count.order import INFINITY, by_columns, is_number, paired, place_of

__all__ = [
    "add_pairs",
    "add_reals",
    "add_true",
    "add_words",
    "change",
    "class_hits",
    "first_max",
    "float_sum",
    "is_global",
    "kept",
    "parts",
    "side_hits",
    "true_sum",
    "whole_sum",
]

CHAIN = 16
"""Up to so many classes XLA makes one chain of rows of labels and the scores that go with them."""

REGISTER = 32
"""How many bytes XLA takes at once: so many it adds up without a loop."""

FEW = 10_000
"""Fewer flags than this are added up without ado."""


def _xla() -> bool:
    return not tf.executing_eagerly() and bool(
        control_flow_util.GraphOrParentsInXlaContext(tf.compat.v1.get_default_graph())
    )


def first_max(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN)."""
    columns = x.shape[axis]
    if _xla() and _has_few(x, axis, CHAIN if x.dtype == tf.float32 else NARROW):
        return _first_of_few(x, axis)
    if _xla() and columns and x.dtype.size <= 4 and x.dtype != tf.uint32:
        return first_max_in_lanes(x, axis)
    size = None if _xla() else block_size(columns, math.sqrt(columns or 1), 8)
    if size is None or not _is_last(x, axis):
        index = tf.argmax(x, axis=axis, output_type=tf.int32)
        return index, _searched(x, axis)
    index, clean = first_max_in_blocks(x, size)
    shape = tf.shape(x)[:-1]
    return tf.reshape(index, shape), tf.reshape(clean, shape)


def _has_few(x: Any, axis: int, limit: int) -> bool:
    """Whether columns are no more than a limit; not so if their number is unknown."""
    return 0 < (x.shape[axis] or 0) <= limit


def _is_last(x: Any, axis: int) -> bool:
    return axis in (-1, len(x.shape) - 1)


def _first_of_few(x: Any, axis: int) -> tuple[Any, Any]:
    """`first_max` of columns that are too few for lanes."""
    scores, infinity = comparable(x), INFINITY.get(x.dtype.name)
    if infinity is not None:
        left, clean = x.shape[axis] - places(x, axis), is_number(scores, infinity)
        pairs = paired(tf.cast(scores, tf.int32), left, clean, tf.where)
        return place_of(tf.reduce_max(pairs, axis), x.shape[axis])
    _, index, clean = by_columns(tf.unstack(scores, axis=axis), tf.where)
    return tf.cast(index, tf.int32), clean


def _searched(x: Any, axis: int) -> Any:
    """Which rows are free of NaN, where no maximum tells.

    A sum keeps a NaN, and is read by a fast kernel where a search for NaN is not. It is NaN also
    where both infinities meet, so only then the rows are searched.
    """
    if not x.dtype.is_floating or _is_small(x):
        return tf.reduce_all(tf.equal(x, x), axis=axis)
    return tf.cond(
        tf.math.is_nan(tf.reduce_sum(x)),
        lambda: tf.reduce_all(tf.equal(x, x), axis=axis),
        lambda: tf.ones(_rows_shape(x, axis), tf.bool),
    )


def _is_small(x: Any) -> bool:
    return (x.shape.num_elements() or FEW) < FEW


def _rows_shape(x: Any, axis: int) -> Any:
    shape = tf.shape(x)
    axis %= len(x.shape)
    return tf.concat([shape[:axis], shape[axis + 1 :]], 0)


def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row."""
    if _xla() and _has_few(y_pred, axis, NARROW):
        index, clean = _first_of_few(y_pred, axis)
    elif _xla() and y_pred.shape[axis] and _is_last(y_pred, axis):
        return _unbeaten(ids, y_pred)
    else:
        index, clean = first_max(y_pred, axis)
    return tf.logical_and(tf.equal(tf.cast(index, ids.dtype), ids), clean)


def _unbeaten(ids: Any, x: Any) -> Any:
    """`class_hits` in one pass, where the compiler fuses it.

    The id's score must exceed every score before it and reach every one after it. A NaN does
    neither.
    """
    columns = x.shape[-1]
    valid = tf.logical_and(ids >= 0, ids < columns)
    ids = tf.cast(tf.where(valid, ids, tf.zeros_like(ids)), tf.int32)
    lanes = lanes_of(columns, x.dtype.size)
    gap = ids[..., None] - tf.range(lanes)
    score = comparable(_at(x, ids)[..., None])
    parts = pieces(comparable(x), -1, lanes)
    each = unbeaten(parts, score, gap, tf.where, INFINITY.get(x.dtype.name))
    # Of bytes XLA has a fast minimum, which it does not make one with the pass.
    every = tf.reduce_min(tf.cast(each, tf.int8), axis=-1)
    return tf.logical_and(tf.equal(every, 1), valid)


def _at(x: Any, ids: Any) -> Any:
    """The value of each row at a valid place."""
    # Off one long row: a gather by rows and columns costs XLA more.
    places = tf.range(tf.size(ids)) * tf.shape(x)[-1] + tf.reshape(ids, [-1])
    return tf.reshape(tf.gather(tf.reshape(x, [-1]), places), tf.shape(ids))


def side_hits(labels: Any, positive: float, y_pred: Any, threshold: float) -> Any:
    """Whether each prediction lies on its label's side of the threshold; NaN lies on none."""
    if labels.dtype.is_bool:
        return tf.where(labels, y_pred > threshold, y_pred <= threshold)
    # Eigen compares with a number in half the time of comparing two tensors, or of choosing.
    above, yes = labels > positive, y_pred > threshold
    if y_pred.dtype.size < 4 or labels.dtype.size < 4 or _xla() or _is_small(y_pred):
        no = tf.logical_and(labels <= positive, y_pred <= threshold)
        return tf.logical_or(tf.logical_and(above, yes), no)
    # The sums, of which NaN makes NaN, cost it less than the comparisons they save.
    # Bytes it compares in half the time of booleans.
    same = tf.equal(tf.cast(above, tf.uint8), tf.cast(yes, tf.uint8))
    sums = tf.reduce_sum(labels), tf.reduce_sum(y_pred)
    return tf.cond(
        tf.logical_or(*map(tf.math.is_nan, sums)),
        lambda: same & tf.equal(labels, labels) & tf.equal(y_pred, y_pred),
        lambda: same,
    )


def true_sum(flags: Any) -> Any:
    """How many flags are true, as two int32 words of shape (2,)."""
    total = tf.cast(_number_of(flags), tf.int32)
    return tf.stack([tf.bitwise.bitwise_and(total, 0xFFFFF), tf.bitwise.right_shift(total, 20)])


def _number_of(flags: Any) -> Any:
    """How many flags are true, added in bytes: of them a register has many."""
    if _is_small(flags):
        return tf.reduce_sum(tf.cast(flags, tf.int64))
    count = flags.shape.num_elements()
    flags = tf.cast(flags, tf.uint8)
    xla = _xla()
    # No sum above 255. XLA adds the bytes of a register at once; Eigen adds
    # numbers of 64 bits at once, in which eight sums of bytes lie side by side.
    group = REGISTER if xla else 8 * _height(count)
    bulk = (tf.size(flags) if count is None else count) // group * group
    if count is not None and bulk == count:
        return _sum_of_bytes(flags, group, xla)
    flags = tf.reshape(flags, [-1])
    rest = tf.reduce_sum(tf.cast(flags[bulk:], tf.int32))
    return _sum_of_bytes(flags[:bulk], group, xla) + rest


def _height(count: int | None) -> int:
    """How many bytes a lane adds up: such that none are left over, where that can be."""
    fits = (height for height in range(255, 31, -1) if count and count % (8 * height) == 0)
    return next(fits, 64)


def _sum_of_bytes(flags: Any, group: int, xla: bool) -> Any:
    if xla:
        sums = tf.reduce_sum(tf.reshape(flags, [-1, group]), axis=-1)
    else:
        lanes = tf.bitcast(tf.reshape(flags, [-1, group // 8, 8]), tf.int64)
        sums = tf.bitcast(tf.reduce_sum(lanes, axis=-1), tf.uint8)
    return tf.reduce_sum(tf.cast(sums, tf.int32))


def add_true(words: Any, flags: Any) -> Any:
    """Words with the number of true flags added to each part; an integer counts for itself."""
    numbers = [
        tf.constant(flag, tf.int64)
        if isinstance(flag, int)
        else tf.cast(_number_of(flag), tf.int64)
        for flag in flags
    ]
    # In 64 bits the carries need no care, and each operation saved is time without a compiler.
    low, high = tf.unstack(tf.cast(words, tf.int64))
    total = low + tf.stack(numbers)
    high += tf.bitwise.right_shift(total, 20)
    return tf.cast(tf.stack([tf.bitwise.bitwise_and(total, 0xFFFFF), high]), tf.int32)


def change(variable: Any, update: Callable[[Any], Any]) -> None:
    """Put what `update` makes of a variable's value in its place, on this replica.

    Outside of `strategy.run` the first replica of this process stands for all: to assign to the
    whole there would divide by the number of replicas, and lose what does not divide.
    """
    replicas = _replicas(variable.value)
    if not replicas or (
        tf.distribute.has_strategy() and not tf.distribute.in_cross_replica_context()
    ):
        variable.assign(update(variable.value))
    else:
        replicas[0].assign(update(replicas[0].value()))


def parts(variable: Any) -> Any:
    """The values this process has of a variable: NumPy, one for each of its replicas.

    To read the whole of one that is added on reading would exchange it with all workers.
    """
    held = variable.value
    return np.stack([each.numpy() for each in _replicas(held) or (held,)])


def _replicas(held: Any) -> tuple[Any, ...]:
    """What this process has of a variable that has a value for each replica; else nothing."""
    if not isinstance(held, tf.distribute.DistributedValues):
        return ()
    if held.synchronization != tf.VariableSynchronization.ON_READ:
        return ()
    return tuple(held.distribute_strategy.experimental_local_results(held))
