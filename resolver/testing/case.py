"""What is drawn: a batch, or a pairing, each shown as the line that makes it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.core.errors import InvalidArgument
from resolver.core.specs import Labels, Output
from resolver.edge.labels.read_labels import read_labels

__all__ = ["Array", "Case", "PairingCase"]

Array = NDArray[Any]

_ARRAYS = ("y_true", "y_pred", "sample_weight", "mask")


class _Shown:
    """Shown as the line that makes it again: fields in order, but for those left as they are."""

    def __repr__(self) -> str:
        said = [
            f"{field.name}={_shown(value)}"
            for field in fields(self)  # type: ignore[arg-type]
            if (value := getattr(self, field.name)) is not field.default
        ]
        return f"{type(self).__name__}({', '.join(said)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # Hypothesis, like IPython, would print the fields of a dataclass in a way of its own.
        printer.text(repr(self))


@dataclass(frozen=True, eq=False, repr=False)
class Case(_Shown):
    """A batch to measure: labels, predictions, and what belongs to them.

    Args:
        task: ``"binary"``, ``"multilabel"``, ``"multiclass"`` or ``"regression"``.
        coding: How the labels are written; see `resolver.Labels`.
        y_true: Labels, ``(rows, ...)``: an array, or lists. Whole numbers in lists become int64,
            others float32.
        y_pred: Predictions, ``(rows, ..., units)``, float32.
        sample_weight: Weights, ``(rows,)``; ``None`` for none.
        mask: What is counted at all, boolean; ``None`` for everything.
        from_logits: Whether the predictions are logits; ``None`` if they are neither those nor
            probabilities.
        ignore_class: A class id that is not counted.

    Example:
        >>> Case("binary", "binary", [1, 0], [[0.5], [0.25]])
        Case(task='binary', coding='binary', y_true=[1, 0], y_pred=[[0.5], [0.25]])
    """

    task: str
    coding: str
    y_true: Any
    y_pred: Any
    sample_weight: Any = None
    mask: Any = None
    from_logits: bool | None = False
    ignore_class: int | None = None

    def __post_init__(self) -> None:
        for name in _ARRAYS:
            object.__setattr__(self, name, _array(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.y_pred)

    @property
    def threshold(self) -> float:
        """Above it an element-wise prediction is positive: 0.5, or 0 for logits and signs."""
        return 0.5 if self.from_logits is False else 0.0

    def batches(self, sizes: Sequence[int]) -> list[Case]:
        """The case in batches of these sizes, in order.

        Args:
            sizes: How many rows each batch has; 0 is a batch without rows.

        Raises:
            InvalidArgument: If the sizes do not add up to the rows there are.

        Example:
            >>> case = Case("multiclass", "index", [0, 1, 1], [[0.5, 0.5]] * 3)
            >>> [len(batch) for batch in case.batches((1, 2))]
            [1, 2]
        """
        if sum(sizes) != len(self):
            raise InvalidArgument(
                f"The sizes of the batches must add up to the rows of the case, {len(self)}. "
                f"Received: sizes={tuple(sizes)!r}. Use: sizes=({len(self)},)"
            )
        edges = pairwise(accumulate(sizes, initial=0))
        return [self._part(slice(*edge)) for edge in edges]

    def _part(self, rows: slice) -> Case:
        parts = {
            name: value[rows] for name in _ARRAYS if (value := getattr(self, name)) is not None
        }
        return replace(self, **parts)


@dataclass(frozen=True, eq=False, repr=False)
class PairingCase(_Shown):
    """An output, labels and a loss, and whether they can be meant together.

    Args:
        output: The output, with its activation.
        y_true: Labels, ``(rows, ...)``: an array, or lists as in `Case`.
        coding: How they are written.
        loss: Name of the loss, or its config as Keras takes it, with ``from_logits``.
        finding: Name of what `resolver.check` finds; ``None`` if nothing is wrong.

    Example:
        >>> case = PairingCase(Output((None, 1), "softmax"), [0, 1], "binary", "mse")
        >>> case.labels.shape, case.labels.coding
        ((None,), 'binary')
    """

    output: Output
    y_true: Any
    coding: str
    loss: str | dict[str, Any]
    finding: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "y_true", _array(self.y_true))

    @property
    def labels(self) -> Labels:
        """What is known of the labels: their shape, dtype, values and coding."""
        read: Labels = read_labels(self.y_true)
        return read.coded(self.coding)


def _array(value: Any) -> Array | None:
    """An array as it is; lists as the dtype that labels of their kind usually have."""
    if value is None or isinstance(value, np.ndarray):
        return value
    array = np.asarray(value)
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def _shown(value: Any) -> str:
    return repr(value.tolist()) if isinstance(value, np.ndarray) else repr(value)
