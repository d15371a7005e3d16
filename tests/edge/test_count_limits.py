"""Counters at sizes that floats and 32-bit words do not reach, driven there for real."""

from __future__ import annotations

import importlib
import math
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.counters import split
from resolver.edge.count.ratio import Ratio
from resolver.edge.count.rooms import ROOM

BACKEND = keras.backend.backend()
MILLION = 10**6
STARTS = (2**24, 2**31 - 1, 2**31, 2**50 - 5)


def seed(metric: Any, first: int, second: int) -> None:
    """Put a metric where it would be after counting this much."""
    metric.variables[0].assign(np.array([split(first), split(second)]).T)


def counted(metric: Any) -> tuple[float, float]:
    """The integers that an accuracy holds."""
    return metric.counts().correct, metric.counts().total


def compiled(metric: Any) -> Any:
    """An update of the metric as a compiled step takes it; steps of torch are eager."""
    if BACKEND == "tensorflow":
        tf = importlib.import_module("tensorflow")
        return tf.function(metric.update_state, autograph=False, jit_compile=True)
    if BACKEND == "torch":
        return metric.update_state
    update = importlib.import_module("jax").jit(metric.stateless_update_state)

    def step(*batch: Any) -> None:
        state = update([variable.value for variable in metric.variables], *batch)
        for variable, value in zip(metric.variables, state, strict=True):
            variable.assign(value)

    return step


class Seeded(keras.callbacks.Callback):
    """Puts a metric somewhere else before the first batch."""

    def __init__(self, metric: Any, start: int) -> None:
        super().__init__()
        self._seed = metric, start, start + 1

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        if batch == 0:
            seed(*self._seed)


@pytest.mark.parametrize("start", STARTS)
def test_an_evaluation_goes_on_counting(start: int) -> None:
    """An evaluation that has counted so much already counts its next batches to the unit."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
    metric = Accuracy("binary")
    model.compile(loss="mse", metrics=[metric])
    x, y = np.array([[0.9], [0.8], [0.7]] * 2), np.array([[1.0], [1.0], [0.0]] * 2)
    for _ in range(2):
        model.evaluate(x, y, batch_size=2, verbose=0, callbacks=[Seeded(metric, start)])

    assert (start + 4, start + 7) == counted(metric)


@pytest.mark.parametrize("start", STARTS)
def test_ratios_go_on_adding(start: int) -> None:
    """A ratio adds one and two where float32 would add nothing."""
    metric = Ratio(lambda y_true, y_pred: (y_true, y_pred))
    step = compiled(metric)
    seed(metric, start, start)
    for _ in range(3):
        step(ops.convert_to_tensor([True, False]), ops.convert_to_tensor([1, 1]))

    assert (start + 3, start + 6) == metric.sums()


def test_the_words_of_2048_replicas_add_in_32_bits() -> None:
    """The sum of 2,048 states, taken word by word on the device, is the sum of what they count."""
    rng = np.random.default_rng(0)
    low, high = rng.integers(0, 2**20, (2048, 2)), rng.integers(0, 2**19, (2048, 2))
    low[:1024] = 2**20 - 1
    states = ops.convert_to_tensor(np.stack([low, high], axis=1), dtype="int32")
    metric = Accuracy("binary")
    metric.variables[0].assign(ops.cast(_summed(states), "int32"))
    expected = tuple(int(number) for number in ((high << 20) + low).sum(axis=0))

    assert expected == counted(metric)
    assert min(expected) > 2**48
    assert float(metric.result()) == pytest.approx(expected[0] / expected[1], rel=1e-6)


def _summed(states: Any) -> Any:
    if BACKEND != "jax":
        return ops.sum(states, axis=0)
    jax = importlib.import_module("jax")
    return jax.vmap(lambda one: jax.lax.psum(one, "replicas"), axis_name="replicas")(states)[0]


MANY = [("int32", 255, 2**24 + 5), ("int8", -128, 2**24 + 5), ("uint32", 2**32 - 1, 1000)]


@pytest.mark.parametrize(("dtype", "value", "size"), MANY)
def test_one_batch_of_whole_weights(dtype: str, value: int, size: int) -> None:
    """Many weights, and large ones, add up to the unit, signed or not."""
    total = ROOM.whole_sum(ops.full((size,), value, dtype=dtype))
    metric = Accuracy("binary")
    metric._tally.add_whole([total, total])

    assert (size * value, size * value) == counted(metric)


def test_a_hundred_million_float_weights() -> None:
    """A hundred batches of a million float weights each are summed to better than 1e-12."""
    rng = np.random.default_rng(0)
    weights, right = rng.random(MILLION, dtype="float32"), rng.random(MILLION) < 0.7
    metric, sums = Accuracy("binary"), []
    step = compiled(metric)
    y_true, y_pred = ops.convert_to_tensor(right), ops.ones(MILLION)
    for factor in 1 + 0.4 * np.sin(np.arange(100, dtype="float32")):
        batch = weights * factor
        sums.append((batch[right].sum(dtype="float64"), batch.sum(dtype="float64")))
        step(y_true, y_pred, ops.convert_to_tensor(batch))
    expected = tuple(math.fsum(column) for column in zip(*sums, strict=True))

    assert counted(metric) == pytest.approx(expected, rel=1e-12)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 12), max_size=4), st.integers(1, 3))
def test_no_partition_order_or_sharding_changes_the_integers(
    seed_of: int, cuts: list[int], shards: int
) -> None:
    """Batches of any size, in any order, on any number of workers, end in one pair of integers."""
    rng = np.random.default_rng(seed_of)
    labels = rng.integers(-1, 5, 12)
    scores = rng.choice(np.array([0, -0.0, 1, np.nan], "float32"), (12, 4), p=[0.4, 0.2, 0.3, 0.1])
    weights = rng.integers(0, 2**20, 12).astype("int32")
    whole = Accuracy("multiclass")
    whole.update_state(labels, scores, weights)
    order = rng.permutation(12)
    workers = [Accuracy("multiclass") for _ in range(shards)]
    for number, rows in enumerate(np.split(order, sorted(cuts))):
        workers[number % shards].update_state(labels[rows], scores[rows], weights[rows])
    together = Accuracy("multiclass")
    for variable, *parts in zip(
        together.variables, *[one.variables for one in workers], strict=True
    ):
        variable.assign(sum(part.value for part in parts))

    assert whole.counts() == sum(one.counts() for one in workers) == together.counts()
