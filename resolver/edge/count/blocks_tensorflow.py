"""The first maximum of rows, block by block, with TensorFlow.

Eigen has fast kernels for 16-bit integers where it has none for 16-bit floats, so of these the
bits are compared, as they are: to put them in order would take a pass. Read as a signed integer,
every positive float is above every negative one, and the greater float the greater integer; among
negative floats the order is reversed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from resolver.edge.count.order import INFINITY, SIGN

__all__ = ["first_max_in_blocks"]


def first_max_in_blocks(x: Any, size: int) -> tuple[Any, Any]:
    """(index of the first maximum of each row, whether the row is free of NaN), flat.

    Args:
        x: Scores of shape (..., columns).
        size: Columns of a block, which divides them.
    """
    # A GPU has kernels of its own.
    if x.dtype.name in INFINITY and not tf.config.list_physical_devices("GPU"):
        return _by_bits(x, size)
    return _by_values(x, size)


def _by_values(x: Any, size: int) -> tuple[Any, Any]:
    blocks = _cut(x, size)
    maxima = tf.reduce_max(blocks, axis=-1)
    top = tf.reduce_max(maxima, axis=-1)
    return _place(blocks, maxima, tf.argmax), tf.equal(top, top)


def _by_bits(x: Any, size: int) -> tuple[Any, Any]:
    """By values still, where it takes both orders, a zero has a sign, or a NaN would go unseen."""
    infinity = INFINITY[x.dtype.name]
    blocks = _cut(tf.bitcast(x, tf.int16), size)
    maxima = tf.reduce_max(blocks, axis=-1)
    top = tf.reduce_max(maxima, axis=-1)
    positive = tf.reduce_all(top > 0)

    def no_negative_nan() -> Any:
        # Below all that is positive; among unsigned integers it is above all.
        return tf.reduce_max(tf.bitcast(x, tf.uint16)) <= tf.constant(infinity | SIGN, tf.uint16)

    def negative_and_no_nan() -> Any:
        return tf.reduce_all(top <= (infinity | SIGN) - 2 * SIGN)

    def above() -> tuple[Any, Any]:
        return _place(blocks, maxima, tf.argmax), top <= infinity

    def below() -> tuple[Any, Any]:
        return _place(blocks, tf.reduce_min(blocks, axis=-1), tf.argmin), tf.ones_like(top, tf.bool)

    return tf.cond(  # type: ignore[no-any-return]
        tf.cond(positive, no_negative_nan, negative_and_no_nan),
        lambda: tf.cond(positive, above, below),
        lambda: _by_values(x, size),
    )


def _cut(x: Any, size: int) -> Any:
    return tf.reshape(x, [-1, x.shape[-1] // size, size])


def _place(blocks: Any, best: Any, arg: Callable[..., Any]) -> Any:
    """Where the first best of each row lies, from the best of each block."""
    count, size = blocks.shape[1:]
    number = arg(best, axis=-1, output_type=tf.int32)
    block = tf.gather(tf.reshape(blocks, [-1, size]), tf.range(tf.shape(best)[0]) * count + number)
    return number * size + arg(block, axis=-1, output_type=tf.int32)
