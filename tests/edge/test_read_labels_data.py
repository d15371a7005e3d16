"""Labels of tables, tf.data pipelines, PyDatasets and DataLoaders, read without side effects."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
import torch
from torch.utils import data as torch_data

from resolver.core.errors import InvalidArgument
from resolver.core.specs import Facts, Labels
from resolver.edge.labels.read_labels import read_labels

X = np.zeros((6, 2), "float32")
Y = np.array([0, 1, 2, 0, 1, 2])
HOT = np.eye(3, dtype="float32")[Y]
IDS = Facts(elements=6, minimum=0, maximum=2, distinct=frozenset({0, 1, 2}))
ROWS = Facts(
    elements=18,
    minimum=0,
    maximum=1,
    distinct=frozenset({0, 1}),
    rows=6,
    one_hot_rows=6,
    distribution_rows=6,
)
INDEX = Labels((None,), "int64", facts=IDS)
HOTS = Labels((None, 3), "float32", facts=ROWS)
TEXT = Facts(elements=2, whole=False, text=True)
BIG = 2**60 + 1
OUT = "Use: labels=resolver.Labels((None,), 'int64')"

# Tables


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (pd.Series(Y), INDEX),
        (pd.Series(Y, dtype="Int64"), INDEX),
        (pd.Series(Y, dtype="category"), INDEX),
        (pd.Series(Y, dtype=object), INDEX),
        (pd.Index(Y), INDEX),
        (pd.DataFrame({"y": Y}), Labels((None, 1), "int64", facts=IDS)),
        (pd.DataFrame(HOT), HOTS),
        (pd.Series(["cat", "dog"]), Labels((None,), "string", facts=TEXT)),
        (pd.Categorical(["cat", "dog"]), Labels((None,), "string", facts=TEXT)),
        (
            pd.Series([BIG, None], dtype="Int64"),
            Labels((None,), "int64", facts=Facts(2, BIG, BIG, nan=1, distinct=frozenset({BIG}))),
        ),
        (
            pd.Series([True, None], dtype="boolean"),
            Labels((None,), "bool", facts=Facts(2, 1, 1, nan=1, distinct=frozenset({1}))),
        ),
        (
            pd.Series(["cat", None], dtype="string"),
            Labels((None,), "string", facts=Facts(2, whole=False, text=True, nan=1)),
        ),
        ((pd.DataFrame(X), pd.Series(Y)), INDEX),
    ],
)
def test_columns_and_tables_are_read(given: Any, labels: Labels) -> None:
    """Series and tables are read by their values; missing ones are counted, not rounded."""
    assert labels == read_labels(given)


# Tensors and specs


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (lambda: tf.constant(Y), INDEX),
        (lambda: tf.Variable(HOT), HOTS),
        (lambda: tf.sparse.from_dense(HOT), HOTS),
        (lambda: tf.constant(["cat", "dog"]), Labels((None,), "string", facts=TEXT)),
        (
            lambda: tf.ragged.constant([[0, 1], [2, 0, 1, 2]]),
            Labels((None, None), "int32", None, IDS),
        ),
        (lambda: tf.TensorSpec((None, 3), tf.int32), Labels((None, 3), "int32")),
        (lambda: tf.TensorSpec(None, tf.int32), Labels(None, "int32")),
        (lambda: tf.TensorShape((None, 3)), Labels((None, 3))),
        (lambda: tf.TensorShape(None), Labels(None)),
        (lambda: torch.tensor(Y), INDEX),
        (lambda: torch.tensor(HOT, requires_grad=True), HOTS),
        (lambda: torch.tensor(HOT).to_sparse(), HOTS),
        (lambda: torch.zeros(6, 3, device="meta"), Labels((6, 3), "float32")),
        (
            lambda: [torch.tensor(0), torch.tensor(1)],
            Labels((None,), "int64", None, Facts(2, 0, 1, distinct=frozenset({0, 1}))),
        ),
    ],
)
def test_tensors_and_specs_are_read(given: Callable[[], Any], labels: Labels) -> None:
    """Tensors are read by their values, specs by shape and dtype."""
    assert labels == read_labels(given())


def test_a_symbolic_tensor_is_a_spec() -> None:
    """Inside a tf.function a tensor has a shape and a dtype and no values."""
    seen = []
    tf.function(lambda y: seen.append(read_labels(y)) or y, autograph=False)(tf.constant(Y))

    assert [Labels((6,), "int64")] == seen


# tf.data

ONE = Labels((None,), "int32", facts=Facts(1, 1, 1, distinct=frozenset({1})))


def pairs(y: Any = Y) -> tf.data.Dataset:
    return tf.data.Dataset.from_tensor_slices((X, y))


def augmented(x: Any, y: Any) -> Any:
    return x + tf.random.uniform((2,)), y


def one_hot(x: Any, y: Any) -> Any:
    return x, tf.one_hot(y, 3)


ENCODE = tf.function(lambda y: tf.one_hot(y, 3))


def looked_up(data: tf.data.Dataset) -> tf.data.Dataset:
    """Labels that are computed by a lookup table, a variable and a nested function."""
    keys = tf.constant([0, 1, 2], tf.int64)
    table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, keys), 0)
    zero = tf.Variable(0, dtype=tf.int64)
    return data.map(lambda x, y: (x, ENCODE(table.lookup(y) + zero)))


def zipped() -> tf.data.Dataset:
    parts = ({"b": X, "a": X}, {"b": Y, "a": HOT}, X[:, 0])
    return tf.data.Dataset.zip(tuple(map(tf.data.Dataset.from_tensor_slices, parts)))


BOTH = {
    "b": Labels((None,), "int64", facts=IDS, name="b"),
    "a": Labels((None, 3), "float32", facts=ROWS, name="a"),
}
STEPS = tf.ragged.constant(
    [[[[0, 1]], [[1, 0]]], [[[0, 1], [0, 1]]]], ragged_rank=2, dtype=tf.float32
)
STEP_FACTS = Facts(8, 0, 1, distinct=frozenset({0, 1}), rows=4, one_hot_rows=4, distribution_rows=4)
RAGGED = tf.ragged.constant([[0, 1], [2, 0, 1], [2]], dtype=tf.int64)


@pytest.mark.parametrize(
    ("data", "labels"),
    [
        (lambda: pairs().batch(4), INDEX),
        (lambda: pairs().shuffle(6).repeat().batch(4).cache().prefetch(1), INDEX),
        (lambda: pairs().map(augmented).shuffle(6).batch(4), INDEX),
        (lambda: pairs().batch(3).unbatch().batch(4), INDEX),
        (lambda: pairs().take(3).concatenate(pairs().skip(3)).batch(4), INDEX),
        (lambda: pairs().filter(lambda x, y: y < 9).batch(4), INDEX),
        (lambda: pairs(HOT).batch(4), HOTS),
        (lambda: pairs().map(one_hot, num_parallel_calls=2).batch(4), HOTS),
        (lambda: looked_up(pairs()).shuffle(6).batch(4), HOTS),
        (lambda: tf.data.Dataset.from_tensors((X, HOT)).unbatch().batch(4), HOTS),
        (lambda: tf.data.Dataset.from_tensors((X[0], 1)).repeat(9).batch(4), ONE),
        (lambda: pairs({"b": Y, "a": HOT}).batch(4), BOTH),
        (lambda: zipped().shuffle(6).batch(4), BOTH),
        (lambda: pairs((Y, HOT)).batch(4), (INDEX, HOTS)),
        (
            lambda: tf.data.Dataset.from_tensor_slices((X[:3], RAGGED)).batch(2),
            Labels((None, None), "int64", facts=IDS),
        ),
        (
            lambda: tf.data.Dataset.from_tensor_slices((X[:2], STEPS)).batch(2),
            Labels((None, None, None, 2), "float32", facts=STEP_FACTS),
        ),
    ],
)
def test_labels_are_found_in_a_pipeline(data: Callable[[], Any], labels: Any) -> None:
    """Labels are followed past batches, shuffles, zips and maps down to where they lie."""
    assert labels == read_labels(data())


def counted(rows: Iterator[Any]) -> tf.data.Dataset:
    signature = (tf.TensorSpec((2,)), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(lambda: rows, output_signature=signature)


def in_python(stateful: bool) -> Callable[..., Any]:
    def same(y: Any) -> Any:
        return y

    return lambda x, y: (x, tf.ensure_shape(tf.numpy_function(same, [y], tf.int64, stateful), ()))


@pytest.mark.parametrize(
    "data",
    [
        lambda: pairs().shuffle(6).take(3).batch(4),
        lambda: pairs().shuffle(6).map(lambda x, y: (x, y + 1)).batch(4),
        lambda: pairs().map(lambda x, y: (x, y + tf.random.uniform((), 0, 2, tf.int64))).batch(4),
        lambda: pairs().map(in_python(stateful=True)).batch(4),
        lambda: pairs().map(in_python(stateful=False)).batch(4),
        lambda: counted(iter([(X[0], 1)])).batch(4),
        lambda: iter(pairs().batch(4)),
        lambda: tf.data.Dataset.random(1).map(lambda n: (n, n)).batch(4),
        lambda: tf.data.Dataset.counter().map(lambda n: (n, n)).batch(4).snapshot("/nowhere"),
    ],
)
def test_values_stay_unknown_where_reading_could_change_something(
    data: Callable[[], Any],
) -> None:
    """Behind a shuffle, a random or Python function or a generator only the spec is read."""
    assert Labels((None,), "int64") == read_labels(data())


def test_a_cache_on_disk_is_not_trusted(tmp_path: Any) -> None:
    """A cache in a file may hold other labels than what lies below it."""
    assert Labels((None,), "int64") == read_labels(pairs().cache(str(tmp_path / "c")).batch(4))


def test_a_pipeline_that_fails_has_no_values() -> None:
    """Labels whose computation fails are known by their spec."""
    data = pairs().map(lambda x, y: (x, tf.ensure_shape(tf.repeat(y, y + 1), (1,))))

    assert Labels((None, 1), "int64") == read_labels(data.batch(4))


def test_a_long_computation_is_sampled() -> None:
    """Of labels that are computed some hundred are read, and the facts say so."""
    data = tf.data.Dataset.range(9_999)
    alone = read_labels(data.map(lambda n: (n, n)).batch(10)).facts
    beside = read_labels(data.map(lambda n: (n, n + 1)).batch(10)).facts
    tens = read_labels(data.batch(10).map(lambda n: (n, n + 1)).unbatch().batch(4)).facts

    assert (1_024, True) == (alone.elements, alone.sampled)
    assert (256, True) == (beside.elements, beside.sampled)
    assert (260, True) == (tens.elements, tens.sampled)


def test_channels_first_rows_are_counted_in_a_pipeline() -> None:
    """A class axis counted from the front means that of the batch, not of its elements."""
    maps = np.ascontiguousarray(HOT.reshape(2, 3, 3).transpose(0, 2, 1))
    data = tf.data.Dataset.from_tensor_slices((X[:2], maps)).batch(2)

    assert 6 == read_labels(data, class_axis=1).facts.one_hot_rows


def test_a_shuffle_goes_on_as_if_nothing_was_read() -> None:
    """The epochs of a seeded shuffle are the same, read or not."""

    def epochs(read: bool) -> list[list[int]]:
        tf.random.set_seed(7)
        data = pairs(np.arange(6)).shuffle(6, reshuffle_each_iteration=True).batch(6)
        seen = [next(iter(data))[1].numpy().tolist()]
        labels = read_labels(data) if read else None
        seen += [y.numpy().tolist() for _, y in data]
        assert (labels is not None) == read
        return [*seen, tf.random.uniform((2,)).numpy().tolist()]

    assert epochs(read=False) == epochs(read=True)


def test_nothing_is_drawn_from_generators_and_iterators() -> None:
    """A generator behind a dataset starts at its first element, and an iterator stays put."""
    rows = iter([(X[0], 1), (X[0], 2)])
    data, iterator = counted(rows).batch(1), iter(pairs().batch(1))
    read_labels(data), read_labels(iterator)

    assert 1 == next(rows)[1]
    assert [0] == next(iterator)[1].numpy().tolist()


# keras.utils.PyDataset


class Rows(keras.utils.PyDataset):
    """Batches that count how often they are read, and draw from every random state there is."""

    def __init__(self, batches: int | None, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.batches = batches
        self.read = 0
        self.asked: list[int] = []
        self.own = {"numpy": np.random.default_rng(0), "python": random.Random(0)}

    @property
    def num_batches(self) -> int | None:
        return self.batches

    def __getitem__(self, index: int) -> Any:
        self.read += 1
        self.asked.append(index)
        draw_everywhere(self.own)
        return X, Y + index, X[:, 0]


def draw_everywhere(own: dict[str, Any]) -> list[float]:
    return [
        random.random(),
        float(np.random.rand()),
        float(torch.rand(1)),
        float(keras.random.uniform((1,))[0]),
        own["numpy"].random(),
        own["python"].random(),
    ]


@pytest.mark.parametrize(
    ("batches", "asked", "highest"),
    [(10, [0, 5, 9], 11), (2, [0, 1], 3), (1, [0], 2), (None, [0], 2)],
)
def test_three_batches_of_a_py_dataset_are_read(
    batches: int | None, asked: list[int], highest: int
) -> None:
    """The first, middle and last batch are read in place, whatever the workers."""
    data = Rows(batches, workers=2)
    labels = read_labels(data)

    assert (asked, 0) == (data.asked, data.read)
    assert ((None,), "int64", highest) == (labels.shape, labels.dtype, labels.facts.maximum)
    assert (len(asked) != batches) == labels.facts.sampled


def test_an_empty_py_dataset_tells_nothing() -> None:
    """Without batches nothing is known."""
    assert Labels(None) == read_labels(Rows(0))


def test_batches_of_unequal_shape_have_an_unknown_dimension() -> None:
    """A dimension that differs between batches is None."""

    class Padded(Rows):
        def __getitem__(self, index: int) -> Any:
            return X, {"y": np.zeros((6, index + 1), "int32")}

    assert (None, None) == read_labels(Padded(3))["y"].shape


def test_no_random_state_moves() -> None:
    """Python, NumPy, torch, Keras and generators of the data's own draw on as if not read."""
    drawn = []
    for read in (True, False):
        keras.utils.set_random_seed(3)
        torch.manual_seed(3)
        data = Rows(4)
        loader = torch_data.DataLoader(Drawn(), batch_size=2, shuffle=True)
        draw_everywhere(data.own)
        if read:
            read_labels(data), read_labels(loader)
        order = [y.tolist() for _, y in loader]
        drawn.append((draw_everywhere(data.own), draw_everywhere(loader.dataset.own), order))

    assert drawn[0] == drawn[1]


def test_a_generator_keras_makes_meanwhile_is_forgotten() -> None:
    """Keras's own generator, made while an item is read, is made anew when it is needed."""
    drawn = []
    for read in (True, False):
        keras.utils.clear_session()
        keras.utils.set_random_seed(3)
        if read:
            read_labels(Rows(1))
        drawn.append(float(keras.random.uniform((1,))[0]))

    assert drawn[0] == drawn[1]


# torch DataLoader


class Drawn(torch_data.Dataset):
    """A map-style dataset with a random transform."""

    def __init__(self, length: int = 6, y: Callable[[int], Any] = lambda index: index % 3) -> None:
        self.length, self.y = length, y
        self.own = {"numpy": np.random.default_rng(0), "python": random.Random(0)}
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> Any:
        self.asked.append(index)
        return X[0] + draw_everywhere(self.own)[0], self.y(index)


class Streamed(torch_data.IterableDataset):
    """A stream that must not be started."""

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("read")


class Picky(torch_data.Sampler):
    """A sampler of one's own, which alone knows what is drawn."""

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("read")

    def __len__(self) -> int:
        return 1


SIX = Labels(
    (None,), "int64", facts=Facts(36, 0, 2, distinct=frozenset({0, 1, 2}))
)  # six batches of six
TENSORS = torch_data.TensorDataset(torch.tensor(X), torch.tensor(Y))
SPLIT = torch_data.random_split(TENSORS, [4, 2], torch.Generator().manual_seed(1))[0]
PART = Y[SPLIT.indices]
TWOS = torch_data.Subset(torch_data.Subset(TENSORS, [5, 4, 2]), [0, 2])


def loader(data: Any, **keywords: Any) -> torch_data.DataLoader:
    return torch_data.DataLoader(data, **keywords)


def described(values: Any, dtype: str = "int64") -> Labels:
    return Labels((None,), dtype, facts=read_labels(np.array(values)).facts)


@pytest.mark.parametrize(
    ("data", "labels"),
    [
        (lambda: loader(TENSORS, batch_size=4, shuffle=True), INDEX),
        (lambda: loader(SPLIT, batch_size=3), described(PART)),
        (lambda: loader(TWOS, batch_size=3), described([2, 2])),
        (lambda: loader(Drawn(), batch_size=4), INDEX),
        (lambda: loader(Drawn(y=lambda index: index % 3 / 1)), described(Y, "float64")),
        (lambda: loader(Drawn(y=lambda index: HOT[index]), batch_size=4), HOTS),
        (lambda: loader(Drawn(2, lambda index: "cat")), Labels((None,), "string", facts=TEXT)),
        (lambda: loader([(X, Y), (X, Y + 1)], batch_size=None), described([*Y, *Y + 1])),
        (lambda: loader(Drawn(), collate_fn=lambda items: (X, [Y])), [SIX]),
        (
            lambda: loader(Drawn(), sampler=torch_data.SubsetRandomSampler([1, 4])),
            described([1, 1]),
        ),
        (lambda: loader(Drawn(), sampler=Picky()), Labels((None,), "int64")),
        (
            lambda: loader(Drawn(), batch_sampler=Picky()),
            Labels((None,), "int64"),
        ),
        (lambda: loader(Streamed()), Labels(None)),
    ],
)
def test_labels_of_a_loader_are_read(data: Callable[[], Any], labels: Any) -> None:
    """Items of map-style datasets are read and collated as the loader would; streams are not."""
    assert labels == read_labels(data())


def test_a_large_dataset_is_read_at_evenly_spread_places() -> None:
    """Of a long dataset 128 items are read, the first and the last among them."""
    data = Drawn(9_999)
    facts = read_labels(loader(data, batch_size=32)).facts

    assert (128, 0, 9_998) == (len(data.asked), data.asked[0], data.asked[-1])
    assert (128, True) == (facts.elements, facts.sampled)


# What has no labels

PART_OF = "must be (x, y) or (x, y, sample_weight) for labels to be read. Received:"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            lambda: tf.data.Dataset.from_tensor_slices(X),
            f"Elements of a tf.data.Dataset {PART_OF} a TensorSpec each. {OUT}",
        ),
        (
            lambda: tf.data.Dataset.from_tensor_slices({"x": X, "y": Y}),
            f"Elements of a tf.data.Dataset {PART_OF} a dict each. {OUT}",
        ),
        (
            lambda: loader(torch_data.TensorDataset(torch.tensor(X))),
            f"Elements of a DataLoader {PART_OF} tuples of 1. {OUT}",
        ),
        (
            lambda: loader(X),
            f"Elements of a DataLoader {PART_OF} a Tensor each. {OUT}",
        ),
        (
            lambda: loader(Drawn(y=lambda index: {}["y"])),
            "Labels are read from items of the data. Received: KeyError when item 0 of Drawn was "
            f"read: 'y'. {OUT}",
        ),
        (
            lambda: loader(Drawn(), collate_fn=lambda items: items[9]),
            "Labels are read from batches of the data. Received: IndexError when items were "
            f"collated: list index out of range. {OUT}",
        ),
    ],
)
def test_data_without_labels_is_refused(data: Callable[[], Any], message: str) -> None:
    """Elements that are only x, and data that cannot be read, are refused with a way out."""
    with pytest.raises(InvalidArgument) as error:
        read_labels(data())

    assert message == str(error.value)
