"""Losses of how far what is predicted covers what is there: one number for a whole batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.testing.references.numbers import EPSILON, Array, pair

__all__ = ["dice", "tversky"]


def dice(y_true: Any, y_pred: Any) -> Array:
    """``1 - 2 sum(y p) / (sum(y) + sum(p))`` over the whole batch: one number.

    Source: Milletari and others, "V-Net", 2016, with the sums that Keras takes.

    Args:
        y_true: Labels from 0 to 1, of any shape.
        y_pred: Probabilities, likewise.

    Returns:
        A number from 0 to 1, of shape ``()``.

    Example:
        >>> float(dice([[1.0, 0.0]], [[0.5, 0.5]]).round(4))
        0.5
    """
    y, p = pair(y_true, y_pred)
    return np.asarray(1 - 2 * (y * p).sum() / (y.sum() + p.sum() + EPSILON))


def tversky(y_true: Any, y_pred: Any, *, alpha: float = 0.5, beta: float = 0.5) -> Array:
    """``1 - both / (both + alpha missed + beta added)`` over the whole batch: one number.

    Source: Salehi and others, "Tversky Loss Function for Image Segmentation", 2017.

    Args:
        y_true: Labels from 0 to 1, of any shape.
        y_pred: Probabilities, likewise.
        alpha: The weight of what is in the labels only.
        beta: The weight of what is in the predictions only.

    Returns:
        A number from 0 to 1, of shape ``()``.

    Example:
        >>> float(tversky([[1.0, 0.0]], [[0.5, 0.5]]).round(4))
        0.5
    """
    y, p = pair(y_true, y_pred)
    both, missed, added = (y * p).sum(), (y * (1 - p)).sum(), ((1 - y) * p).sum()
    return np.asarray(1 - both / (both + alpha * missed + beta * added + EPSILON))
