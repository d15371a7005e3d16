"""What each Keras metric says: what it reads, and which labels it needs.

`METRICS` is the table. A `Metric` is one metric as somebody wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from resolver.core.generations import WORDS
from resolver.core.losses import plain

_SPECIFICITY: Final = "SpecificityAtSensitivity"

Reads = Literal["exact", "cut", "curve", "argmax", "classes", "scores", "real", "margin", "any"]


class MetricFamily(NamedTuple):
    """One row of the table.

    Args:
        cls: The Keras class.
        reads: What it takes ``y_pred`` for: ``"exact"`` (equal to the label or not), ``"cut"``
            (positive above a threshold), ``"curve"`` (thresholds from 0 to 1), ``"argmax"`` (the
            largest of a row), ``"classes"`` (class numbers), ``"scores"`` (probabilities or
            logits, by ``from_logits``), ``"real"``, ``"margin"`` or ``"any"``.
        labels: How labels lie for it: ``"index"``, ``"rows"``, ``"same"`` (the output's own
            shape), or ``"any"``.
    """

    cls: str
    reads: Reads
    labels: str


def _rows() -> dict[str, MetricFamily]:
    cut = (
        "TruePositives TrueNegatives FalsePositives FalseNegatives Precision Recall BinaryAccuracy"
    )
    curve = "AUC PrecisionAtRecall RecallAtPrecision SensitivityAtSpecificity"
    real = (
        "MeanSquaredError RootMeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError "
        "MeanSquaredLogarithmicError CosineSimilarity LogCoshError R2Score PearsonCorrelation "
        "ConcordanceCorrelation Poisson"
    )
    rows = [
        *(MetricFamily(cls, "cut", "same") for cls in [*cut.split(), "BinaryIoU"]),
        *(MetricFamily(cls, "curve", "same") for cls in [*curve.split(), _SPECIFICITY]),
        *(MetricFamily(cls, "real", "same") for cls in real.split()),
        MetricFamily("Accuracy", "exact", "same"),
        MetricFamily("CategoricalAccuracy", "argmax", "rows"),
        MetricFamily("TopKCategoricalAccuracy", "argmax", "rows"),
        MetricFamily("SparseCategoricalAccuracy", "argmax", "index"),
        MetricFamily("SparseTopKCategoricalAccuracy", "argmax", "index"),
        MetricFamily("F1Score", "argmax", "rows"),
        MetricFamily("FBetaScore", "argmax", "rows"),
        MetricFamily("MeanIoU", "classes", "index"),
        MetricFamily("IoU", "classes", "index"),
        MetricFamily("OneHotIoU", "argmax", "rows"),
        MetricFamily("OneHotMeanIoU", "argmax", "rows"),
        MetricFamily("BinaryCrossentropy", "scores", "same"),
        MetricFamily("CategoricalCrossentropy", "scores", "rows"),
        MetricFamily("SparseCategoricalCrossentropy", "scores", "index"),
        MetricFamily("KLDivergence", "real", "rows"),
        MetricFamily("Hinge", "margin", "same"),
        MetricFamily("SquaredHinge", "margin", "same"),
        MetricFamily("CategoricalHinge", "margin", "rows"),
        MetricFamily("Mean", "any", "any"),
        MetricFamily("Sum", "any", "any"),
    ]
    return {row.cls: row for row in rows}


METRICS: Final[Mapping[str, MetricFamily]] = MappingProxyType(_rows())
"""Every metric of Keras 3 by the name of its class."""

_SHORT: Final = {
    "bce": "BinaryCrossentropy",
    "kld": "KLDivergence",
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError",
}

_BY_NAME: Final = {plain(cls): cls for cls in METRICS} | _SHORT


def metric_named(name: str) -> str | None:
    """The class a string names, in any case, as function, class or short name.

    Example:
        >>> metric_named("binary_accuracy"), metric_named("MSE"), metric_named("confidence")
        ('BinaryAccuracy', 'MeanSquaredError', None)
    """
    return _BY_NAME.get(plain(name))


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric as it was given.

    Args:
        family: A key of `METRICS`; None when it is opaque, or one of our own.
        word: ``"accuracy"`` or ``"crossentropy"`` if the string is to be decided.
        threshold: Where it cuts, if it cuts at one place.
        from_logits: What it was told; None where it has no such argument.
        top_k: What it was told; None for no such argument or value.
        classes: How many classes it was told of.
        sparse_true: Whether it takes labels for class numbers (IoU).
        sparse_pred: Whether it takes predictions for class numbers (IoU).
        ours: True for `resolver.Accuracy` and `resolver.Ratio`, which were decided.
        shown: As a person would write it.
    """

    family: str | None
    word: str | None = None
    threshold: float | None = None
    from_logits: bool | None = None
    top_k: int | None = None
    classes: int | None = None
    sparse_true: bool | None = None
    sparse_pred: bool | None = None
    ours: bool = False
    shown: str = ""

    @property
    def row(self) -> MetricFamily | None:
        """The row of the table, if there is one."""
        return METRICS[self.family] if self.family else None

    @property
    def reads(self) -> Reads:
        """What it takes ``y_pred`` for, after what it was told."""
        row = self.row
        if row is None:
            return "any"
        if row.reads == "classes" and self.sparse_pred is False:
            return "argmax"
        if row.reads == "cut" and self.top_k is not None:
            return "argmax"
        if row.cls in ("F1Score", "FBetaScore") and self.threshold is not None:
            return "cut"
        return row.reads

    @property
    def labels(self) -> str:
        """How labels lie for it, after what it was told."""
        row = self.row
        if row is None:
            return "any"
        return "rows" if row.cls in ("MeanIoU", "IoU") and self.sparse_true is False else row.labels


def read_metric_string(name: str) -> Metric:
    """The metric a string names; an unknown one is opaque, for Keras to judge.

    Example:
        >>> read_metric_string("ACC").word, read_metric_string("AUC").reads
        ('accuracy', 'curve')
    """
    word = WORDS.get(name.lower())
    if word is not None:
        return Metric(None, word=word, shown=repr(name))
    family = metric_named(name)
    row = METRICS.get(family or "")
    return Metric(
        family,
        threshold=0.5 if row is not None and row.reads == "cut" else None,
        from_logits=False if row is not None and row.reads == "scores" else None,
        shown=repr(name),
    )


_SHOWN: Final = ("threshold", "thresholds", "top_k", "num_classes", "from_logits")


def metric_of(cls: str, config: Mapping[str, Any]) -> Metric:
    """A metric of a known class, as its config says it is.

    Example:
        >>> metric_of("Precision", {"thresholds": [0.0]}).threshold
        0.0
    """
    iou = cls in ("OneHotIoU", "OneHotMeanIoU")
    written = [f"{key}={config[key]!r}" for key in _SHOWN if config.get(key) is not None]
    return Metric(
        cls,
        threshold=_threshold(config, METRICS[cls].reads),
        from_logits=config.get("from_logits"),
        top_k=config.get("top_k"),
        classes=config.get("num_classes"),
        sparse_true=None if iou else config.get("sparse_y_true"),
        sparse_pred=config.get("sparse_y_pred"),
        shown=f"keras.metrics.{cls}({', '.join(written)})",
    )


def _threshold(config: Mapping[str, Any], reads: str) -> float | None:
    said = config.get("threshold", config.get("thresholds"))
    if said is None:
        return 0.5 if reads == "cut" and config.get("top_k") is None else None
    if isinstance(said, (list, tuple)):
        return float(said[0]) if len(said) == 1 else None
    return float(said)
