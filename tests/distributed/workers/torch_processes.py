"""Workers of `torch.distributed` on gloo: ``torch_processes WORKERS...``, one world after another.

One process loads torch and Keras, and is then copied for each worker: what is loaded once serves
worlds of several sizes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import keras  # noqa: F401 (so that the copies need not load it)
import torch
import torch.distributed as dist

from tests.distributed.workers import found, verbs


def work(rank: int, workers: int) -> dict[str, Any]:
    """What one worker does."""
    said: dict[str, Any] = {"sums": verbs.sums(rank, workers)}
    if workers == 2:
        said["refusals"] = verbs.refusals(rank, workers)
    return said


def copied(rank: int, workers: int, folder: str) -> int:
    """A copy of this process that is one worker, and leaves what it finds out in a file."""
    child = os.fork()
    if child:
        return child
    try:
        torch.set_num_threads(1)
        store = f"file://{folder}/store"
        dist.init_process_group("gloo", init_method=store, rank=rank, world_size=workers)
        said = work(rank, workers)
        dist.barrier()
        with open(f"{folder}/{rank}", "w", encoding="utf-8") as file:
            json.dump(said, file)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    # Not through Python's own end, whose cleaning up waits for threads that were not copied.
    os._exit(0)


def world(workers: int) -> list[Any]:
    """What each worker of a world found out, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        children = [copied(rank, workers, folder) for rank in range(workers)]
        failed = [child for child in children if os.waitpid(child, 0)[1]]
        if failed:
            sys.exit(1)
        said = []
        for rank in range(workers):
            with open(f"{folder}/{rank}", encoding="utf-8") as file:
                said.append(json.load(file))
        return said


if __name__ == "__main__":
    found.tell({workers: world(int(workers)) for workers in sys.argv[1:]})
