"""The room of TensorFlow: the workers of `tf.distribute.MultiWorkerMirroredStrategy`.

Replicas of one process need no exchange: their parts are added where a metric is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from resolver.core.errors import InvalidArgument

__all__ = ["gatherer"]

Bytes = NDArray[np.uint8]


def gatherer(variables: Sequence[Any]) -> Callable[[Bytes], Bytes] | None:
    """The exchange of the strategy that made the variables, or whose scope this is.

    Returns:
        The exchange; ``None`` in a process that is alone.

    Raises:
        InvalidArgument: In a graph or a replica; or if this is one of several workers and their
            strategy is not in sight.
    """
    replica = tf.distribute.has_strategy() and not tf.distribute.in_cross_replica_context()
    if replica or not tf.executing_eagerly():
        raise InvalidArgument(
            "Counts are Python numbers, which a replica or a graph does not have. Received: a "
            "call inside strategy.run or tf.function. Use: resolver.sync(metric) after it"
        )
    strategy = _strategy(variables)
    if strategy is None:
        _refuse_silence()
        return None
    workers = strategy.num_replicas_in_sync // len(strategy.extended.worker_devices)
    return None if workers == 1 else partial(_gather, strategy, workers)


def _strategy(variables: Sequence[Any]) -> Any:
    """The strategy of several workers, if there is one."""
    made = [getattr(each.value, "distribute_strategy", None) for each in variables]
    for strategy in (*made, tf.distribute.get_strategy()):
        if isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy):
            return strategy
    return None


def _refuse_silence() -> None:
    """One worker's counts are not to pass for those of all."""
    cluster = tf.distribute.cluster_resolver.TFConfigClusterResolver()
    spec = cluster.cluster_spec().as_dict()
    workers = sum(len(spec.get(job, ())) for job in ("chief", "worker"))
    if workers > 1 and cluster.task_type in ("chief", "worker"):
        raise InvalidArgument(
            f"TF_CONFIG says that this is one of {workers} workers, and no strategy is in scope "
            "that could reach the others. Received: counts that know no strategy. "
            "Use: with strategy.scope(): resolver.sync(counts)"
        )


def _gather(strategy: Any, workers: int, block: Bytes) -> Bytes:
    # Four bytes in one number: bytes are no numbers that every collective carries.
    sent = tf.constant(block.view(np.int32))[None]
    results = strategy.run(_exchanged(strategy), args=(sent,))
    every = strategy.experimental_local_results(results)[0].numpy()
    # Each replica of a worker sent the same.
    words = np.ascontiguousarray(every[:: len(every) // workers], np.int32)
    return words.view(np.uint8)


@lru_cache(maxsize=1)
def _exchanged(_: Any) -> Any:
    """What each replica does, kept for the strategy: it is traced once for each size of block."""

    def exchanged(sent: Any) -> Any:
        # On the device of the replica, which what comes from outside is not.
        return tf.distribute.get_replica_context().all_gather(tf.identity(sent), axis=0)

    return tf.function(exchanged)
