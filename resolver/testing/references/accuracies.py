"""Accuracies, each by its definition: what is right, what is counted, one over the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from resolver.core.errors import InvalidArgument
from resolver.testing.references.numbers import Array, pair, spread

__all__ = [
    "binary_accuracy",
    "categorical_accuracy",
    "hinge_accuracy",
    "sparse_categorical_accuracy",
]

Judged = tuple[Array, Array]


def binary_accuracy(
    y_true: Any,
    y_pred: Any,
    *,
    threshold: float = 0.5,
    sample_weight: Any = None,
    mask: Any = None,
    reduction: str = "element",
) -> float:
    """The share of elements on the right side of a threshold.

    An element is right if ``y_pred > threshold`` is what ``y_true > 0.5`` says: one decision for
    each unit, so for a binary task and for each label of a multi-label row. NaN is wrong.

    Args:
        y_true: Labels of 0 and 1 or fractions, ``(batch, ...)``; or a list of such batches.
        y_pred: Predictions, ``(batch, ...)``, with or without a last axis of 1; or a list likewise.
        threshold: Above it a prediction is positive: 0 for logits.
        sample_weight: Weights, broadcast from the left; or a list likewise.
        mask: What is counted at all; or a list likewise.
        reduction: ``"element"``: what is right over what is counted. ``"sample"``: every row
            counts as one, however many elements it has, as Keras averages; it makes a difference
            between batches of different lengths.

    Returns:
        A number from 0 to 1; 0 where nothing is counted.

    Raises:
        InvalidArgument: If there is no such reduction.

    Example:
        >>> binary_accuracy([1, 0, 1], [[0.9], [0.5], [0.2]])
        0.6666666666666666
    """

    def judge(true: Any, pred: Any) -> Judged:
        return _sides(*pair(true, pred), positive=0.5, threshold=threshold)

    return _share(judge, y_true, y_pred, sample_weight, mask, reduction)


def hinge_accuracy(
    y_true: Any,
    y_pred: Any,
    *,
    threshold: float = 0.0,
    sample_weight: Any = None,
    mask: Any = None,
    reduction: str = "element",
) -> float:
    """The share of elements whose sign is right: what a hinge loss is trained for.

    Args:
        y_true: Labels of -1 and 1, or of 0 and 1, ``(batch, ...)``; see `binary_accuracy`.
        y_pred: Scores, likewise.
        threshold: Above it a score is positive.
        sample_weight: See `binary_accuracy`; so for the next two.
        mask: What is counted at all.
        reduction: ``"element"`` or ``"sample"``.

    Returns:
        A number from 0 to 1; 0 where nothing is counted.

    Raises:
        InvalidArgument: If there is no such reduction.

    Example:
        >>> hinge_accuracy([-1, 1, 1], [[-0.3], [0.2], [-2.0]])
        0.6666666666666666
    """

    def judge(true: Any, pred: Any) -> Judged:
        return _sides(*pair(true, pred), positive=0.0, threshold=threshold)

    return _share(judge, y_true, y_pred, sample_weight, mask, reduction)


def categorical_accuracy(
    y_true: Any,
    y_pred: Any,
    *,
    axis: int = -1,
    sample_weight: Any = None,
    mask: Any = None,
    reduction: str = "element",
) -> float:
    """The share of rows whose largest score is at the largest label, the first of several.

    Args:
        y_true: One-hot or soft rows, ``(batch, ..., classes)``; or a list of such batches.
        y_pred: Scores, likewise. A row with NaN is wrong.
        axis: The axis of the classes in both.
        sample_weight: See `binary_accuracy`; so for the next two.
        mask: What is counted at all.
        reduction: ``"element"`` or ``"sample"``.

    Returns:
        A number from 0 to 1; 0 where nothing is counted.

    Raises:
        InvalidArgument: If there is no such reduction.

    Example:
        >>> categorical_accuracy([[0, 1], [1, 0]], [[0.2, 0.8], [0.4, 0.6]])
        0.5
    """

    def judge(true: Any, pred: Any) -> Judged:
        labels, scores = np.asarray(true, np.float64), np.asarray(pred, np.float64)
        clean = ~np.isnan(labels).any(axis) & ~np.isnan(scores).any(axis)
        hits = (labels.argmax(axis) == scores.argmax(axis)) & clean
        return hits.astype(np.float64), np.ones(hits.shape)

    return _share(judge, y_true, y_pred, sample_weight, mask, reduction)


def sparse_categorical_accuracy(
    y_true: Any,
    y_pred: Any,
    *,
    axis: int = -1,
    ignore_class: int | None = None,
    sample_weight: Any = None,
    mask: Any = None,
    reduction: str = "element",
) -> float:
    """The share of rows whose largest score is at the class id, the first of several.

    Args:
        y_true: Class ids, ``(batch, ...)``, with or without a last axis of 1; or a list of such
            batches. An id that is no class is wrong.
        y_pred: Scores, ``(batch, ..., classes)``, or a list likewise. A row with NaN is wrong.
        axis: The axis of the classes in `y_pred`.
        ignore_class: A class id that is not counted.
        sample_weight: See `binary_accuracy`; so for the next two.
        mask: What is counted at all.
        reduction: ``"element"`` or ``"sample"``.

    Returns:
        A number from 0 to 1; 0 where nothing is counted.

    Raises:
        InvalidArgument: If there is no such reduction.

    Example:
        >>> sparse_categorical_accuracy([1, 1, 255], [[0.2, 0.8]] * 3, ignore_class=255)
        1.0
    """

    def judge(true: Any, pred: Any) -> Judged:
        scores = np.asarray(pred, np.float64)
        guess = scores.argmax(axis)
        labels = np.asarray(true).reshape(guess.shape)
        hits = (labels == guess) & ~np.isnan(scores).any(axis)
        counted = np.ones(guess.shape) if ignore_class is None else labels != ignore_class
        return hits.astype(np.float64), np.asarray(counted, np.float64)

    return _share(judge, y_true, y_pred, sample_weight, mask, reduction)


def _sides(true: Array, pred: Array, *, positive: float, threshold: float) -> Judged:
    # float32, as on the devices: 0.1 in float32 is not above a threshold of 0.1.
    above = pred.astype(np.float32) > np.float32(threshold)
    hits = (above == (true > positive)) & ~np.isnan(pred) & ~np.isnan(true)
    return hits.astype(np.float64), np.ones(hits.shape)


def _share(
    judge: Callable[[Any, Any], Judged],
    y_true: Any,
    y_pred: Any,
    sample_weight: Any,
    mask: Any,
    reduction: str,
) -> float:
    """What is right over what is counted, each added over all batches."""
    if reduction not in ("element", "sample"):
        raise InvalidArgument(
            'The reduction of an accuracy is "element" or "sample". '
            f"Received: reduction={reduction!r}. Use: reduction='element'"
        )
    batches = [(y_true, y_pred, sample_weight, mask)]
    if isinstance(y_pred, list) and len(y_pred) and hasattr(y_pred[0], "shape"):
        nothing = [None] * len(y_pred)
        batches = list(zip(y_true, y_pred, sample_weight or nothing, mask or nothing, strict=True))
    right = counted = 0.0
    for true, pred, *factors in batches:
        hits, weight = judge(true, pred)
        for factor in factors:
            weight = weight if factor is None else weight * spread(factor, hits)
        row = hits[0].size if reduction == "sample" and len(hits) else 1
        right += float((hits * weight).sum()) / row
        counted += float(weight.sum()) / row
    return right / counted if counted else 0.0
