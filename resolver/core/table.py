"""The table of `"auto"`: what the activation, the layout and the coding of the labels mean.

Read it from the top; the first row that holds decides. A row ends in a loss, or in the name of
the finding that refuses the pairing, or in ``AMBIGUOUS`` where nothing at hand can settle it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

GROUPS: Final[dict[str, str]] = {
    "softmax": "softmax",
    "sparsemax": "softmax",
    "log_softmax": "log_softmax",
    "sigmoid": "sigmoid",
    "hard_sigmoid": "sigmoid",
    "sparse_sigmoid": "sigmoid",
    "linear": "linear",
    "tanh": "tanh",
    "hard_tanh": "tanh",
    "softsign": "tanh",
}
"""Activations that mean the same here. Any other is ``"other"``; none is ``"unknown"``."""

AMBIGUOUS: Final = "?"


class Row(NamedTuple):
    """One row: where it applies, and what it decides.

    Args:
        groups: Activation groups, in words.
        layouts: Layouts of the labels, in words.
        codings: Codings of the labels, in words; ``-`` stands for not proven.
        task: The task, empty for a refusal.
        loss: The family of the loss, a finding's name, or `AMBIGUOUS`.
    """

    groups: str
    layouts: str
    codings: str
    task: str
    loss: str


_EVERY: Final = "softmax log_softmax sigmoid linear tanh other unknown"
_ANY: Final = "index one_hot multi_hot binary sign soft continuous -"
_SCCE, _CCE = "sparse_categorical_crossentropy", "categorical_crossentropy"
_BCE, _MSE = "binary_crossentropy", "mean_squared_error"
_NOT_REAL: Final = "classification-loss-for-regression"

AUTO: Final = (
    Row("softmax log_softmax", "element", _ANY, "", "softmax-one-unit"),
    Row("softmax log_softmax", "index", "index -", "multiclass", _SCCE),
    Row("softmax log_softmax", "rows", "one_hot soft -", "multiclass", _CCE),
    Row("softmax log_softmax", "rows", "multi_hot", "", "softmax-multilabel"),
    Row("softmax log_softmax", "index rows", "continuous sign", "", _NOT_REAL),
    Row("sigmoid", "element", "binary multi_hot soft -", "binary", _BCE),
    Row("sigmoid", "rows", "multi_hot soft -", "multilabel", _BCE),
    Row("sigmoid", "rows", "one_hot", "", "sigmoid-multiclass"),
    Row("sigmoid", "index", "index -", "", "sigmoid-multiclass"),
    Row("sigmoid", "element rows", "sign", "", "label-encoding"),
    Row("sigmoid", "element", "index one_hot", "", "units-below-classes"),
    Row("sigmoid", "element rows", "continuous", "regression", _MSE),
    Row("linear tanh unknown", "element", "sign", "binary", "hinge"),
    Row("linear tanh unknown", "rows", "sign", "multilabel", "hinge"),
    Row("linear unknown", "element", "binary multi_hot", "binary", _BCE),
    Row("linear unknown", "rows", "multi_hot", "multilabel", _BCE),
    Row("linear unknown", "rows", "one_hot soft", "multiclass", _CCE),
    Row("linear unknown", "index", "index -", "multiclass", _SCCE),
    Row("linear tanh other unknown", "element", "soft continuous", "regression", _MSE),
    Row("linear tanh other unknown", "rows", "continuous", "regression", _MSE),
    Row("tanh other", "rows", "soft", "regression", _MSE),
    Row("linear tanh other unknown", "element", "index one_hot", "", AMBIGUOUS),
    Row("tanh other", "element", "binary sign multi_hot", "", "relu-output-classification"),
    Row("tanh other", "rows", "one_hot multi_hot sign", "", "relu-output-classification"),
    Row("tanh other", "index", "index -", "", "relu-output-classification"),
    Row("linear tanh other unknown", "element rows", "-", "", AMBIGUOUS),
    Row(_EVERY, "index", _ANY, "", "units-class-mismatch"),
    Row(_EVERY, "rows", "index", "", "units-class-mismatch"),
)
"""The rows, in the order in which they are tried; every case is covered (a test says so)."""


def _spread() -> dict[tuple[str, str, str], Row]:
    cells: dict[tuple[str, str, str], Row] = {}
    for row in AUTO:
        for group in row.groups.split():
            for layout in row.layouts.split():
                for coding in row.codings.split():
                    cells.setdefault((group, layout, coding), row)
    return cells


_CELLS: Final = _spread()


def lookup(group: str, layout: str, coding: str | None) -> Row:
    """The first row for these three.

    Example:
        >>> lookup("softmax", "index", "index").loss
        'sparse_categorical_crossentropy'
    """
    return _CELLS[group, layout, coding or "-"]


def group_of(activation: str | None) -> str:
    """The group of an activation's name."""
    return "unknown" if activation is None else GROUPS.get(activation, "other")
