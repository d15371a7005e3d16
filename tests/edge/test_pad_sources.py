"""`resolver.pad` on what yields batches itself: `tf.data`, and torch's DataLoader."""

from __future__ import annotations

import importlib
from typing import Any

import keras
import numpy as np
import pytest

import resolver
from resolver.core.errors import InvalidArgument

X = np.arange(46, dtype="float32").reshape(23, 2)
Y = np.arange(23, dtype="int32")
WEIGHTS = np.linspace(0.5, 1.5, 23, dtype="float32")
BACKEND = keras.backend.backend()

on_tensorflow = pytest.mark.skipif(BACKEND != "tensorflow", reason="tf.data is TensorFlow's")
on_torch = pytest.mark.skipif(BACKEND != "torch", reason="the DataLoader is torch's")


def real(batches: Any) -> list[int]:
    """The labels of the rows that weigh something, in order; every batch divides by 4."""
    found: list[int] = []
    for x, y, weights in batches:
        assert (0, len(y), len(y)) == (len(y) % 4, len(x), len(weights))
        assert [0.0, 0.0] == [float(x[-1, 0]) - 2 * int(y[-1]), float(x[0, 0]) - 2 * int(y[0])]
        found += [int(label) for label, weight in zip(y, weights, strict=True) if weight]
    return found


def dataset(*columns: Any, batch: int = 10) -> Any:
    """The columns as a `tf.data.Dataset`."""
    tf = importlib.import_module("tensorflow")
    return tf.data.Dataset.from_tensor_slices(columns).batch(batch)


@on_tensorflow
@pytest.mark.parametrize("columns", [(X, Y), (X, Y, WEIGHTS)], ids=["plain", "weighted"])
def test_a_tf_dataset_is_padded(columns: tuple[Any, ...]) -> None:
    """Every batch divides, each row is there once, and the mean of a batch is its rows'."""
    data = resolver.pad(dataset(*columns), replicas=4)
    means = [float(np.mean(weights)) for *_, weights in data]
    own = WEIGHTS if len(columns) == 3 else np.ones(23)

    assert list(range(23)) == real(data)
    assert pytest.approx([own[:10].mean(), own[10:20].mean(), own[20:].mean()], rel=1e-6) == means


@on_tensorflow
def test_a_tf_dataset_keeps_its_structure() -> None:
    """Dicts of inputs and labels stay dicts, and each label has weights of its rank."""
    given = dataset({"x": X}, {"a": Y, "b": X})
    x, y, weights = next(iter(resolver.pad(given, replicas=16, mean=None)))

    assert ({"x"}, {"a", "b"}) == (set(x), set(y))
    assert [(16,), (16, 1)] == [tuple(weights[name].shape) for name in ("a", "b")]
    assert [10.0, 10.0] == [float(np.sum(weights[name])) for name in ("a", "b")]


@on_tensorflow
def test_a_tf_dataset_of_single_rows_is_refused() -> None:
    """Without batches there is nothing to pad."""
    given = dataset(X, Y).unbatch()
    with pytest.raises(InvalidArgument) as error:
        resolver.pad(given, replicas=2)

    assert (
        "Batches are padded, and this data set yields single rows. "
        f"Received: {given.element_spec!r}. Use: dataset.batch(32)"
    ) == str(error.value)


def loader(*columns: Any, **arguments: Any) -> Any:
    """The columns as a torch DataLoader."""
    torch = importlib.import_module("torch")
    rows = torch.utils.data.TensorDataset(*map(torch.from_numpy, columns))
    return torch.utils.data.DataLoader(rows, **{"batch_size": 10, **arguments})


@on_torch
@pytest.mark.parametrize("columns", [(X, Y), (X, Y, WEIGHTS)], ids=["plain", "weighted"])
def test_a_loader_is_padded(columns: tuple[Any, ...]) -> None:
    """Every batch divides, each row is there once, and the mean of a batch is its rows'."""
    data = resolver.pad(loader(*columns), replicas=4)
    means = [float(weights.mean()) for *_, weights in data]
    own = WEIGHTS if len(columns) == 3 else np.ones(23)

    assert 3 == len(data)
    assert list(range(23)) == real(data)
    assert pytest.approx([own[:10].mean(), own[10:20].mean(), own[20:].mean()], rel=1e-6) == means


@on_torch
def test_keras_takes_a_padded_loader() -> None:
    """An evaluation on a padded loader counts each row once."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(23)])
    done = resolver.compile(model, labels=Y, from_logits=True, padded=True)
    ((metric,),) = done.metrics.values()
    model.evaluate(resolver.pad(loader(X, Y), replicas=4), verbose=0)

    assert 23 == metric.counts().total


@on_torch
@pytest.mark.parametrize("rows", [23, 20, 2])
@pytest.mark.parametrize("processes", [1, 2, 3, 4, 8])
@pytest.mark.parametrize("shuffle", [False, True])
def test_what_a_sampler_repeats_counts_once(rows: int, processes: int, shuffle: bool) -> None:
    """Over all processes of a DistributedSampler every row weighs something exactly once."""
    data_of = importlib.import_module("torch").utils.data
    found: list[int] = []
    batches = []
    for rank in range(processes):
        plain = loader(X[:rows], Y[:rows])
        sampler = data_of.DistributedSampler(plain.dataset, processes, rank, shuffle=shuffle)
        data = resolver.pad(loader(X[:rows], Y[:rows], sampler=sampler), replicas=4)
        data.batch_sampler.sampler.set_epoch(1)
        found += real(data)
        batches.append(len(data))

    assert list(range(rows)) == sorted(found)
    assert 1 == len(set(batches))


@on_torch
def test_a_loader_of_a_stream_is_padded() -> None:
    """A data set without indices, with a collate function and weights of its own."""
    torch = importlib.import_module("torch")

    class Stream(torch.utils.data.IterableDataset):  # type: ignore[misc, name-defined]
        def __iter__(self) -> Any:
            return zip(X, Y, strict=True)

    def collate(rows: list[Any]) -> tuple[Any, dict[str, Any], None]:
        x, y = zip(*rows, strict=True)
        return torch.tensor(np.stack(x)), {"a": torch.tensor(y), "b": [torch.tensor(y)]}, None

    stream = torch.utils.data.DataLoader(Stream(), batch_size=10, collate_fn=collate)
    data = resolver.pad(stream, replicas=4, mean=None)
    sizes = [(len(x), float(w["a"].sum()), float(w["b"][0].sum())) for x, _, w in data]

    assert [(12, 10.0, 10.0), (12, 10.0, 10.0), (4, 3.0, 3.0)] == sizes


@on_torch
def test_a_loader_of_single_rows_is_refused() -> None:
    """Without batches there is nothing to pad."""
    with pytest.raises(InvalidArgument) as error:
        resolver.pad(loader(X, Y, batch_size=None))

    assert (
        "Batches are padded, and this loader yields single rows. "
        "Received: a DataLoader with batch_size=None. Use: DataLoader(dataset, batch_size=32)"
    ) == str(error.value)
