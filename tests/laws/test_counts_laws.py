"""Laws of counting: no partition, order or sharding of the data changes the two integers."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolver.core.counts import Counts
from resolver.edge.count.counting import count_arrays
from resolver.testing import Case, batch_splits, cases, label_combinations, references

counts = st.builds(Counts, st.integers(0, 2**70), st.integers(0, 2**70))

COUNTED = label_combinations().filter(lambda pair: pair[0] != "regression")


@st.composite
def batches(draw: st.DrawFn) -> Case:
    """Batches of every task that is counted, full of ties, with NaN and weights to 2**40."""
    pair = draw(st.just(("multiclass", "index")) | COUNTED)  # ids, for most can befall them
    ignored = draw(st.sampled_from((None, 1, 255))) if pair[1] == "index" else None
    rows = draw(st.sampled_from((8, 7, 3, 1, 0)))
    said: dict[str, Any] = {"nan": True, "masked": True, "ignore_class": ignored, "rows": rows}
    case = draw(cases(task=pair[0], coding=pair[1], **said))
    weights = st.lists(st.integers(0, 2**40), min_size=len(case), max_size=len(case))
    drawn = draw(st.none() | weights)
    return replace(case, sample_weight=None if drawn is None else np.array(drawn))


def count(case: Case) -> Counts:
    """What is counted of a case."""
    return count_arrays(
        case.y_true,
        case.y_pred,
        task=case.task,
        coding=case.coding,
        threshold=case.threshold,
        ignore_class=case.ignore_class,
        sample_weight=case.sample_weight,
        mask=case.mask,
    )


@given(counts, counts, counts)
def test_addition_groups_and_swaps(a: Counts, b: Counts, c: Counts) -> None:
    """Grouping and order do not matter."""
    assert (a + b) + c == c + (b + a)


@given(counts)
def test_empty_is_the_identity(a: Counts) -> None:
    """Nothing added changes nothing, on either side."""
    assert (a, a) == (a + Counts.empty(), Counts.empty() + a)


@given(counts)
def test_json_keeps_every_integer(a: Counts) -> None:
    """Any counts come back from JSON as they were."""
    assert a == Counts.from_json(a.to_json())


@given(batches(), st.data())
def test_any_partition_counts_the_same(case: Case, data: st.DataObject) -> None:
    """Counts of any pieces, in any order, add to the counts of the whole."""
    pieces = case.batches(data.draw(batch_splits(len(case), empty=True)))
    parts = [count(piece) for piece in data.draw(st.permutations(pieces))]

    assert count(case) == reduce(Counts.__add__, parts, Counts.empty())


@given(batches(), st.data())
def test_the_order_of_rows_does_not_matter(case: Case, data: st.DataObject) -> None:
    """Shuffled rows count the same."""
    order = list(data.draw(st.permutations(range(len(case)))))
    names = ("y_true", "y_pred", "mask", "sample_weight")
    arrays = {name: getattr(case, name) for name in names}
    shuffled = replace(case, **{k: None if v is None else v[order] for k, v in arrays.items()})

    assert count(case) == count(shuffled)


@given(batches())
def test_the_ratio_is_the_accuracy_by_definition(case: Case) -> None:
    """Correct over total is what the reference of the task says."""
    said: dict[str, Any] = {"sample_weight": case.sample_weight, "mask": case.mask}
    if case.task != "multiclass":
        sign = case.coding == "sign"
        accuracy = references.hinge_accuracy if sign else references.binary_accuracy
        expected = accuracy(case.y_true, case.y_pred, threshold=case.threshold, **said)
    elif case.coding == "index":
        said["ignore_class"] = case.ignore_class
        expected = references.sparse_categorical_accuracy(case.y_true, case.y_pred, **said)
    else:
        expected = references.categorical_accuracy(case.y_true, case.y_pred, **said)
    seen = count(case)

    assert np.isclose(expected, seen.correct / seen.total if seen.total else 0.0, rtol=1e-12)
