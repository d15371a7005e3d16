"""Single rows of labels and of predictions: few values, all exact in float32, ties among them.

Sixteenths have no rounding, print short, and meet each other often, which is where comparisons
go wrong. The first value of each list is what Hypothesis shrinks to.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from hypothesis import strategies as st

__all__ = ["COMBINATIONS", "label_row", "prediction_row"]

Rows = st.SearchStrategy[list[Any]]

COMBINATIONS: Final = {
    "binary": ("binary", "sign", "soft"),
    "multilabel": ("multi_hot", "sign", "soft"),
    "multiclass": ("index", "one_hot", "soft"),
    "regression": ("continuous",),
}
"""The codings of each task, the usual one first."""

PROBABILITIES: Final = tuple(k / 16 for k in (8, 4, 12, 9, 7, 1, 15, 2, 14, 3, 5, 6, 10, 11, 13))
REALS: Final = tuple(sign * k / 4 for k in range(17) for sign in (1, -1) if k or sign > 0)


def label_row(task: str, coding: str, units: int) -> Rows:
    """One row of labels, as a list of ``units`` numbers; of one number for class ids."""
    if task == "multiclass":
        hot = st.integers(0, units - 1)
        row: dict[str, Rows] = {
            "index": hot.map(lambda at: [at]),
            "one_hot": hot.map(lambda at: [float(at == unit) for unit in range(units)]),
            "soft": distribution(units),
        }
        return row[coding]
    element: dict[str, st.SearchStrategy[Any]] = {
        "binary": st.integers(0, 1),
        "multi_hot": st.sampled_from((0.0, 1.0)),
        "sign": st.sampled_from((-1.0, 1.0)),
        "soft": st.sampled_from(PROBABILITIES),
        "continuous": st.sampled_from(REALS),
    }
    return _row(element[coding], units)


def prediction_row(
    task: str, units: int, from_logits: bool | None, *, certain: bool, nan: bool
) -> Rows:
    """One row of predictions: probabilities, or any numbers if it is logits or neither."""
    row = _numbers(task, units, from_logits, certain=certain)
    if not nan:
        return row
    spoilt = st.tuples(row, st.integers(0, units - 1)).map(
        lambda drawn: [*drawn[0][: drawn[1]], math.nan, *drawn[0][drawn[1] + 1 :]]
    )
    return row | spoilt


def _numbers(task: str, units: int, from_logits: bool | None, *, certain: bool) -> Rows:
    if from_logits is not False:
        return _row(st.sampled_from(REALS), units)
    if task == "multiclass":
        return distribution(units, certain=certain)
    return _row(st.sampled_from(PROBABILITIES + (0.0, 1.0) * certain), units)


def distribution(units: int, *, certain: bool = False) -> Rows:
    """Probabilities that add up to exactly 1; the largest of them are often equal."""
    least = 0 if certain else 1
    whole = 16
    while whole < 4 * units:
        whole *= 2
    spare = whole - least * units
    cuts = st.lists(st.integers(0, spare), min_size=units - 1, max_size=units - 1)
    free = cuts.map(lambda at: _between(sorted(at, reverse=True), least, spare, whole))
    if units == 1:
        return free
    return free | st.permutations(range(units)).map(_tied(units, least, whole))


def _between(cuts: list[int], least: int, spare: int, whole: int) -> list[float]:
    edges = [spare, *cuts, 0]
    return [(least + high - low) / whole for high, low in pairwise(edges)]


def _tied(units: int, least: int, whole: int) -> Callable[[list[int]], list[float]]:
    """Two units that share the most; of an odd rest a third one has one part more."""

    def tied(order: list[int]) -> list[float]:
        top, odd = divmod(whole - least * (units - 2), 2)
        parts = [top, top, *[least] * (units - 2)]
        if odd:
            parts[2] += 1
        return [parts[at] / whole for at in order]

    return tied


def _row(element: st.SearchStrategy[Any], units: int) -> Rows:
    return st.lists(element, min_size=units, max_size=units)
