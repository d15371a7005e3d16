"""Claim: an update of `resolver.Accuracy` costs at most two reads of the predictions.

From 1,000 classes on it is at least 3 times as fast as Keras's metric with index labels and 6
times with one-hot labels, and it is never slower, on TensorFlow, JAX and torch.

    python benchmarks/accuracy.py                     # all backends
    python benchmarks/accuracy.py torch jax           # some
    python benchmarks/accuracy.py --quick             # fewer rounds
    python benchmarks/accuracy.py --cpu 0             # CPU time on one CPU, for a busy machine

Each backend has a process. In it every contender of a line is run in turn, round after round, so
that whatever else the machine does falls on all of them; a time is the median of the rounds, and
"faster" and "maxima" the medians of the ratios within a round. An update runs as `fit` runs it:
`tensorflow` is a graph without XLA (Keras's default on a CPU), `tensorflow+xla` a step that XLA
compiles, `jax` a jitted stateless update, `torch` eager with one thread and `torch+2` with two.
Half of the predictions are right.

After the updates come growth with classes and with rows, and memory: what a first call on large
data takes above the inputs, in processes that give back what they free, each contender in its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from _contenders import GROWTH, LARGE, SHAPES, Shape, runs
from _timing import child, in_turn, peak, say

MODES = ("tensorflow", "tensorflow+xla", "jax", "torch", "torch+2", "numpy")
THRIFTY = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}


def rival(ms: dict[str, Any]) -> str:
    """Who ours is compared with: Keras, or scikit-learn on arrays."""
    return "keras" if "keras" in ms else "scikit-learn"


def measure(mode: str, shape: Shape, seconds: float, clock: Callable[[], float]) -> dict[str, Any]:
    """Median milliseconds by contender."""
    times = in_turn(runs(mode, shape), seconds, clock)

    def over(one: str, other: str) -> float:
        pairs = zip(times[one], times[other], strict=True)
        return statistics.median(left / right for left, right in pairs)

    return {
        "mode": mode,
        **shape._asdict(),
        "ms": {name: statistics.median(values) for name, values in times.items()},
        "faster": over(rival(times), "ours"),
        "maxima": over("ours", "max"),
        "best": over(rival(times), "max"),
    }


def remember(mode: str, who: str, shape: Shape) -> dict[str, Any]:
    """Peak memory of a first call on large data, as a share of the predictions."""
    # The code is loaded and the small things are made before anything is looked at.
    runs(mode, shape._replace(rows=64))[who]()
    taken = peak(runs(mode, shape)[who])
    share = None if taken is None else taken * 2**20 / (4 * shape.rows * shape.classes)
    return {"mode": mode, "who": who, **shape._asdict(), "share": share}


HEAD = (
    f"{'':15}{'labels':10}{'shape':>14} {'dtype':9}{'ours':>9}{'rival':>9}{'one max':>9}"
    f"{'faster':>8}{'maxima':>8}"
)


def line(result: dict[str, Any]) -> str:
    """One line of the table."""
    ms = result["ms"]
    shape = f"{result['rows']}x{result['classes']}"
    others = "".join(f"  {k} {v:.3f}" for k, v in ms.items() if k in ("tf_keras", "torchmetrics"))
    return (
        f"{result['mode']:15}{result['kind']:10}{shape:>14} {result['dtype']:9}{ms['ours']:9.3f}"
        f"{ms[rival(ms)]:9.3f}{ms['max']:9.3f}{result['faster']:8.2f}{result['maxima']:8.2f}"
        f"{others}"
    )


def memory_line(result: dict[str, Any]) -> str:
    """One line of the table of memory."""
    share = "-" if result["share"] is None else f"{result['share']:.2f}"
    shape = f"{result['rows']}x{result['classes']}"
    return f"{result['mode']:15}{result['kind']:10}{shape:>14} {result['who']:9}{share:>9}"


def updates(modes: list[str], *options: str) -> Iterator[dict[str, Any]]:
    """Every line of the table, printed as it comes."""
    print(HEAD)
    for mode in modes:
        for result in child(__file__, mode, *options):
            print(line(result), flush=True)
            yield result


def memory(modes: list[str]) -> Iterator[dict[str, Any]]:
    """Every line of the table of memory, printed as it comes."""
    print("Peak memory above the inputs, in sizes of the predictions")
    for mode in modes:
        for who in ("ours", "scikit-learn" if mode == "numpy" else "keras"):
            for number in range(len(LARGE)):
                asked = ("--memory", who, "--line", str(number))
                for result in child(__file__, mode, *asked, **THRIFTY):
                    print(memory_line(result), flush=True)
                    yield result


def main() -> None:
    """Run every mode in a process of its own and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modes", nargs="*", default=list(MODES))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cpu", type=int, help="the one CPU to run on")
    parser.add_argument("--growth", action="store_true", help="growth with classes and rows")
    parser.add_argument("--memory", help=argparse.SUPPRESS)
    parser.add_argument("--line", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    if not options.child:
        every = [f"--cpu={options.cpu}"] * (options.cpu is not None)
        every += ["--quick"] * options.quick
        list(updates(options.modes, *every, *["--growth"] * options.growth))
        list(memory(options.modes))
        return
    mode = options.modes[0]
    if options.memory:
        say(remember(mode, options.memory, LARGE[options.line]))
        return
    clock = time.perf_counter if options.cpu is None else time.process_time
    for shape in GROWTH if options.growth else SHAPES:
        if mode != "numpy" or shape.dtype == "float32":
            say(measure(mode, shape, 0.3 if options.quick else 2.0, clock))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
