"""Wrong pairings of every kind, each beside one that differs in one thing and is right."""

from __future__ import annotations

from typing import NamedTuple

from resolver.core.finding import Severity
from resolver.core.metrics import Metric
from resolver.core.pairing import Pairing
from resolver.core.specs import Facts, Labels, Output
from tests.core.pairings import (
    N,
    amounts,
    bits,
    head,
    ids,
    loss,
    multi_hot,
    one_hot,
    padded,
    pair,
    y,
)
from tests.core.samples import column, rows


class Fault(NamedTuple):
    """One wrong pairing.

    Args:
        name: The finding it is.
        severity: How certain.
        wrong: The pairing.
        near: One that differs in one thing, and of which the same is not said.
        after: Its labels, once they are rewritten as the line says.
    """

    name: str
    severity: Severity
    wrong: Pairing
    near: Pairing
    after: Labels = Labels(None)


SIGNS = column(-1, 1, times=50)
HALF = Metric("BinaryAccuracy", threshold=0.5, shown="BinaryAccuracy()")
ZERO = Metric("BinaryAccuracy", threshold=0.0, shown="BinaryAccuracy(threshold=0.0)")
EXACT = Metric("Accuracy", shown="Accuracy()")
CATEGORICAL = Metric("CategoricalAccuracy", shown="CategoricalAccuracy()")
SPARSE = Metric("SparseCategoricalAccuracy", shown="SparseCategoricalAccuracy()")
IOU = Metric("MeanIoU", classes=3, sparse_true=True, sparse_pred=True, shown="MeanIoU(3)")
ROW_IOU = Metric("MeanIoU", classes=3, sparse_true=False, sparse_pred=True, shown="MeanIoU(3)")
ONE_IOU = Metric("IoU", classes=3, sparse_true=True, sparse_pred=True, shown="IoU(3, [1])")
ARGMAX_IOU = Metric("MeanIoU", classes=3, sparse_true=True, sparse_pred=False, shown="MeanIoU(3)")
ROW_ARGMAX = Metric("MeanIoU", classes=3, sparse_true=False, sparse_pred=False, shown="MeanIoU(3)")
BCE = Metric("BinaryCrossentropy", from_logits=False, shown="BinaryCrossentropy()")
BCE_LOGITS = Metric("BinaryCrossentropy", from_logits=True, shown="BinaryCrossentropy(True)")
NAN = Facts(50, 0, 9, True, nan=3, distinct=frozenset(range(10)))
TEXT = Facts(50, whole=False, text=True)
SCALED = column(*(number / 255 for number in range(10)), times=20)
NINTHS = column(*(number / 9 for number in range(10)), times=20)
SUMS_TO_2 = rows((1, 1, 0), (0.5, 1, 0.5), times=20)
LAST = Output((N, 5, 8, 8), "softmax", axis=-3)

FAULTS: dict[str, Fault] = {
    # R1: head and loss
    "softmax of one unit": Fault(
        "softmax-one-unit",
        "error",
        pair("1 softmax", bits(), "bce"),
        pair("1 sigmoid", bits(), "bce"),
    ),
    "softmax of one unit, rows of classes": Fault(
        "softmax-one-unit",
        "error",
        pair("1 softmax", bits(), "cce"),
        pair("2 softmax", one_hot(2), "cce"),
    ),
    "softmax of one unit, regression": Fault(
        "softmax-one-unit",
        "error",
        pair("1 softmax", amounts(0, 9), "mse"),
        pair("1", amounts(0, 9), "mse"),
    ),
    "log-softmax of one unit, loss of one's own": Fault(
        "softmax-one-unit",
        "error",
        pair("1 log_softmax", None, "own"),
        pair("2 log_softmax", None, "own"),
    ),
    "softmax of one channel": Fault(
        "softmax-one-unit",
        "error",
        pair(Output((N, 1, 8, 8), "softmax", axis=-3), None, "own"),
        pair(Output((N, 2, 8, 1), "softmax", axis=-3), None, "own"),
    ),
    "softmax twice": Fault(
        "double-activation",
        "error",
        pair(head("10 softmax", beneath="softmax"), ids(10), "scce"),
        pair("10 softmax", ids(10), "scce"),
    ),
    "sigmoid over softmax": Fault(
        "double-activation",
        "error",
        pair(head("10 sigmoid", beneath="softmax"), multi_hot(10), "bce"),
        pair(head("10 relu", beneath="softmax"), N, "own"),
    ),
    "sigmoid over relu": Fault(
        "double-activation",
        "warning",
        pair(head("1 sigmoid", beneath="relu"), bits(), "bce"),
        pair(head("1 sigmoid"), bits(), "bce"),
    ),
    "softmax over relu": Fault(
        "double-activation",
        "note",
        pair(head("5 softmax", beneath="relu"), ids(5), "scce"),
        pair(head("5 softmax"), ids(5), "scce"),
    ),
    "softmax over tanh": Fault(
        "double-activation",
        "note",
        pair(head("5 softmax", beneath="tanh"), ids(5), "scce"),
        pair(head("5 softmax"), ids(5), "scce"),
    ),
    "logits asked of a softmax": Fault(
        "from-logits-on-probabilities",
        "error",
        pair("10 softmax", ids(10), "scce logits"),
        pair("10", ids(10), "scce logits"),
    ),
    "logits asked of a sigmoid": Fault(
        "from-logits-on-probabilities",
        "error",
        pair("1 sigmoid", bits(), "bce logits"),
        pair("1", bits(), "bce logits"),
    ),
    "probabilities asked of logits": Fault(
        "missing-from-logits",
        "error",
        pair("10", ids(10), "scce"),
        pair("10 unknown", ids(10), "scce"),
    ),
    "probabilities asked of logits, one-hot": Fault(
        "missing-from-logits",
        "error",
        pair("10", one_hot(10), "cce"),
        pair("10", one_hot(10), "cce logits"),
    ),
    "probabilities asked of a log-softmax": Fault(
        "missing-from-logits",
        "error",
        pair("10 log_softmax", ids(10), "scce"),
        pair("10 log_softmax", ids(10), "scce logits"),
    ),
    "probabilities asked of logits, said to be none": Fault(
        "missing-from-logits",
        "error",
        pair("10", (N,), "scce"),
        pair("10", (N,), "scce", from_logits=False),
    ),
    "probabilities asked of what a probe showed to be logits": Fault(
        "missing-from-logits",
        "error",
        pair(Output((N, 10), outside_unit=True), ids(10), "scce"),
        pair(Output((N, 10), outside_unit=False), ids(10), "scce"),
    ),
    "generalised cross entropy of logits": Fault(
        "missing-from-logits",
        "error",
        pair("10", ids(10), "categorical_generalized_cross_entropy"),
        pair("10 softmax", ids(10), "categorical_generalized_cross_entropy"),
    ),
    "no sigmoid": Fault(
        "missing-output-activation",
        "error",
        pair("1", bits(), "bce"),
        pair("1", bits(), "bce logits"),
    ),
    "no sigmoids": Fault(
        "missing-output-activation",
        "error",
        pair("5", multi_hot(5), "focal"),
        pair("5 sigmoid", multi_hot(5), "focal"),
    ),
    "dice of logits": Fault(
        "missing-output-activation",
        "warning",
        pair("8x8x1", bits(8, 8, 1), "dice"),
        pair("8x8x1 unknown", bits(8, 8, 1), "dice"),
    ),
    "sigmoids under a categorical loss": Fault(
        "sigmoid-multiclass",
        "warning",
        pair("10 sigmoid", one_hot(10), "cce"),
        pair("10 softmax", one_hot(10), "cce"),
    ),
    "sigmoids under a sparse loss": Fault(
        "sigmoid-multiclass",
        "warning",
        pair("10 sigmoid", (N,), "scce"),
        pair("10 unknown", (N,), "scce"),
    ),
    "sigmoids under a categorical loss, rows of tags": Fault(
        "sigmoid-multiclass",
        "warning",
        pair("5 sigmoid", multi_hot(5), "cce"),
        pair("5 sigmoid", multi_hot(5), "bce"),
    ),
    "sigmoids over rows that all are one-hot": Fault(
        "sigmoid-multiclass",
        "warning",
        pair("4 sigmoid", one_hot(4), "bce"),
        pair("4 sigmoid", one_hot(4), "bce", task="multilabel"),
    ),
    "a softmax over tags": Fault(
        "softmax-multilabel",
        "warning",
        pair("5 softmax", multi_hot(5), "bce"),
        pair("5 sigmoid", multi_hot(5), "bce"),
    ),
    "a softmax over tags, categorical": Fault(
        "softmax-multilabel",
        "warning",
        pair("5 softmax", multi_hot(5), "cce"),
        pair("5 softmax", one_hot(5), "cce"),
    ),
    "a binary loss over classes": Fault(
        "bce-multiclass",
        "warning",
        pair("10 softmax", one_hot(10), "bce"),
        pair("10 sigmoid", multi_hot(10), "bce"),
    ),
    "a binary loss over classes, unseen": Fault(
        "bce-multiclass",
        "warning",
        pair("10 softmax", None, "focal"),
        pair("10 sigmoid", None, "focal"),
    ),
    "a binary loss over one-hot rows": Fault(
        "bce-multiclass",
        "warning",
        pair("4 unknown", one_hot(4), "bce"),
        pair("4 unknown", multi_hot(4), "bce"),
    ),
    "a binary loss over two classes": Fault(
        "bce-multiclass",
        "note",
        pair("2 softmax", one_hot(2), "bce"),
        pair("2 softmax", one_hot(2), "cce"),
    ),
    "a regression over one-hot rows": Fault(
        "mse-classification",
        "warning",
        pair("10 softmax", one_hot(10), "mse"),
        pair("10 softmax", one_hot(10), "mse", task="regression"),
    ),
    "a regression over one-hot rows, linear": Fault(
        "mse-classification",
        "warning",
        pair("10", one_hot(10), "mae"),
        pair("10", multi_hot(10), "mae"),
    ),
    "a regression on a softmax": Fault(
        "mse-classification",
        "note",
        pair("10 softmax", (N, 10), "mse"),
        pair("10", (N, 10), "mse"),
    ),
    "a regression on bits": Fault(
        "mse-classification",
        "note",
        pair("1", bits(), "mse"),
        pair("1 sigmoid", bits(), "mse"),
    ),
    "amounts under a sparse loss": Fault(
        "classification-loss-for-regression",
        "error",
        pair("10 softmax", amounts(0, 9), "scce"),
        pair("10 softmax", ids(10), "scce"),
    ),
    "amounts under a binary loss": Fault(
        "classification-loss-for-regression",
        "error",
        pair("1 sigmoid", amounts(-30, 50), "bce"),
        pair("1 sigmoid", amounts(0, 1), "bce"),
    ),
    "rows of amounts under a categorical loss": Fault(
        "classification-loss-for-regression",
        "error",
        pair("3 softmax", amounts(-30, 50, 3), "cce"),
        pair("3 softmax", one_hot(3), "cce"),
    ),
    "relu under a sparse loss": Fault(
        "relu-output-classification",
        "error",
        pair("10 relu", ids(10), "scce"),
        pair("10 relu", ids(10), "own"),
    ),
    "tanh under a binary loss": Fault(
        "relu-output-classification",
        "error",
        pair("1 tanh", bits(), "bce"),
        pair("1 tanh", y(SIGNS), "hinge"),
    ),
    "relu as logits": Fault(
        "relu-output-classification",
        "warning",
        pair("10 relu", ids(10), "scce logits"),
        pair("10", ids(10), "scce logits"),
    ),
    "softplus under a categorical loss": Fault(
        "relu-output-classification",
        "note",
        pair("10 softplus", one_hot(10), "cce"),
        pair("10 softmax", one_hot(10), "cce"),
    ),
    "softplus under a binary loss": Fault(
        "relu-output-classification",
        "error",
        pair("1 softplus", bits(), "bce"),
        pair("1 softplus", bits(), "mse"),
    ),
    "amounts beyond a sigmoid": Fault(
        "bounded-activation-regression",
        "error",
        pair("1 sigmoid", amounts(5, 50), "mse"),
        pair("1 sigmoid", amounts(0, 1.05), "mse"),
    ),
    "amounts beyond a tanh": Fault(
        "bounded-activation-regression",
        "error",
        pair("2 tanh", amounts(-9, 9, 2), "mae"),
        pair("2 tanh", amounts(-1.1, 1.1, 2), "mae"),
    ),
    "amounts below a relu": Fault(
        "bounded-activation-regression",
        "warning",
        pair("1 relu", amounts(-9, 9), "mse"),
        pair("1 relu", amounts(0, 9), "mse"),
    ),
    "amounts below a softplus": Fault(
        "bounded-activation-regression",
        "warning",
        pair("1 softplus", amounts(-1, 50), "mse"),
        pair("1 softplus", amounts(-0.4, 50), "mse"),
    ),
    "a categorical loss on one unit": Fault(
        "cce-on-one-unit",
        "error",
        pair("1 sigmoid", bits(), "cce"),
        pair("1 sigmoid", bits(), "bce"),
    ),
    "a sparse loss on one logit": Fault(
        "cce-on-one-unit",
        "error",
        pair("1", bits(), "scce logits"),
        pair("2", bits(), "scce logits"),
    ),
    "a sparse loss on a softmax of one": Fault(
        "cce-on-one-unit",
        "error",
        pair("1 softmax", bits(), "scce"),
        pair("2 softmax", bits(), "scce"),
    ),
    "a divergence of logits": Fault(
        "loss-needs-distribution",
        "error",
        pair("10", one_hot(10), "kld"),
        pair("10 unknown", one_hot(10), "kld"),
    ),
    "a divergence of relus": Fault(
        "loss-needs-distribution",
        "error",
        pair("10 relu", one_hot(10), "kld"),
        pair("10 softmax", one_hot(10), "kld"),
    ),
    "a divergence of sigmoids": Fault(
        "loss-needs-distribution",
        "warning",
        pair("10 sigmoid", amounts(0, 1, 10), "kld"),
        pair("10 softmax", one_hot(10), "kld"),
    ),
    "a rate that can be negative": Fault(
        "loss-needs-positive",
        "warning",
        pair("1", y(column(*range(30), times=9)), "poisson"),
        pair("1 relu", y(column(*range(30), times=9)), "poisson"),
    ),
    "a rate in tanh, labels unseen": Fault(
        "loss-needs-positive",
        "warning",
        pair("3 tanh", (N, 3), "poisson"),
        pair("3 unknown", (N, 3), "poisson"),
    ),
    "negative counts": Fault(
        "loss-needs-positive",
        "warning",
        pair("1 softplus", amounts(-1, 50), "poisson"),
        pair("1 softplus", amounts(-0.4, 50), "poisson"),
    ),
    "the logarithm of negative amounts": Fault(
        "loss-needs-positive",
        "warning",
        pair("1", amounts(-9, 9), "msle"),
        pair("1", amounts(-9, 9), "mse"),
    ),
    "hinge on a sigmoid": Fault(
        "loss-needs-margin",
        "warning",
        pair("1 sigmoid", bits(), "hinge"),
        pair("1 tanh", bits(), "hinge"),
    ),
    "hinge on a softmax": Fault(
        "loss-needs-margin",
        "warning",
        pair("2 softmax", one_hot(2), "squared_hinge"),
        pair("2 softmax", one_hot(2), "categorical_hinge"),
    ),
    "hinge on relus": Fault(
        "loss-needs-margin",
        "warning",
        pair("3 relu", y(SIGNS, 3), "hinge"),
        pair("3 relu", one_hot(3), "categorical_hinge"),
    ),
    "categorical hinge on a log-softmax": Fault(
        "loss-needs-margin",
        "warning",
        pair("3 log_softmax", one_hot(3), "categorical_hinge"),
        pair("3 sigmoid", one_hot(3), "categorical_hinge"),
    ),
    "amounts under a hinge": Fault(
        "classification-loss-for-regression",
        "error",
        pair("1", amounts(-30, 50), "hinge"),
        pair("1", amounts(-1, 1), "hinge"),
    ),
    "three classes under a hinge": Fault(
        "units-below-classes",
        "error",
        pair("1", ids(3), "hinge"),
        pair("1", bits(), "hinge"),
    ),
    "three classes under a dice": Fault(
        "units-below-classes",
        "error",
        pair("8x8x1 sigmoid", ids(3, 8, 8, 1), "dice"),
        pair("8x8x1 sigmoid", bits(8, 8, 1), "dice"),
    ),
    "classes 1 and 2 under a hinge": Fault(
        "label-encoding",
        "error",
        pair("1", y(column(1, 2, times=9)), "hinge"),
        pair("1", y(SIGNS), "hinge"),
        bits(),
    ),
    "a categorical loss of logits over tags": Fault(
        "softmax-multilabel",
        "warning",
        pair("5", multi_hot(5), "cce logits"),
        pair("5", multi_hot(5), "bce logits"),
    ),
    "a binary loss over log-probabilities": Fault(
        "bce-multiclass",
        "warning",
        pair("10 log_softmax", one_hot(10), "bce logits"),
        pair("10 log_softmax", one_hot(10), "cce logits"),
    ),
    "softplus under a generalised cross entropy": Fault(
        "relu-output-classification",
        "error",
        pair("10 softplus", ids(10), "categorical_generalized_cross_entropy"),
        pair("10 softmax", ids(10), "categorical_generalized_cross_entropy"),
    ),
    "smoothing of class numbers": Fault(
        "label-smoothing-sparse",
        "error",
        pair("10 softmax", ids(10), loss("scce", label_smoothing=0.1)),
        pair("10 softmax", one_hot(10), loss("cce", label_smoothing=0.1)),
        one_hot(10),
    ),
    "amounts beyond a softmax": Fault(
        "bounded-activation-regression",
        "error",
        pair("3 softmax", amounts(-9, 9, 3), "mae"),
        pair("3", amounts(-9, 9, 3), "mae"),
    ),
    "amounts a little beyond a tanh": Fault(
        "bounded-activation-regression",
        "error",
        pair("1 tanh", amounts(-1, 1.5), "mse"),
        pair("1 tanh", amounts(-1, 1.1), "mse"),
    ),
    "amounts a little beyond a sigmoid": Fault(
        "bounded-activation-regression",
        "error",
        pair("1 sigmoid", amounts(0, 1.5), "poisson"),
        pair("1 sigmoid", amounts(0, 1.05), "poisson"),
    ),
    "fractions on a softmax of one": Fault(
        "softmax-one-unit",
        "error",
        pair("1 softmax", amounts(0, 1), "mse"),
        pair("1 sigmoid", amounts(0, 1), "mse"),
    ),
    "rates on a softmax of one": Fault(
        "softmax-one-unit",
        "error",
        pair("1 softmax", amounts(0, 2), "poisson"),
        pair("1 sigmoid", amounts(0, 1), "poisson"),
    ),
    "three classes on a softmax of one": Fault(
        "softmax-one-unit",
        "error",
        pair("1 softmax", y(column(0, 1, 2, times=9)), "bce"),
        pair("3 softmax", ids(3), "scce"),
    ),
    "sigmoid over tanh": Fault(
        "double-activation",
        "note",
        pair(head("1 sigmoid", beneath="tanh"), bits(), "bce"),
        pair("1 sigmoid", bits(), "bce"),
    ),
    "probabilities asked of one logit, sparse": Fault(
        "cce-on-one-unit", "error", pair("1", bits(), "scce"), pair("2", bits(), "scce logits")
    ),
    "a softmax over two tags": Fault(
        "softmax-multilabel",
        "warning",
        pair("2 softmax", multi_hot(2), "bce"),
        pair("2 sigmoid", multi_hot(2), "bce"),
    ),
    "sigmoids under a generalised loss": Fault(
        "sigmoid-multiclass",
        "warning",
        pair("3 sigmoid", ids(3), "categorical_generalized_cross_entropy"),
        pair("3 softmax", ids(3), "categorical_generalized_cross_entropy"),
    ),
    "a poisson over one-hot rows": Fault(
        "mse-classification",
        "warning",
        pair("3 softplus", one_hot(3), "poisson"),
        pair("3 softplus", multi_hot(3), "poisson"),
    ),
    "a regression on two units of a softmax": Fault(
        "mse-classification",
        "note",
        pair("2 softmax", (N, 2), "mse"),
        pair("2", (N, 2), "mse"),
    ),
    "a divergence of one unit": Fault(
        "cce-on-one-unit",
        "error",
        pair("1 sigmoid", bits(), "kld"),
        pair("2 softmax", one_hot(2), "kld"),
    ),
    "categorical margins of one unit": Fault(
        "cce-on-one-unit",
        "error",
        pair("1", bits(), "categorical_hinge"),
        pair("2", one_hot(2), "categorical_hinge"),
    ),
    "one unit under a generalised loss": Fault(
        "cce-on-one-unit",
        "error",
        pair("1 sigmoid", bits(), "categorical_generalized_cross_entropy"),
        pair("2 softmax", bits(), "categorical_generalized_cross_entropy"),
    ),
    "a divergence of two logits": Fault(
        "loss-needs-distribution",
        "error",
        pair("2", one_hot(2), "kld"),
        pair("2 softmax", one_hot(2), "kld"),
    ),
    "a rate of log-probabilities": Fault(
        "loss-needs-positive",
        "warning",
        pair("3 log_softmax", (N, 3), "poisson"),
        pair("3 softmax", (N, 3), "poisson"),
    ),
    "hinge on softplus": Fault(
        "loss-needs-margin",
        "warning",
        pair("1 softplus", bits(), "hinge"),
        pair("1 softplus", bits(), "own"),
    ),
    "more smoothing of class numbers": Fault(
        "label-smoothing-sparse",
        "error",
        pair("12 softmax", ids(12), loss("scce", label_smoothing=0.2)),
        pair("12 softmax", ids(12), "scce"),
        one_hot(12),
    ),
    # R2: labels
    "labels of many columns on sigmoids": Fault(
        "classification-loss-for-regression",
        "error",
        pair("3 sigmoid", y(rows((0, 2, 1), (4, 1, 0), times=9), 3), "bce"),
        pair("3 sigmoid", y(rows((0, 1, 1), (1, 1, 0), times=9), 3), "bce"),
    ),
    "class numbers under margins": Fault(
        "cce-with-index-labels",
        "error",
        pair("3", ids(3), "categorical_hinge"),
        pair("3", one_hot(3), "categorical_hinge"),
    ),
    "class numbers by what is said of them": Fault(
        "cce-with-index-labels",
        "error",
        pair("3 softmax", Labels((N, 3), "int64", coding="index"), "cce"),
        pair("3 softmax", Labels((N, 3), "int64", coding="one_hot"), "cce"),
        one_hot(3),
    ),
    "steps of class numbers": Fault(
        "head-rank",
        "error",
        pair("20x5 softmax", ids(5, 1), "scce"),
        pair("20x5 softmax", ids(5, 20), "scce"),
    ),
    "class numbers of pixels under a regression": Fault(
        "units-class-mismatch",
        "error",
        pair("8x8x3", ids(3, 8, 8), "mse"),
        pair("8x8x1", ids(3, 8, 8), "mse"),
    ),
    "other steps and other pixels": Fault(
        "units-class-mismatch",
        "error",
        pair("8x6x3 softmax", ids(3, 9, 6), "scce"),
        pair("9x6x3 softmax", ids(3, 9, 6), "scce"),
        ids(3, 8, 6),
    ),
    "other steps of any width": Fault(
        "units-class-mismatch",
        "error",
        pair("?x6x3 softmax", ids(3, N, 7), "scce"),
        pair("?x7x3 softmax", ids(3, N, 7), "scce"),
        ids(3, N, 6),
    ),
    "bits for a softmax under a focal loss": Fault(
        "class-mode-mismatch",
        "error",
        pair("3 softmax", ids(3), "focal"),
        pair("3 softmax", one_hot(3), "cfocal"),
        one_hot(3),
    ),
    "-1 for what is not counted": Fault(
        "label-out-of-range",
        "error",
        pair("5 softmax", y(column(-1, 0, 1, 2, 3, 4, times=9)), "scce"),
        pair("5 softmax", y(column(0, 1, 2, 3, 4, times=9)), "scce"),
    ),
    "two classes written -1 and 1": Fault(
        "label-out-of-range",
        "error",
        pair("2 softmax", y(column(-1, 1, times=9)), "scce"),
        pair("2 softmax", y(column(0, 1, times=9)), "scce"),
        y(column(0, 1, times=9)),
    ),
    "only -1": Fault(
        "label-out-of-range",
        "error",
        pair("5 softmax", y(column(-1, times=9)), "scce"),
        pair("5 softmax", y(column(0, times=9)), "scce"),
        y(column(0, times=9)),
    ),
    "class numbers under a loss for rows": Fault(
        "cce-with-index-labels",
        "error",
        pair("10 softmax", ids(10), "cce"),
        pair("10 softmax", one_hot(10), "cce"),
    ),
    "class numbers under a loss for rows, logits": Fault(
        "cce-with-index-labels",
        "error",
        pair("10", (N,), "cce logits"),
        pair("10", (N, 10), "cce logits"),
    ),
    "class numbers under a divergence": Fault(
        "cce-with-index-labels",
        "error",
        pair("10 softmax", ids(10, 1), "kld"),
        pair("10 softmax", one_hot(10), "kld"),
    ),
    "class numbers of tokens under a loss for rows": Fault(
        "cce-with-index-labels",
        "error",
        pair("?x5 softmax", ids(5, N), "cce"),
        pair("?x5 softmax", one_hot(5, N), "cce"),
    ),
    "rows under a loss for class numbers": Fault(
        "scce-with-one-hot-labels",
        "error",
        pair("10 softmax", one_hot(10), "scce"),
        pair("10 softmax", ids(10), "scce"),
    ),
    "rows under a loss for class numbers, logits": Fault(
        "scce-with-one-hot-labels",
        "error",
        pair("10", (N, 10), "scce logits"),
        pair("10", (N, 1), "scce logits"),
    ),
    "classes from 1": Fault(
        "label-out-of-range",
        "error",
        pair("10 softmax", ids(10, start=1), "scce"),
        pair("11 softmax", ids(10, start=1), "scce"),
        ids(10),
    ),
    "more classes than units": Fault(
        "label-out-of-range",
        "error",
        pair("10 softmax", ids(12), "scce"),
        pair("12 softmax", ids(12), "scce"),
    ),
    "negative classes": Fault(
        "label-out-of-range",
        "error",
        pair("13 softmax", ids(13, start=-6), "scce"),
        pair("13 softmax", ids(13), "scce"),
        ids(13),
    ),
    "many negative classes": Fault(
        "label-out-of-range",
        "error",
        pair("3 softmax", ids(13, start=-6), "scce"),
        pair("13 softmax", ids(13), "scce"),
        ids(13),
    ),
    "an id of what is not counted": Fault(
        "label-out-of-range",
        "error",
        pair("8x8x3", y(column(0, 1, 2, 255, times=9), 8, 8), "scce logits"),
        pair(
            "8x8x3",
            y(column(0, 1, 2, 255, times=9), 8, 8),
            loss("scce logits", ignore_class=255),
        ),
    ),
    "an id of what is not counted, weighed out": Fault(
        "label-out-of-range",
        "note",
        pair("3", y(column(-1, 0, 1, 2, times=9)), "scce logits", weighted=True),
        pair("3", y(column(0, 1, 2, times=9)), "scce logits", weighted=True),
    ),
    "text": Fault(
        "label-encoding",
        "error",
        pair("10 softmax", y(TEXT, dtype="string"), "scce"),
        pair("10 softmax", ids(10), "scce"),
        ids(10),
    ),
    "NaN": Fault(
        "label-encoding",
        "error",
        pair("10 softmax", y(NAN, dtype="float32"), "scce"),
        pair("10 softmax", ids(10, dtype="float32"), "scce"),
        ids(10),
    ),
    "NaN, weighed out": Fault(
        "label-encoding",
        "note",
        pair("1", y(NAN, dtype="float32"), "mse", weighted=True),
        pair("1", y(NAN, dtype="float32"), "own"),
        ids(10),
    ),
    "class numbers divided by 255": Fault(
        "label-encoding",
        "error",
        pair("10 softmax", y(SCALED, 1, dtype="float64"), "scce"),
        pair("10 softmax", ids(10, 1, dtype="float64"), "scce"),
        ids(10),
    ),
    "class numbers divided by 9": Fault(
        "label-encoding",
        "error",
        pair("10 softmax", y(NINTHS, dtype="float64"), "scce"),
        pair("10 softmax", amounts(0, 1), "scce"),
        ids(10),
    ),
    "signs in rows under a categorical loss": Fault(
        "label-encoding",
        "error",
        pair("3 softmax", y(SIGNS, 3), "cce"),
        pair("3", y(SIGNS, 3), "hinge"),
        one_hot(3),
    ),
    "rows of zeros": Fault(
        "label-encoding",
        "warning",
        pair("3 softmax", padded(3), "cce"),
        pair("3 softmax", padded(3), "cce", weighted=True),
    ),
    "signs under a binary loss": Fault(
        "label-encoding",
        "error",
        pair("1 sigmoid", y(SIGNS), "bce"),
        pair("1 tanh", y(SIGNS), "hinge"),
        bits(),
    ),
    "bytes under a binary loss": Fault(
        "label-encoding",
        "error",
        pair("8x8x1 sigmoid", y(column(0, 17, 255, times=9), 8, 8, 1, dtype="uint8"), "bce"),
        pair("8x8x1 sigmoid", amounts(0, 1, 8, 8, 1), "bce"),
        amounts(0, 1, 8, 8, 1),
    ),
    "black and white under a binary loss": Fault(
        "label-encoding",
        "error",
        pair("8x8x1 sigmoid", y(column(0, 255, times=9), 8, 8, 1, dtype="uint8"), "bce"),
        pair("8x8x1 sigmoid", bits(8, 8, 1), "bce"),
        bits(8, 8, 1),
    ),
    "classes 1 and 2 under a binary loss": Fault(
        "label-encoding",
        "error",
        pair("1 sigmoid", y(column(1, 2, times=9)), "bce"),
        pair("1 sigmoid", bits(), "bce"),
        bits(),
    ),
    "many units for few classes": Fault(
        "units-above-classes",
        "warning",
        pair("768", ids(10), "scce logits"),
        pair("19", ids(10), "scce logits"),
    ),
    "twice as many units as classes": Fault(
        "units-above-classes",
        "warning",
        pair("20 softmax", ids(10, 1), "scce"),
        pair("20 softmax", y(column(*range(9), 11, times=100), 1), "scce"),
    ),
    "ten classes on a sigmoid": Fault(
        "units-below-classes",
        "error",
        pair("1 sigmoid", ids(10), "bce"),
        pair("1 sigmoid", bits(), "bce"),
    ),
    "three classes on a logit": Fault(
        "units-below-classes",
        "error",
        pair("1", ids(3), "bce logits"),
        pair("3", ids(3), "scce logits"),
    ),
    "other units than columns": Fault(
        "units-class-mismatch",
        "error",
        pair("10 softmax", one_hot(7), "cce"),
        pair("7 softmax", one_hot(7), "cce"),
    ),
    "other units than columns, regression": Fault(
        "units-class-mismatch",
        "error",
        pair("3", amounts(0, 9, 4), "mse"),
        pair("4", amounts(0, 9, 4), "mse"),
    ),
    "two sigmoids for one bit": Fault(
        "units-class-mismatch",
        "error",
        pair("2 sigmoid", bits(), "bce"),
        pair("1 sigmoid", bits(), "bce"),
    ),
    "other steps than labels": Fault(
        "units-class-mismatch",
        "error",
        pair("10x5 softmax", ids(5, 12), "scce"),
        pair("12x5 softmax", ids(5, 12), "scce"),
        ids(5, 10),
    ),
    "fewer labels than steps": Fault(
        "units-class-mismatch",
        "error",
        pair("10x5 softmax", ids(5, 8), "scce"),
        pair("8x5 softmax", ids(5, 8), "scce"),
    ),
    "other pixels than labels": Fault(
        "units-class-mismatch",
        "error",
        pair("8x9x3", amounts(0, 9, 8, 7, 3), "mse"),
        pair("8x?x3", amounts(0, 9, 8, 7, 3), "mse"),
    ),
    "two columns for one sigmoid": Fault(
        "class-mode-mismatch",
        "error",
        pair("1 sigmoid", one_hot(2), "bce"),
        pair("2 sigmoid", one_hot(2), "bce"),
        bits(),
    ),
    "bits for a softmax under a binary loss": Fault(
        "class-mode-mismatch",
        "error",
        pair("2 softmax", bits(), "bce"),
        pair("2 softmax", bits(), "scce"),
        one_hot(2),
    ),
    "float bits for a softmax": Fault(
        "class-mode-mismatch",
        "error",
        pair("2 softmax", bits(dtype="float32"), "cce"),
        pair("2 softmax", bits(dtype="int64"), "cce"),
        one_hot(2),
    ),
    "steps without labels": Fault(
        "head-rank",
        "error",
        pair("20x5 softmax", one_hot(5), "cce"),
        pair("5 softmax", one_hot(5), "cce"),
    ),
    "steps of one bit": Fault(
        "head-rank",
        "error",
        pair("20x1 sigmoid", bits(1), "bce"),
        pair("1 sigmoid", bits(1), "bce"),
    ),
    "flat labels, any width": Fault(
        "shape-broadcast",
        "warning",
        pair("?", amounts(-1, 1), "mse"),
        pair("1", amounts(-1, 1), "mse"),
        amounts(-1, 1, 1),
    ),
    "labels of no known shape": Fault(
        "unknown-label-shape",
        "warning",
        pair("10 softmax", Labels(None, "int64"), "scce", "accuracy"),
        pair("10 softmax", Labels(None, "int64"), "scce", SPARSE),
    ),
    "ids of no known width": Fault(
        "unknown-label-shape",
        "warning",
        pair("10 softmax", Labels((N, N), "int64"), "scce", "acc"),
        pair("10 softmax", Labels((N, 1), "int64"), "scce", "acc"),
    ),
    "a weight of no class": Fault(
        "class-weight-key",
        "error",
        pair("3 softmax", ids(3), "scce", class_weight=(1, 2, 3)),
        pair("3 softmax", ids(3), "scce", class_weight=(0, 1, 2)),
    ),
    "a weight of a third class of two": Fault(
        "class-weight-key",
        "error",
        pair("1 sigmoid", bits(), "bce", class_weight=(0, 1, 2)),
        pair("1 sigmoid", bits(), "bce", class_weight=(0, 1)),
    ),
    "weights of tokens twice over": Fault(
        "sample-weight-rank",
        "error",
        pair("3 softmax", ids(3), "scce", sample_weight=(N, 8, 1)),
        pair("8x3 softmax", ids(3, 8), "scce", sample_weight=(N, 8, 1)),
    ),
    "weights by name": Fault(
        "class-weight-key",
        "error",
        pair("1 sigmoid", bits(), "bce", class_weight=("cat", "dog")),
        pair("1 sigmoid", bits(), "bce", class_weight=(0, 1)),
    ),
    "weights of too many dimensions": Fault(
        "sample-weight-rank",
        "error",
        pair("3 softmax", ids(3), "scce", sample_weight=(N, 3)),
        pair("3 softmax", ids(3), "scce", sample_weight=(N, 1)),
    ),
    "weights of pixels and classes": Fault(
        "sample-weight-rank",
        "error",
        pair("8x8x3 softmax", ids(3, 8, 8), "scce", sample_weight=(N, 8, 8, 3)),
        pair("8x8x3 softmax", ids(3, 8, 8), "scce", sample_weight=(N, 8, 8)),
    ),
    "rows that sum to 2": Fault(
        "invalid-dummy-labels",
        "warning",
        pair("3 softmax", y(SUMS_TO_2, 3, dtype="float32"), "cce"),
        pair("3 sigmoid", y(SUMS_TO_2, 3, dtype="float32"), "bce"),
        one_hot(3),
    ),
    "rows of random numbers": Fault(
        "invalid-dummy-labels",
        "warning",
        pair("10", amounts(0, 1, 10), "cce logits"),
        pair("10", amounts(0, 1, 10), "mse"),
        one_hot(10),
    ),
    # R3: metrics
    "accuracy of what is said to be continuous": Fault(
        "accuracy-on-regression",
        "warning",
        pair("1", Labels((N,), coding="continuous"), "mse", "accuracy"),
        pair("1", Labels((N,), coding="binary"), "mse", "accuracy"),
    ),
    "MeanIoU of logits without a number of classes": Fault(
        "metric-needs-classes",
        "warning",
        pair("8x8x4", one_hot(4, 8, 8), "cce logits", Metric("MeanIoU", shown="MeanIoU")),
        pair("8x8x4 unknown", one_hot(4, 8, 8), "cce logits", Metric("MeanIoU", shown="MeanIoU")),
    ),
    "recall of class numbers of logits": Fault(
        "metric-label-shape",
        "error",
        pair("8x8x4", ids(4, 8, 8), "scce logits", "Recall"),
        pair("8x8x4", ids(4, 8, 8), "scce logits", "SparseTopKCategoricalAccuracy"),
        one_hot(4, 8, 8),
    ),
    "F1 of logits": Fault(
        "metric-needs-probabilities",
        "warning",
        pair(
            "5", multi_hot(5), "bce logits", Metric("F1Score", threshold=0.5, shown="F1Score(0.5)")
        ),
        pair("5", multi_hot(5), "bce logits", Metric("F1Score", shown="F1Score()")),
    ),
    "accuracy of amounts": Fault(
        "accuracy-on-regression",
        "warning",
        pair("1", amounts(5, 50), "mse", "accuracy"),
        pair("1", amounts(5, 50), "mse", "mae"),
    ),
    "accuracy of what is said to be amounts": Fault(
        "accuracy-on-regression",
        "error",
        pair("1", bits(), "mse", EXACT, task="regression"),
        pair("1", bits(), "mse", EXACT, task="binary"),
    ),
    "accuracy of numbers unseen": Fault(
        "accuracy-on-regression",
        "note",
        pair("1", (N,), "mse", "accuracy"),
        pair("1 sigmoid", (N,), "mse", "accuracy"),
    ),
    "accuracy of amounts, no loss": Fault(
        "accuracy-on-regression",
        "warning",
        pair(Output(None), amounts(5, 50), None, "accuracy"),
        pair(Output(None), ids(5), None, "accuracy"),
    ),
    "precision of class numbers": Fault(
        "metric-label-shape",
        "error",
        pair("10 softmax", ids(10), "scce", "Precision"),
        pair("10 softmax", one_hot(10), "cce", "Precision"),
        one_hot(10),
    ),
    "F1 of class numbers": Fault(
        "metric-label-shape",
        "error",
        pair("10", ids(10), "scce logits", "F1Score"),
        pair("10 softmax", one_hot(10), "cce", "F1Score"),
        one_hot(10),
    ),
    "mean IoU of scores": Fault(
        "metric-label-shape",
        "error",
        pair("8x8x3 softmax", ids(3, 8, 8), "scce", IOU),
        pair("8x8x3 softmax", ids(3, 8, 8), "scce", ARGMAX_IOU),
    ),
    "IoU of scores": Fault(
        "metric-label-shape",
        "error",
        pair("8x8x3 softmax", ids(3, 8, 8), "scce", ONE_IOU),
        pair("8x8x3 softmax", ids(3, 8, 8), "scce", ARGMAX_IOU),
    ),
    "sparse top five of rows": Fault(
        "metric-label-shape",
        "error",
        pair("10 softmax", one_hot(10), "cce", "SparseTopKCategoricalAccuracy"),
        pair("10 softmax", one_hot(10), "cce", "TopKCategoricalAccuracy"),
    ),
    "sparse mean IoU of rows": Fault(
        "metric-label-shape",
        "error",
        pair("8x8x3 softmax", one_hot(3, 8, 8), "cce", ARGMAX_IOU),
        pair("8x8x3 softmax", one_hot(3, 8, 8), "cce", ROW_ARGMAX),
    ),
    "mean IoU of scores and rows": Fault(
        "metric-needs-classes",
        "warning",
        pair("8x8x3 softmax", one_hot(3, 8, 8), "cce", ROW_IOU),
        pair("8x8x3 softmax", one_hot(3, 8, 8), "cce", ROW_ARGMAX),
    ),
    "IoU of logits and rows": Fault(
        "metric-needs-classes",
        "warning",
        pair("8x8x3", one_hot(3, 8, 8), "cce logits", ONE_IOU),
        pair("8x8x1 sigmoid", bits(8, 8, 1), "bce", ONE_IOU),
    ),
    "precision of logits": Fault(
        "metric-needs-probabilities",
        "warning",
        pair("1", bits(), "bce logits", "Precision"),
        pair("1 sigmoid", bits(), "bce", "Precision"),
    ),
    "a curve of logits": Fault(
        "metric-needs-probabilities",
        "warning",
        pair("1", bits(), "bce logits", "AUC"),
        pair(
            "1",
            bits(),
            "bce logits",
            Metric("AUC", from_logits=True, shown="AUC(from_logits=True)"),
        ),
    ),
    "precision at a recall of logits": Fault(
        "metric-needs-probabilities",
        "warning",
        pair("5", multi_hot(5), "bce logits", "PrecisionAtRecall"),
        pair("5", multi_hot(5), "bce logits", ZERO),
    ),
    "BinaryIoU of logits": Fault(
        "metric-needs-probabilities",
        "warning",
        pair("8x8x1", bits(8, 8, 1), "bce logits", "BinaryIoU"),
        pair("8x8x1 sigmoid", bits(8, 8, 1), "bce", "BinaryIoU"),
    ),
    "accuracy of a logit": Fault(
        "binary-threshold-on-logits",
        "warning",
        pair("1", bits(), "bce logits", "accuracy"),
        pair("1", bits(), "bce logits", "accuracy", decided=True),
    ),
    "BinaryAccuracy of a logit": Fault(
        "binary-threshold-on-logits",
        "warning",
        pair("1", bits(), "bce logits", HALF),
        pair("1", bits(), "bce logits", ZERO),
    ),
    "binary_accuracy of tags as logits": Fault(
        "binary-threshold-on-logits",
        "warning",
        pair("5", multi_hot(5), "bce logits", "binary_accuracy"),
        pair("5 sigmoid", multi_hot(5), "bce", "binary_accuracy"),
    ),
    "accuracy of signs": Fault(
        "binary-threshold-on-logits",
        "warning",
        pair("1", y(SIGNS), "hinge", HALF, from_logits=True),
        pair("1", y(SIGNS), "hinge", HALF),
    ),
    "Accuracy of scores": Fault(
        "wrong-accuracy-class",
        "warning",
        pair("10 softmax", one_hot(10), "cce", EXACT),
        pair("10 softmax", one_hot(10), "cce", CATEGORICAL),
    ),
    "BinaryAccuracy of class numbers": Fault(
        "wrong-accuracy-class",
        "warning",
        pair("10 softmax", ids(10), "scce", HALF),
        pair("10 softmax", ids(10), "scce", SPARSE),
    ),
    "CategoricalAccuracy of a bit": Fault(
        "wrong-accuracy-class",
        "warning",
        pair("1 sigmoid", bits(), "bce", CATEGORICAL),
        pair("1 sigmoid", bits(), "bce", HALF),
    ),
    "CategoricalAccuracy of class numbers": Fault(
        "wrong-accuracy-class",
        "warning",
        pair("10 softmax", ids(10), "scce", "categorical_accuracy"),
        pair("10 softmax", ids(10), "scce", "sparse_categorical_accuracy"),
    ),
    "SparseCategoricalAccuracy of rows": Fault(
        "wrong-accuracy-class",
        "warning",
        pair("10 softmax", one_hot(10), "cce", SPARSE),
        pair("10 softmax", ids(10), "scce", SPARSE),
    ),
    "SparseCategoricalAccuracy of a logit": Fault(
        "wrong-accuracy-class",
        "warning",
        pair("1", bits(), "bce logits", SPARSE),
        pair("1", bits(), "bce logits", ZERO),
    ),
    "accuracy of tags": Fault(
        "accuracy-multilabel",
        "warning",
        pair("5 sigmoid", multi_hot(5), "bce", "accuracy"),
        pair("5 sigmoid", multi_hot(5), "bce", "accuracy", decided=True),
    ),
    "CategoricalAccuracy of tags as logits": Fault(
        "accuracy-multilabel",
        "warning",
        pair("5", multi_hot(5), "bce logits", CATEGORICAL),
        pair("5", multi_hot(5), "bce logits", ZERO),
    ),
    "accuracy of what is left out": Fault(
        "accuracy-ignores-loss",
        "note",
        pair(
            "8x3",
            y(column(0, 1, 255, times=9), 8),
            loss("scce logits", ignore_class=255),
            "accuracy",
        ),
        pair("3", ids(3), "scce logits", "accuracy"),
    ),
    "accuracy along another axis": Fault(
        "accuracy-ignores-loss",
        "note",
        pair(LAST, ids(5, 8, 8), loss("scce", axis=-3), SPARSE),
        pair("8x8x5 softmax", ids(5, 8, 8), loss("scce", axis=3), SPARSE),
    ),
    "a metric that reads probabilities beside a loss that reads logits": Fault(
        "from-logits-contradiction",
        "warning",
        pair("1", bits(), "bce logits", BCE),
        pair("1", bits(), "bce logits", BCE_LOGITS),
    ),
    "a metric that reads logits beside a loss that reads probabilities": Fault(
        "from-logits-contradiction",
        "warning",
        pair("1 sigmoid", bits(), "bce", BCE_LOGITS),
        pair("1 sigmoid", bits(), "bce", BCE),
    ),
}
"""Wrong pairings by what they are."""
