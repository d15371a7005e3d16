"""What a Keras model does on any engine that runs it: evaluated and trained on padded batches."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

import resolver
from tests.distributed.workers import found

BATCH = 10
"""Rows of a batch: 3, 4 and 8 replicas do not divide it, and the last batch has 3 rows."""

SIZES = (BATCH, 8)
"""Rows of unpadded batches. The last of 8 has 7 rows, so that one of 8 replicas has none."""


def compiled(**arguments: Any) -> tuple[Any, Any]:
    """A model that starts from the scores as they are, and its accuracy."""
    labels, _, _ = found.data()
    head = keras.layers.Dense(found.CLASSES, kernel_initializer="identity")
    model = keras.Sequential([keras.Input((found.CLASSES,)), head])
    done = resolver.compile(
        model, keras.optimizers.SGD(0.5), labels=labels, from_logits=True, **arguments
    )
    ((metric,),) = done.metrics.values()
    return model, metric


def padded() -> dict[str, Any]:
    """An evaluation and an epoch of training, padded for what runs here."""
    labels, scores, _ = found.data()
    model, metric = compiled(padded=True)
    data = resolver.pad(scores, labels, batch_size=BATCH, mean="epoch")
    logs = model.evaluate(data, verbose=0, return_dict=True)
    said = {**logs, "evaluated": found.shown(metric.counts())}
    data = resolver.pad(scores, labels, batch_size=BATCH, mean="batch")
    history = model.fit(data, shuffle=False, verbose=0).history
    weights = np.asarray(model.get_weights()[0]).tolist()
    synced = found.shown(resolver.sync(metric))
    return {**said, "fitted": synced, "history": history["accuracy"], "weights": weights}


def weighted() -> list[Any]:
    """The sums of an evaluation with float weights, padded for what runs here."""
    labels, scores, weights = found.data()
    metric = resolver.Accuracy("multiclass", "index", name="weighted")
    model, _ = compiled(metrics=None, weighted_metrics=[metric])
    data = resolver.pad(scores, labels, weights, batch_size=BATCH, mean=None)
    model.evaluate(data, verbose=0)
    return found.shown(metric.counts())  # type: ignore[no-any-return]


def unpadded(batch_size: int) -> Any:
    """The counts and the loss of an evaluation on batches as they are; or the error of Keras."""
    labels, scores, _ = found.data()
    model, metric = compiled()
    try:
        loss, _ = model.evaluate(scores, labels, batch_size=batch_size, verbose=0)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return [*found.shown(metric.counts()), loss]
