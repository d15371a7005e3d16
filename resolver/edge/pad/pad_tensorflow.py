"""The room of TensorFlow: padding inside of a `tf.data.Dataset`."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from resolver.core.errors import InvalidArgument
from resolver.edge.pad.rows import parts_of, weight_shape

__all__ = ["padded_dataset", "replicas_in_scope"]


def replicas_in_scope() -> int | None:
    """The replicas of the strategy whose scope this is; ``None`` outside of any."""
    if not tf.distribute.has_strategy():
        return None
    replicas: int = tf.distribute.get_strategy().num_replicas_in_sync
    return replicas


def padded_dataset(dataset: Any, replicas: int, mean: str | None) -> Any:
    """The data set with every batch padded.

    Raises:
        InvalidArgument: If it has no labels, or is not batched.
    """
    _, y, _ = parts_of(dataset.element_spec)
    if any(leaf.shape.rank == 0 for leaf in tf.nest.flatten(y)):
        raise InvalidArgument(
            "Batches are padded, and this data set yields single rows. "
            f"Received: {dataset.element_spec!r}. Use: dataset.batch(32)"
        )

    def padded(*batch: Any) -> tuple[Any, Any, Any]:
        x, y, weights = parts_of(batch)
        structure = tf.nest.map_structure
        rows = tf.shape(tf.nest.flatten(y)[0])[0]
        extra = -rows % replicas
        # No rows at all weigh nothing, whatever they are divided by.
        share = tf.cast(rows + extra, tf.float32) / tf.cast(tf.maximum(rows, 1), tf.float32)

        def longer(leaf: Any) -> Any:
            return tf.concat([leaf, tf.repeat(leaf[-1:], extra, axis=0)], axis=0)

        def weighed(leaf: Any) -> Any:
            leaf = tf.cast(leaf, tf.float32) * (1.0 if mean is None else share)
            none = tf.zeros(tf.concat([[extra], tf.shape(leaf)[1:]], axis=0))
            return tf.concat([leaf, none], axis=0)

        def ones(leaf: Any) -> Any:
            return tf.ones([rows, *weight_shape(leaf.shape.rank)])

        weights = structure(ones, y) if weights is None else weights
        return structure(longer, x), structure(longer, y), structure(weighed, weights)

    return dataset.map(padded, num_parallel_calls=tf.data.AUTOTUNE)
