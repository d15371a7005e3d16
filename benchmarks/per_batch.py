"""Claim: `BatchCounts` says what each batch scored at next to no cost in the training loop.

    python benchmarks/per_batch.py              # all backends
    python benchmarks/per_batch.py jax          # one

The same epochs of `fit` are run in turn in one process a backend: with no callback, with
`BatchCounts`, and with the rival one would write by hand, which reads the counters after each
batch (on JAX it must first bring the state back). Medians over rounds; the ratio is to no callback
in the same round. "tiny" is a step with next to nothing in it, the worst case; "small" is a
perceptron with 1,000 hidden units and 256 rows a batch. "bar" shows Keras's progress bar, which
reads the logs of each batch.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from _timing import child, main, say

ROUNDS = 7
# Batches, rows a batch, features, hidden units.
MODELS = {"tiny": (300, 8, 4, 8), "small": (60, 256, 784, 1000)}


def model_and_data(
    batches: int, rows: int, features: int, hidden: int
) -> tuple[Any, Any, tuple[Any, Any]]:
    """A compiled model, its metric, and one epoch of data."""
    import keras

    from resolver.edge.count.accuracy import Accuracy

    keras.utils.set_random_seed(0)
    generator = np.random.default_rng(0)
    model = keras.Sequential(
        [keras.Input((features,)), keras.layers.Dense(hidden, "relu"), keras.layers.Dense(10)]
    )
    metric = Accuracy("multiclass", "index")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("sgd", loss, metrics=[metric])
    x = generator.normal(size=(rows * batches, features)).astype("float32")
    return model, metric, (x, generator.integers(0, 10, rows * batches))


def ways(metric: Any) -> dict[str, Callable[[], list[Any]]]:
    """The callbacks of each contender."""
    import keras

    from resolver.edge.train.callbacks import BatchCounts

    class ReadEachBatch(keras.callbacks.Callback):
        """The rival: read the counters whenever a batch is done."""

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            """Wait for the step, and read."""
            if keras.backend.backend() == "jax":
                self.model.jax_state_sync()
            counts.append(metric.counts())

    counts: list[Any] = []
    return {
        "no callback": list,
        "BatchCounts": lambda: [BatchCounts()],
        "read each batch": lambda: [ReadEachBatch()],
    }


def epoch(model: Any, rows: int, verbose: int, callbacks: list[Any], *data: Any) -> float:
    """Microseconds of one epoch."""
    start = perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        model.fit(*data, batch_size=rows, verbose=verbose, callbacks=callbacks, shuffle=False)
    return 1e6 * (perf_counter() - start)


def measure(backend: str) -> None:
    """Measure one backend in this process and say its lines."""
    for name, sizes in MODELS.items():
        model, metric, data = model_and_data(*sizes)
        contenders = ways(metric)
        for verbose in (0, 1):
            times: dict[str, list[float]] = {way: [] for way in contenders}
            for _ in range(ROUNDS + 1):
                for way, make in contenders.items():
                    times[way].append(epoch(model, sizes[1], verbose, make(), *data))
            alone = times["no callback"][1:]
            for way, rounds in times.items():
                ratios = [with_it / bare for with_it, bare in zip(rounds[1:], alone, strict=True)]
                result = {"mode": backend, "model": name, "bar": bool(verbose), "way": way}
                say({**result, "us": median(rounds[1:]) / sizes[0], "ratio": median(ratios)})


def results(backends: list[str]) -> Iterator[dict[str, Any]]:
    """Every line of the table, printed as it comes."""
    for backend in backends:
        for result in child(__file__, backend):
            print(
                f"{backend:<11}{result['model']:<6}{'bar' if result['bar'] else 'quiet':<6}"
                f"{result['way']:<16}{result['us']:>7.0f} us a batch,"
                f" {result['ratio']:>5.2f} times",
                flush=True,
            )
            yield result


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(__doc__, measure, results)
