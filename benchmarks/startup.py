"""Claim: `import resolver` takes under 30 ms, and `decide` on plain shapes under 50 microseconds.

Run: ``python benchmarks/startup.py``. Every import is timed in a fresh interpreter, by the
interpreter itself, beside `import keras`; `decide` beside what Keras does with the same question
when it builds its 'accuracy' from two symbols; compiling a model of 100 layers beside
`Model.compile`, where the claim is less than 10 ms on top.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

IMPORT = "from time import perf_counter as now; a = now(); import {}; print(now() - a)"

Measured = tuple[str, float, float | None, float]  # name, ours, rival, bar; all in seconds


def imported(package: str, times: int) -> float:
    """Median seconds of an import in a fresh interpreter, after one that is thrown away."""
    command = [sys.executable, "-c", IMPORT.format(package)]
    runs = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(times + 1)
    ]
    return median(runs[1:])


def called(function: Callable[[], object], times: int, rounds: int = 7) -> float:
    """Median over rounds of the mean seconds of one call, after one round that is thrown away."""
    means = []
    for _ in range(rounds + 1):
        start = perf_counter()
        for _ in range(times):
            function()
        means.append((perf_counter() - start) / times)
    return median(means[1:])


def importing() -> Measured:
    """`import resolver` beside `import keras`."""
    return "import resolver", imported("resolver", 15), imported("keras", 3), 0.030


def deciding() -> list[Measured]:
    """`decide` on plain shapes, beside the way Keras answers the same question."""
    from keras import KerasTensor
    from keras.src.trainers.compile_utils import get_metric

    import resolver

    symbols = KerasTensor((None, 10)), KerasTensor((None, 10))
    rival = called(lambda: get_metric("accuracy", *symbols), 200)
    softmax = resolver.Output((None, 10), "softmax")
    sigmoid = resolver.Output((None, 1), "sigmoid")
    one_hot = resolver.Labels((None, 10), "float32", coding="one_hot")
    index = resolver.Labels((None,), "int64", coding="index")
    binary = resolver.Labels((None, 1), "int64", coding="binary")
    cases: dict[str, Callable[[], object]] = {
        "plain tuples": lambda: resolver.decide(
            (None,), (None, 10), loss="sparse_categorical_crossentropy"
        ),
        "softmax, one-hot": lambda: resolver.decide(one_hot, softmax),
        "softmax, index": lambda: resolver.decide(index, softmax),
        "one sigmoid": lambda: resolver.decide(binary, sigmoid),
    }
    return [(f"decide, {name}", called(case, 500), rival, 50e-6) for name, case in cases.items()]


def compiling() -> Measured:
    """What `resolver.compile` adds to `Model.compile` on a model of 100 layers."""
    import keras

    import resolver

    layers = [keras.layers.Dense(16, activation="relu") for _ in range(99)]
    model = keras.Sequential([keras.Input((16,)), *layers, keras.layers.Dense(10, "softmax")])
    labels = resolver.Labels((None,), "int64", coding="index")

    def theirs() -> None:
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def ours() -> None:
        resolver.compile(model, "adam", labels=labels)

    plain = called(theirs, 5)
    return "compile adds", called(ours, 5) - plain, plain, 0.010


def shown(seconds: float) -> str:
    """A duration as it is best read."""
    return f"{seconds * 1e3:.2f} ms" if abs(seconds) >= 1e-3 else f"{seconds * 1e6:.1f} us"


def main() -> int:
    """Print the claim and the medians; return 1 if a bar is missed."""
    print(__doc__.partition("\n")[0])
    print(f"{'':<26}{'ours':>12}{'Keras':>12}{'ours/Keras':>12}{'bar':>12}")
    missed = 0
    for name, ours, rival, bar in [importing(), *deciding(), compiling()]:
        missed += ours >= bar
        kept = "" if ours < bar else "  missed"
        ratio = ours / rival if rival else float("nan")
        print(f"{name:<26}{shown(ours):>12}{shown(rival or 0):>12}{ratio:>12.4f}", end="")
        print(f"{shown(bar):>12}{kept}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
