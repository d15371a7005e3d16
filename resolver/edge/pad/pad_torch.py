"""The room of torch: padding inside of a DataLoader, and the repeated tail of its sampler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, DistributedSampler, IterableDataset

from resolver.core.errors import InvalidArgument
from resolver.edge.pad.rows import parts_of, rounded_up, scale_of, weight_shape

__all__ = ["padded_loader"]


def padded_loader(loader: Any, replicas: int, mean: str | None) -> Any:
    """A DataLoader like the one given, with every batch padded.

    Rows that a `DistributedSampler` repeats, so that every process has as many, weigh 0 too.

    Raises:
        InvalidArgument: If the loader yields single rows.
    """
    if loader.batch_size is None and loader.batch_sampler is None:
        raise InvalidArgument(
            "Batches are padded, and this loader yields single rows. "
            "Received: a DataLoader with batch_size=None. Use: DataLoader(dataset, batch_size=32)"
        )
    alike: dict[str, Any] = {
        "num_workers": loader.num_workers,
        "pin_memory": loader.pin_memory,
        "timeout": loader.timeout,
        "worker_init_fn": loader.worker_init_fn,
        "multiprocessing_context": loader.multiprocessing_context,
        "generator": loader.generator,
        "prefetch_factor": loader.prefetch_factor,
        "persistent_workers": loader.persistent_workers,
        "collate_fn": _Collate(loader.collate_fn, replicas, mean),
    }
    if isinstance(loader.dataset, IterableDataset):
        return DataLoader(
            _MarkedRows(loader.dataset), loader.batch_size, drop_last=loader.drop_last, **alike
        )
    sampler = _Batches(loader.batch_sampler)
    return DataLoader(_Marked(loader.dataset), batch_sampler=sampler, **alike)


class _Batches:
    """The batches of a sampler, in which every index says whether it is there for the first time.

    A `DistributedSampler` lays all indices in a row, repeats some at the end until every process
    can have as many, and gives process r of R each R-th one from the r-th on.
    """

    def __init__(self, batches: Any) -> None:
        self.batches = batches
        # `DataLoader` and Keras look for it, to call its `set_epoch`.
        self.sampler = getattr(batches, "sampler", None)
        self.batch_size = getattr(batches, "batch_size", None)
        self.drop_last = getattr(batches, "drop_last", False)

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[list[tuple[Any, bool]]]:
        first, step, end = 0, 1, None
        if isinstance(self.sampler, DistributedSampler):
            first, step = self.sampler.rank, self.sampler.num_replicas
            end = len(self.sampler.dataset)
        place = first
        for batch in self.batches:
            marked = []
            for index in batch:
                marked.append((index, end is None or place < end))
                place += step
            yield marked


class _Marked(Dataset[Any]):
    """A data set whose rows carry the mark of their index."""

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, marked: tuple[Any, bool]) -> tuple[Any, bool]:
        index, counted = marked
        return self.dataset[index], counted


class _MarkedRows(IterableDataset[Any]):
    """A data set without indices, of whose rows none is known to be repeated."""

    def __init__(self, dataset: Any) -> None:
        self.dataset = dataset

    def __iter__(self) -> Iterator[tuple[Any, bool]]:
        return ((row, True) for row in self.dataset)


class _Collate:
    """Makes a batch of marked rows: padded, with weights."""

    def __init__(self, collate: Any, replicas: int, mean: str | None) -> None:
        self.collate = collate
        self.replicas = replicas
        self.mean = mean

    def __call__(self, marked: list[tuple[Any, bool]]) -> tuple[Any, Any, Any]:
        size = rounded_up(len(marked), self.replicas)
        rows = [row for row, _ in marked]
        counted = [mark for _, mark in marked] + [False] * (size - len(marked))
        x, y, weights = parts_of(self.collate(rows + rows[-1:] * (size - len(rows))))
        share = scale_of(self.mean, sum(counted), size)
        real = torch.from_numpy(np.array(counted, np.float32) * np.float32(share))
        return x, y, _weighed(y, weights, real)


def _weighed(y: Any, weights: Any, real: Any) -> Any:
    """What each row weighs: its own weight, if it has one, where it is real."""
    if isinstance(y, dict):
        given = weights if isinstance(weights, dict) else dict.fromkeys(y, weights)
        return {key: _weighed(each, given.get(key), real) for key, each in y.items()}
    if isinstance(y, (list, tuple)):
        own = weights if isinstance(weights, (list, tuple)) else [weights] * len(y)
        return [_weighed(each, weight, real) for each, weight in zip(y, own, strict=True)]
    if weights is None:
        return real.reshape(-1, *weight_shape(y.ndim))
    return weights * real.reshape(-1, *weight_shape(weights.ndim))
