"""The mathematics of a pairing, in NumPy: can a head, under a loss, learn to say its labels?

Nothing here knows a rule of the package. A head reaches a set of outputs, sampled by its scores; a
loss is its formula, as `resolver.testing.references` writes it down. A pairing is sound if

1. the labels lie in the domain of the loss, and their shape is the one that it compares;
2. the loss is a number at every output that the head can reach;
3. for each label the least loss that the head reaches is the least there is;
4. different labels are learned as different outputs;
5. no output that is far from the least loss has a flat slope, from which no step leads away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from resolver.testing import references
from resolver.testing.references.numbers import EPSILON, clip, softmax

Array = np.ndarray[Any, np.dtype[Any]]
Formula = Callable[[Array, Array], Array]
SCORES = (-30.0, -4.0, -1.5, -0.6, 0.0, 0.6, 1.5, 4.0, 30.0)
"""What a head may compute before its activation, for each unit."""

CLOSE = 2e-3
"""How near to the least loss counts as reached, as far as the sampled scores allow."""

FAR = 0.3
"""How far from the least loss an output is that must not be flat."""


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "linear": lambda z: z,
    "softmax": softmax,
    "log_softmax": lambda z: np.log(softmax(z) + 1e-30),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "hard_tanh": lambda z: np.clip(z, -1, 1),
    "relu": lambda z: np.maximum(z, 0),
    "softplus": lambda z: np.log1p(np.exp(z)),
    "exponential": np.exp,
}


def _row(name: str, made_for: str, domain: str, **arguments: Any) -> tuple[Formula, str, str]:
    """A loss whose formula is given one row of labels and many outputs."""
    formula = getattr(references, name)

    def values(y: Array, outputs: Array) -> Array:
        return np.asarray(formula(np.broadcast_to(y, outputs.shape), outputs, **arguments))

    return values, made_for, domain


def _generalised(y: Array, outputs: Array) -> Array:
    ids = np.full(len(outputs), y.argmax())
    return references.categorical_generalized_cross_entropy(ids, np.maximum(outputs, EPSILON))


def _focal(y: Array, outputs: Array) -> Array:
    """Of probabilities: what lies outside [0, 1] says no more than its end."""
    return references.binary_focal_crossentropy(np.broadcast_to(y, outputs.shape), clip(outputs))


def _dice(y: Array, outputs: Array) -> Array:
    """Of each output by itself, where the loss takes a batch together."""
    return np.array([references.dice(y, output) for output in outputs])


_LOGITS = {"from_logits": True}
_CCE = "categorical_crossentropy"

LOSSES: dict[tuple[str, bool], tuple[Formula, str, str]] = {
    ("binary_crossentropy", False): _row("binary_crossentropy", "sigmoid", "unit"),
    ("binary_crossentropy", True): _row("binary_crossentropy", "linear", "unit", **_LOGITS),
    ("binary_focal_crossentropy", False): (_focal, "sigmoid", "unit"),
    ("binary_focal_crossentropy", True): _row(
        "binary_focal_crossentropy", "linear", "unit", **_LOGITS
    ),
    (_CCE, False): _row(_CCE, "softmax", "distribution"),
    (_CCE, True): _row(_CCE, "linear", "distribution", **_LOGITS),
    ("categorical_focal_crossentropy", False): _row(
        "categorical_focal_crossentropy", "softmax", "distribution"
    ),
    ("categorical_focal_crossentropy", True): _row(
        "categorical_focal_crossentropy", "linear", "distribution", **_LOGITS
    ),
    ("sparse_categorical_crossentropy", False): _row(_CCE, "softmax", "ids"),
    ("sparse_categorical_crossentropy", True): _row(_CCE, "linear", "ids", **_LOGITS),
    ("categorical_generalized_cross_entropy", False): (_generalised, "softmax", "ids"),
    ("kl_divergence", False): _row("kl_divergence", "softmax", "distribution"),
    ("categorical_hinge", False): _row("categorical_hinge", "linear", "one-hot"),
    ("hinge", False): _row("hinge", "linear", "signs"),
    ("squared_hinge", False): _row("squared_hinge", "linear", "signs"),
    ("dice", False): (_dice, "sigmoid", "unit"),
    ("mean_squared_error", False): _row("mean_squared_error", "linear", "real"),
    ("mean_absolute_error", False): _row("mean_absolute_error", "linear", "real"),
    ("huber", False): _row("huber", "linear", "real"),
    ("log_cosh", False): _row("log_cosh", "linear", "real"),
    ("mean_squared_logarithmic_error", False): _row(
        "mean_squared_logarithmic_error", "softplus", "positive"
    ),
    ("poisson", False): _row("poisson", "softplus", "positive"),
}
"""Formula, the head it was made for, and the domain of its labels."""

_DOMAINS: dict[str, Callable[[Array], bool]] = {
    "unit": lambda y: bool(((y >= 0) & (y <= 1)).all()),
    "distribution": lambda y: bool((y >= 0).all() and np.allclose(y.sum(-1), 1)),
    "one-hot": lambda y: bool(((y == 0) | (y == 1)).all() and (y.sum(-1) == 1).all()),
    "signs": lambda y: bool(np.isin(y, (-1, 1)).all() or np.isin(y, (0, 1)).all()),
    "real": lambda _: True,
    "positive": lambda y: bool((y >= 0).all()),
}


def unsound(activation: str, loss: tuple[str, bool], labels: Array, units: int) -> str:
    """Why a pairing is unsound; empty if it is sound.

    Args:
        activation: What the head applies last.
        loss: Name of the loss, and whether it was told to expect logits.
        labels: Every label that there is, of shape ``(N,)`` or ``(N, units)``.
        units: How many units the head has.
    """
    formula, made_for, domain = LOSSES[loss]
    rows = _as_rows(labels, domain, units)
    if rows is None:
        return "domain"
    reached, best = _outputs(activation, units, rows), _outputs(made_for, units, rows)
    with np.errstate(all="ignore"):
        got = np.stack([formula(row, reached) for row in rows])
        least = np.array([formula(row, best).min() for row in rows])
    if not np.isfinite(got).all():
        return "not a number"
    if (abs(got.min(-1) - least) > CLOSE * np.maximum(1, abs(least))).any():
        return "not reached"
    if _alike(got):
        return "labels alike"
    return "flat" if _flat(formula, rows, reached, got) else ""


def _as_rows(labels: Array, domain: str, units: int) -> Array | None:
    """Labels as rows that the formula compares; None if they are outside its domain."""
    if domain == "ids":
        whole = labels.ndim == 1 and np.array_equal(labels, labels.astype(int))
        if not whole or labels.min() < 0 or labels.max() >= max(units, 2):
            return None
        return np.eye(units)[np.minimum(labels.astype(int), units - 1)]
    if labels.ndim == 1 and units > 1:
        return None
    rows = labels.reshape(len(labels), -1).astype(float)
    if units == 1 and domain in ("distribution", "one-hot"):
        return rows if _DOMAINS["unit"](rows) else None
    return rows if _DOMAINS[domain](rows) else None


@cache
def _scores(units: int) -> Array:
    return np.array(list(product(SCORES, repeat=units)))


def _outputs(activation: str, units: int, rows: Array) -> Array:
    """Outputs that a head reaches, those nearest to the labels among them."""
    scores = _scores(units)
    inside = np.clip(rows, 1e-3, 1 - 1e-3)
    wanted = [rows, np.log(inside), np.log(inside / (1 - inside)), 6 * rows - 3]
    with np.errstate(all="ignore"):
        wanted += [np.arctanh(np.clip(rows, -0.999, 0.999)), np.log(np.maximum(rows, EPSILON))]
        wanted += [np.log(np.expm1(np.maximum(rows, 1e-3)))]
        return ACTIVATIONS[activation](np.clip(np.concatenate([scores, *wanted]), -40, 40))


def _alike(got: Array) -> bool:
    """True if all labels are learned as the same outputs."""
    best = got <= got.min(-1, keepdims=True) + 1e-9
    return len(got) > 1 and bool((best == best[0]).all())


def _flat(formula: Formula, rows: Array, reached: Array, got: Array) -> bool:
    """True if an output far from the least loss has no slope in any direction."""
    step = 1e-4
    for row, losses in zip(rows, got, strict=True):
        far = reached[(losses > losses.min() + FAR) & (abs(reached) < 5).all(-1)]
        with np.errstate(invalid="ignore"):  # a step beyond what has a logarithm
            slopes = [
                formula(row, far + move) - formula(row, far - move)
                for move in step * np.eye(reached.shape[-1])
            ]
        if len(far) and (np.max(np.abs(slopes), axis=0) < 1e-12).any():
            return True
    return False
