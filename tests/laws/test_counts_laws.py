"""Laws of counting: no partition, order or sharding of the data changes the two integers."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolver.core.counts import Counts
from resolver.edge.count.counting import count_arrays

counts = st.builds(Counts, st.integers(0, 2**70), st.integers(0, 2**70))
seeds = st.integers(0, 2**32 - 1)
TASKS = (("multiclass", "index"), ("multiclass", "one_hot"), ("binary", "sign"))


def _data(seed: int, task: str, coding: str) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(0, 30))
    # Few distinct scores, so that ties and NaN are common.
    y_pred = rng.choice([0.0, -0.0, 0.5, 1.0, np.nan], (rows, 4), p=[0.3, 0.2, 0.2, 0.25, 0.05])
    labels = rng.integers(-1, 5, rows)
    if coding == "one_hot":
        labels = np.eye(4)[labels % 4]
    elif task == "binary":
        labels, y_pred = np.sign(labels), y_pred[:, :1]
    return labels, y_pred, rng.integers(0, 2**40, rows)


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


@given(seeds, st.sampled_from(TASKS), st.lists(st.integers(0, 30), max_size=5), st.booleans())
def test_any_partition_counts_the_same(
    seed: int, task: tuple[str, str], cuts: list[int], weighted: bool
) -> None:
    """Counts of any pieces, in any order, add to the counts of the whole."""
    y_true, y_pred, weights = _data(seed, *task)
    kind: dict[str, Any] = {"task": task[0], "coding": task[1]}
    edges = sorted({0, len(y_true), *(min(cut, len(y_true)) for cut in cuts)})
    pieces = [slice(*edge) for edge in pairwise(edges)][::-1]
    parts = [
        count_arrays(
            y_true[piece], y_pred[piece], sample_weight=weights[piece] if weighted else None, **kind
        )
        for piece in pieces
    ]
    whole = count_arrays(y_true, y_pred, sample_weight=weights if weighted else None, **kind)

    assert whole == reduce(Counts.__add__, parts, Counts.empty())


@given(seeds, st.sampled_from(TASKS))
def test_the_order_of_rows_does_not_matter(seed: int, task: tuple[str, str]) -> None:
    """Shuffled rows count the same."""
    y_true, y_pred, weights = _data(seed, *task)
    order = np.random.default_rng(seed + 1).permutation(len(y_true))
    kind: dict[str, Any] = {"task": task[0], "coding": task[1]}

    assert count_arrays(y_true, y_pred, sample_weight=weights, **kind) == count_arrays(
        y_true[order], y_pred[order], sample_weight=weights[order], **kind
    )
