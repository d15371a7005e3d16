"""Data whose batches every replica gets an equal part of."""

from __future__ import annotations

import math
import sys
from importlib import import_module
from typing import Any

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
        _refuse_beside(y, sample_weight, batch_size, mean)
        if isinstance(x, keras.utils.PyDataset):
            return PaddedDataset(x, replicas, mean)
        room = "resolver.edge.pad.pad_torch" if loader else "resolver.edge.pad.pad_tensorflow"
        pad = getattr(import_module(room), "padded_loader" if loader else "padded_dataset")
        return pad(x, replicas, mean)
    parts_of((x, y))
    return PaddedArrays(x, y, sample_weight, batch_size or 32, replicas, mean)


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


class PaddedArrays(keras.utils.PyDataset):
    """Arrays in batches, as a `keras.utils.PyDataset`."""

    def __init__(
        self, x: Any, y: Any, weights: Any, batch_size: int, replicas: int, mean: str | None
    ) -> None:
        super().__init__()
        self._columns = x, y, weights
        self._rows = _length(x, y, weights)
        self._batch = batch_size
        self._replicas = replicas
        self._mean = mean

    def __len__(self) -> int:
        return math.ceil(self._rows / self._batch)

    def __getitem__(self, index: int) -> tuple[Any, Any, Any]:
        start = index * self._batch
        stop = min(start + self._batch, self._rows)
        cut = slice(start, stop)
        x, y, weights = (
            keras.tree.map_structure(lambda leaf: None if leaf is None else leaf[cut], column)
            for column in self._columns
        )
        size = rounded_up(stop - start, self._replicas)
        return padded(x, y, weights, size, self._scale(stop - start, size))

    def _scale(self, rows: int, size: int) -> float:
        if self._mean != "epoch":
            return scale_of(self._mean, rows, size)
        whole, rest = divmod(self._rows, self._batch)
        every = whole * rounded_up(self._batch, self._replicas) + rounded_up(rest, self._replicas)
        return scale_of(self._mean, self._rows, every)


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


def _refuse_beside(y: Any, weights: Any, batch_size: int | None, mean: str | None) -> None:
    if y is not None or weights is not None or batch_size is not None:
        raise InvalidArgument(
            "A data set brings its own labels, weights and batches. Received: a data set, and y, "
            "sample_weight or batch_size beside it. Use: resolver.pad(dataset, replicas=2)"
        )
    if mean == "epoch":
        raise InvalidArgument(
            "The mean of an epoch needs to know all rows before the first batch. Received: "
            "mean='epoch' with a data set. Use: arrays, or mean='batch'"
        )
