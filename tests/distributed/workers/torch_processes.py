"""Workers of `torch.distributed` on gloo: ``torch_processes WORKERS...``, one world after another.

One process loads torch and Keras, and is then copied for each worker: what is loaded once serves
worlds of several sizes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

import resolver
from tests.distributed.workers import found, models, verbs
from tests.distributed.workers.copies import together


def work(rank: int, workers: int, store: str) -> dict[str, Any]:
    """What one worker does."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=store, rank=rank, world_size=workers)
    said: dict[str, Any] = {"sums": verbs.sums(rank, workers), "trained": trained(rank, workers)}
    said["evaluated"] = evaluated(rank, workers)
    if workers == 2:
        said["refusals"] = verbs.refusals(rank, workers)
    dist.barrier()
    return said


def trained(rank: int, workers: int) -> dict[str, Any]:
    """An epoch of `DistributedDataParallel`, then an evaluation; the sampler repeats some rows."""
    labels, scores, _ = found.data()
    rows = TensorDataset(torch.from_numpy(scores), torch.from_numpy(labels).long())
    model = keras.Sequential([keras.Input((found.CLASSES,)), keras.layers.Dense(found.CLASSES)])
    parallel = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(parallel.parameters(), 0.5)
    # In batches of 5, which no number of workers here cuts the rows into.
    sampler = DistributedSampler(rows, workers, rank, shuffle=True)
    loader = DataLoader(rows, batch_size=5, sampler=sampler)
    for x, y in loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(parallel(x), y).backward()
        optimizer.step()
    once = resolver.Accuracy("multiclass", "index", weighted=False)
    repeated = resolver.Accuracy("multiclass", "index")
    with torch.no_grad():
        for x, y, weights in resolver.pad(loader):
            once.update_state(y, parallel(x), weights)
            repeated.update_state(y, parallel(x))
        whole = resolver.count(
            labels, parallel(torch.from_numpy(scores)).numpy(), task="multiclass"
        )
    counts = {"local": once.counts(), "synced": resolver.sync(once), "whole": whole}
    counts["repeated"] = resolver.sync(repeated)
    return {**found.shown(counts), "kernel": model.get_weights()[0].tolist()}


def evaluated(rank: int, workers: int) -> dict[str, Any]:
    """Keras's own loops in each process, on its shard."""
    labels, scores, _ = found.data()
    rows = TensorDataset(torch.from_numpy(scores), torch.from_numpy(labels))
    sampler = DistributedSampler(rows, workers, rank, shuffle=False)
    loader = DataLoader(rows, batch_size=5, sampler=sampler)
    model, metric = models.compiled(padded=True)
    model.evaluate(resolver.pad(loader), verbose=0)
    synced = resolver.sync(metric)
    plain, metric = models.compiled()
    plain.evaluate(loader, verbose=0)
    plain.fit(loader, verbose=0)
    said = {"synced": synced, "unpadded": metric.counts()}
    return {**found.shown(said), "kernel": plain.get_weights()[0].tolist()}


def world(workers: int) -> list[Any]:
    """What each worker of a world found out, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"file://{folder}/store"
        return together(*(partial(work, rank, workers, store) for rank in range(workers)))


if __name__ == "__main__":
    found.tell({workers: world(int(workers)) for workers in sys.argv[1:]})
