"""Strategies of arrays: labels, predictions, weights, masks; and of cuts into batches."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from resolver.testing.case import Array
from resolver.testing.strategies.columns import (
    Column,
    Sides,
    label_column,
    mask_column,
    prediction_column,
    together,
    weight_column,
)

__all__ = [
    "batch_splits",
    "masks",
    "sample_weights",
    "y_pred",
    "y_true",
]

Strategy = st.SearchStrategy


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
        rows: How many rows; from 1 to 6 if it is not said.
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
    labels = label_column(task, coding, units, sides, column=column, ignore_class=ignore_class)
    return _one(labels, rows)


def y_pred(
    *,
    task: str,
    units: int | None = None,
    rows: int | None = None,
    sides: Sides = (),
    from_logits: bool | None = False,
    certain: bool = False,
    nan: bool = False,
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
        nan: Whether a row may have a NaN among its numbers.

    Returns:
        A strategy of float32 arrays ``(rows, *sides, units)``.

    Raises:
        InvalidArgument: If there is no such task, or no such number of units.

    Example:
        >>> from hypothesis import find
        >>> find(y_pred(task="multiclass", units=2), lambda y: y[0].argmax() == 1).tolist()
        [[0.4375, 0.5625]]
    """
    column = prediction_column(task, units, sides, from_logits, certain=certain, nan=nan)
    return _one(column, rows)


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
    return _one(weight_column(sides, whole=whole, zeros=zeros), rows)


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
    return _one(mask_column(sides), rows)


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


def _one(column: Column, rows: int | None) -> Strategy[Array]:
    return together([column], rows).map(lambda arrays: arrays[0])
