"""What can be wrong with metrics. Each rule looks at one metric of a pairing, names one fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from resolver.core.decide import decide
from resolver.core.errors import ResolverError
from resolver.core.finding import Finding, Severity
from resolver.core.metrics import Metric
from resolver.core.pairing import Pairing
from resolver.core.rule import found as found_in
from resolver.core.rule import of_classes, of_elements, with_logits

MetricRule = Callable[[Pairing, Metric], Finding | None]

_ACCURACIES: Final = (
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "SparseCategoricalAccuracy",
)


def _found(
    name: str, pairing: Pairing, metric: Metric, use: str, severity: Severity | None = None
) -> Finding:
    also = (("metric", metric.shown),)
    return found_in(name, pairing, use, also=also, severity=severity)


def accuracy_line(pairing: Pairing, otherwise: str) -> str:
    """The stock accuracy that fits, as an argument to write."""
    try:
        decision = decide(
            pairing.labels,
            pairing.output,
            loss=pairing.loss if pairing.known else None,
            task=pairing.task,
            from_logits=pairing.from_logits,
            class_axis=pairing.class_axis,
        )
    except ResolverError:
        return otherwise
    if decision.threshold is not None:
        said = "" if decision.threshold == 0.5 else f"threshold={decision.threshold}"
        return f"metrics=[keras.metrics.BinaryAccuracy({said})]"
    if decision.task == "multiclass":
        sparse = "Sparse" if decision.coding == "index" else ""
        return f"metrics=[keras.metrics.{sparse}CategoricalAccuracy()]"
    return "metrics=['mae']"


def accuracy_on_regression(pairing: Pairing, metric: Metric) -> Finding | None:
    """An accuracy of continuous labels."""
    accuracy = metric.word == "accuracy" or metric.family in _ACCURACIES
    if not accuracy or pairing.task not in (None, "regression"):
        return None
    unsaid = pairing.loss is None and not pairing.own_step
    if pairing.reads not in ("real", "positive") and not unsaid:
        return None
    use = "metrics=['mae']"
    if pairing.task == "regression":
        return _found("accuracy-on-regression", pairing, metric, use, "error")
    if _amounts(pairing):
        return _found("accuracy-on-regression", pairing, metric, use, "warning")
    unseen = pairing.labels.facts is None and pairing.labels.coding is None
    if unseen and pairing.group == "linear" and pairing.known:
        return _found("accuracy-on-regression", pairing, metric, use, "note")
    return None


def _amounts(pairing: Pairing) -> bool:
    """True for labels proven continuous, or fractions that nothing is known to lie against."""
    unlaid = pairing.view is None and pairing.fractions
    return "continuous" in (pairing.labels.coding, pairing.coding) or unlaid


def metric_label_shape(pairing: Pairing, metric: Metric) -> Finding | None:
    """A metric for the output's own shape, or for rows, with class numbers; or the reverse."""
    if pairing.opaque or metric.family in _ACCURACIES:
        return None
    layout = pairing.layout
    if layout == "index" and (metric.labels in ("same", "rows") or metric.reads == "classes"):
        if metric.reads == "real":
            return None
        use = (
            f"y = keras.ops.one_hot(y, {pairing.units or 'units'}), "
            f"loss=keras.losses.CategoricalCrossentropy({with_logits(pairing.told_logits)})"
        )
        if metric.reads == "classes":
            use = _iou(pairing, metric, "", ", sparse_y_pred=False")
        elif metric.reads == "scores":
            logits = with_logits(bool(metric.from_logits))
            use = f"metrics=[keras.metrics.SparseCategoricalCrossentropy({logits})]"
        return _found("metric-label-shape", pairing, metric, use)
    if layout == "rows" and metric.labels == "index" and metric.reads == "argmax":
        use = "metrics=[keras.metrics.TopKCategoricalAccuracy()]"
        if metric.sparse_true is not None:
            use = _iou(pairing, metric, "OneHot")
        return _found("metric-label-shape", pairing, metric, use)
    return None


def metric_needs_classes(pairing: Pairing, metric: Metric) -> Finding | None:
    """A metric for class numbers on a score for each class."""
    if metric.reads != "classes" or pairing.opaque or pairing.layout == "index":
        return None
    if pairing.units == 1 or pairing.group not in ("softmax", "linear", "sigmoid", "log_softmax"):
        return None
    return _found("metric-needs-classes", pairing, metric, _iou(pairing, metric, "OneHot"))


def _iou(pairing: Pairing, metric: Metric, prefix: str, last: str = "") -> str:
    """An intersection over union of as many classes, as an argument to write."""
    classes = metric.classes or pairing.units or "units"
    targets = ", target_class_ids=[0]" if metric.family == "IoU" else ""
    return f"metrics=[keras.metrics.{prefix}{metric.family}(num_classes={classes}{targets}{last})]"


def metric_needs_probabilities(pairing: Pairing, metric: Metric) -> Finding | None:
    """A metric with thresholds for probabilities on logits."""
    if pairing.logits is not True or pairing.opaque or metric.from_logits is True:
        return None
    if metric.family == "BinaryAccuracy" or metric.reads not in ("cut", "curve"):
        return None
    if metric.reads == "cut" and metric.threshold in (None, 0.0):
        return None
    use = f"metrics=[keras.metrics.{metric.family}(thresholds=0.0)]"
    if metric.family == "AUC":
        use = "metrics=[keras.metrics.AUC(from_logits=True)]"
    elif metric.reads == "curve" or metric.family in ("BinaryIoU", "F1Score", "FBetaScore"):
        use = "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()"
    return _found("metric-needs-probabilities", pairing, metric, use)


def binary_threshold_on_logits(pairing: Pairing, metric: Metric) -> Finding | None:
    """An accuracy that cuts logits at 0.5."""
    if pairing.logits is not True or pairing.layout == "index" or pairing.family.task != "binary":
        return None
    keras_word = metric.word == "accuracy" and pairing.units == 1 and not pairing.decided
    at_half = metric.family == "BinaryAccuracy" and metric.threshold == 0.5
    if not keras_word and not at_half:
        return None
    use = "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]"
    return _found("binary-threshold-on-logits", pairing, metric, use)


def wrong_accuracy_class(pairing: Pairing, metric: Metric) -> Finding | None:
    """An accuracy class that compares other numbers than were meant."""
    if metric.family not in _ACCURACIES or not (of_classes(pairing) or of_elements(pairing)):
        return None
    family, units, layout = metric.family, pairing.units, pairing.layout
    wrong = {
        "Accuracy": pairing.group in ("softmax", "sigmoid", "linear"),
        "BinaryAccuracy": layout == "index" or (pairing.one_hot and of_classes(pairing)),
        "CategoricalAccuracy": units == 1 or layout == "index",
        "SparseCategoricalAccuracy": units == 1 or layout == "rows",
    }
    if not wrong[family]:
        return None
    use = accuracy_line(pairing, "metrics=['accuracy']  # in resolver.compile")
    if use == f"metrics=[keras.metrics.{family}()]":
        return None
    return _found("wrong-accuracy-class", pairing, metric, use)


def accuracy_multilabel(pairing: Pairing, metric: Metric) -> Finding | None:
    """An accuracy by the largest score of independent labels."""
    word = metric.word == "accuracy" and not pairing.decided
    if not word and metric.family != "CategoricalAccuracy":
        return None
    if pairing.group == "softmax" or pairing.family.task != "binary" or not pairing.multi_hot:
        return None
    threshold = "threshold=0.0" if pairing.logits else ""
    use = f"metrics=[keras.metrics.BinaryAccuracy({threshold})]"
    return _found("accuracy-multilabel", pairing, metric, use)


def accuracy_ignores_loss(pairing: Pairing, metric: Metric) -> Finding | None:
    """An accuracy that counts what the loss leaves out, or compares along another axis."""
    word = metric.word == "accuracy" and not pairing.decided
    if not word and metric.family not in _ACCURACIES:
        return None
    loss = pairing.loss
    if loss is None or pairing.family.rows != "class":
        return None
    if loss.ignore_class is None and loss.axis in (-1, len(pairing.output_dims) - 1):
        return None
    use = "metrics=['accuracy']  # in resolver.compile"
    return _found("accuracy-ignores-loss", pairing, metric, use, "note")


def from_logits_contradiction(pairing: Pairing, metric: Metric) -> Finding | None:
    """A metric and a loss that take the same output for logits and for probabilities."""
    if metric.reads != "scores" or pairing.reads != "scores":
        return None
    if bool(metric.from_logits) == pairing.told_logits:
        return None
    use = f"metrics=[keras.metrics.{metric.family}(from_logits={pairing.told_logits})]"
    return _found("from-logits-contradiction", pairing, metric, use)


RULES: Final[tuple[MetricRule, ...]] = (
    accuracy_on_regression,
    metric_label_shape,
    metric_needs_classes,
    metric_needs_probabilities,
    binary_threshold_on_logits,
    wrong_accuracy_class,
    accuracy_multilabel,
    accuracy_ignores_loss,
    from_logits_contradiction,
)
"""Every rule about metrics."""
