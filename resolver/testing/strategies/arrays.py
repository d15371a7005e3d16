"""Strategies of arrays: labels, predictions, weights, masks; and of cuts into batches."""

from __future__ import annotations

from itertools import pairwise
from math import prod

import numpy as np
from hypothesis import strategies as st

from resolver.testing.case import Array
from resolver.testing.strategies.arguments import check_ignored, fitting
from resolver.testing.strategies.rows import Rows, label_row, prediction_row

__all__ = [
    "batch_splits",
    "masks",
    "sample_weights",
    "y_pred",
    "y_true",
]

Strategy = st.SearchStrategy

Sides = tuple[int, ...]


def y_true(
    *,
    task: str,
    coding: str | None = None,
    units: int | None = None,
    rows: int | None = None,
    sides: Sides = (),
    column: bool = False,
    ignore_class: int | None = None,
) -> Strategy[Array]:
    """Labels of a task.

    Args:
        task: ``"binary"``, ``"multilabel"``, ``"multiclass"`` or ``"regression"``.
        coding: How they are written; the usual coding of the task if it is not said.
        units: How many units the output has; 1 for a binary or regression task, else 3.
        rows: How many rows; from 1 to 4 if it is not said.
        sides: Dimensions between the rows and the units: steps, height and width.
        column: Whether labels of one number have a last axis for it: ``(rows, 1)``.
        ignore_class: A class id that is mixed in, which is not counted.

    Returns:
        A strategy of arrays ``(rows, *sides)`` of int64 for class ids and 0/1, or ``(rows, *sides,
        units)`` of float32 for rows.

    Raises:
        InvalidArgument: If there is no such task or coding, or no such number of units.

    Example:
        >>> from hypothesis import find
        >>> find(y_true(task="multilabel", units=2), lambda y: y.sum() >= 2).tolist()
        [[1.0, 1.0]]
    """
    coding, units = fitting(task, coding, units)
    row = label_row(task, coding, units)
    if ignore_class is not None:
        check_ignored(coding, ignore_class)
        row = row | st.just([ignore_class])
    width = 1 if coding == "index" else units
    flat = width == 1 and not column
    dtype = "int64" if coding in ("index", "binary") else "float32"
    return _arrays(row, rows, sides, () if flat else (width,), dtype)


def y_pred(
    *,
    task: str,
    units: int | None = None,
    rows: int | None = None,
    sides: Sides = (),
    from_logits: bool | None = False,
    certain: bool = False,
) -> Strategy[Array]:
    """Predictions for a task: few values, all exact in float32, so that many are equal.

    Args:
        task: See `y_true`; so for the next three.
        units: How many units the output has.
        rows: How many rows.
        sides: Dimensions between the rows and the units.
        from_logits: True or ``None`` for any numbers; false for probabilities, of which those
            of a row add up to 1 if the task is multiclass. Ignored for a regression.
        certain: Whether probabilities may be 0 and 1, of which no logarithm can be had.

    Returns:
        A strategy of float32 arrays ``(rows, *sides, units)``.

    Raises:
        InvalidArgument: If there is no such task, or no such number of units.

    Example:
        >>> from hypothesis import find
        >>> find(y_pred(task="multiclass", units=2), lambda y: y[0].argmax() == 1).tolist()
        [[0.4375, 0.5625]]
    """
    _, units = fitting(task, None, units)
    if task == "regression":
        from_logits = None
    row = prediction_row(task, units, from_logits, certain=certain)
    return _arrays(row, rows, sides, (units,), "float32")


def sample_weights(
    rows: int, sides: Sides = (), *, whole: bool = False, zeros: bool = True
) -> Strategy[Array]:
    """Sample weights, as they are given to `update_state` and to a loss.

    Args:
        rows: How many rows.
        sides: Further dimensions that are weighted each by itself, such as steps.
        whole: Whether they are whole numbers of int64; else quarters of float32.
        zeros: Whether some may be 0.

    Returns:
        A strategy of arrays ``(rows, *sides)``.

    Example:
        >>> from hypothesis import find
        >>> find(sample_weights(2), lambda weight: weight[0] != weight[1]).tolist()
        [1.0, 0.0]
    """
    few = (1, 0, 2, 3) if zeros else (1, 2, 3)
    many = few if whole else (*few, 0.25, 0.5, 1.75)
    values = st.sampled_from(many).map(lambda value: [value])
    return _arrays(values, rows, sides, (), "int64" if whole else "float32")


def masks(rows: int, sides: Sides = ()) -> Strategy[Array]:
    """Boolean masks: what is true is counted.

    Args:
        rows: How many rows.
        sides: Further dimensions, such as steps.

    Returns:
        A strategy of boolean arrays ``(rows, *sides)``; rows without anything true among them.

    Example:
        >>> from hypothesis import find
        >>> find(masks(2, (2,)), lambda mask: not mask.all()).tolist()
        [[True, True], [True, False]]
    """
    return _arrays(st.sampled_from((True, False)).map(lambda kept: [kept]), rows, sides, (), "bool")


def batch_splits(rows: int, *, empty: bool = False) -> Strategy[tuple[int, ...]]:
    """Cuts of some rows into batches.

    Args:
        rows: How many rows.
        empty: Whether a batch may have no rows.

    Returns:
        A strategy of tuples of sizes that add up to `rows`; the simplest is one batch.

    Example:
        >>> from hypothesis import find
        >>> find(batch_splits(3), lambda sizes: len(set(sizes)) > 1)
        (1, 2)
    """
    if rows == 0:
        return st.just((0,))
    edges = st.lists(
        st.integers(0, rows) if empty else st.integers(1, max(1, rows - 1)), max_size=3
    )
    return edges.map(lambda cuts: _sizes(cuts, rows, empty=empty))


def _sizes(cuts: list[int], rows: int, *, empty: bool) -> tuple[int, ...]:
    inner = sorted(cuts) if empty else sorted({cut for cut in cuts if cut < rows})
    edges = [0, *inner, rows]
    return tuple(high - low for low, high in pairwise(edges))


def _arrays(row: Rows, rows: int | None, sides: Sides, last: Sides, dtype: str) -> Strategy[Array]:
    """Arrays ``(rows, *sides, *last)`` whose last axis is drawn as one row."""

    def shaped(count: int) -> Strategy[Array]:
        many = count * prod(sides)
        return st.lists(row, min_size=many, max_size=many).map(
            lambda drawn: np.array(drawn, dtype).reshape(count, *sides, *last)
        )

    return st.integers(1, 4).flatmap(shaped) if rows is None else shaped(rows)
