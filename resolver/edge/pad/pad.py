"""Data whose batches every replica gets an equal part of."""

from __future__ import annotations

import math
import sys
from importlib import import_module
from typing import Any, NamedTuple

import keras

from resolver.core.errors import InvalidArgument
from resolver.edge.labels.arrays import kin
from resolver.edge.labels.loaders import is_loader
from resolver.edge.pad.rows import MEANS, padded, parts_of, rounded_up, scale_of

__all__ = ["padded_data"]


def padded_data(
    x: Any,
    y: Any,
    sample_weight: Any,
    *,
    batch_size: int | None,
    batches: int | None,
    replicas: int | None,
    mean: str | None,
) -> Any:
    """See `resolver.pad`."""
    if mean not in MEANS:
        raise InvalidArgument(
            "The losses can be exact for each batch, for the epoch, or be left as Keras weighs "
            f"them. Received: mean={mean!r}. Use: mean='batch', mean='epoch' or mean=None"
        )
    loader = is_loader(x)
    replicas = _replicas(replicas, 1 if loader else None)
    if _is_source(x, loader):
        _refuse_beside(y, sample_weight, batch_size, batches, mean)
        if isinstance(x, keras.utils.PyDataset):
            return PaddedDataset(x, replicas, mean)
        room = "resolver.edge.pad.pad_torch" if loader else "resolver.edge.pad.pad_tensorflow"
        pad = getattr(import_module(room), "padded_loader" if loader else "padded_dataset")
        return pad(x, replicas, mean)
    parts_of((x, y))
    sizes = _sizes(_length(x, y, sample_weight), batch_size or 32, batches, replicas)
    return PaddedArrays(x, y, sample_weight, sizes, mean)


class PaddedDataset(keras.utils.PyDataset):
    """A `keras.utils.PyDataset` whose batches are those of another one, padded."""

    def __init__(self, data: Any, replicas: int, mean: str | None) -> None:
        super().__init__(data.workers, data.use_multiprocessing, data.max_queue_size)
        self._data = data
        self._replicas = replicas
        self._mean = mean

    @property
    def num_batches(self) -> int | None:
        return self._data.num_batches  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._data)

    def __getitem__(self, index: int) -> tuple[Any, Any, Any]:
        x, y, weights = parts_of(self._data[index])
        rows = len(keras.tree.flatten(y)[0])
        size = rounded_up(rows, self._replicas)
        return padded(x, y, weights, size, scale_of(self._mean, rows, size))

    def on_epoch_begin(self) -> None:
        self._data.on_epoch_begin()

    def on_epoch_end(self) -> None:
        self._data.on_epoch_end()


class Sizes(NamedTuple):
    """How rows are cut into batches: where each starts and ends, and how long it is to be."""

    rows: int
    batches: list[tuple[slice, int]]


def _sizes(rows: int, batch_size: int, batches: int | None, replicas: int) -> Sizes:
    needed = math.ceil(rows / batch_size)
    if batches is not None and batches < needed:
        raise InvalidArgument(
            "The rows need more batches than there are to be. Received: "
            f"rows={rows}, batch_size={batch_size}, batches={batches}. Use: batches={needed}"
        )
    cuts = [
        slice(min(start, rows), min(start + batch_size, rows))
        for start in range(0, batch_size * (needed if batches is None else batches), batch_size)
    ]
    # Where other processes must have as many batches, they must be as long as theirs, too.
    longest = [cut.stop - cut.start if batches is None else batch_size for cut in cuts]
    sizes = [rounded_up(size, replicas) for size in longest]
    return Sizes(rows, list(zip(cuts, sizes, strict=True)))


class PaddedArrays(keras.utils.PyDataset):
    """Arrays in batches, as a `keras.utils.PyDataset`."""

    def __init__(self, x: Any, y: Any, weights: Any, sizes: Sizes, mean: str | None) -> None:
        super().__init__()
        self._columns = x, y, weights
        self._sizes = sizes
        self._mean = mean

    def __len__(self) -> int:
        return len(self._sizes.batches)

    def __getitem__(self, index: int) -> tuple[Any, Any, Any]:
        cut, size = self._sizes.batches[index]
        x, y, weights = (
            keras.tree.map_structure(lambda leaf: None if leaf is None else leaf[cut], column)
            for column in self._columns
        )
        return padded(x, y, weights, size, self._scale(cut.stop - cut.start, size))

    def _scale(self, rows: int, size: int) -> float:
        if self._mean != "epoch":
            return scale_of(self._mean, rows, size)
        every = sum(size for _, size in self._sizes.batches)
        return scale_of(self._mean, self._sizes.rows, every)


def _length(*columns: Any) -> int:
    lengths = {len(leaf) for leaf in keras.tree.flatten(columns) if leaf is not None}
    if len(lengths) != 1:
        raise InvalidArgument(
            "Inputs, labels and weights need equally many rows. "
            f"Received: rows={sorted(lengths)}. Use: resolver.pad(x, y, batch_size=32)"
        )
    return lengths.pop()


def _replicas(said: int | None, otherwise: int | None) -> int:
    """How many parts a batch is cut into in this process."""
    found = _running() if said is None else said
    found = otherwise if found is None else found
    if isinstance(found, int) and not isinstance(found, bool) and found > 0:
        return found
    raise InvalidArgument(
        "Batches are padded to a multiple of the number of replicas, which is read off the "
        "strategy in scope or the distribution that is set. "
        f"Received: replicas={said!r}, and neither. "
        "Use: replicas=strategy.num_replicas_in_sync"
    )


def _running() -> int | None:
    distribution = keras.distribution.distribution()
    if distribution is not None:
        mesh = distribution.device_mesh
        parts: int = mesh.shape[mesh.axis_names.index(distribution.batch_dim_name)]
        # A process brings its own part of a batch, for its own devices.
        return max(1, parts // getattr(distribution, "num_processes", 1))
    if "tensorflow" not in sys.modules:
        return None
    room = import_module("resolver.edge.pad.pad_tensorflow")
    replicas: int | None = room.replicas_in_scope()
    return replicas


def _is_source(x: Any, loader: bool) -> bool:
    return loader or isinstance(x, keras.utils.PyDataset) or kin(x, "tensorflow", "DatasetV2")


def _refuse_beside(
    y: Any, weights: Any, batch_size: int | None, batches: int | None, mean: str | None
) -> None:
    if any(said is not None for said in (y, weights, batch_size, batches)):
        raise InvalidArgument(
            "A data set brings its own labels, weights and batches. Received: a data set, and y, "
            "sample_weight, batch_size or batches beside it. "
            "Use: resolver.pad(dataset, replicas=2)"
        )
    if mean == "epoch":
        raise InvalidArgument(
            "The mean of an epoch needs to know all rows before the first batch. Received: "
            "mean='epoch' with a data set. Use: arrays, or mean='batch'"
        )
