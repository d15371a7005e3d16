"""`count`: exact counts from arrays of predictions, decided like a model's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from resolver.api.deciding import decide
from resolver.api.refusing import refuse_regression
from resolver.api.waiting import waiting
from resolver.core.counts import Counts
from resolver.core.decision import Decision
from resolver.core.errors import InvalidArgument
from resolver.edge.count.counting import count_arrays


def count(
    y_true: Any,
    y_pred: Any,
    *,
    loss: object = None,
    task: str | None = None,
    from_logits: bool | None = None,
    class_axis: int | None = None,
    ignore_class: int | None = None,
    sample_weight: Any = None,
    mask: Any = None,
) -> Counts:
    """Count correct and total exactly, on arrays.

    Args:
        y_true: Labels, ``(batch, ...)`` of any dtype: a NumPy array, memory-mapped ones too, or an
            iterator or list of chunks of it.
        y_pred: Predictions, likewise: scores, not class numbers, ``(batch, ..., units)``.
        loss: The loss the model was trained with, in any form Keras takes.
        task: See `resolver.decide`; so for the next three. What is said does not depend on which
            values a chunk or a file happens to hold: say it where results are to be merged.
        from_logits: Whether the predictions are logits; needed for element-wise tasks unless a
            value outside [0, 1] proves it.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        sample_weight: Weights as in Keras, in the same form as the labels. They are added as they
            are: a negative one takes away, and one that is not finite makes its sum NaN.
        mask: What is counted at all, in the same form; ``None`` for everything.

    Returns:
        `Counts` of elements: integers, or floats if the weights are floats. They add.

    Raises:
        AmbiguousPairing: If two readings stay possible.
        PairingError: If the arrays cannot be meant together.
        InvalidArgument: If shapes or numbers of chunks differ.

    Example:
        >>> import numpy as np
        >>> count(np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])).correct
        2
    """
    first_true, y_true = _first(y_true)
    first_pred, y_pred = _first(y_pred)
    decision: Decision = decide(
        first_true,
        first_pred,
        loss=loss,
        task=task,
        from_logits=from_logits,
        class_axis=class_axis,
        ignore_class=ignore_class,
    )
    refuse_regression("accuracy", decision)
    assert decision.metric is not None
    arguments: dict[str, Any] = dict(decision.metric.arguments)
    with waiting("counting") as tick:
        return count_arrays(
            y_true, y_pred, **arguments, sample_weight=sample_weight, mask=mask, tick=tick
        )


def _first(chunks: Any) -> tuple[Any, Any]:
    """The first chunk, and everything: an array is its own first chunk."""
    if isinstance(chunks, Iterator):
        first = next(chunks, None)
        if first is None:
            raise InvalidArgument(
                "There is nothing to count. Received: an iterator without chunks. "
                "Use: resolver.count(y_true, y_pred) with at least one chunk"
            )
        return first, chain([first], chunks)
    if isinstance(chunks, (list, tuple)) and chunks and hasattr(chunks[0], "shape"):
        return chunks[0], chunks
    return chunks, chunks
