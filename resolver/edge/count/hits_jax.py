"""The room of JAX, written for XLA on a CPU and right on any device."""

from __future__ import annotations

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
from resolver.edge.count.lanes import NARROW, lanes_of, pieces, unbeaten
from resolver.edge.count.order import INFINITY, by_columns, in_order, is_number, paired, place_of

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

MOST = 1 << 24
"""Up to so many classes are counted in a float32."""

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
    if _has_few(x, axis, NARROW):
        return _first_of_few(x, axis)
    if _has_few(x, axis, MOST):
        return _in_lanes(x, axis)
    x = _stored(x)
    index = jnp.argmax(x, axis=axis)
    top = jnp.take_along_axis(x, jnp.expand_dims(index, axis), axis)
    return index, ~jnp.isnan(jnp.squeeze(top, axis))


def _stored(x: Any) -> Any:
    """Scores as they are stored. XLA rounds to 16 bits only what leaves a step, not within it.

    So a score would be compared with the same score rounded, and neither beat nor equal it
    (`xla_allow_excess_precision`, true by default; jax 0.10).
    """
    if not jnp.issubdtype(x.dtype, jnp.floating) or x.dtype.itemsize >= 4:
        return x
    return lax.reduce_precision(x.astype(jnp.float32), 8, jnp.finfo(x.dtype).nmant)


def _has_few(x: Any, axis: int, limit: int) -> bool:
    """Whether columns are no more than a limit; not so if their number is but a symbol."""
    columns = x.shape[axis]
    return isinstance(columns, int) and 0 < columns <= limit


def _first_of_few(x: Any, axis: int) -> tuple[Any, Any]:
    """`first_max` of columns that are too few for lanes."""
    scores, infinity, columns = _comparable(x), INFINITY.get(x.dtype.name), x.shape[axis]
    if infinity is not None:
        left, clean = columns - _places(x, axis), is_number(scores, infinity)
        pairs = paired(scores.astype(jnp.int32), left, clean, jnp.where)
        return place_of(jnp.max(pairs, axis), columns)
    each = [lax.index_in_dim(scores, k, axis, keepdims=False) for k in range(columns)]
    _, index, clean = by_columns(each, jnp.where)
    return index.astype(jnp.int32), clean


def _in_lanes(x: Any, axis: int) -> tuple[Any, Any]:
    """The maxima of lanes, and of these the first."""
    columns = x.shape[axis]
    # A power of two, which can be halved; from 32 to 64 pieces.
    lanes = max(16, (1 << columns.bit_length()) >> 6)
    starts, scores = zip(*pieces(_comparable(x), axis, lanes), strict=True)
    top, number, clean = by_columns(scores, jnp.where, INFINITY.get(x.dtype.name))
    index = jnp.minimum(number.astype(jnp.int32) * lanes, starts[-1]) + _places(top, axis)
    # XLA on a CPU goes once through the scores for each result, so that both are made one, a
    # complex number: of integers that a float may not have, it has the bits.
    kind = top.dtype
    if jnp.issubdtype(kind, jnp.integer) and kind.itemsize >= 4:
        top = lax.bitcast_convert_type(top, jnp.dtype(f"float{8 * kind.itemsize}"))
    else:
        kind = jnp.promote_types(kind, jnp.float32)
        top = jnp.where(clean, top.astype(kind), jnp.nan)
    pairs = lax.complex(top, index.astype(top.dtype))
    return _alone(partial(_first, kind=kind, axis=axis), pairs)  # type: ignore[no-any-return]


def _alone(function: Callable[[Any], Any], lanes: Any) -> Any:
    """What a function makes of `lanes`, not made one with what comes before it or after.

    XLA would compute the lanes again for each use; `lax.optimization_barrier` does not keep it
    from that on a CPU, but a condition does. That a place is not negative XLA cannot know.
    """
    if 0 in lanes.shape:
        return function(lanes)
    else_zeros = jax.eval_shape(function, lanes)
    return lax.cond(
        lanes[(0,) * lanes.ndim].imag >= 0,
        function,
        lambda _: jax.tree.map(lambda made: jnp.zeros(made.shape, made.dtype), else_zeros),
        lanes,
    )


def _first(lanes: Any, kind: Any, axis: int) -> tuple[Any, Any]:
    """Of maxima + i * places the place of the first greatest, and whether none is NaN.

    One half is held against the other: floats, or the bits of integers of that kind.
    """
    while (half := lanes.shape[axis] // 2) > 0:
        one = lax.slice_in_dim(lanes, 0, half, axis=axis)
        other = lax.slice_in_dim(lanes, half, 2 * half, axis=axis)
        top, more = (lax.bitcast_convert_type(each.real, kind) for each in (one, other))
        later = (more == top) & (other.imag < one.imag)
        taken = (more > top) | later | jnp.isnan(more)
        # Not one choice between complex numbers, which XLA does not vectorize.
        lanes = lax.complex(
            jnp.where(taken, other.real, one.real), jnp.where(taken, other.imag, one.imag)
        )
    lanes = jnp.squeeze(lanes, axis)
    return lanes.imag.astype(jnp.int32), ~jnp.isnan(lax.bitcast_convert_type(lanes.real, kind))


def _places(x: Any, axis: int) -> Any:
    """0, 1, 2 and so on, along one axis."""
    return lax.broadcasted_iota(jnp.int32, x.shape, axis % x.ndim)


def _comparable(x: Any) -> Any:
    """Scores as XLA compares them fast: those of 16 bits as integers."""
    if x.dtype.name not in INFINITY:
        return x
    return in_order(lax.bitcast_convert_type(x, jnp.int16), jnp.where)


@partial(jax.jit, static_argnames="axis")
def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row.

    In one pass: the id's score must exceed every score before it and reach every one after it.
    A NaN does neither.
    """
    if _has_few(y_pred, axis, NARROW) or not _has_few(y_pred, axis, MOST):
        index, clean = first_max(y_pred, axis)
        return (index == ids) & clean
    columns = y_pred.shape[axis]
    ids = jnp.expand_dims(ids, axis)
    score = jnp.take_along_axis(y_pred, jnp.clip(ids, 0, columns - 1), axis)
    lanes = lanes_of(columns, y_pred.dtype.itemsize)
    parts = pieces(_comparable(y_pred), axis, lanes)
    gap = ids - _places(parts[0][1], axis)
    infinity = INFINITY.get(y_pred.dtype.name)
    each = unbeaten(parts, _comparable(score), gap, jnp.where, infinity)
    # Of bytes XLA has a fast minimum, which it does not make one with the pass.
    every = jnp.min(each.astype(jnp.int8), axis) == 1
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
