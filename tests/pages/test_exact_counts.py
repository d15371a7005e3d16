"""Each row of the table of docs/exact-counts.md is counted as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import resolver

PAGE = Path("docs/exact-counts.md").read_text("utf-8")
SECTION = PAGE.partition("## What counts as right")[2].partition("\n## ")[0]
ROWS = dict(re.findall(r"(?m)^\| (?!case|-)(.+?) \| (.+?) \|$", SECTION))
NAN, INF = float("nan"), float("inf")
IDS = ("multiclass", "index")
HOT = ("multiclass", "one_hot")
BITS = ("binary", "binary")
TAGS = ("multilabel", "multi_hot")
Case = tuple[tuple[str, str], Any, Any, dict[str, Any], tuple[int, int]]

CASES: dict[str, list[Case]] = {
    "ties": [(IDS, [0, 0, 1], [[3, 3, 1]] * 3, {}, (2, 3))],
    "+0.0 and -0.0": [(IDS, [0, 0, 1], [[-0.0, 0.0]] * 3, {}, (2, 3))],
    "NaN in a prediction": [
        (IDS, [0, 1], [[1.0, NAN], [1.0, NAN]], {}, (0, 2)),
        (TAGS, [[1, 0]], [[0.9, NAN]], {}, (1, 2)),
    ],
    "infinities": [(IDS, [1, 1], [[0.0, INF], [-INF, -9.0]], {}, (2, 2))],
    "scores of 16 bits": [
        (IDS, [0, 0, 1], [[1.0, 1.0001]] * 3, {"dtype": "float16"}, (2, 3)),
        (IDS, [0, 0, 1], [[1.0, 1.001]] * 3, {"dtype": "bfloat16"}, (2, 3)),
        (BITS, [[0], [0], [1]], [[0.5001]] * 3, {"dtype": "float16"}, (2, 3)),
    ],
    "a threshold": [(BITS, [[0], [0], [1]], [[0.5]] * 3, {}, (2, 3))],
    "soft labels": [
        (("multiclass", "soft"), [[0.4, 0.4, 0.2]] * 2, [[9, 1, 1]] * 2, {}, (2, 2)),
        (("multiclass", "soft"), [[0.4, 0.4, 0.2]], [[1, 9, 1]], {}, (0, 1)),
        (("binary", "soft"), [[0.5], [0.6]], [[0.1], [0.9]], {}, (2, 2)),
    ],
    "a class number outside the units, or with a fraction": [
        (IDS, [-1, 2, 7], [[1, 2], [1, 2], [1, 2]], {}, (0, 3)),
        (IDS, [0.5, 1.0], [[2, 1], [1, 2]], {}, (1, 2)),
    ],
    "class numbers written as floats": [(IDS, [2.0, 1.0], [[1, 1, 9]] * 2, {}, (1, 2))],
    "`ignore_class`": [(IDS, [0, 9, 1], [[1, 2]] * 3, {"ignore_class": 9}, (1, 2))],
    "masks, and weights of 0": [
        (IDS, [1, 1], [[1, 2], [1, 2]], {"sample_weight": [0, 1]}, (1, 1)),
        (IDS, [1, 1], [[1, 2], [1, 2]], {"sample_weight": [False, True]}, (1, 1)),
    ],
    "an empty batch": [(IDS, np.zeros(0, int), np.zeros((0, 2)), {}, (0, 0))],
}


def test_every_row_is_tried() -> None:
    """The table and the cases below it have the same rows."""
    assert set(CASES) == set(ROWS)


@pytest.mark.parametrize(
    ("row", "case"), [(row, case) for row, cases in CASES.items() for case in cases]
)
def test_a_row_is_counted_as_it_says(row: str, case: Case) -> None:
    """A metric that is updated has the counts of the case."""
    (task, coding), y_true, y_pred, said, expected = case
    weights = said.get("sample_weight")
    metric = resolver.Accuracy(task, coding, ignore_class=said.get("ignore_class"))
    metric.update_state(
        np.array(y_true),
        keras.ops.convert_to_tensor(y_pred, said.get("dtype", "float32")),
        None if weights is None else np.array(weights),
    )
    counts = metric.counts()

    assert expected == (counts.correct, counts.total), row


def test_class_numbers_in_floats_are_whole_beyond_what_a_float_counts() -> None:
    """A class number of 2^24 in float32 meets a vocabulary of that size in one row of scores."""
    scores = np.zeros((1, 2**24 + 1), "float16")
    scores[0, 2**24] = 1

    assert 1 == resolver.count(np.array([2.0**24]), scores, task="multiclass").correct
    assert 0 == resolver.count(np.array([2.0**24 - 1]), scores, task="multiclass").correct
