"""The room of JAX, written for XLA on a CPU and right on any device."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from keras.src.backend import in_stateless_scope

from resolver.core.errors import InvalidArgument
from resolver.edge.count import hits_plain
from resolver.edge.count.blocks import block_size
from resolver.edge.count.order import INFINITY, NARROW_HALF, beaten, by_columns, in_order

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

NARROW = 32
"""Up to so many classes XLA is fastest with the columns taken one by one, in one pass. With more it
would still be, but takes long to compile them."""

WIDE = 500
"""From so many classes on bytes are better reduced than booleans."""

ADDENDS = 32
"""How many flags are added up in one byte: a register full."""

# Outside of a compiled step every operation would be dispatched by itself.
float_sum = jax.jit(hits_plain.paired_sum)
whole_sum = jax.jit(hits_plain.narrow_sum)
add_words = jax.jit(hits_plain.add_words)
add_pairs = jax.jit(hits_plain.add_pairs)
add_reals = jax.jit(hits_plain.add_reals)
kept = jax.jit(hits_plain.kept)
parts = hits_plain.parts


@partial(jax.jit, static_argnames="axis")
def first_max(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN)."""
    if _is_narrow(x, axis):
        return _by_columns(x, axis)
    x = _stored(x)
    columns = x.shape[axis]
    last = axis in (-1, x.ndim - 1)
    size = block_size(columns, 2 * math.sqrt(columns), lanes=8) if last else None
    if size is None:
        index = jnp.argmax(x, axis=axis)
        top = jnp.take_along_axis(x, jnp.expand_dims(index, axis), axis)
        return index, ~jnp.isnan(jnp.squeeze(top, axis))
    blocks = x.reshape(*x.shape[:-1], columns // size, size)
    # Without the barriers XLA computes the maxima again for each of their uses.
    maxima = lax.optimization_barrier(jnp.max(blocks, axis=-1))
    top = jnp.max(maxima, axis=-1, keepdims=True)
    number = jnp.minimum(_first(maxima == top), columns // size - 1)
    block = jnp.take_along_axis(blocks, number[..., None, None], axis=-2)
    block = lax.optimization_barrier(jnp.squeeze(block, -2))
    return number * size + _first(block == top), _clean(x)


def _stored(x: Any) -> Any:
    """Scores as they are stored. XLA rounds to 16 bits only what leaves a step, not within it.

    So a score would be compared with the same score rounded, and neither beat nor equal it
    (`xla_allow_excess_precision`, true by default; jax 0.10).
    """
    if not jnp.issubdtype(x.dtype, jnp.floating) or x.dtype.itemsize >= 4:
        return x
    return lax.reduce_precision(x.astype(jnp.float32), 8, jnp.finfo(x.dtype).nmant)


def _is_narrow(x: Any, axis: int) -> bool:
    columns = x.shape[axis]
    if not isinstance(columns, int):  # but a symbol
        return False
    return columns in NARROW_HALF if x.dtype.name in INFINITY else 0 < columns <= NARROW


def _by_columns(x: Any, axis: int) -> tuple[Any, Any]:
    scores = _comparable(x)
    columns = [lax.index_in_dim(scores, k, axis, keepdims=False) for k in range(x.shape[axis])]
    index, clean = by_columns(columns, jnp.where, INFINITY.get(x.dtype.name))
    return index.astype(jnp.int32), clean


def _comparable(x: Any) -> Any:
    """Scores as XLA compares them fast: those of 16 bits as integers."""
    if x.dtype.name not in INFINITY:
        return x
    return in_order(lax.bitcast_convert_type(x, jnp.int16), jnp.where)


def _clean(x: Any) -> Any:
    """Which rows are free of NaN.

    XLA's fast maximum on a CPU drops NaN (jax 0.10: `jnp.max` of a large array). A sum keeps it,
    and is read by a fast kernel where a search for NaN is not. A sum is NaN also where both
    infinities meet, so only then the rows are searched.
    """
    if not jnp.issubdtype(x.dtype, jnp.floating):
        return jnp.ones(x.shape[:-1], bool)
    ones = jnp.ones(x.shape[-1], x.dtype)
    sums = lax.optimization_barrier(jnp.matmul(x, ones, preferred_element_type=jnp.float32))
    return lax.cond(
        jnp.any(jnp.isnan(sums)),
        lambda: ~jnp.any(jnp.isnan(x), axis=-1),
        lambda: jnp.ones(x.shape[:-1], bool),
    )


def _first(flags: Any) -> Any:
    """Index of the first true flag; the number of flags if there is none."""
    size = flags.shape[-1]
    # Of bytes XLA has a fast maximum, of wider integers it has not.
    left = jnp.arange(size, 0, -1, dtype=jnp.int8 if size < 128 else jnp.int32)
    return size - jnp.max(jnp.where(flags, left, 0), axis=-1).astype(jnp.int32)


@partial(jax.jit, static_argnames="axis")
def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row.

    One fused pass: the id's score must exceed every score before it and reach every one after
    it. A NaN does neither.
    """
    if _is_narrow(y_pred, axis):
        index, clean = _by_columns(y_pred, axis)
        return (index == ids) & clean
    columns = y_pred.shape[axis]
    ids = jnp.expand_dims(ids, axis)
    score = jnp.take_along_axis(y_pred, jnp.clip(ids, 0, columns - 1), axis)
    shape = [1] * y_pred.ndim
    shape[axis] = columns
    before = jnp.arange(columns, dtype=jnp.int32).reshape(shape) < ids
    scores, score = _comparable(y_pred), _comparable(score)
    each = beaten(scores, score, before, jnp.where, INFINITY.get(y_pred.dtype.name))
    every = jnp.min(each.astype(jnp.int8), axis) == 1 if columns >= WIDE else each.all(axis)
    return every & jnp.squeeze((ids >= 0) & (ids < columns), axis)


@jax.jit
def side_hits(labels: Any, positive: Any, y_pred: Any, threshold: Any) -> Any:
    """Whether each prediction lies on its label's side of the threshold; NaN lies on none."""
    labels, y_pred = _stored(labels), _stored(y_pred)
    if labels.dtype == bool:
        return ((y_pred > threshold) == labels) & ~jnp.isnan(y_pred)
    same = (y_pred > threshold) == (labels > positive)
    return same & ~jnp.isnan(y_pred) & ~jnp.isnan(labels)


@jax.jit
def true_sum(flags: Any) -> Any:
    """How many flags are true, as two int32 words of shape (2,)."""
    flags = flags.reshape(-1)
    bulk = flags.size // ADDENDS * ADDENDS
    rows = flags[:bulk].reshape(-1, ADDENDS).astype(jnp.int8)
    sums = jnp.sum(rows, axis=1, dtype=jnp.int8)
    total = jnp.sum(sums, dtype=jnp.int32) + jnp.sum(flags[bulk:], dtype=jnp.int32)
    return jnp.stack([total & 0xFFFFF, total >> 20])


@jax.jit
def add_true(words: Any, flags: Any) -> Any:
    """Words with the number of true flags added to each part; an integer counts for itself."""
    amounts = [
        true_sum(flag) if flag.ndim else jnp.stack([flag & 0xFFFFF, flag >> 20])
        for flag in map(jnp.asarray, flags)
    ]
    return add_words(words, amounts)


def change(variable: Any, update: Callable[[Any], Any]) -> None:
    """Put what `update` makes of a variable's value in its place.

    `keras.distribution` shares a variable among processes. What a process counts of its own data,
    outside of a compiled step, is not shared, and so the value is its own from then on.
    """
    if variable._layout is None or in_stateless_scope() or jax.process_count() == 1:
        hits_plain.change(variable, update)
        return
    held = variable.value
    own = held if held.is_fully_addressable else np.asarray(held.addressable_data(0))
    made = update(jnp.asarray(own))
    if made.is_fully_addressable != held.is_fully_addressable and np.any(own):
        raise InvalidArgument(
            "What one process counted does not add to what all have counted. Received: batches "
            "of this process, and batches that all processes share. "
            "Use: metric.reset_state() between them"
        )
    if made.is_fully_addressable:
        # Not `assign`, which would give it to the others as if it were theirs.
        variable._value = made
    else:
        variable.assign(made)


def is_global(variables: Sequence[Any]) -> bool:
    """Whether variables hold what several processes have counted, by `keras.distribution`."""
    own = [each.value.is_fully_addressable for each in variables]
    return not all(own) and not any(
        alone and each._layout is not None for alone, each in zip(own, variables, strict=True)
    )
