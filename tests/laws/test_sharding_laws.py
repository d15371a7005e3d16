"""Laws of workers: however rows are dealt to them, and padded, they add up to the same integers."""

from __future__ import annotations

import math
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resolver
from resolver.core.counts import Counts
from resolver.core.errors import CountsMismatch
from resolver.core.merging import Share, merged, message
from resolver.edge.count.counting import count_arrays

CLASSES = 4
TASKS = (("multiclass", "index"), ("multiclass", "one_hot"), ("multilabel", "multi_hot"))

seeds = st.integers(0, 2**32 - 1)
tasks = st.sampled_from(TASKS)
workers = st.sampled_from((1, 2, 3, 4, 8))
kinds = st.sampled_from((None, "mask", "whole"))


def data(rng: Any, coding: str, kind: str | None) -> tuple[Any, Any, Any]:
    """Labels, scores, and weights of a kind, for up to 40 rows."""
    rows = int(rng.integers(0, 41))
    # Few distinct scores, so that ties and NaN are common.
    scores = rng.choice([0.0, 0.5, 1.0, np.nan], (rows, CLASSES), p=[0.4, 0.3, 0.25, 0.05])
    labels = rng.integers(-1, CLASSES + 1, rows)
    if coding == "one_hot":
        labels = np.eye(CLASSES)[labels % CLASSES]
    elif coding == "multi_hot":
        labels = rng.integers(0, 2, (rows, CLASSES))
    weights = {None: None, "mask": rng.random(rows) < 0.6, "whole": rng.integers(0, 2**40, rows)}
    return labels, scores, weights[kind]


def counted(task: tuple[str, str], columns: Any, rows: Any = slice(None)) -> Counts:
    """The counts of some rows."""
    labels, scores, weights = (None if each is None else each[rows] for each in columns)
    return count_arrays(labels, scores, task=task[0], coding=task[1], sample_weight=weights)


def synced(parts: list[Counts]) -> Counts:
    """What every worker makes of the messages of all."""
    shares = [message({"": Share(each.correct, each.total, each.decision)}) for each in parts]
    (share,) = merged(shares)
    return Counts(share.first, share.second, share.decision)


@given(seeds, tasks, workers, kinds)
def test_any_deal_of_rows_counts_the_same(
    seed: int, task: tuple[str, str], number: int, kind: str | None
) -> None:
    """Rows dealt to workers at random, some of whom may get none, in whatever order they answer."""
    rng = np.random.default_rng(seed)
    columns = data(rng, task[1], kind)
    # Some workers are much more likely than others, so that parts are uneven or empty.
    dealt = rng.choice(number, len(columns[0]), p=rng.dirichlet(np.full(number, 0.5)))
    parts = [counted(task, columns, dealt == worker) for worker in rng.permutation(number)]
    whole = counted(task, columns)

    assert whole == synced(parts) == sum(parts)
    assert {int} == {type(whole.correct), type(whole.total), type(synced(parts).total)}


@given(seeds, tasks, workers, st.integers(1, 9), st.integers(1, 12))
def test_any_padding_counts_the_same(
    seed: int, task: tuple[str, str], number: int, replicas: int, batch: int
) -> None:
    """Workers pad their batches, replicas count their parts, and padded rows are not counted."""
    rng = np.random.default_rng(seed)
    columns = data(rng, task[1], "mask")
    cuts = np.sort(rng.integers(0, len(columns[0]) + 1, number - 1))
    parts = []
    for start, stop in pairwise([0, *cuts, len(columns[0])]):
        labels, scores, mask = (each[start:stop] for each in columns)
        part = resolver.pad(scores, labels, mask, batch_size=batch, replicas=replicas, mean=None)
        for x, y, weights in part:
            shards = zip(*(np.split(each, replicas) for each in (y, x, weights != 0)), strict=True)
            parts += [counted(task, shard) for shard in shards]

    assert counted(task, columns) == reduce(
        Counts.__add__, parts, counted(task, columns, slice(0, 0))
    )


@given(seeds, workers)
def test_float_weights_add_to_six_digits_in_any_order(seed: int, number: int) -> None:
    """Weights of all magnitudes, dealt and answered in any order."""
    rng = np.random.default_rng(seed)
    task = TASKS[0]
    labels, scores, _ = data(rng, task[1], None)
    weights = np.float32(10.0 ** rng.uniform(-6, 6, len(labels)))
    dealt = rng.integers(0, number, len(labels))
    order = rng.permutation(len(labels))
    columns = labels[order], scores[order], weights[order]
    total = synced([counted(task, columns, dealt == each) for each in range(number)])
    hits = np.array(
        [counted(task, (labels, scores, None), [row]).correct for row in range(len(labels))], bool
    )

    assert pytest.approx(math.fsum(weights.tolist()), rel=1e-6) == total.total
    assert pytest.approx(math.fsum(weights[hits].tolist()), rel=1e-6) == total.correct


@given(seeds, tasks, kinds, st.lists(st.integers(0, 40), max_size=4))
def test_an_evaluation_resumes_anywhere(
    seed: int, task: tuple[str, str], kind: str | None, stops: list[int]
) -> None:
    """Stopped after any rows, its counts saved and read again, it ends where it would have."""
    columns = data(np.random.default_rng(seed), task[1], kind)
    rows = len(columns[0])
    saved = Counts.empty().to_json()
    for start, stop in pairwise(sorted({0, rows, *(min(each, rows) for each in stops)})):
        so_far = Counts.from_json(saved) + counted(task, columns, slice(start, stop))
        saved = so_far.to_json()

    assert counted(task, columns) == Counts.from_json(saved) + counted(task, columns, slice(0, 0))


@given(st.integers(0, 2**70), st.integers(1, 2**70), st.integers(1, 2**70))
def test_global_counts_never_take_in_a_part_of_themselves(
    correct: int, total: int, part: int
) -> None:
    """Counts of all workers add to each other, and to nothing that one worker has."""
    whole, local = Counts(correct, total, reduced=True), Counts(0, part)

    assert Counts(2 * correct, 2 * total, reduced=True) == whole + whole
    for pair in ((whole, local), (local, whole)):
        with pytest.raises(
            CountsMismatch, match=r"^Counts of all workers and counts of one worker do not add: "
        ):
            pair[0] + pair[1]
