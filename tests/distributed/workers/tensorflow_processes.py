"""One worker of `MultiWorkerMirroredStrategy`: ``tensorflow_processes RANK PORT...``.

It runs a custom loop, for `Model.fit` does not run under this strategy. On CPUs the strategy gives
a worker one replica, however many devices it has.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

RANK, PORTS = int(sys.argv[1]), sys.argv[2:]
CLUSTER = {"worker": [f"127.0.0.1:{port}" for port in PORTS]}
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CONFIG"] = json.dumps(
    {"cluster": CLUSTER, "task": {"type": "worker", "index": RANK}}
)

import tensorflow as tf

STRATEGY = tf.distribute.MultiWorkerMirroredStrategy()

import resolver
from tests.distributed.workers import found, models, verbs
from tests.distributed.workers.tensorflow_parts import replicated


def looped() -> dict[str, Any]:
    """A custom loop: each worker counts its part of the rows, the last batch a short one."""
    labels, scores, _ = found.data()
    part = range(39) if RANK == 0 else range(39, found.ROWS)
    with STRATEGY.scope():
        metric = resolver.Accuracy("multiclass", "index")

    @tf.function(autograph=False, reduce_retracing=True)
    def step(y_true: Any, y_pred: Any) -> None:
        STRATEGY.run(metric.update_state, args=(y_true, y_pred))

    for start in range(part.start, part.stop, 7):
        cut = slice(start, min(start + 7, part.stop))
        step(*(replicated(STRATEGY, column, [cut]) for column in (labels, scores)))
    return {"local": metric.counts(), "synced": resolver.sync(metric)}


def fitted() -> dict[str, list[str]]:
    """Why Keras does not train here: once as it is, once past its first obstacle."""
    labels, scores, _ = found.data(96)
    with STRATEGY.scope():
        model, _ = models.compiled()

    def said() -> list[str]:
        loops = (model.fit, model.evaluate)
        return [
            found.raised(lambda loop=loop: loop(scores, labels, batch_size=16, verbose=0))
            for loop in loops
        ]

    first = said()
    model._maybe_symbolic_build = lambda **_: None
    return {"as it is": first, "past it": said()}


if __name__ == "__main__":
    # With the strategy in scope, counts that know no strategy find it.
    with STRATEGY.scope():
        said = {"sums": verbs.sums(RANK, len(PORTS)), "refusals": verbs.refusals(RANK, len(PORTS))}
    said["looped"] = found.shown(looped())
    said["out of scope"] = found.raised(lambda: resolver.sync(resolver.Counts(1, 2)))
    found.tell({**said, "keras": fitted()})
