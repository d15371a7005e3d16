"""Claim: an update of `resolver.Accuracy` costs at most two reads of the predictions.

From 1,000 classes on it is at least 3 times as fast as Keras's metric with index labels and 6
times with one-hot labels, and it is never slower, on TensorFlow, JAX and torch.

    python benchmarks/accuracy.py                     # all backends, the table and the plot
    python benchmarks/accuracy.py torch jax           # some
    python benchmarks/accuracy.py --quick             # fewer rounds
    python benchmarks/accuracy.py --cpu 0             # CPU time on one CPU, for a busy machine

Each backend has a process. In it every contender of a line is run in turn, round after round, so
that whatever else the machine does falls on all of them; a time is the median of the rounds. An
update runs as `fit` runs it: `tensorflow+xla` is a compiled step (Keras's default),
`tensorflow` a graph without XLA, `jax` a jitted stateless update, `torch` eager. Half of the
predictions are right. The last column is the peak of memory above what the inputs take.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

MODES = ("tensorflow", "tensorflow+xla", "jax", "torch")
PLOT = Path(__file__).with_name("accuracy.svg")


class Shape(NamedTuple):
    """One line of the table."""

    kind: str
    rows: int
    classes: int
    dtype: str = "float32"


SHAPES = [
    Shape("index", 64, 10),
    Shape("index", 8192, 100),
    Shape("index", 8192, 1000),
    Shape("index", 1024, 8000),
    Shape("index", 512, 32000),
    Shape("index", 2048, 1009),
    Shape("index", 262144, 21),
    Shape("index", 8192, 1000, "bfloat16"),
    Shape("index", 8192, 1000, "float16"),
    Shape("one_hot", 64, 10),
    Shape("one_hot", 8192, 1000),
    Shape("one_hot", 512, 32000),
    Shape("binary", 64, 1),
    Shape("binary", 1_000_000, 1),
    Shape("multi_hot", 8192, 100),
    Shape("multi_hot", 8192, 100, "bfloat16"),
]


def data(shape: Shape) -> tuple[Any, Any]:
    """Labels, and scores of which half are right."""
    rng = np.random.default_rng(0)
    if shape.kind in ("binary", "multi_hot"):
        scores = rng.random((shape.rows, shape.classes), dtype="float32")
        return rng.integers(0, 2, scores.shape).astype("float32"), scores
    scores = rng.standard_normal((shape.rows, shape.classes), dtype="float32")
    labels = np.where(
        rng.random(shape.rows) < 0.5,
        scores.argmax(-1),
        rng.integers(0, shape.classes, shape.rows),
    )
    if shape.kind == "one_hot":
        return np.eye(shape.classes, dtype="float32")[labels], scores
    return labels, scores


def contenders(shape: Shape) -> dict[str, Any]:
    """Ours and Keras's metric for one line."""
    import keras

    from resolver.edge.accuracy import Accuracy

    task = {"index": "multiclass", "one_hot": "multiclass", "binary": "binary"}
    theirs = {
        "index": keras.metrics.SparseCategoricalAccuracy,
        "one_hot": keras.metrics.CategoricalAccuracy,
        "binary": keras.metrics.BinaryAccuracy,
        "multi_hot": keras.metrics.BinaryAccuracy,
    }
    ours = Accuracy(task.get(shape.kind, "multilabel"), shape.kind)
    return {"ours": ours, "keras": theirs[shape.kind]()}


def runs_tensorflow(shape: Shape, xla: bool) -> dict[str, Callable[[], Any]]:
    """In a graph, compiled by XLA or not."""
    import tensorflow as tf

    y_true, y_pred = data(shape)
    y_true, y_pred = tf.constant(y_true), tf.cast(tf.constant(y_pred), shape.dtype)

    def compiled(function: Any) -> Callable[[], Any]:
        step = tf.function(function, jit_compile=xla, autograph=False)

        def run() -> None:
            for tensor in tf.nest.flatten(step(y_true, y_pred)):
                tensor.numpy()

        return run

    def update(metric: Any) -> Any:
        def step(labels: Any, scores: Any) -> Any:
            metric.update_state(labels, scores)
            return [v.value + 0 for v in metric.variables]

        return step

    runs = {name: compiled(update(metric)) for name, metric in contenders(shape).items()}
    return {**runs, "max": compiled(lambda _, scores: tf.reduce_max(scores, -1))}


def runs_jax(shape: Shape) -> dict[str, Callable[[], Any]]:
    """Stateless updates under `jax.jit`."""
    import jax
    import jax.numpy as jnp

    y_true, y_pred = data(shape)
    y_true, y_pred = jnp.asarray(y_true), jnp.asarray(y_pred).astype(shape.dtype)

    def compiled(function: Any, *first: Any) -> Callable[[], Any]:
        step = jax.jit(function)
        return lambda: jax.block_until_ready(step(*first, y_true, y_pred))

    runs = {
        name: compiled(metric.stateless_update_state, [v.value for v in metric.variables])
        for name, metric in contenders(shape).items()
    }
    return {**runs, "max": compiled(lambda _, scores: scores.max(-1))}


def runs_torch(shape: Shape) -> dict[str, Callable[[], Any]]:
    """Eager updates, with torchmetrics beside them."""
    import torch
    from torchmetrics.functional.classification import multiclass_accuracy

    y_true, y_pred = data(shape)
    y_true, y_pred = (
        torch.as_tensor(y_true),
        torch.as_tensor(y_pred).to(getattr(torch, shape.dtype)),
    )

    def update(metric: Any) -> Callable[[], Any]:
        return lambda: metric.update_state(y_true, y_pred)

    runs = {name: update(metric) for name, metric in contenders(shape).items()}
    runs["max"] = lambda: y_pred.amax(-1)
    if shape.kind == "index":
        runs["torchmetrics"] = lambda: multiclass_accuracy(
            y_pred, y_true, shape.classes, average="micro", validate_args=False
        )
    return runs


def runs_numpy(shape: Shape) -> dict[str, Callable[[], Any]]:
    """On arrays: `count_arrays` beside scikit-learn, which is handed the classes."""
    from sklearn.metrics import accuracy_score

    from resolver.edge.counting import count_arrays

    y_true, y_pred = data(shape)
    task = "multiclass" if shape.kind in ("index", "one_hot") else "multilabel"

    def sklearn() -> Any:
        if task == "multilabel":
            return accuracy_score(y_true.ravel(), (y_pred > 0.5).ravel())
        labels = y_true.argmax(-1) if shape.kind == "one_hot" else y_true
        return accuracy_score(labels, y_pred.argmax(-1))

    return {
        "ours": lambda: count_arrays(y_true, y_pred, task=task, coding=shape.kind),
        "scikit-learn": sklearn,
        "max": lambda: y_pred.max(-1),
    }


def runs(mode: str, shape: Shape) -> dict[str, Callable[[], Any]]:
    """Every contender of one line, ready to be called."""
    if mode == "jax":
        return runs_jax(shape)
    if mode == "torch":
        return runs_torch(shape)
    if mode == "numpy":
        return runs_numpy(shape)
    return runs_tensorflow(shape, mode.endswith("xla"))


def peak(run: Callable[[], Any]) -> float | None:
    """MiB that a call takes at its peak; ``None`` where Linux does not tell."""
    reset, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    try:
        before = _resident(status, "VmRSS")
        reset.write_text("5")
        run()
        return max(0.0, (_resident(status, "VmHWM") - before) / 1024)
    except OSError:
        return None


def _resident(status: Path, key: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if key in line)


def measure(mode: str, shape: Shape, seconds: float, clock: Callable[[], float]) -> dict[str, Any]:
    """Median milliseconds by contender, and memory."""
    every = runs(mode, shape)
    for run in every.values():
        run()
        run()
    times: dict[str, list[float]] = {name: [] for name in every}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times["ours"]) < 7:
        for name, run in every.items():
            start = clock()
            run()
            times[name].append((clock() - start) * 1e3)
    rival = next(name for name in times if name in ("keras", "scikit-learn"))
    paired = [theirs / ours for theirs, ours in zip(times[rival], times["ours"], strict=True)]
    return {
        "mode": mode,
        **shape._asdict(),
        "ms": {name: statistics.median(values) for name, values in times.items()},
        "best": {name: min(values) for name, values in times.items()},
        "faster": statistics.median(paired),
        "peak": {name: peak(every[name]) for name in ("ours", rival)},
    }


HEAD = (
    f"{'':15}{'labels':10}{'shape':>14} {'dtype':9}{'ours':>9}{'rival':>9}{'one max':>9}"
    f"{'faster':>8}{'maxima':>8}{'MiB':>7}{'rival':>7}"
)


def line(result: dict[str, Any]) -> str:
    """One line of the table."""
    ms = result["ms"]
    rival = ms.get("keras", ms.get("scikit-learn"))
    memory = "".join(f"{'-' if v is None else round(v):>7}" for v in result["peak"].values())
    others = "".join(f"  {k} {v:.2f}" for k, v in ms.items() if k == "torchmetrics")
    shape = f"{result['rows']}x{result['classes']}"
    return (
        f"{result['mode']:15}{result['kind']:10}{shape:>14} {result['dtype']:9}{ms['ours']:9.3f}"
        f"{rival:9.3f}{ms['max']:9.3f}{result['faster']:8.2f}{ms['ours'] / ms['max']:8.2f}"
        f"{memory}{others}"
    )


def plot(results: list[dict[str, Any]], path: Path) -> None:
    """How many times faster than Keras, by line and backend."""
    import matplotlib.pyplot as plt

    modes = sorted({r["mode"] for r in results})
    lines = list(dict.fromkeys((r["kind"], r["rows"], r["classes"], r["dtype"]) for r in results))
    figure, axes = plt.subplots(figsize=(9, 0.42 * len(lines) + 1.2))
    for offset, mode in enumerate(modes):
        own = {
            (r["kind"], r["rows"], r["classes"], r["dtype"]): r
            for r in results
            if r["mode"] == mode
        }
        places = [i + 0.8 * offset / len(modes) for i, key in enumerate(lines) if key in own]
        values = [own[key]["faster"] for key in lines if key in own]
        axes.barh(places, values, 0.8 / len(modes), label=mode)
    names = [f"{k} {r}x{c}" + ("" if d == "float32" else f" {d}") for k, r, c, d in lines]
    axes.set(xscale="log", xlabel="times faster than the stock metric", yticks=range(len(lines)))
    axes.set_yticklabels(names)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.invert_yaxis()
    axes.legend()
    figure.savefig(path, bbox_inches="tight")


def child(mode: str, seconds: float, clock: Callable[[], float]) -> None:
    """Measure one mode in this process, one JSON line each."""
    for shape in SHAPES:
        if mode == "numpy" and shape.dtype != "float32":
            continue
        print(json.dumps(measure(mode, shape, seconds, clock)), flush=True)


def main() -> None:
    """Run every mode in a process of its own; print the table and draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modes", nargs="*", default=[*MODES, "numpy"])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cpu", type=int, help="the one CPU to run on")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    seconds = 0.3 if options.quick else 2.0
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    if options.child:
        busy = options.cpu is not None
        child(options.modes[0], seconds, time.process_time if busy else time.perf_counter)
        return
    results = []
    print(HEAD)
    for mode in options.modes:
        backend = mode.split("+")[0]
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        if backend != "numpy":
            environment["KERAS_BACKEND"] = backend
        command = [sys.executable, __file__, mode, "--child", *["--quick"] * options.quick]
        if options.cpu is not None:
            command += ["--cpu", str(options.cpu)]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            for text in process.stdout or ():
                results.append(json.loads(text))
                print(line(results[-1]), flush=True)
        if process.returncode:
            raise SystemExit(f"The process of {mode} ended with {process.returncode}.")
    plot(results, PLOT)
    print(f"Plot: {PLOT.name}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
