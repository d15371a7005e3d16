"""One worker of `jax.distributed`, with two devices: ``jax_processes RANK WORKERS PORT``."""

from __future__ import annotations

import os
import sys
from typing import Any

from tests.distributed.processes import xla_flags

os.environ["KERAS_BACKEND"] = "jax"
os.environ["XLA_FLAGS"] = xla_flags(2)

import jax

RANK, WORKERS = int(sys.argv[1]), int(sys.argv[2])
jax.config.update("jax_cpu_collectives_implementation", "gloo")
jax.distributed.initialize(f"127.0.0.1:{sys.argv[3]}", WORKERS, RANK)

import keras
import numpy as np

import resolver
from tests.distributed.workers import found, models, verbs


def trained() -> dict[str, Any]:
    """An evaluation and an epoch in which every process brings its part of each batch, padded."""
    labels, scores, _ = found.data()
    # Parts of 53 and 50 rows, which are six batches and five.
    part = slice(0, 53) if RANK == 0 else slice(53, 103)
    keras.distribution.set_distribution(keras.distribution.DataParallel(auto_shard_dataset=False))
    model, metric = models.compiled(padded=True)
    data = resolver.pad(scores[part], labels[part], batch_size=9, batches=6, mean=None)
    _, accuracy = model.evaluate(data, verbose=0)
    said = {"accuracy": accuracy, "counts": metric.counts(), "synced": resolver.sync(metric)}
    model.fit(data, shuffle=False, verbose=0)
    said |= {"fitted": metric.counts(), "kernel": np.asarray(model.get_weights()[0]).tolist()}
    said["mixed"] = found.raised(lambda: metric.update_state(labels[part], scores[part]))
    plain, _ = models.compiled()
    said["unpadded"] = found.raised(
        lambda: plain.evaluate(scores[part], labels[part], batch_size=5, verbose=0)
    )
    return {**found.shown(said), "own": own()}


def own() -> dict[str, Any]:
    """Counted by each process for itself, while the distribution is set: its part, not the sum."""
    metric = verbs.counted(RANK, WORKERS)
    floats = verbs.counted(RANK, WORKERS, "float")
    said = {"local": metric.counts(), "result": float(metric.result())}
    said |= {"synced": resolver.sync(metric), "floats": resolver.sync(floats)}
    return found.shown(said)  # type: ignore[no-any-return]


if __name__ == "__main__":
    said = {"sums": verbs.sums(RANK, WORKERS), "refusals": verbs.refusals(RANK, WORKERS)}
    found.tell({**said, "trained": trained()})
