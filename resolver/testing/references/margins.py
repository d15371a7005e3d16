"""Losses of scores that are to be right by a margin: y is `y_true`, s a score."""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.testing.references.numbers import Array, pair

__all__ = ["categorical_hinge", "hinge", "squared_hinge"]


def hinge(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``max(1 - y s, 0)``, with 0 among the labels read as -1.

    Source: Cortes and Vapnik, "Support-Vector Networks", 1995.

    Args:
        y_true: Labels of -1 and 1, or of 0 and 1, ``(batch, ..., units)``.
        y_pred: Scores s, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> hinge([[-1.0, 1.0]], [[0.5, 0.5]]).tolist()
        [1.0]
    """
    return np.asarray(_margins(y_true, y_pred).mean(-1))


def squared_hinge(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``max(1 - y s, 0)**2``, with 0 among the labels read as -1.

    Source: Cortes and Vapnik, "Support-Vector Networks", 1995, with squared slack.

    Args:
        y_true: Labels of -1 and 1, or of 0 and 1, ``(batch, ..., units)``.
        y_pred: Scores s, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> squared_hinge([[-1.0, 1.0]], [[0.5, 0.5]]).tolist()
        [1.25]
    """
    return np.asarray((_margins(y_true, y_pred) ** 2).mean(-1))


def categorical_hinge(y_true: Any, y_pred: Any) -> Array:
    """``max(0, 1 + the largest wrong score - the right score)``.

    Source: Crammer and Singer, "On the Algorithmic Implementation of Multiclass Kernel-based
    Vector Machines", 2001. As in Keras the right class takes part in the largest as a 0.

    Args:
        y_true: One-hot rows, ``(batch, ..., classes)``.
        y_pred: Scores, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> categorical_hinge([[0, 1]], [[0.5, 0.75]]).tolist()
        [0.75]
    """
    y, s = np.asarray(y_true, np.float64), np.asarray(y_pred, np.float64)
    return np.asarray(np.maximum(((1 - y) * s).max(-1) - (y * s).sum(-1) + 1, 0))


def _margins(y_true: Any, y_pred: Any) -> Array:
    y, s = pair(y_true, y_pred)
    return np.maximum(1 - np.where(y == 0, -1, y) * s, 0)
