"""Strategies of pairings: an output, labels and a loss, meant together or not."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from resolver.core.errors import InvalidArgument
from resolver.core.losses import FAMILIES
from resolver.core.specs import Output
from resolver.testing.case import PairingCase
from resolver.testing.strategies.arguments import codings, fitting
from resolver.testing.strategies.columns import label_column, together

__all__ = ["outputs", "pairings"]


class Row(NamedTuple):
    """One kind of pairing: head, labels, loss, and what is wrong with it."""

    activation: str
    task: str
    coding: str
    loss: str
    from_logits: bool = False
    finding: str | None = None
    wider: int = 0


_BCE, _CCE = "binary_crossentropy", "categorical_crossentropy"
_SCCE = "sparse_categorical_crossentropy"

RIGHT: Final = (
    Row("sigmoid", "binary", "binary", _BCE),
    Row("sigmoid", "binary", "soft", _BCE),
    Row("sigmoid", "binary", "binary", "binary_focal_crossentropy"),
    Row("linear", "binary", "binary", _BCE, from_logits=True),
    Row("linear", "binary", "sign", "hinge"),
    Row("tanh", "binary", "sign", "squared_hinge"),
    Row("sigmoid", "multilabel", "multi_hot", _BCE),
    Row("sigmoid", "multilabel", "soft", _BCE),
    Row("linear", "multilabel", "multi_hot", _BCE, from_logits=True),
    Row("linear", "multilabel", "sign", "hinge"),
    Row("softmax", "multiclass", "index", _SCCE),
    Row("softmax", "multiclass", "one_hot", _CCE),
    Row("softmax", "multiclass", "one_hot", "categorical_focal_crossentropy"),
    Row("softmax", "multiclass", "soft", _CCE),
    Row("softmax", "multiclass", "soft", "kl_divergence"),
    Row("linear", "multiclass", "index", _SCCE, from_logits=True),
    Row("linear", "multiclass", "one_hot", _CCE, from_logits=True),
    Row("linear", "multiclass", "one_hot", "categorical_hinge"),
    Row("linear", "regression", "continuous", "mean_squared_error"),
    Row("linear", "regression", "continuous", "mean_absolute_error"),
    Row("linear", "regression", "continuous", "huber"),
)
"""Pairings as they are meant."""

_LOGITS, _NO_LOGITS = "from-logits-on-probabilities", "missing-from-logits"

WRONG: Final = (
    Row("softmax", "binary", "binary", _BCE, finding="softmax-one-unit"),
    Row("softmax", "multiclass", "index", _SCCE, from_logits=True, finding=_LOGITS),
    Row("softmax", "multiclass", "one_hot", _CCE, from_logits=True, finding=_LOGITS),
    Row("sigmoid", "binary", "binary", _BCE, from_logits=True, finding=_LOGITS),
    Row("linear", "multiclass", "index", _SCCE, finding=_NO_LOGITS),
    Row("linear", "multiclass", "one_hot", _CCE, finding=_NO_LOGITS),
    Row("linear", "multilabel", "multi_hot", _BCE, finding="missing-output-activation"),
    Row("linear", "binary", "binary", _BCE, finding="missing-output-activation"),
    Row("softmax", "multiclass", "index", _CCE, finding="cce-with-index-labels"),
    Row("softmax", "multiclass", "one_hot", _SCCE, finding="scce-with-one-hot-labels"),
    Row("sigmoid", "multiclass", "one_hot", _CCE, finding="sigmoid-multiclass"),
    Row("sigmoid", "multiclass", "index", _SCCE, finding="sigmoid-multiclass"),
    Row("softmax", "multilabel", "multi_hot", _BCE, finding="softmax-multilabel"),
    Row("relu", "multiclass", "index", _SCCE, finding="relu-output-classification"),
    Row("softmax", "multiclass", "one_hot", _CCE, wider=1, finding="units-class-mismatch"),
)
"""Pairings as they go wrong, each with the name of what `resolver.check` finds."""


def outputs(task: str | None = None, *, units: int | None = None) -> st.SearchStrategy[Output]:
    """What is known of an output: every head that is right for a task.

    Args:
        task: Only the heads of this task; ``None`` for all tasks.
        units: How many units it has; 1 for a binary or regression task, else from 2 to 4.

    Returns:
        A strategy of `resolver.Output`.

    Raises:
        InvalidArgument: If there is no such task.

    Example:
        >>> from hypothesis import find
        >>> find(outputs("multiclass"), lambda output: output.units == 3).activation
        'softmax'
    """
    return _rows(RIGHT, task).flatmap(
        lambda row: _units(row.task, units).map(lambda count: _output(row, count))
    )


def pairings(
    *,
    right: bool | None = None,
    task: str | None = None,
    units: int | None = None,
    rows: int | None = None,
) -> st.SearchStrategy[PairingCase]:
    """Outputs with labels and a loss, right and wrong, for tests of what looks at pairings.

    Args:
        right: Whether they can be meant; ``None`` for both.
        task: Only pairings of this task; ``None`` for all tasks.
        units: How many units the output has; 1 for a binary or regression task, else from 2 to 4.
        rows: How many rows of labels; from 1 to 6 if it is not said.

    Returns:
        A strategy of `PairingCase`: of each right one `resolver.check` finds no error and no
        warning, of each wrong one it finds what ``finding`` names. Notes depend on what is drawn.

    Raises:
        InvalidArgument: If there is no such task, or nothing of it that is wrong.

    Example:
        >>> from hypothesis import find
        >>> find(pairings(right=False, rows=1), lambda case: case.output.units == 1)
        ... # doctest: +NORMALIZE_WHITESPACE
        PairingCase(output=Output(shape=(None, 1), activation='softmax', dtype=None, name=None,
        axis=-1, beneath=None, outside_unit=None), y_true=[0], coding='binary',
        loss='binary_crossentropy', finding='softmax-one-unit')
    """
    table = {True: RIGHT, False: WRONG, None: RIGHT + WRONG}[right]
    return _rows(table, task).flatmap(
        lambda row: _units(row.task, units).flatmap(lambda count: _pairing(row, count, rows))
    )


def _rows(table: tuple[Row, ...], task: str | None) -> st.SearchStrategy[Row]:
    if task is None:
        return st.sampled_from(table)
    codings(task)
    left = [row for row in table if row.task == task]
    if not left:
        raise InvalidArgument(
            f"There are no wrong pairings of a {task} task. Received: task={task!r}. "
            "Use: task='multiclass'"
        )
    return st.sampled_from(left)


def _units(task: str, units: int | None) -> st.SearchStrategy[int]:
    if units is not None:
        return st.just(fitting(task, None, units)[1])
    return st.just(1) if task in ("binary", "regression") else st.sampled_from((3, 2, 4))


def _output(row: Row, units: int) -> Output:
    return Output((None, units), row.activation)


def _pairing(row: Row, units: int, rows: int | None) -> st.SearchStrategy[PairingCase]:
    labels = label_column(row.task, row.coding, units + row.wider, ())
    loss: Any = row.loss
    if row.from_logits:
        loss = {"class_name": FAMILIES[row.loss].cls, "config": {"from_logits": True}}
    return together([labels], rows).map(
        lambda arrays: PairingCase(_output(row, units), arrays[0], row.coding, loss, row.finding)
    )
