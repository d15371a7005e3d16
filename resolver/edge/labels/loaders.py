"""Batches of data that are read item by item: keras.utils.PyDataset, torch's DataLoader.

Items are read by a bounded number of direct ``data[i]``; nothing is ever iterated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from resolver.core.errors import InvalidArgument
from resolver.core.tick import Tick, silent
from resolver.edge.labels.arrays import kin
from resolver.edge.labels.random_state import undisturbed
from resolver.edge.labels.structure import SAY

ITEMS: Final = 128
"""How many items of a torch dataset are read at most."""

_WHOLE_SAMPLERS: Final = (
    "SequentialSampler",
    "RandomSampler",
    "WeightedRandomSampler",
    "DistributedSampler",
)


class Batches(NamedTuple):
    """Batches as the loader would yield them.

    Args:
        elements: The batches; empty if none can be read.
        sampled: True if these are not all.
        typical: False if only their shape and dtype can be relied on, not their values.
    """

    elements: tuple[Any, ...]
    sampled: bool
    typical: bool = True


def is_py_dataset(data: object) -> bool:
    """True for `keras.utils.PyDataset`, and `Sequence` of Keras 2."""
    return kin(data, "keras", "PyDataset") or kin(data, "tf_keras", "Sequence")


def is_loader(data: object) -> bool:
    """True for `torch.utils.data.DataLoader`."""
    return kin(data, "torch", "DataLoader")


def py_dataset_batches(data: Any, tick: Tick = silent) -> Batches:
    """The first, the middle and the last batch of a PyDataset; the first of an endless one."""
    with undisturbed(data):
        total = _length(data)
        if total == 0:
            return Batches((), sampled=False)
        at = [0] if total is None else sorted({0, total // 2, total - 1})
        elements = tuple(_items(data, at, tick))
    return Batches(elements, sampled=len(at) != total)


def _length(data: Any) -> int | None:
    try:
        total = data.num_batches if hasattr(data, "num_batches") else len(data)
    except (NotImplementedError, TypeError):  # it does not say: endless
        return None
    return None if total is None else int(total)


def loader_batches(loader: Any, tick: Tick = silent) -> Batches:
    """Batches of evenly spread items of a DataLoader over a dataset with ``__getitem__``."""
    dataset = loader.dataset
    if kin(dataset, "torch", "IterableDataset") or not hasattr(dataset, "__getitem__"):
        return Batches((), sampled=False)
    indices = _indices(loader)
    if indices is None:
        batches = _collated(loader, range(1), tick) if hasattr(dataset, "__len__") else ()
        return Batches(batches, sampled=True, typical=False)
    tensors = _tensors(loader, indices)
    if tensors is not None:
        return Batches((tensors,), sampled=False)
    picked = _spread(indices)
    return Batches(_collated(loader, picked, tick), sampled=len(picked) < len(indices))


def _indices(loader: Any) -> Sequence[int] | None:
    """The items the loader draws from; None if only its own sampler knows."""
    batch_sampler, sampler = loader.batch_sampler, loader.sampler
    if batch_sampler is not None and not _of_torch(batch_sampler):
        return None
    sampler = getattr(batch_sampler, "sampler", sampler)
    if not _of_torch(sampler):
        return None
    if type(sampler).__name__ == "SubsetRandomSampler":
        return [int(index) for index in sampler.indices]
    if type(sampler).__name__ in _WHOLE_SAMPLERS and hasattr(loader.dataset, "__len__"):
        return range(len(loader.dataset))
    return None


def _of_torch(thing: object) -> bool:
    return type(thing).__module__.partition(".")[0] == "torch"


def _spread(indices: Sequence[int]) -> list[int]:
    if len(indices) <= ITEMS:
        return list(indices)
    return [indices[int(at)] for at in np.linspace(0, len(indices) - 1, ITEMS)]


def _tensors(loader: Any, indices: Sequence[int]) -> tuple[Any, ...] | None:
    """All labels at once, where the dataset is tensors in memory, batched as usual."""
    dataset = loader.dataset
    collate = getattr(loader.collate_fn, "__module__", ""), loader.collate_fn.__class__.__name__
    if collate != ("torch.utils.data._utils.collate", "function") or loader.batch_sampler is None:
        return None
    while type(dataset).__name__ == "Subset" and _of_torch(dataset):
        indices = [dataset.indices[index] for index in indices]
        dataset = dataset.dataset
    if type(dataset).__name__ != "TensorDataset" or not _of_torch(dataset):
        return None
    if isinstance(indices, range) and len(indices) == len(dataset):
        return tuple(dataset.tensors)
    return (dataset.tensors[0][:0], *(each[indices] for each in dataset.tensors[1:]))


def _collated(loader: Any, indices: Sequence[int], tick: Tick) -> tuple[Any, ...]:
    dataset, size = loader.dataset, loader.batch_size
    if loader.batch_sampler is not None and size is None:
        size = max(len(indices), 1)
    with undisturbed(dataset, loader.collate_fn):
        items = list(_items(dataset, indices, tick))
        groups = (
            items
            if size is None
            else [items[start : start + size] for start in range(0, len(items), size)]
        )
        return tuple(_collate(loader, group) for group in groups)


def _items(data: Any, indices: Sequence[int], tick: Tick) -> Iterator[Any]:
    for done, index in enumerate(indices, 1):
        yield _item(data, index)
        tick(done, len(indices))


def _item(data: Any, index: int) -> Any:
    try:
        return data[index]
    except Exception as error:  # whatever the code of the user raises
        raise InvalidArgument(
            f"Labels are read from items of the data. Received: {type(error).__name__} when item "
            f"{index} of {type(data).__name__} was read: {error}. {SAY}"
        ) from error


def _collate(loader: Any, group: Any) -> Any:
    try:
        batch = loader.collate_fn(group)
    except Exception as error:  # whatever the code of the user raises
        raise InvalidArgument(
            f"Labels are read from batches of the data. Received: {type(error).__name__} when "
            f"items were collated: {error}. {SAY}"
        ) from error
    return tuple(batch) if isinstance(batch, list) else batch
