"""Facts add; the facts of an array are those of its parts, in any order, and those of the book."""

from __future__ import annotations

import math
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from resolver.core.specs import DISTINCT_LIMIT, Facts
from resolver.edge.labels import chunks, distinct
from resolver.edge.labels import values as label_values
from resolver.edge.labels.values import describe

SOME = (0.0, 1.0, -1.0, 0.5, 0.25, 0.75, 2.0, 1e-20, math.inf, -math.inf, math.nan, -0.0)
KINDS = ("bool", "int8", "uint8", "int32", "int64", "uint64", "float16", "float32", "float64")


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    """Arrays of labels: of all kinds, full of zeros and ones, or of anything."""
    dtype = np.dtype(draw(st.sampled_from(KINDS)))
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=5))
    values = hnp.from_dtype(dtype)
    if dtype.kind == "f":
        values = st.sampled_from(SOME)
    elif draw(st.booleans()):
        values = st.integers(0, 1)
    return draw(hnp.arrays(dtype, shape, elements=values))


def naive(array: np.ndarray) -> Facts:
    """The facts by the book, value by value, in Python's own numbers."""
    values = array.ravel().tolist()
    present = [value for value in values if not math.isnan(value)]
    distinct = set(present)
    whole = all(math.isfinite(value) and value == int(value) for value in present)
    many = sorted(distinct) if whole and len(distinct) > DISTINCT_LIMIT else None
    width = array.shape[-1] if array.ndim > 1 and array.shape[-1] > 1 else 0
    rows = array.reshape(-1, width).tolist() if width else []
    return Facts(
        elements=len(values),
        minimum=min(present, default=None),
        maximum=max(present, default=None),
        whole=whole,
        nan=len(values) - len(present),
        distinct=frozenset(distinct) if len(distinct) <= DISTINCT_LIMIT else None,
        rows=len(rows),
        one_hot_rows=sum(sorted(row) == [0] * (width - 1) + [1] for row in rows),
        zero_rows=sum(not any(row) for row in rows),
        distribution_rows=sum(
            all(value >= 0 for value in row) and abs(sum(row) - 1) <= 1e-3 for row in rows
        ),
        next_minimum=many and many[1],
        next_maximum=many and many[-2],
    )


def whole_numbers_stay(facts: Facts) -> tuple[type, ...]:
    return tuple(map(type, (facts.minimum, facts.maximum, *sorted(facts.distinct or ()))))


facts_of_arrays = arrays().map(describe)


@given(facts_of_arrays, facts_of_arrays, facts_of_arrays)
def test_facts_add_in_any_order_and_grouping(one: Facts, two: Facts, three: Facts) -> None:
    """Addition of facts is associative and commutative, and no facts change nothing."""
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one + Facts() == one == Facts() + one


@given(st.lists(st.frozensets(st.integers(0, 200), max_size=64), min_size=3, max_size=3))
def test_too_many_distinct_values_stay_too_many(sets: list[frozenset[int]]) -> None:
    """Facts that had more distinct values than are remembered stay so, however they are grouped."""
    one, two, three = (
        Facts(len(each), min(each, default=None), max(each, default=None), distinct=each)
        for each in sets
    )

    assert (one + two) + three == one + (two + three)


@given(arrays())
def test_facts_equal_those_counted_one_by_one(array: np.ndarray) -> None:
    """Every fact of an array equals the one counted in plain Python."""
    expected, actual = naive(array), describe(array)

    assert expected == actual
    if array.dtype.kind in "iu":
        assert set(whole_numbers_stay(actual)) <= {int, type(None)}


@given(arrays(), st.data())
def test_facts_of_parts_add_up(array: np.ndarray, data: st.DataObject) -> None:
    """However an array is cut along the batch, the facts of the parts add up to its own."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(array)), max_size=3)))

    assert describe(array) == reduce(add, map(describe, np.split(array, cuts)))


@st.composite
def many_numbers(draw: st.DrawFn) -> np.ndarray:
    """More class numbers than are remembered one by one, some far from the others."""
    kind = draw(st.sampled_from(("int16", "uint16", "int64", "float16", "float32")))
    gap = draw(st.integers(1, 30))
    ends = draw(st.lists(st.sampled_from((0, 1, 900, 901, 1000)), max_size=4))
    numbers = [*range(300, 300 + 66 * gap, gap), *ends]
    return np.array(draw(st.permutations(numbers)), kind)


@given(many_numbers(), st.integers(0, 70))
def test_of_many_numbers_those_next_to_the_ends_are_known(array: np.ndarray, cut: int) -> None:
    """Beside the smallest and the largest of many class numbers stand the next ones, and add."""
    expected = naive(array)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "_CHUNK", 7)
        in_chunks = describe(array)

    assert expected == describe(array) == in_chunks
    assert expected == describe(array[:cut]) + describe(array[cut:])


@given(arrays(), st.randoms(use_true_random=False))
def test_the_order_of_samples_does_not_matter(array: np.ndarray, chance: Any) -> None:
    """A shuffled array has the same facts."""
    order = list(range(len(array)))
    chance.shuffle(order)

    assert describe(array) == describe(array[order])


@given(arrays())
def test_small_chunks_give_the_same_facts(array: np.ndarray) -> None:
    """How much is read at a time does not show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "_CHUNK", 3)
        patch.setattr(distinct, "_SPAN", 2)
        actual = describe(array)

    assert naive(array) == actual


@given(arrays().filter(lambda array: array.ndim > 1))
def test_the_class_axis_may_lie_anywhere_but_first(array: np.ndarray) -> None:
    """With the class axis moved, rows are judged along it."""
    moved = np.moveaxis(array, -1, 1)

    assert describe(array) == describe(moved, class_axis=1)
    assert describe(moved, class_axis=0).rows == 0 == describe(moved, class_axis=-9).rows


@given(
    hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=60),
    st.sampled_from((50, 1000, 4000)),
)
def test_a_sample_is_bounded_and_holds_both_ends(shape: tuple[int, ...], limit: int) -> None:
    """Of an array that is too large a part is read, with its first and last sample in it."""
    array = np.arange(math.prod(shape)).reshape(shape)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(label_values, "READ_LIMIT", limit)
        facts = describe(array)

    assert (array.size > limit) == facts.sampled
    assert min(array.size, limit) >= facts.elements > 0
    assert facts.minimum == 0
    assert facts.maximum >= array[-1].min()


def test_a_sample_does_not_keep_step_with_labels_that_repeat() -> None:
    """Labels 0..199 in turn all show in a sample of one in twenty."""
    labels = np.arange(435_400) % 200  # an even spread would step 1,400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(label_values, "READ_LIMIT", 20_000)
        patch.setattr(distinct, "DISTINCT_LIMIT", 200)
        facts = describe(labels)

    assert len(facts.distinct) == 200


@pytest.mark.parametrize("shape", [(5_000, 8), (3, 900, 8), (40_000,), (2, 20_000), (1, 30_000)])
def test_a_sample_is_a_view(shape: tuple[int, ...]) -> None:
    """What is sampled is read in place: no copy of a mapped file is made."""
    array = np.zeros(shape, dtype=np.uint8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(label_values, "READ_LIMIT", 4_000)
        pieces, _ = label_values._sample(array, array.ndim > 1)

    assert [True] * len(pieces) == [np.shares_memory(array, piece) for piece in pieces]


def test_class_numbers_beyond_two_to_the_53_stay_exact() -> None:
    """Neighbouring large class numbers are told apart."""
    facts = describe(np.array([2**53, 2**53 + 1, 2**63 + 1], dtype=np.uint64))

    assert frozenset({2**53, 2**53 + 1, 2**63 + 1}) == facts.distinct
    assert (2**53, 2**63 + 1) == (facts.minimum, facts.maximum)


@pytest.mark.parametrize(
    ("row", "one_hot", "distribution"),
    [
        ([0, 1, 0], 1, 1),
        ([0.0, 1.0, 0.0], 1, 1),
        ([-1, 1, 1], 0, 0),
        ([-1.0, 1.0, 1.0], 0, 0),
        ([0.5, 0.5, 0.0009], 0, 1),
        ([0.5, 0.5, 0.0011], 0, 0),
        ([0.0, 0.9991, 0.0], 0, 1),
        ([1.0, 1e-9, 0.0], 0, 1),
        ([0.0, 2.0, 0.0], 0, 0),
        ([np.nan, 1.0, 0.0], 0, 0),
        ([np.inf, -np.inf, 1.0], 0, 0),
    ],
)
def test_rows_are_judged_exactly(row: list[float], one_hot: int, distribution: int) -> None:
    """One-hot is exact; a distribution may miss 1 by a thousandth, and holds nothing negative."""
    facts = describe(np.array([row]))

    assert (1, one_hot, distribution) == (facts.rows, facts.one_hot_rows, facts.distribution_rows)


@pytest.mark.parametrize("step", [1, 0.5, 1e6, 2**40])
def test_up_to_64_distinct_values_are_remembered(step: float) -> None:
    """64 distinct values are listed and 65 are not, close together, fractional or far apart."""
    values = np.arange(65) * step

    assert frozenset(values[:64].tolist()) == describe(np.tile(values[:64], 90)).distinct
    assert describe(np.tile(values, 90)).distinct is None


@pytest.mark.parametrize("values", [[np.inf], [1.0, -np.inf], [0.0, np.nan, np.inf]])
def test_infinity_is_no_whole_number(values: list[float]) -> None:
    """Labels with an infinity among them are not whole."""
    assert not describe(np.array(values)).whole


def test_late_values_are_found() -> None:
    """A value that first shows at the end of a long array is among the distinct ones."""
    far, near = np.zeros(1_000_000), np.zeros(1_000_000, dtype=np.int64)
    far[-1], near[-1] = 0.5, 7

    assert frozenset({0.0, 0.5}) == describe(far).distinct
    assert frozenset({0, 7}) == describe(near).distinct
