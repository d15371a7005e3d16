"""What can be wrong between a head and its loss: each rule sees one pairing, names one fault."""

from __future__ import annotations

from typing import Final

from resolver.core.finding import Finding, Severity
from resolver.core.pairing import Pairing
from resolver.core.rule import Rule, fitting_loss, found, of_classes, same_loss, with_logits
from resolver.core.view import SOFTMAX

BOUNDED: Final = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "softmax": (0.0, 1.0)}
"""What an activation group can reach."""

_FLATTENING: Final = ("softmax", "sigmoid", "hard_sigmoid", "sparsemax", "sparse_sigmoid")
_POSITIVE: Final = ("softplus", "exponential", "squareplus", "sparse_plus")
"""Activations whose rows a categorical loss divides by their sum, which is one way to a softmax."""


def softmax_one_unit(pairing: Pairing) -> Finding | None:
    """A softmax whose classes are one."""
    shape, axis = pairing.output_dims, pairing.output.axis
    if pairing.group not in SOFTMAX or len(shape) <= -axis or shape[axis] != 1:
        return None
    use = "keras.layers.Dense(1, activation='sigmoid')"
    if pairing.reads in ("real", "positive") and pairing.beyond(0, 1):
        use = "keras.layers.Dense(1)"
    elif pairing.family.rows == "class":
        use += ", loss=keras.losses.BinaryCrossentropy()"
    return found("softmax-one-unit", pairing, use)


def double_activation(pairing: Pairing) -> Finding | None:
    """A bounded activation over another."""
    last, beneath = pairing.output.activation, pairing.output.beneath
    if last not in _FLATTENING or beneath is None:
        return None
    if beneath in _FLATTENING:
        severity: Severity = "error"
    elif beneath == "relu" and last != "softmax":
        severity = "warning"
    else:
        severity = "note"
    use = f"keras.layers.Dense({pairing.units or 'units'}, activation={last!r})  # and no other"
    return found("double-activation", pairing, use, severity=severity)


def from_logits_on_probabilities(pairing: Pairing) -> Finding | None:
    """`from_logits=True` on a softmax or a sigmoid."""
    if not pairing.told_logits or pairing.group not in ("softmax", "sigmoid"):
        return None
    use = same_loss(pairing, from_logits=None)
    return found("from-logits-on-probabilities", pairing, use)


def missing_from_logits(pairing: Pairing) -> Finding | None:
    """A categorical loss for probabilities on logits."""
    if not _probabilities_of_logits(pairing) or pairing.units == 1:
        return None
    if pairing.family.rows != "class":
        return None
    return found("missing-from-logits", pairing, _with_logits(pairing))


def missing_output_activation(pairing: Pairing) -> Finding | None:
    """A binary loss for probabilities on a head without an activation."""
    if not _probabilities_of_logits(pairing):
        return None
    if pairing.family.rows != "element":
        return None
    if pairing.reads == "probabilities":
        use = "activation='sigmoid'"
        return found("missing-output-activation", pairing, use, severity="warning")
    return found("missing-output-activation", pairing, _with_logits(pairing))


def _probabilities_of_logits(pairing: Pairing) -> bool:
    if pairing.reads not in ("scores", "probabilities") or pairing.told_logits:
        return False
    return pairing.group in ("linear", "log_softmax") and pairing.from_logits is not False


def _with_logits(pairing: Pairing) -> str:
    if pairing.reads != "scores":
        return "activation='softmax'"
    return same_loss(pairing, from_logits=True)


def sigmoid_multiclass(pairing: Pairing) -> Finding | None:
    """Sigmoids over exclusive classes."""
    if pairing.group != "sigmoid" or pairing.units == 1 or pairing.task == "multilabel":
        return None
    categorical = pairing.family.rows == "class" and pairing.reads in ("scores", "probabilities")
    exclusive = pairing.coding == "one_hot" and pairing.reads == "scores"
    if not categorical and not exclusive:
        return None
    if pairing.multi_hot:
        use = "loss=keras.losses.BinaryCrossentropy()"
    elif categorical:
        use = "activation='softmax'"
    else:
        use = "activation='softmax', loss=keras.losses.CategoricalCrossentropy()"
    return found("sigmoid-multiclass", pairing, use, severity="warning")


def softmax_multilabel(pairing: Pairing) -> Finding | None:
    """A softmax over independent labels."""
    if not pairing.known or not pairing.multi_hot:
        return None
    use = "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()"
    if pairing.group == "linear" and of_classes(pairing) and pairing.logits:
        use = "loss=keras.losses.BinaryCrossentropy(from_logits=True)"
    elif pairing.group not in SOFTMAX:
        return None
    return found("softmax-multilabel", pairing, use, severity="warning")


def bce_multiclass(pairing: Pairing) -> Finding | None:
    """A binary loss over exclusive classes."""
    if pairing.family.task != "binary" or pairing.reads != "scores":
        return None
    if pairing.units == 1 or pairing.multi_hot or pairing.layout == "index":
        return None
    if pairing.group not in SOFTMAX and not (pairing.group == "unknown" and pairing.one_hot):
        return None
    logits = with_logits(pairing.group == "log_softmax")
    use = f"loss=keras.losses.CategoricalCrossentropy({logits})"
    severity: Severity = "note" if pairing.units == 2 else "warning"
    return found("bce-multiclass", pairing, use, severity=severity)


def mse_classification(pairing: Pairing) -> Finding | None:
    """A regression loss on class labels."""
    if pairing.reads not in ("real", "positive") or pairing.task == "regression":
        return None
    if pairing.coding == "one_hot":
        severity: Severity = "warning"
    elif pairing.group == "softmax":
        severity = "note"
    elif pairing.coding == "binary" and pairing.group == "linear":
        severity = "note"
    else:
        return None
    use = fitting_loss(pairing, "activation='softmax', loss=keras.losses.CategoricalCrossentropy()")
    return found("mse-classification", pairing, use, severity=severity)


def relu_output_classification(pairing: Pairing) -> Finding | None:
    """A crossentropy over an activation that yields neither probabilities nor logits."""
    if pairing.group not in ("other", "tanh") or pairing.reads not in ("scores", "probabilities"):
        return None
    shared = pairing.reads == "scores" and pairing.family.rows == "class"
    softened = shared and pairing.output.activation in _POSITIVE
    severity: Severity = "warning" if pairing.told_logits else "error"
    activation = "softmax" if pairing.family.rows == "class" else "sigmoid"
    use = f"activation={activation!r}"
    if pairing.told_logits:
        use = "activation=None  # the loss reads logits"
    return found(
        "relu-output-classification", pairing, use, severity="note" if softened else severity
    )


def bounded_activation_regression(pairing: Pairing) -> Finding | None:
    """Labels that a bounded activation cannot reach, under a regression loss."""
    if pairing.reads not in ("real", "positive"):
        return None
    bounds = BOUNDED.get(pairing.group)
    if bounds is not None:
        if not pairing.beyond(*bounds):
            return None
        return found("bounded-activation-regression", pairing, "activation='linear'")
    if pairing.output.activation not in ("relu", *_POSITIVE) or not _below_zero(pairing):
        return None
    use = "activation='linear'"
    return found("bounded-activation-regression", pairing, use, severity="warning")


def _below_zero(pairing: Pairing) -> bool:
    """True if labels were seen below zero, by more than a hair."""
    return -pairing.lowest > (pairing.highest - pairing.lowest) * 0.01


def cce_on_one_unit(pairing: Pairing) -> Finding | None:
    """A categorical loss on one unit."""
    if not of_classes(pairing) or pairing.units != 1:
        return None
    logits = with_logits(pairing.group == "linear")
    use = f"loss=keras.losses.BinaryCrossentropy({logits})"
    if pairing.group in SOFTMAX:
        use = f"activation='sigmoid', {use}"
    return found("cce-on-one-unit", pairing, use)


def loss_needs_distribution(pairing: Pairing) -> Finding | None:
    """A divergence between distributions on an output that is none."""
    if pairing.reads != "distribution" or pairing.units == 1:
        return None
    if pairing.group in ("softmax", "unknown"):
        return None
    severity: Severity = "warning" if pairing.group == "sigmoid" else "error"
    use = "activation='softmax'"
    return found("loss-needs-distribution", pairing, use, severity=severity)


def loss_needs_positive(pairing: Pairing) -> Finding | None:
    """A logarithm of labels or predictions that can be negative."""
    if pairing.family.cls not in ("Poisson", "MeanSquaredLogarithmicError"):
        return None
    if _below_zero(pairing):
        return found("loss-needs-positive", pairing, "loss=keras.losses.MeanSquaredError()")
    if pairing.reads == "positive" and pairing.group in ("linear", "tanh", "log_softmax"):
        return found("loss-needs-positive", pairing, "activation='softplus'")
    return None


def loss_needs_margin(pairing: Pairing) -> Finding | None:
    """A hinge on an output that cannot be negative, or not positive."""
    if pairing.reads != "margin":
        return None
    one_sided = pairing.group == "log_softmax"
    if pairing.family.rows == "element":
        positive = pairing.output.activation in ("relu", *_POSITIVE)
        one_sided |= positive or pairing.group in ("sigmoid", "softmax")
    return found("loss-needs-margin", pairing, "activation='linear'") if one_sided else None


def label_smoothing_sparse(pairing: Pairing) -> Finding | None:
    """Label smoothing asked of a loss for class numbers."""
    loss = pairing.loss
    if loss is None or not loss.label_smoothing or "index" not in pairing.family.labels:
        return None
    units = pairing.units or "units"
    use = (
        f"y = keras.ops.one_hot(y, {units}), "
        f"loss=keras.losses.CategoricalCrossentropy(label_smoothing={loss.label_smoothing!r})"
    )
    return found("label-smoothing-sparse", pairing, use)


RULES: Final[tuple[Rule, ...]] = (
    softmax_one_unit,
    double_activation,
    from_logits_on_probabilities,
    missing_from_logits,
    missing_output_activation,
    sigmoid_multiclass,
    softmax_multilabel,
    bce_multiclass,
    mse_classification,
    relu_output_classification,
    bounded_activation_regression,
    cce_on_one_unit,
    loss_needs_distribution,
    loss_needs_positive,
    loss_needs_margin,
    label_smoothing_sparse,
)
"""Every rule about a head and its loss."""
