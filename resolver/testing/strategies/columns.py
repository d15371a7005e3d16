"""Columns of a batch, drawn row by row, so that Hypothesis can leave out whole rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from resolver.testing.case import Array
from resolver.testing.strategies.arguments import check_ignored, fitting
from resolver.testing.strategies.rows import Rows, label_row, prediction_row

__all__ = [
    "Column",
    "Sides",
    "label_column",
    "mask_column",
    "prediction_column",
    "together",
    "weight_column",
]

Sides = tuple[int, ...]


class Column(NamedTuple):
    """One array of a batch: what is drawn for an element, and how elements make up the array."""

    element: Rows
    sides: Sides
    last: Sides
    dtype: str

    def row(self) -> st.SearchStrategy[list[Any]]:
        """The elements of one row of the batch."""
        count = prod(self.sides)
        return st.lists(self.element, min_size=count, max_size=count)

    def array(self, rows: list[Any]) -> Array:
        """The array of rows that were drawn."""
        return np.array(rows, self.dtype).reshape(len(rows), *self.sides, *self.last)


def together(columns: Sequence[Column], rows: int | None) -> st.SearchStrategy[list[Array]]:
    """The arrays of columns that belong to the same rows, from 1 to 6 if it is not said."""
    least, most = (1, 6) if rows is None else (rows, rows)
    row = st.tuples(*(column.row() for column in columns))
    return st.lists(row, min_size=least, max_size=most).map(
        lambda drawn: [
            column.array([row[at] for row in drawn]) for at, column in enumerate(columns)
        ]
    )


def label_column(
    task: str,
    coding: str | None,
    units: int | None,
    sides: Sides,
    *,
    column: bool = False,
    ignore_class: int | None = None,
) -> Column:
    """Labels; see `resolver.testing.y_true`."""
    coding, units = fitting(task, coding, units)
    row = label_row(task, coding, units)
    if ignore_class is not None:
        check_ignored(coding, ignore_class)
        row = row | st.just([ignore_class])
    width = 1 if coding == "index" else units
    dtype = "int64" if coding in ("index", "binary") else "float32"
    return Column(row, sides, () if width == 1 and not column else (width,), dtype)


def prediction_column(
    task: str,
    units: int | None,
    sides: Sides,
    from_logits: bool | None,
    *,
    certain: bool = False,
    nan: bool = False,
) -> Column:
    """Predictions; see `resolver.testing.y_pred`."""
    _, units = fitting(task, None, units)
    said = None if task == "regression" else from_logits
    row = prediction_row(task, units, said, certain=certain, nan=nan)
    return Column(row, sides, (units,), "float32")


def weight_column(sides: Sides = (), *, whole: bool = False, zeros: bool = True) -> Column:
    """Sample weights; see `resolver.testing.sample_weights`."""
    few = (1, 0, 2, 3) if zeros else (1, 2, 3)
    many = few if whole else (*few, 0.25, 0.5, 1.75)
    return Column(_alone(st.sampled_from(many)), sides, (), "int64" if whole else "float32")


def mask_column(sides: Sides = ()) -> Column:
    """Masks; see `resolver.testing.masks`."""
    return Column(_alone(st.sampled_from((True, False))), sides, (), "bool")


def _alone(value: st.SearchStrategy[Any]) -> Rows:
    return value.map(lambda drawn: [drawn])
