"""What the accuracies of the Keras generations count, over NumPy arrays. No Keras.

Held against the live packages by tests; Keras 1 differs in that it rounds where the others cut.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.core.counts import Counts
from resolver.core.errors import InvalidArgument
from resolver.edge.count.counting import numbers

__all__ = ["count_past"]

Array = NDArray[Any]


def count_past(rules: str, metric: str, y_true: Any, y_pred: Any) -> Counts:
    """Count what a generation's accuracy counts, mistakes included.

    Args:
        rules: The generation: ``"keras3"``, ``"tf2"``, ``"tf1"`` or ``"keras1"``.
        metric: ``"binary_accuracy"``, ``"categorical_accuracy"`` or
            ``"sparse_categorical_accuracy"``.
        y_true: Labels, an array.
        y_pred: Predictions, an array.

    Returns:
        `Counts` of what it averages over.

    Raises:
        InvalidArgument: If the shapes do not match for this metric: there Keras fails, or
            stretches one over the other.

    Example:
        >>> count_past("keras3", "binary_accuracy", [1, 0], [[0.3], [-2.0]]).correct
        1
    """
    labels, scores = numbers(y_true), numbers(y_pred)
    if metric == "binary_accuracy":
        labels, scores = _same_rank(labels, scores)
        guess = np.rint(scores) if rules == "keras1" else scores > scores.dtype.type(0.5)
    elif metric == "categorical_accuracy":
        labels, guess = np.argmax(labels, axis=-1), np.argmax(scores, axis=-1)
    else:
        if labels.ndim == scores.ndim and labels.shape[-1:] == (1,):
            labels = labels[..., 0]
        guess = np.argmax(scores, axis=-1)
    if labels.shape != guess.shape:
        raise InvalidArgument(
            f"{metric} of {rules} needs labels that match. Received: labels of shape "
            f"{np.shape(y_true)}, predictions of shape {np.shape(y_pred)}. "
            "Use: rules='evidence'"
        )
    return Counts(int(np.count_nonzero(labels == guess)), int(guess.size), f"{rules} {metric}")


def _same_rank(labels: Array, scores: Array) -> tuple[Array, Array]:
    """A last dimension of 1 that only one of them has is dropped."""
    if labels.ndim == scores.ndim + 1 and labels.shape[-1] == 1:
        return labels[..., 0], scores
    if scores.ndim == labels.ndim + 1 and scores.shape[-1] == 1:
        return labels, scores[..., 0]
    return labels, scores
