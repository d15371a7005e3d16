"""Claim: none of its own. How the other files time: in turn, in one process for each backend."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Run = Callable[[], Any]


def in_turn(
    runs: dict[str, Run], seconds: float, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Milliseconds of each contender, round after round.

    Whatever else the machine does falls on all of them, so that their ratios mean something. Every
    second round goes backwards: who comes after a large one finds the caches full of it.
    """
    for run in runs.values():
        run()
        run()
    times: dict[str, list[float]] = {name: [] for name in runs}
    order = list(runs.items())
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times[order[0][0]]) < 7:
        order.reverse()
        for name, run in order:
            start = clock()
            run()
            times[name].append((clock() - start) * 1e3)
    return times


def peak(run: Run) -> float | None:
    """MiB that a call takes at its peak; ``None`` where Linux does not tell."""
    reset = Path("/proc/self/clear_refs")
    try:
        before = _resident("VmRSS")
        reset.write_text("5")
        run()
        return max(0.0, (_resident("VmHWM") - before) / 1024)
    except OSError:
        return None


def _resident(key: str) -> int:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if key in line)


def child(script: str, mode: str, *arguments: str, **variables: str) -> Iterator[dict[str, Any]]:
    """What a script says of one mode, from a process of its own: one dict a line of JSON."""
    backend, _, how = mode.partition("+")
    threads = how if how.isdigit() else "1"
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": threads}
    environment.update(variables)
    if backend != "numpy":
        environment["KERAS_BACKEND"] = backend
    command = [sys.executable, script, mode, "--child", *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        for text in process.stdout or ():
            if text.startswith("{"):
                yield json.loads(text)
    if process.returncode:
        raise SystemExit(f"The process of {mode} ended with {process.returncode}.")


def say(result: dict[str, Any]) -> None:
    """One line of JSON for the process that started this one."""
    print(json.dumps(result), flush=True)


def main(doc: str, measure: Callable[[str], None], show: Callable[[list[str]], Any]) -> None:
    """The command line of a file that measures each backend in a process of its own.

    Args:
        doc: The file's docstring, which opens with its claim.
        measure: Measures one backend in this process and says the results.
        show: Starts a process for each backend and prints what they say.
    """
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("backends", nargs="*", default=["tensorflow", "jax", "torch"])
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure(options.backends[0])
    else:
        list(show(options.backends))
