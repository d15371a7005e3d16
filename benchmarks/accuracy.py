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
from typing import Any

from _contenders import SHAPES, Shape, runs

MODES = ("tensorflow", "tensorflow+xla", "jax", "torch")
PLOT = Path(__file__).with_name("accuracy.svg")


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
