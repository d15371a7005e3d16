"""The table of accuracies: inputs, and the two integers every backend and NumPy must hit.

The counts were worked out by hand, each from the sentence beside it. Backends agree through
this table and not through each other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

NAN, INF = np.nan, np.inf


class Case(NamedTuple):
    """One line: what is said, what is given, what must be counted."""

    says: str
    y_true: Any
    y_pred: Any
    correct: float
    total: float
    rule: dict[str, Any]
    sample_weight: Any = None
    mask: Any = None


def rows(*scores: list[float]) -> Any:
    return np.array(scores, "float32")


def wide(columns: int, *marks: dict[int, float]) -> Any:
    """Rows of zeros with a few scores set: wide enough to be cut into blocks."""
    made = np.zeros((len(marks), columns), "float32")
    for row, mark in zip(made, marks, strict=True):
        for column, score in mark.items():
            row[column] = score
    return made


INDEX = {"task": "multiclass", "coding": "index"}
ONE_HOT = {"task": "multiclass", "coding": "one_hot"}
SOFT = {"task": "multiclass", "coding": "soft"}
BINARY = {"task": "binary", "coding": "binary"}
SIGN = {"task": "binary", "coding": "sign", "threshold": 0.0}
MULTI = {"task": "multilabel", "coding": "multi_hot"}

THREE = rows([0.1, 0.7, 0.2], [0.6, 0.3, 0.1], [0.2, 0.2, 0.6])
"""Scores whose largest are at 1, 0 and 2."""

PIXELS = np.stack([THREE, THREE[::-1]])
"""(2, 3, 3), classes last: 1 0 2, then 2 0 1."""

CASES = [
    Case("two of three ids are right", np.array([1, 0, 0]), THREE, 2, 3, INDEX),
    Case("ids of shape (B, 1) count as (B,)", np.array([[1], [0], [0]]), THREE, 2, 3, INDEX),
    Case("whole float ids are ids", np.array([1.0, 0.0, 0.0]), THREE, 2, 3, INDEX),
    Case("a fraction is no id", np.array([1.5, 0.5, 2.0]), THREE, 1, 3, INDEX),
    Case("NaN and infinity are no ids", np.array([NAN, INF, -INF]), THREE, 0, 3, INDEX),
    Case("uint8 ids", np.array([1, 0, 0], "uint8"), THREE, 2, 3, INDEX),
    Case("boolean ids", np.array([True, False, True]), THREE, 2, 3, INDEX),
    Case("ids below and above the range are wrong", np.array([-1, 3, 2]), THREE, 1, 3, INDEX),
    Case(
        "huge ids do not wrap into valid ones",
        np.array([2**32 + 1, -(2**32), 2**40 + 2]),
        THREE,
        0,
        3,
        INDEX,
    ),
    Case("an unsigned huge id is wrong", np.array([2**32 - 1, 1, 2], "uint32"), THREE, 1, 3, INDEX),
    Case(
        "the first maximum wins a tie", np.array([0, 1, 2]), np.ones((3, 3), "float32"), 1, 3, INDEX
    ),
    Case(
        "+0.0 and -0.0 tie, so the first wins",
        np.array([0, 1, 0]),
        rows([-0.0, 0.0], [-0.0, 0.0], [0.0, -0.0]),
        2,
        3,
        INDEX,
    ),
    Case(
        "a NaN anywhere in a row makes it wrong",
        np.array([0, 1, 1, 1]),
        rows([1, NAN], [1, NAN], [NAN, 1], [0, 1]),
        1,
        4,
        INDEX,
    ),
    Case(
        "a NaN beside an infinity is seen too",
        np.array([0, 2, 1]),
        rows([INF, NAN, 0], [NAN, 0, INF], [0, INF, 1]),
        1,
        3,
        INDEX,
    ),
    Case(
        "infinities are ordered",
        np.array([0, 1, 0]),
        rows([INF, 9], [-INF, 0], [-INF, -INF]),
        3,
        3,
        INDEX,
    ),
    Case("integer scores", np.array([1, 0]), np.array([[1, 5], [3, 3]]), 2, 2, INDEX),
    Case("boolean scores", np.array([1, 0]), np.array([[False, True], [True, True]]), 2, 2, INDEX),
    Case("tokens count one by one", np.array([[1, 0, 0], [2, 0, 1]]), PIXELS, 5, 6, INDEX),
    Case(
        "ids of shape (B, T, 1)", np.array([[[1], [0], [0]], [[2], [0], [1]]]), PIXELS, 5, 6, INDEX
    ),
    Case(
        "channels first",
        np.array([[1, 0, 0], [2, 0, 1]]),
        np.moveaxis(PIXELS, -1, 1),
        5,
        6,
        {**INDEX, "axis": 1},
    ),
    Case(
        "channels first, the axis counted from the end",
        np.array([[1, 0, 0], [2, 0, 1]]),
        np.moveaxis(PIXELS, -1, 1),
        5,
        6,
        {**INDEX, "axis": -2},
    ),
    Case(
        "channels first with NaN and ties",
        np.array([[0, 0, 0]]),
        np.array([[[1, NAN, 2], [1, 0, 1]]], "float32"),
        2,
        3,
        {**INDEX, "axis": 1},
    ),
    Case(
        "an ignored class is not counted, right or wrong",
        np.array([1, 255, 0, 255]),
        rows([0, 1], [0, 1], [0, 1], [1, 0]),
        1,
        2,
        {**INDEX, "ignore_class": 255},
    ),
    Case(
        "an ignored class that is predictable",
        np.array([0, 0, 1, 1]),
        rows([1, 0], [0, 1], [0, 1], [1, 0]),
        1,
        2,
        {**INDEX, "ignore_class": 0},
    ),
    Case(
        "ignore -1 with float ids",
        np.array([-1.0, 0.0, 0.0]),
        THREE,
        1,
        2,
        {**INDEX, "ignore_class": -1},
    ),
    Case(
        "ignore -1 with unsigned ids ignores nothing",
        np.array([255, 0, 2], "uint8"),
        THREE,
        2,
        3,
        {**INDEX, "ignore_class": -1},
    ),
    Case("an empty batch", np.zeros((0,), "int64"), np.zeros((0, 3), "float32"), 0, 0, INDEX),
    Case(
        "an empty wide batch", np.zeros((0,), "int64"), np.zeros((0, 1000), "float32"), 0, 0, INDEX
    ),
    Case("one class", np.array([0, 1]), np.ones((2, 1), "float32"), 1, 2, INDEX),
    Case(
        "wide rows: ties within a block and across blocks",
        np.array([3, 4, 3, 900, 0, 999]),
        wide(1000, {3: 1, 4: 1}, {3: 1, 4: 1}, {3: 1, 900: 1}, {3: 1, 900: 1}, {}, {999: 2}),
        4,
        6,
        INDEX,
    ),
    Case(
        "wide rows: NaN before, after, at the id, and in every block",
        np.array([5, 5, 5, 0, 7]),
        wide(
            1000,
            {5: 1, 2: NAN},
            {5: 1, 998: NAN},
            {5: NAN},
            dict.fromkeys(range(0, 1000, 8), NAN),
            {7: INF},
        ),
        1,
        5,
        INDEX,
    ),
    Case(
        "wide rows: NaN with infinity, and minus infinity everywhere",
        np.array([5, 0, 1]),
        np.concatenate([wide(1000, {5: INF, 800: NAN}), np.full((2, 1000), -INF, "float32")]),
        1,
        3,
        INDEX,
    ),
    Case(
        "a prime number of classes",
        np.array([1008, 4, 0]),
        wide(1009, {1008: 1}, {3: 1, 4: 1}, {}),
        2,
        3,
        INDEX,
    ),
    Case(
        "wide one-hot rows",
        wide(1000, {3: 1}, {4: 1}, {999: 1}),
        wide(1000, {3: 1, 4: 1}, {3: 1, 4: 1}, {999: 1}),
        2,
        3,
        ONE_HOT,
    ),
    Case("one-hot rows", np.eye(3)[[1, 0, 0]], THREE, 2, 3, ONE_HOT),
    Case("one-hot rows of integers", np.eye(3, dtype="int32")[[1, 0, 0]], THREE, 2, 3, ONE_HOT),
    Case("one-hot rows of booleans", np.eye(3, dtype=bool)[[1, 0, 0]], THREE, 2, 3, ONE_HOT),
    Case(
        "a one-hot row with NaN is wrong",
        rows([0, 1, 0], [NAN, 0, 0], [0, 0, NAN]),
        THREE,
        1,
        3,
        ONE_HOT,
    ),
    Case(
        "one-hot, an ignored class",
        np.eye(3)[[1, 0, 0]],
        THREE,
        1,
        1,
        {**ONE_HOT, "ignore_class": 0},
    ),
    Case(
        "one-hot, channels first",
        np.moveaxis(np.eye(3)[[[1, 0, 0], [2, 0, 1]]], -1, 1),
        np.moveaxis(PIXELS, -1, 1),
        5,
        6,
        {**ONE_HOT, "axis": 1},
    ),
    Case(
        "soft labels: the first of the largest",
        rows([0.2, 0.6, 0.2], [0.5, 0.5, 0.0], [0.4, 0.2, 0.4]),
        THREE,
        2,
        3,
        SOFT,
    ),
    Case(
        "binary, one unit", np.array([1, 0, 1, 0]), rows([0.9], [0.2], [0.4], [0.6]), 2, 4, BINARY
    ),
    Case(
        "binary (B, 1) against (B,)",
        np.array([[1], [0], [1]]),
        np.array([0.9, 0.2, 0.4]),
        2,
        3,
        BINARY,
    ),
    Case("the threshold is strict", np.array([0, 1]), rows([0.5], [0.5]), 1, 2, BINARY),
    Case(
        "binary logits",
        np.array([1, 0, 1, 0]),
        rows([0.1], [-0.1], [-3.0], [0.0]),
        3,
        4,
        {**BINARY, "threshold": 0.0},
    ),
    Case(
        "a NaN score or label is on no side",
        np.array([0, 1, NAN]),
        rows([NAN], [NAN], [0.0]),
        0,
        3,
        BINARY,
    ),
    Case("infinite scores have a side", np.array([1, 0]), rows([INF], [-INF]), 2, 2, BINARY),
    Case("boolean labels", np.array([True, False]), rows([0.9], [0.9]), 1, 2, BINARY),
    Case("boolean predictions", np.array([1, 0]), np.array([[True], [True]]), 1, 2, BINARY),
    Case("integer predictions", np.array([1, 0, 1]), np.array([1, 0, 0]), 2, 3, BINARY),
    Case(
        "soft binary labels are cut at a half",
        np.array([0.9, 0.5, 0.1]),
        rows([0.8], [0.1], [0.1]),
        3,
        3,
        BINARY,
    ),
    Case(
        "binary, ignored labels",
        np.array([1, -1, 0]),
        rows([0.9], [0.9], [0.9]),
        1,
        2,
        {**BINARY, "ignore_class": -1},
    ),
    Case("signs", np.array([1, -1, -1, 1]), rows([0.3], [-0.3], [0.0], [-2]), 3, 4, SIGN),
    Case("0/1 labels read as signs", np.array([1.0, 0.0]), rows([0.3], [-0.3]), 2, 2, SIGN),
    Case(
        "multi-label counts every label",
        np.array([[1, 0, 1], [0, 0, 0]]),
        rows([0.9, 0.1, 0.2], [0.1, 0.6, 0.1]),
        4,
        6,
        MULTI,
    ),
    Case("no labels at all", np.zeros((0, 3)), np.zeros((0, 3), "float32"), 0, 0, MULTI),
    Case("integer weights", np.array([1, 0, 0]), THREE, 3, 10, INDEX, np.array([1, 2, 7])),
    Case("boolean weights", np.array([1, 0, 0]), THREE, 1, 2, INDEX, np.array([True, False, True])),
    Case(
        "large integer weights",
        np.array([1, 0, 0]),
        THREE,
        2**31,
        2**31 + 2**30,
        INDEX,
        np.array([2**30] * 3),
    ),
    Case(
        "negative weights subtract", np.array([1, 0, 0]), THREE, -1, 4, INDEX, np.array([1, -2, 5])
    ),
    Case(
        "float weights", np.array([1, 0, 0]), THREE, 0.75, 2.75, INDEX, np.array([0.5, 0.25, 2.0])
    ),
    Case(
        "weights of shape (B, 1)",
        np.array([1, 0, 0]),
        THREE,
        3,
        10,
        INDEX,
        np.array([[1], [2], [7]]),
    ),
    Case(
        "one weight a row",
        np.array([[1, 0, 0], [2, 0, 1]]),
        PIXELS,
        2 * 1 + 3 * 10,
        33,
        INDEX,
        np.array([1, 10]),
    ),
    Case(
        "one weight a token",
        np.array([[1, 0, 0], [2, 0, 1]]),
        PIXELS,
        1 + 2 + 8 + 16 + 32,
        63,
        INDEX,
        np.array([[1, 2, 4], [8, 16, 32]]),
    ),
    Case(
        "a weight of (B, 1) repeats over the tokens",
        np.array([[1, 0, 0], [2, 0, 1]]),
        PIXELS,
        32,
        33,
        INDEX,
        np.array([[1], [10]]),
    ),
    Case(
        "a mask",
        np.array([[1, 0, 0], [2, 0, 1]]),
        PIXELS,
        3,
        4,
        INDEX,
        None,
        np.array([[True, False, True], [True, True, False]]),
    ),
    Case(
        "a mask and weights",
        np.array([[1, 0, 0], [2, 0, 1]]),
        PIXELS,
        1 + 8 + 16,
        1 + 4 + 8 + 16,
        INDEX,
        np.array([[1, 2, 4], [8, 16, 32]]),
        np.array([[True, False, True], [True, True, False]]),
    ),
    Case(
        "a mask, weights and an ignored class",
        np.array([[1, 0, 0], [2, 0, 1]]),
        PIXELS,
        1 + 8,
        1 + 8,
        {**INDEX, "ignore_class": 0},
        np.array([[1, 2, 4], [8, 16, 32]]),
        np.array([[True, False, True], [True, True, False]]),
    ),
    Case(
        "a mask of steps over multi-label rows",
        np.array([[[1, 0], [1, 1]]]),
        np.array([[[0.9, 0.9], [0.9, 0.9]]]),
        1,
        2,
        MULTI,
        None,
        np.array([[True, False]]),
    ),
    Case(
        "a NaN weight of what is not counted stays out",
        np.array([1, 255]),
        rows([0, 1], [0, 1]),
        0.5,
        0.5,
        {**INDEX, "ignore_class": 255},
        np.array([0.5, NAN]),
    ),
]
