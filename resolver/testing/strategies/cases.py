"""Strategies of whole cases, and of what tasks and codings there are."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from resolver.testing.case import Case
from resolver.testing.strategies.arguments import codings, fitting
from resolver.testing.strategies.columns import (
    Sides,
    label_column,
    mask_column,
    prediction_column,
    together,
    weight_column,
)
from resolver.testing.strategies.rows import COMBINATIONS

__all__ = ["cases", "label_combinations"]


def label_combinations(task: str | None = None) -> st.SearchStrategy[tuple[str, str]]:
    """Every task with every coding that its labels are written in.

    Args:
        task: Only the codings of this task; ``None`` for all tasks.

    Returns:
        A strategy of ``(task, coding)``.

    Raises:
        InvalidArgument: If there is no such task.

    Example:
        >>> from hypothesis import find
        >>> find(label_combinations("multiclass"), lambda pair: pair[1] != "index")
        ('multiclass', 'one_hot')
    """
    tasks = COMBINATIONS if task is None else {task: codings(task)}
    return st.sampled_from([(each, coding) for each in tasks for coding in codings(each)])


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    task: str,
    coding: str | None = None,
    units: int | None = None,
    rows: int | None = None,
    sides: Sides = (),
    from_logits: bool | None = False,
    column: bool = False,
    weights: bool = False,
    masked: bool = False,
    ignore_class: int | None = None,
    certain: bool = False,
    nan: bool = False,
) -> Case:
    """Batches of labels with their predictions, and with weights and masks if they are wanted.

    Args:
        draw: Given by Hypothesis.
        task: See `y_true`; so for what is not named below.
        coding: How the labels are written.
        units: How many units the output has.
        rows: How many rows.
        sides: Dimensions between the rows and the units.
        from_logits: See `y_pred`. Signs are predicted by any numbers.
        column: See `y_true`.
        weights: Whether there are sample weights, ``(rows,)``.
        masked: Whether there is a mask, ``(rows, *sides)``.
        ignore_class: A class id that is mixed in, which is not counted.
        certain: See `y_pred`.
        nan: See `y_pred`. A case with NaN is shown, but is no Python that can be pasted.

    Returns:
        A strategy of `Case`.

    Raises:
        InvalidArgument: As the strategies of the parts do.

    Example:
        >>> from hypothesis import find
        >>> find(cases(task="binary"), lambda case: len(case) == 2)
        Case(task='binary', coding='binary', y_true=[0, 0], y_pred=[[0.5], [0.5]])
    """
    coding, units = fitting(task, coding, units)
    if coding == "sign" or task == "regression":
        from_logits = None
    labels = label_column(task, coding, units, sides, column=column, ignore_class=ignore_class)
    columns = {
        "y_true": labels,
        "y_pred": prediction_column(task, units, sides, from_logits, certain=certain, nan=nan),
    }
    if weights:
        columns["sample_weight"] = weight_column()
    if masked:
        columns["mask"] = mask_column(sides)
    arrays = draw(together(list(columns.values()), rows))
    named: Any = dict(zip(columns, arrays, strict=True))
    return Case(task, coding, **named, from_logits=from_logits, ignore_class=ignore_class)
