"""Claim: a sync sends 256 bytes a worker for a metric, in one exchange, and never predictions.

It takes less time than torchmetrics' own, which makes an exchange for each state of a metric, than
Keras's under TensorFlow's strategy and than gathering scores, and no more than gathering class ids.

    python benchmarks/sync.py                 # all engines
    python benchmarks/sync.py torch jax       # some
    python benchmarks/sync.py --quick         # fewer rounds

Each engine runs two worker processes on this machine: gloo for torch and JAX, gRPC for TensorFlow.
In them every contender of a table is run in turn, round after round; a time is the median of the
rounds. All contenders have counted the same rows, and
must come to the same accuracy. `keras` is the result of Keras's own metric under TensorFlow's
strategy, which adds its variables over the workers. Bytes are what a worker hands over, by the
shapes of what is exchanged.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ENGINES = ("torch", "tensorflow", "jax")
WORKERS = 2
ROWS, CLASSES = 8192, 1000
METRICS = 10
ROUNDS = 50


class Contender(NamedTuple):
    """One way to come to the accuracy of all workers."""

    name: str
    run: Callable[[], float]
    sent: int
    """Bytes that a worker hands over."""


def data(rank: int) -> tuple[Any, Any]:
    """A worker's labels and scores; half of them are right."""
    rng = np.random.default_rng(rank)
    scores = rng.standard_normal((ROWS, CLASSES), dtype="float32")
    right = rng.random(ROWS) < 0.5
    labels = np.where(right, scores.argmax(-1), rng.integers(0, CLASSES, ROWS))
    return labels.astype("int64"), scores


def ours(rank: int) -> list[Contender]:
    """`resolver.sync` of one metric, and of several at once."""
    import resolver
    from resolver.edge.sync.sync import BLOCK

    labels, scores = data(rank)
    several = [resolver.Accuracy("multiclass", "index") for _ in range(METRICS)]
    for metric in several:
        metric.update_state(labels, scores)
    return [
        Contender("ours", lambda: resolver.sync(several[0]).ratio, BLOCK),
        Contender(
            f"ours, {METRICS} metrics", lambda: resolver.sync(several)[-1].ratio, sent(several)
        ),
    ]


def sent(metrics: list[Any]) -> int:
    """Bytes of the exchanges that a sync makes, as the engine is asked for them."""
    from resolver.api import syncing

    blocks: list[int] = []
    exchange = syncing.exchange

    def watched(message: bytes, gather: Any) -> list[bytes]:
        def counted(block: Any) -> Any:
            blocks.append(block.nbytes)
            return gather(block)

        return exchange(message, counted)

    syncing.exchange = watched
    try:
        syncing.sync(metrics)
    finally:
        syncing.exchange = exchange
    return sum(blocks)


def share(labels: Any, ids: Any) -> float:
    """The accuracy of what was gathered."""
    return float((np.asarray(labels) == np.asarray(ids)).mean())


def torch_contenders(rank: int, ports: list[str]) -> list[Contender]:
    """Two processes of gloo; torchmetrics beside ours."""
    import torch
    import torch.distributed as dist
    from torchmetrics import MetricCollection
    from torchmetrics.classification import MulticlassAccuracy

    store = f"tcp://127.0.0.1:{ports[0]}"
    dist.init_process_group("gloo", init_method=store, rank=rank, world_size=WORKERS)
    labels, scores = map(torch.from_numpy, data(rank))
    ids = scores.argmax(-1)

    def gathered(*tensors: Any) -> list[Any]:
        every = []
        for tensor in tensors:
            parts = [torch.empty_like(tensor) for _ in range(WORKERS)]
            dist.all_gather(parts, tensor)
            every.append(torch.cat(parts))
        return every

    def scored() -> float:
        every, predicted = gathered(labels, scores)
        return share(every, predicted.argmax(-1))

    def theirs(number: int) -> Any:
        # Each with states of its own, as metrics that differ have.
        named = {
            str(place): MulticlassAccuracy(CLASSES, average="micro", validate_args=False)
            for place in range(number)
        }
        metrics = MetricCollection(named, compute_groups=False)
        metrics.update(scores, labels)

        def run() -> float:
            for metric in named.values():
                metric._computed = None  # else it would be remembered
            return float(metrics.compute()["0"])

        states = [getattr(named["0"], name) for name in named["0"]._defaults]
        return run, number * sum(state.nbytes for state in states)

    return [
        *ours(rank),
        Contender("torchmetrics", *theirs(1)),
        Contender(f"torchmetrics, {METRICS} metrics", *theirs(METRICS)),
        Contender("gathered class ids", lambda: share(*gathered(labels, ids)), 2 * labels.nbytes),
        Contender("gathered scores", scored, labels.nbytes + scores.nbytes),
    ]


def tensorflow_contenders(rank: int, ports: list[str]) -> list[Contender]:
    """Two workers of a strategy; Keras's own metric beside ours."""
    cluster = {"worker": [f"127.0.0.1:{port}" for port in ports]}
    task = {"type": "worker", "index": rank}
    os.environ["TF_CONFIG"] = json.dumps({"cluster": cluster, "task": task})
    import tensorflow as tf

    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    import keras

    labels, scores = data(rank)
    ids = scores.argmax(-1)
    with strategy.scope():
        mine = ours(rank)
        theirs = keras.metrics.SparseCategoricalAccuracy()
    strategy.run(lambda: theirs.update_state(labels, scores))

    def gathered(*columns: Any) -> list[Any]:
        return [
            strategy.gather(
                strategy.experimental_distribute_values_from_function(
                    lambda _, column=column: tf.constant(column)
                ),
                axis=0,
            ).numpy()
            for column in columns
        ]

    def scored() -> float:
        every, predicted = gathered(labels, scores)
        return share(every, predicted.argmax(-1))

    return [
        *mine,
        Contender("keras", lambda: float(theirs.result()), 4 * len(theirs.variables)),
        Contender("gathered class ids", lambda: share(*gathered(labels, ids)), 2 * labels.nbytes),
        Contender("gathered scores", scored, labels.nbytes + scores.nbytes),
    ]


def jax_contenders(rank: int, ports: list[str]) -> list[Contender]:
    """Two processes of `jax.distributed`, on gloo."""
    import jax

    jax.config.update("jax_cpu_collectives_implementation", "gloo")
    jax.distributed.initialize(f"127.0.0.1:{ports[0]}", WORKERS, rank)
    from jax.experimental.multihost_utils import process_allgather

    labels, scores = data(rank)
    labels = labels.astype("int32")
    ids = scores.argmax(-1).astype("int32")

    def scored() -> float:
        every, predicted = process_allgather((labels, scores))
        return share(every, predicted.argmax(-1))

    return [
        *ours(rank),
        Contender(
            "gathered class ids",
            lambda: share(*process_allgather((labels, ids))),
            2 * labels.nbytes,
        ),
        Contender("gathered scores", scored, labels.nbytes + scores.nbytes),
    ]


CONTENDERS = {
    "torch": torch_contenders,
    "tensorflow": tensorflow_contenders,
    "jax": jax_contenders,
}


def child(engine: str, rank: int, ports: list[str], rounds: int) -> None:
    """Be one worker: run every contender in turn; print the medians."""
    every = CONTENDERS[engine](rank, ports)
    found = {each.name: each.run() for each in every}
    if max(found.values()) - min(found.values()) > 1e-6:
        raise SystemExit(f"The contenders do not agree: {found}")
    times: dict[str, list[float]] = {each.name: [] for each in every}
    for _ in range(rounds):
        for each in every:
            # Both workers begin together: none waits for what the other still does of the last.
            every[0].run()
            start = time.perf_counter()
            each.run()
            times[each.name].append((time.perf_counter() - start) * 1e3)
    rows = [(each.name, statistics.median(times[each.name]), each.sent) for each in every]
    print(json.dumps(rows), flush=True)


def measured(engine: str, rounds: int) -> list[tuple[str, float, int]]:
    """The table of an engine, from two worker processes."""
    ports = list(free_ports(WORKERS))
    arguments = ["--rounds", str(rounds), "--ports", *ports, "--child"]
    environment = {**os.environ, "KERAS_BACKEND": engine, "TF_CPP_MIN_LOG_LEVEL": "3"}
    workers = [
        subprocess.Popen(
            [sys.executable, __file__, engine, *arguments, str(rank)],
            env={**environment, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for rank in range(WORKERS)
    ]
    said = [worker.communicate()[0] for worker in workers]
    if any(worker.returncode for worker in workers):
        raise SystemExit(f"The workers of {engine} ended with an error.")
    return [tuple(row) for row in json.loads(said[0].splitlines()[-1])]


def free_ports(number: int) -> Iterator[str]:
    """Ports of this machine that nothing listens on."""
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    for each in sockets:
        with each:
            yield str(each.getsockname()[1])


def main() -> None:
    """Run every engine in processes of its own, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engines", nargs="*", default=ENGINES)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=argparse.SUPPRESS)
    parser.add_argument("--ports", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        child(options.engines[0], options.child, options.ports, options.rounds)
        return
    print(f"{WORKERS} workers, {ROWS} rows of {CLASSES} classes each")
    for engine in options.engines:
        rows = measured(engine, 10 if options.quick else options.rounds)
        print(f"\n{engine:28}{'ms':>9}{'times ours':>12}{'bytes sent':>14}")
        for name, ms, size in rows:
            print(f"{name:28}{ms:9.2f}{ms / rows[0][1]:12.1f}{size:14,}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
