"""Losses of amounts, each as its formula: y is `y_true`, p is `y_pred`.

Each takes what the function of the same name in `keras.losses` takes, and returns what it returns:
one value for each row, float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.testing.references.numbers import EPSILON, Array, pair

__all__ = [
    "cosine_similarity",
    "huber",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
]


def mean_squared_error(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``(y - p)**2``.

    Source: Gauss, "Theoria combinationis observationum", 1823.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> mean_squared_error([[1.0, 2.0]], [[1.0, 4.0]]).tolist()
        [2.0]
    """
    y, p = pair(y_true, y_pred)
    return np.asarray(((y - p) ** 2).mean(-1))


def mean_absolute_error(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``|y - p|``.

    Source: Laplace, "Mémoire sur la probabilité des causes", 1774.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> mean_absolute_error([[1.0, 2.0]], [[1.0, 4.0]]).tolist()
        [1.0]
    """
    y, p = pair(y_true, y_pred)
    return np.asarray(abs(y - p).mean(-1))


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``100 |y - p| / |y|``, with at least 1e-7 below the line.

    Source: Makridakis, "Accuracy measures", 1993, with the bound of Keras.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.

    Returns:
        Percent, ``(batch, ...)``.

    Example:
        >>> mean_absolute_percentage_error([[1.0, 2.0]], [[1.0, 4.0]]).tolist()
        [50.0]
    """
    y, p = pair(y_true, y_pred)
    return np.asarray(100 * (abs(y - p) / np.maximum(abs(y), EPSILON)).mean(-1))


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``(log(1 + y) - log(1 + p))**2``; what is below 1e-7 counts as 1e-7.

    Source: the squared error of logarithms, with the bound of Keras.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> mean_squared_logarithmic_error([[1.0]], [[3.0]]).round(4).tolist()
        [0.4805]
    """
    y, p = pair(y_true, y_pred)
    logs = (np.log1p(np.maximum(each, EPSILON)) for each in (y, p))
    return np.asarray(((next(logs) - next(logs)) ** 2).mean(-1))


def huber(y_true: Any, y_pred: Any, *, delta: float = 1.0) -> Array:
    """The mean of ``e**2 / 2`` where ``e = |y - p| <= delta``, else of ``delta e - delta**2 / 2``.

    Source: Huber, "Robust Estimation of a Location Parameter", 1964.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.
        delta: From where on the error counts linearly.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> huber([[0.0, 0.0]], [[1.0, 3.0]]).tolist()
        [1.5]
    """
    y, p = pair(y_true, y_pred)
    far = abs(y - p)
    return np.asarray(np.where(far <= delta, far**2 / 2, delta * far - delta**2 / 2).mean(-1))


def log_cosh(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``log(cosh(p - y))``, without overflow.

    Source: Green, "Bayesian reconstructions from emission tomography data", 1990.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> log_cosh([[0.0]], [[1.0]]).round(4).tolist()
        [0.4338]
    """
    y, p = pair(y_true, y_pred)
    far = abs(p - y)
    return np.asarray((far + np.log1p(np.exp(-2 * far)) - np.log(2)).mean(-1))


def poisson(y_true: Any, y_pred: Any) -> Array:
    """The mean of ``p - y log(p + 1e-7)``, p being a rate.

    Source: the likelihood of a Poisson count, without what does not depend on p.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.

    Returns:
        One value for each row, ``(batch, ...)``.

    Example:
        >>> poisson([[2.0]], [[1.0]]).round(4).tolist()
        [1.0]
    """
    y, p = pair(y_true, y_pred)
    return np.asarray((p - y * np.log(p + EPSILON)).mean(-1))


def cosine_similarity(y_true: Any, y_pred: Any, *, axis: int = -1) -> Array:
    """Minus the cosine of the angle between both rows; 0 for a row of zeros.

    Source: the inner product of rows of length 1, with the sign of Keras, which minimises.

    Args:
        y_true: Amounts, ``(batch, ..., units)``, with or without a last axis of 1.
        y_pred: Amounts, likewise.
        axis: The axis of the rows.

    Returns:
        From -1 to 1, the shape without the axis.

    Example:
        >>> cosine_similarity([[1.0, 0.0]], [[3.0, 4.0]]).round(4).tolist()
        [-0.6]
    """
    y, p = pair(y_true, y_pred)
    y, p = (_unit(each, axis) for each in (y, p))
    return np.asarray(-(y * p).sum(axis))


def _unit(rows: Array, axis: int) -> Array:
    length = np.sqrt((rows**2).sum(axis, keepdims=True))
    return np.asarray(rows / np.maximum(length, EPSILON))
