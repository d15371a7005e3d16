"""Losses of probabilities, each as its formula.

Each takes what the function of the same name in `keras.losses` takes, and returns what it returns:
one value for each row, float64. Formulas: y is `y_true`, p is `y_pred` as a probability.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from resolver.testing.references.numbers import EPSILON, Array, clip, pair, softmax

__all__ = [
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
    "kl_divergence",
    "sparse_categorical_crossentropy",
]


def binary_crossentropy(
    y_true: Any, y_pred: Any, *, from_logits: bool = False, label_smoothing: float = 0.0
) -> Array:
    """The mean of ``-(y log p + (1 - y) log(1 - p))``: what a Bernoulli variable is surprised by.

    With ``p = 1 / (1 + exp(-z))`` for logits z it is ``log(1 + exp(z)) - y z``. Source: Good,
    "Rational Decisions", 1952; as it stands, Bishop, "Pattern Recognition", 2006, (4.90).

    Args:
        y_true: Labels from 0 to 1, ``(batch, ..., units)``.
        y_pred: Probabilities, or logits, likewise.
        from_logits: Whether `y_pred` is logits.
        label_smoothing: The share of each label that becomes 1/2.

    Returns:
        Nats, ``(batch, ...)``.

    Example:
        >>> binary_crossentropy([[1.0]], [[0.5]]).round(4).tolist()
        [0.6931]
    """
    y, p = pair(y_true, y_pred)
    y = _smoothed(y, label_smoothing, 2)
    if from_logits:
        return np.asarray((np.logaddexp(0, p) - y * p).mean(-1))
    return np.asarray(_bernoulli(y, p).mean(-1))


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    *,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
) -> Array:
    """Binary crossentropy times ``(1 - q)**gamma``, q being the probability of what is right.

    Source: Lin and others, "Focal Loss for Dense Object Detection", 2017, (4) and (5).

    Args:
        y_true: Labels from 0 to 1, ``(batch, ..., units)``.
        y_pred: Probabilities, or logits, likewise.
        apply_class_balancing: Whether ones weigh `alpha` and zeros ``1 - alpha``.
        alpha: See above.
        gamma: How much less what is nearly right counts.
        from_logits: Whether `y_pred` is logits.
        label_smoothing: The share of each label that becomes 1/2.

    Returns:
        Nats, ``(batch, ...)``.

    Example:
        >>> binary_focal_crossentropy([[1.0]], [[0.5]]).round(4).tolist()
        [0.1733]
    """
    y, p = pair(y_true, y_pred)
    y = _smoothed(y, label_smoothing, 2)
    p = 1 / (1 + np.exp(-p)) if from_logits else p
    right = y * p + (1 - y) * (1 - p)
    weight = y * alpha + (1 - y) * (1 - alpha) if apply_class_balancing else 1.0
    return np.asarray((weight * (1 - right) ** gamma * _bernoulli(y, p)).mean(-1))


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """The sum of ``-y log p`` over the classes, with p scaled to sum to 1.

    For logits z, ``log p = z - log(sum(exp(z)))``. Source: Bishop, "Pattern Recognition", 2006,
    (4.108).

    Args:
        y_true: One-hot or soft rows, ``(batch, ..., classes)``.
        y_pred: Probabilities, or logits, likewise.
        from_logits: Whether `y_pred` is logits.
        label_smoothing: The share of each row that is spread over all classes.
        axis: The axis of the classes.

    Returns:
        Nats, the shape without the axis of the classes.

    Example:
        >>> categorical_crossentropy([[0, 1]], [[0.25, 0.75]]).round(4).tolist()
        [0.2877]
    """
    y, p = np.asarray(y_true, np.float64), np.asarray(y_pred, np.float64)
    y = _smoothed(y, label_smoothing, y.shape[-1])
    return np.asarray(-(y * _logarithms(p, from_logits, axis)).sum(axis))


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    *,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """The sum of ``-alpha (1 - p)**gamma y log p`` over the classes.

    Source: Lin and others, "Focal Loss for Dense Object Detection", 2017, for several classes.

    Args:
        y_true: One-hot or soft rows, ``(batch, ..., classes)``.
        y_pred: Probabilities, or logits, likewise.
        alpha: The weight of all.
        gamma: How much less what is nearly right counts.
        from_logits: Whether `y_pred` is logits.
        label_smoothing: The share of each row that is spread over all classes.
        axis: The axis of the classes.

    Returns:
        Nats, the shape without the axis of the classes.

    Example:
        >>> categorical_focal_crossentropy([[0, 1]], [[0.5, 0.5]]).round(4).tolist()
        [0.0433]
    """
    y, p = np.asarray(y_true, np.float64), np.asarray(y_pred, np.float64)
    y = _smoothed(y, label_smoothing, y.shape[-1])
    p = softmax(p, axis) if from_logits else p
    p = clip(p / p.sum(axis, keepdims=True))
    return np.asarray(-(alpha * (1 - p) ** gamma * y * np.log(p)).sum(axis))


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    *,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Array:
    """``-log p`` of the class that the id names; 0 where the id is the ignored one.

    Source: `categorical_crossentropy` of the one-hot row.

    Args:
        y_true: Class ids, ``(batch, ...)``, with or without a last axis of 1.
        y_pred: Probabilities, or logits, ``(batch, ..., classes)``.
        from_logits: Whether `y_pred` is logits.
        ignore_class: A class id that costs nothing.
        axis: The axis of the classes in `y_pred`.

    Returns:
        Nats, the shape of `y_pred` without the axis of the classes.

    Example:
        >>> sparse_categorical_crossentropy([1, 255], [[0.25, 0.75]] * 2, ignore_class=255).round(4)
        array([0.2877, 0.    ])
    """
    p = np.asarray(y_pred, np.float64)
    ids = np.asarray(y_true).astype(np.int64).reshape(p.sum(axis).shape)
    counted = np.ones(ids.shape, bool) if ignore_class is None else ids != ignore_class
    at = np.expand_dims(np.where(counted, ids, 0), axis)
    logs = np.take_along_axis(_logarithms(p, from_logits, axis), at, axis).squeeze(axis)
    return np.where(counted, -logs, 0.0)


def categorical_generalized_cross_entropy(y_true: Any, y_pred: Any, q: float = 0.5) -> Array:
    """``(1 - p**q) / q`` of the class that the id names: near crossentropy for q near 0.

    Source: Zhang and Sabuncu, "Generalized Cross Entropy Loss for Training Deep Neural Networks
    with Noisy Labels", 2018, (6).

    Args:
        y_true: Class ids, ``(batch,)``.
        y_pred: Probabilities, ``(batch, classes)``.
        q: From 0, which is crossentropy, to 1, which is the mean absolute error.

    Returns:
        One value for each row, ``(batch,)``.

    Example:
        >>> categorical_generalized_cross_entropy([1], [[0.75, 0.25]]).tolist()
        [1.0]
    """
    p = np.asarray(y_pred, np.float64)
    ids = np.asarray(y_true).astype(np.int64)
    return np.asarray((1 - np.take_along_axis(p, ids[..., None], -1)[..., 0] ** q) / q)


def kl_divergence(y_true: Any, y_pred: Any) -> Array:
    """The sum of ``y log(y / p)`` over the classes.

    Source: Kullback and Leibler, "On Information and Sufficiency", 1951.

    Args:
        y_true: Distributions, ``(batch, ..., classes)``.
        y_pred: Distributions, likewise.

    Returns:
        Nats, ``(batch, ...)``.

    Example:
        >>> kl_divergence([[0.5, 0.5]], [[0.25, 0.75]]).round(4).tolist()
        [0.1438]
    """
    y, p = (np.clip(np.asarray(each, np.float64), EPSILON, 1) for each in (y_true, y_pred))
    return np.asarray((y * np.log(y / p)).sum(-1))


def _bernoulli(y: Array, probabilities: Array) -> Array:
    p = clip(probabilities)
    return np.asarray(-(y * np.log(p) + (1 - y) * np.log(1 - p)))


def _logarithms(p: Array, from_logits: bool, axis: int) -> Array:
    if not from_logits:
        return np.asarray(np.log(clip(p / p.sum(axis, keepdims=True))))
    low = p - p.max(axis, keepdims=True, initial=-np.inf)
    return np.asarray(low - np.log(np.exp(low).sum(axis, keepdims=True)))


def _smoothed(labels: Array, share: float, among: int) -> Array:
    """The labels with a share of each spread evenly among so many."""
    return labels * (1 - share) + share / among
