"""`MirroredStrategy` in one process: ``tensorflow_replicas REPLICAS...``, each in a copy of it."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"

import tensorflow as tf

import resolver
from tests.distributed.workers import found, models, verbs
from tests.distributed.workers.copies import together
from tests.distributed.workers.tensorflow_parts import replicated


def trained(strategy: Any) -> dict[str, Any]:
    """What Keras's own loops give, padded and as they are."""
    with strategy.scope():
        unpadded = {str(size): models.unpadded(size) for size in models.SIZES}
        return {"padded": models.padded(), "unpadded": unpadded}


def looped(strategy: Any) -> dict[str, Any]:
    """A custom loop in which every replica has another number of rows, and some have none."""
    replicas = strategy.num_replicas_in_sync
    with strategy.scope():
        metrics = {kind: resolver.Accuracy("multiclass", "index") for kind in verbs.KINDS}
        metrics["ratio"] = resolver.Ratio(verbs.recall)

    @tf.function(autograph=False)
    def step(y_true: Any, y_pred: Any, weights: Any) -> None:
        def one(*batch: Any) -> None:
            for kind, metric in metrics.items():
                metric.update_state(*batch[:2], *verbs.weights_of(kind, batch[2]))

        strategy.run(one, args=(y_true, y_pred, weights))

    cuts = [found.share(rank, replicas) for rank in range(replicas)]
    step(*(replicated(strategy, column, cuts) for column in found.data()))
    return {
        "local": found.shown({kind: verbs.read(metric) for kind, metric in metrics.items()}),
        "synced": found.shown(resolver.sync(resolver.sync(metrics))),
    }


def oddly(strategy: Any) -> Any:
    """The first replica has weights that are no amounts, the others have ones."""
    with strategy.scope():
        metrics = {name: resolver.Accuracy("multiclass", "index") for name, *_ in verbs.ODD}
    strategy.run(lambda: verbs.update_oddly(metrics, place()))
    return found.shown({name: metric.counts() for name, metric in metrics.items()})


def place() -> int:
    """Which replica this is."""
    return int(tf.distribute.get_replica_context().replica_id_in_sync_group)


def refused(strategy: Any) -> dict[str, str]:
    """What a replica is told that has no labels, or labels of the wrong rank; and an early sync."""
    labels, scores, _ = found.data()
    with strategy.scope():
        metric = resolver.Accuracy("multiclass", "index")

    def run(other: Any) -> str:
        def one() -> None:
            last = place() == strategy.num_replicas_in_sync - 1
            metric.update_state(other if last else labels, scores)

        return found.raised(lambda: strategy.run(one))

    return {
        "missing": run(None),
        "rank": run(labels[:, None, None]),
        "inside": found.raised(lambda: strategy.run(lambda: resolver.sync(metric))),
    }


def mirrored(replicas: int) -> dict[str, Any]:
    """Everything on a number of replicas."""
    (cpu,) = tf.config.list_physical_devices("CPU")
    devices = [tf.config.LogicalDeviceConfiguration()] * replicas
    tf.config.set_logical_device_configuration(cpu, devices)
    # Not by collectives, whose replicas wait for each other: a busy machine may keep them waiting.
    strategy = tf.distribute.MirroredStrategy(
        [f"CPU:{place}" for place in range(replicas)],
        cross_device_ops=tf.distribute.ReductionToOneDevice(),
    )
    counted = {"looped": looped(strategy), "odd": oddly(strategy)}
    return {**trained(strategy), **counted, "refused": refused(strategy)}


if __name__ == "__main__":
    numbers = sys.argv[1:]
    said = together(*(partial(mirrored, int(number)) for number in numbers))
    found.tell(dict(zip(numbers, said, strict=True)))
