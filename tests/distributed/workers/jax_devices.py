"""`keras.distribution.DataParallel` in one process: ``jax_devices DEVICES...``, one by one."""

from __future__ import annotations

import os
import sys
from typing import Any

from tests.distributed.processes import xla_flags

os.environ["KERAS_BACKEND"] = "jax"
os.environ["XLA_FLAGS"] = xla_flags(8)

import keras

import resolver
from tests.distributed.workers import found, models, verbs


def looped() -> dict[str, Any]:
    """Counted outside of any compiled step, while the distribution is set."""
    metric = verbs.counted(0, 1)
    return {"local": metric.counts(), "synced": resolver.sync(resolver.sync(metric))}


if __name__ == "__main__":
    said = {}
    for number in sys.argv[1:]:
        devices = keras.distribution.list_devices()[: int(number)]
        keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))
        said[number] = {
            "padded": models.padded(),
            "weighted": models.weighted(),
            "unpadded": {str(size): models.unpadded(size) for size in models.SIZES},
            "looped": found.shown(looped()),
            "odd": found.shown({n: metric.counts() for n, metric in verbs.odd(0).items()}),
        }
    found.tell(said)
