"""The kinds of input that torchmetrics 0.10 told apart, and what we make of each.

torchmetrics 0.10 was the last release that found the task from predictions and labels; its tests
name the kinds that it met. Each row here is one of them, told in Keras's words: the activation
stands for what the predictions are, and `multiclass=` becomes `task=`, `num_classes=` the units.
Its `top_k` is no accuracy here (Keras has TopKCategoricalAccuracy), so those kinds are left out.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from resolver.core.specs import Output

BATCH: Final = 32
C: Final = 5
X: Final = 3
REFUSED: Final = "refused"

Array = np.ndarray[Any, np.dtype[Any]]


class Kind(NamedTuple):
    """One kind of input.

    Args:
        name: What it is.
        labels: Shape of the labels without the batch, and their values, as in `VALUES`.
        output: Shape of the output without the batch, and its activation; ``"ids"`` stands for
            predictions that are class numbers already.
        theirs: The mode torchmetrics reports, or `REFUSED`.
        multiclass: Its argument of that name.
        ours: Task and coding, or the error.
        said: Arguments of `decide` that say the same.
        difference: Key of `differences.TORCHMETRICS`; empty where we agree.
    """

    name: str
    labels: tuple[tuple[int, ...], str]
    output: tuple[tuple[int, ...], str]
    theirs: str
    ours: str
    multiclass: bool | None = None
    said: dict[str, Any] = {}  # noqa: RUF012, never written to
    difference: str = ""


BINARY, MULTICLASS, MULTILABEL = "binary", "multi-class", "multi-label"
MULTIDIM: Final = "multi-dim multi-class"

ASK, WRONG = "AmbiguousPairing", "PairingError"
VALUES: Final = {
    "0/1": (0, 1, "int64"),
    "0./1.": (0, 1, "float32"),
    "-1/0": (-1, 0, "int64"),
    "2/3": (2, 3, "int64"),
    "0..3": (0, 3, "int64"),
    "0..4": (0, 4, "int64"),
    "6..99": (6, 99, "int64"),
}
"""Smallest value, largest value and dtype of labels; "one-hot" is one-hot."""

AS_BINARY: Final = {"task": "binary"}
AS_LABELS: Final = {"task": "multilabel"}
AS_CLASSES: Final = {"task": "multiclass"}

USUAL: Final = (
    # One unit.
    Kind("probabilities", ((), "0/1"), ((), "sigmoid"), BINARY, "binary binary"),
    Kind("logits", ((), "0/1"), ((), "linear"), BINARY, "binary binary"),
    Kind("a column of probabilities", ((1,), "0/1"), ((1,), "sigmoid"), BINARY, "binary binary"),
    Kind(
        "probabilities as two classes",
        ((), "0/1"),
        ((), "sigmoid"),
        BINARY,
        WRONG,
        True,
        AS_CLASSES,
        "binary as two classes",
    ),
    Kind("hard 0/1", ((), "0/1"), ((), "ids"), MULTICLASS, ASK, difference="hard predictions"),
    Kind(
        "hard 0/1 as binary",
        ((), "0/1"),
        ((), "ids"),
        MULTICLASS,
        ASK,
        False,
        AS_BINARY,
        "hard predictions",
    ),
    Kind(
        "hard 0/1 that are said to be no logits",
        ((), "0/1"),
        ((), "ids"),
        MULTICLASS,
        "binary binary",
        False,
        AS_BINARY | {"from_logits": False},
    ),
    # A row of labels.
    Kind("labels", ((C,), "0/1"), ((C,), "sigmoid"), MULTILABEL, "multilabel multi_hot"),
    Kind("label logits", ((C,), "0/1"), ((C,), "linear"), MULTILABEL, "multilabel multi_hot"),
    Kind("half precision", ((C,), "0/1"), ((C,), "sigmoid16"), MULTILABEL, "multilabel multi_hot"),
    Kind("labels twice", ((C, X), "0/1"), ((C, X), "sigmoid"), MULTILABEL, "multilabel multi_hot"),
    Kind(
        "labels as classes",
        ((C,), "0/1"),
        ((C,), "sigmoid"),
        MULTILABEL,
        "multiclass one_hot",
        True,
        AS_CLASSES,
    ),
    Kind(
        "labels twice as classes",
        ((C, X), "0/1"),
        ((C, X), "sigmoid"),
        MULTILABEL,
        "multiclass one_hot",
        True,
        AS_CLASSES,
    ),
    Kind(
        "hard labels",
        ((C,), "0/1"),
        ((C,), "ids"),
        MULTIDIM,
        ASK,
        False,
        AS_LABELS,
        "hard predictions",
    ),
    Kind(
        "hard labels twice",
        ((C, X), "0/1"),
        ((C, X), "ids"),
        MULTIDIM,
        ASK,
        False,
        AS_LABELS,
        "hard predictions",
    ),
    Kind(
        "hard labels that are said to be no logits",
        ((C,), "0/1"),
        ((C,), "ids"),
        MULTIDIM,
        "multilabel multi_hot",
        False,
        AS_LABELS | {"from_logits": False},
    ),
    Kind(
        "hard labels as classes",
        ((C,), "0/1"),
        ((C,), "ids"),
        MULTIDIM,
        "multiclass one_hot",
        True,
        AS_CLASSES,
    ),
    # Classes.
    Kind("classes", ((), "0..4"), ((C,), "softmax"), MULTICLASS, "multiclass index"),
    Kind("class logits", ((), "0..4"), ((C,), "linear"), MULTICLASS, "multiclass index"),
    Kind("two classes", ((), "0/1"), ((2,), "softmax"), MULTICLASS, "multiclass index"),
    Kind(
        "two classes as binary",
        ((), "0/1"),
        ((2,), "softmax"),
        MULTICLASS,
        WRONG,
        False,
        AS_BINARY,
        "two columns as binary",
    ),
    Kind("hard classes", ((), "0..4"), ((), "ids"), MULTICLASS, ASK, difference="hard predictions"),
    # Classes at each step or pixel, channels first as torch has them.
    Kind("steps", ((X,), "0..4"), ((C, X), "softmax first"), MULTIDIM, "multiclass index"),
    Kind("pixels", ((X, X), "0..4"), ((C, X, X), "softmax first"), MULTIDIM, "multiclass index"),
    Kind(
        "pixels without an axis",
        ((X, X), "0..4"),
        ((C, X, X), "linear"),
        MULTIDIM,
        "multiclass index",
    ),
    Kind(
        "steps with the axis said",
        ((X,), "0..4"),
        ((C, X), "linear"),
        MULTIDIM,
        "multiclass index",
        said={"class_axis": 1},
    ),
    Kind(
        "steps of two classes as labels",
        ((X,), "0/1"),
        ((2, X), "softmax first"),
        MULTIDIM,
        WRONG,
        False,
        AS_LABELS,
        "two columns as binary",
    ),
    Kind(
        "hard classes of steps",
        ((X,), "0..4"),
        ((X,), "ids"),
        MULTIDIM,
        "regression continuous",
        difference="hard predictions",
    ),
)
"""Kinds that torchmetrics accepts."""

INCORRECT: Final = (
    Kind(
        "float labels, hard predictions",
        ((), "0./1."),
        ((), "ids"),
        REFUSED,
        ASK,
    ),
    Kind(
        "float labels",
        ((), "0./1."),
        ((), "sigmoid"),
        REFUSED,
        "binary binary",
        difference="float labels",
    ),
    Kind("negative labels", ((), "-1/0"), ((), "sigmoid"), REFUSED, WRONG),
    Kind(
        "negative labels, hard predictions",
        ((), "-1/0"),
        ((), "ids"),
        REFUSED,
        ASK,
    ),
    Kind("labels 2 and 3, one unit", ((), "2/3"), ((), "sigmoid"), REFUSED, WRONG),
    Kind(
        "labels 2 and 3 as binary",
        ((), "2/3"),
        ((), "sigmoid"),
        REFUSED,
        WRONG,
        False,
        AS_BINARY,
    ),
    Kind(
        "another number of samples",
        ((), "0/1"),
        ((), "sigmoid 33"),
        REFUSED,
        "binary binary",
        difference="size of the batch",
    ),
    Kind("a row of labels for one unit", ((4,), "0/1"), ((), "sigmoid"), REFUSED, WRONG),
    Kind("four labels for three units", ((4,), "0/1"), ((3,), "sigmoid"), REFUSED, WRONG),
    Kind("four labels for three classes", ((4,), "0/1"), ((3,), "softmax"), REFUSED, WRONG),
    Kind("labels that are not 0/1", ((3,), "2/3"), ((3,), "sigmoid"), REFUSED, WRONG),
    Kind("classes on no axis", ((X, X), "0..3"), ((X, 4, X), "softmax"), REFUSED, WRONG),
    Kind(
        "whole-number scores",
        ((X, X), "0..3"),
        ((X, X, 4), "ids"),
        REFUSED,
        "multiclass index",
        difference="dtype of scores",
    ),
    Kind(
        "five classes as binary", ((), "0/1"), ((C,), "softmax"), REFUSED, WRONG, False, AS_BINARY
    ),
    Kind(
        "classes beyond the units",
        ((), "6..99"),
        ((C,), "softmax"),
        REFUSED,
        "multiclass index",
        difference="values out of range",
    ),
    Kind(
        "six one-hot columns for five units", ((6,), "one-hot"), ((C,), "softmax"), REFUSED, WRONG
    ),
    Kind("rows of numbers for classes", ((C,), "6..99"), ((C,), "softmax"), REFUSED, WRONG),
    Kind(
        "rows of numbers, hard predictions",
        ((3,), "6..99"),
        ((3,), "ids"),
        REFUSED,
        "regression continuous",
        difference="hard predictions",
    ),
    Kind("three by four labels", ((X, 4), "0/1"), ((X, X), "sigmoid"), REFUSED, WRONG, False),
    Kind(
        "rows of 0/1 as more than two classes",
        ((3,), "0/1"),
        ((3,), "sigmoid"),
        REFUSED,
        "multiclass one_hot",
        True,
        AS_CLASSES,
        "rows as classes",
    ),
    Kind("binary labels, four units", ((), "0/1"), ((4,), "sigmoid"), REFUSED, WRONG),
    Kind("binary labels, two units", ((), "0/1"), ((2,), "sigmoid"), REFUSED, WRONG),
    Kind("one unit as classes", ((1,), "0/1"), ((1,), "sigmoid"), REFUSED, WRONG, True, AS_CLASSES),
)
"""Kinds that torchmetrics refuses."""


def values(kind: Kind, batch: int = BATCH) -> Array:
    """Labels of a kind; a smaller batch is the beginning of a larger one."""
    shape, written = kind.labels
    if written == "one-hot":
        return np.eye(shape[-1], dtype="int64")[np.arange(batch) % shape[-1]]
    low, high, dtype = VALUES[written]
    found = np.random.default_rng(7).integers(low, high + 1, (BATCH, *shape))
    found.reshape(-1)[:2] = high  # so the first of several rows of 0/1 is not one-hot
    return found.astype(dtype)[:batch]


def output(kind: Kind) -> Output:
    """The output of a kind."""
    shape, written = kind.output
    if written == "ids":
        return Output((None, *shape), None, "int64")
    activation = written.split()[0].removesuffix("16")
    batch = int(written.split()[1]) if written.endswith("33") else None
    axis = -len(shape) if written.endswith("first") else -1
    dtype = "float16" if written.endswith("16") else "float32"
    return Output((batch, *shape), activation, dtype, axis=axis)


def meant(kind: Kind) -> str:
    """The task that torchmetrics goes on with, in our words."""
    if kind.theirs == REFUSED:
        return REFUSED
    rows = kind.theirs in (MULTILABEL, MULTIDIM)
    classes = kind.theirs in (MULTICLASS, MULTIDIM)
    if kind.multiclass is not None:
        classes = kind.multiclass
    return "multiclass" if classes else "multilabel" if rows else "binary"
