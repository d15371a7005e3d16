"""Claim: in training and evaluating a head of 32,000 classes `resolver.Accuracy` hardly shows.

    python benchmarks/language_model.py              # all backends
    python benchmarks/language_model.py torch        # one

Next-token prediction over a vocabulary of 32,000: embedding, a hidden layer, the head; 16
rows of 32 tokens a batch, so that every batch makes 512 x 32,000 scores. One process a backend; in
it `fit` and `evaluate` run in turn without a metric, with Keras's "sparse_categorical_accuracy"
and with ours, round after round, and the medians are compared. Times are the processor's, of all
threads: a batch takes so long that other work on the machine would be measured with it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from _timing import child, main, say

CLASSES, ROWS, TOKENS, BATCHES, ROUNDS = 32_000, 16, 32, 4, 9


def build(metrics: list[Any]) -> Any:
    """The model, compiled with some metrics."""
    import keras

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((TOKENS,), dtype="int32"),
            keras.layers.Embedding(CLASSES, 64),
            keras.layers.Dense(64, "relu"),
            keras.layers.Dense(CLASSES),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.1), loss, metrics=metrics)
    return model


def measure(backend: str) -> None:
    """Measure one backend in this process and say its lines."""
    import keras

    from resolver.edge.count.accuracy import Accuracy

    rng = np.random.default_rng(0)
    tokens = rng.integers(0, CLASSES, (ROWS * BATCHES, TOKENS + 1)).astype("int32")
    x, y = tokens[:, :-1], tokens[:, 1:]
    models = {
        "none": build([]),
        "keras": build([keras.metrics.SparseCategoricalAccuracy()]),
        "ours": build([Accuracy("multiclass", "index")]),
    }
    times: dict[tuple[str, str], list[float]] = {}
    for round_number in range(ROUNDS + 1):
        for name, model in models.items():
            for verb, run in (("fit", model.fit), ("evaluate", model.evaluate)):
                start = time.process_time()
                run(x, y, batch_size=ROWS, verbose=0)
                if round_number:  # the first compiles
                    times.setdefault((verb, name), []).append(time.process_time() - start)
    for verb in ("fit", "evaluate"):
        ms = {name: 1e3 * statistics.median(times[verb, name]) / BATCHES for name in models}
        costs = {name: 1e3 * _cost(times, verb, name) / BATCHES for name in ("keras", "ours")}
        say({"mode": backend, "verb": verb, "ms": ms, "costs": costs})


def _cost(times: dict[tuple[str, str], list[float]], verb: str, name: str) -> float:
    """What a metric adds to the run without one in the same round."""
    pairs = zip(times[verb, name], times[verb, "none"], strict=True)
    return statistics.median(with_it - without for with_it, without in pairs)


HEAD = (
    f"{'ms a batch':22}{'no metric':>12}{'Keras':>12}{'ours':>12}"
    f"{'Keras costs':>13}{'ours costs':>13}"
)


def results(backends: list[str]) -> Iterator[dict[str, Any]]:
    """Every line of the table, printed as it comes."""
    print(HEAD, flush=True)
    for backend in backends:
        for result in child(__file__, backend):
            ms, costs = result["ms"], result["costs"]
            print(
                f"{backend:12}{result['verb']:10}{ms['none']:12.1f}{ms['keras']:12.1f}"
                f"{ms['ours']:12.1f}{costs['keras']:13.1f}{costs['ours']:13.1f}",
                flush=True,
            )
            yield result


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(__doc__, measure, results)
