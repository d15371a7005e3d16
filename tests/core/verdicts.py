"""Pairings near the edges of the rules, each with all that is told of it, to the letter."""

# ruff: noqa: E501 -- lines to write stand here as they are printed.

from __future__ import annotations

from typing import NamedTuple

from resolver.core.losses import Loss
from resolver.core.metrics import Metric
from resolver.core.pairing import Pairing
from resolver.core.specs import Facts, Labels, Output
from tests.core.faults import CATEGORICAL, EXACT, HALF, IOU, SPARSE
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
    soft,
    y,
)
from tests.core.samples import column, rows


class Verdict(NamedTuple):
    """A pairing and what is told of it.

    Args:
        pairing: The pairing.
        told: Each finding as ``"severity name: the line to write"``, in order.
    """

    pairing: Pairing
    told: tuple[str, ...]


SMOOTHED = Loss("sparse_categorical_crossentropy", label_smoothing=0.1, shown="smoothed")
FRACTIONS = [number / 9 for number in range(10)]
NINTHS = y(column(*FRACTIONS, times=30), dtype="float32")
ONE_ZERO_ROW = rows((1, 0), (0, 1), times=20) + rows((0, 0))
IGNORING = Loss("sparse_categorical_crossentropy", ignore_class=255, shown="ignoring 255")
ROW_SCORES = Metric("CategoricalCrossentropy", from_logits=False, shown="CategoricalCrossentropy()")
BIT_SCORES = Metric("BinaryCrossentropy", from_logits=True, shown="BinaryCrossentropy(True)")
ID_SCORES = Metric(
    "SparseCategoricalCrossentropy", from_logits=False, shown="SparseCategoricalCrossentropy()"
)

MANY_AND_A_STRAY = y(Facts(9000, -100, 899, distinct=None, next_minimum=0, next_maximum=898))
MANY_AND_ONE_BEYOND = Facts(9000, 0, 900, distinct=None, next_minimum=1, next_maximum=899)

VERDICTS: dict[str, Verdict] = {
    # R1: head and loss
    "a hinge on rows with several 1, said to be probabilities": Verdict(
        pair("3", multi_hot(3), "categorical_hinge", from_logits=False), ()
    ),
    "rows with several 1 over a relu": Verdict(
        pair("3 relu", multi_hot(3), "cce logits"),
        (
            "warning relu-output-classification: activation=None  # the loss reads logits",
            "warning invalid-dummy-labels: y = keras.ops.one_hot(class_numbers, 3)",
        ),
    ),
    "rows of zeros under a softplus": Verdict(
        pair("3 softplus", y(rows((0, 0, 0), times=9), 3), "huber"), ()
    ),
    "a smoothed loss for numbers on units nobody counted": Verdict(
        pair("? softmax", ids(3), SMOOTHED),
        (
            "error label-smoothing-sparse: y = keras.ops.one_hot(y, units), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)",
        ),
    ),
    "two softmaxes over units nobody counted": Verdict(
        pair(head("? softmax", beneath="softmax"), ids(3), "scce"),
        (
            "error double-activation: keras.layers.Dense(units, activation='softmax')  # and no other",
        ),
    ),
    "amounts beyond a softmax": Verdict(
        pair("3 softmax", amounts(0, 1.5, 3), "mse"),
        ("error bounded-activation-regression: activation='linear'",),
    ),
    "amounts beyond a sigmoid": Verdict(
        pair("3 sigmoid", amounts(0, 1.5, 3), "mse"),
        ("error bounded-activation-regression: activation='linear'",),
    ),
    "amounts beyond a tanh": Verdict(
        pair("3 tanh", amounts(-1, 1.5, 3), "mse"),
        ("error bounded-activation-regression: activation='linear'",),
    ),
    "amounts below a tanh": Verdict(
        pair("3 tanh", amounts(-1.5, 1, 3), "mse"),
        ("error bounded-activation-regression: activation='linear'",),
    ),
    "amounts a little beyond a sigmoid": Verdict(pair("3 sigmoid", amounts(0, 1.05, 3), "mse"), ()),
    "a softmax over a batch of one": Verdict(pair(Output((1,), "softmax"), None, "own"), ()),
    "a binary loss on rows nobody saw": Verdict(pair("3 unknown", (N, 3), "bce"), ()),
    "exclusive masks under an overlap": Verdict(pair("3 sigmoid", one_hot(3), "dice"), ()),
    # R2: how labels are written
    "amounts under a softmax and an overlap": Verdict(
        pair("2 softmax", amounts(-1, 1, 1), "tversky"),
        ("error units-class-mismatch: keras.layers.Dense(1, activation='sigmoid')",),
    ),
    "amounts under a softmax and rows": Verdict(
        pair("10 softmax", amounts(0, 9), "cce"),
        (
            "error classification-loss-for-regression: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "two steps where one bit a step is meant": Verdict(pair("?x1 sigmoid", (N, 2), "bce"), ()),
    "rows under a loss for numbers, units nobody counted": Verdict(
        pair("? softmax", soft(10), "scce"),
        ("error scce-with-one-hot-labels: loss=keras.losses.CategoricalCrossentropy()",),
    ),
    "one column under a loss for numbers": Verdict(
        pair("1 softmax", (N, 1), "scce"),
        (
            "error softmax-one-unit: keras.layers.Dense(1, activation='sigmoid'), loss=keras.losses.BinaryCrossentropy()",
            "error cce-on-one-unit: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
        ),
    ),
    "amounts under a loss for numbers": Verdict(
        pair("3 softmax", amounts(0, 9), "scce"),
        (
            "error classification-loss-for-regression: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "few fractions for several bits": Verdict(
        pair("3 sigmoid", NINTHS, "bce"),
        ("error units-class-mismatch: keras.layers.Dense(1, activation='sigmoid')",),
    ),
    "ten fractions, each seen often": Verdict(
        pair("10 softmax", NINTHS, "scce"),
        ("error label-encoding: y = numpy.unique(y, return_inverse=True)[1]",),
    ),
    "ten fractions, each seen eight times": Verdict(
        pair("10 softmax", y(column(*FRACTIONS, times=8), dtype="float32"), "scce"),
        ("error label-encoding: y = numpy.unique(y, return_inverse=True)[1]",),
    ),
    "ten fractions, each seen three times": Verdict(
        pair("10 softmax", y(column(*FRACTIONS, times=3), dtype="float32"), "scce"),
        (
            "error classification-loss-for-regression: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "two fractions beyond 1": Verdict(
        pair("3 softmax", y(column(0.5, 1.5, times=50), dtype="float32"), "scce"),
        (
            "error classification-loss-for-regression: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "rows of zeros under a softplus and rows": Verdict(
        pair("10 softplus", padded(10), "cce"),
        ("note relu-output-classification: activation='softmax'",),
    ),
    "a single row of zeros": Verdict(
        pair("2 softmax", y(ONE_ZERO_ROW, 2), "cce"),
        ("warning label-encoding: sample_weight=y.sum(-1)  # rows of zeros do not count",),
    ),
    "signs for two units": Verdict(
        pair("2 sigmoid", y(column(-1, 1, times=50)), "bce"),
        ("error units-class-mismatch: keras.layers.Dense(1, activation='sigmoid')",),
    ),
    "bytes with a -1 among them": Verdict(
        pair("1 sigmoid", y(Facts(900, -1, 255, True, distinct=None), 1), "bce"),
        (
            "error units-below-classes: keras.layers.Dense(256, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()",
        ),
    ),
    "an image in floats to 255": Verdict(
        pair("8x8x3 sigmoid", amounts(0, 255, 8, 8, 3), "bce"),
        ("error label-encoding: y = y / 255",),
    ),
    "two fractions under a binary loss": Verdict(
        pair("1 sigmoid", y(column(1.5, 2.5, times=50), dtype="float32"), "bce"),
        (
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "rows wider than the head, a loss for numbers": Verdict(
        pair("3 softmax", soft(10), "scce"),
        ("error units-class-mismatch: keras.layers.Dense(10, activation='softmax')",),
    ),
    "numbers for pixels of unknown sides": Verdict(pair("?x?x3 softmax", ids(3, 8, 8), "scce"), ()),
    "rows with several 1, wider than the head": Verdict(
        pair("3 softmax", multi_hot(10), "cce"),
        ("error units-class-mismatch: keras.layers.Dense(10, activation='softmax')",),
    ),
    "a fraction for one unit": Verdict(
        pair("1 softmax", y(rows((0.5,), (0.2,), times=20), 1, dtype="float32"), "cce"),
        (
            "error softmax-one-unit: keras.layers.Dense(1, activation='sigmoid'), loss=keras.losses.BinaryCrossentropy()",
            "error cce-on-one-unit: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
        ),
    ),
    "rows with several 1 and none without": Verdict(
        pair("3 softmax", y(rows((1, 1, 0), (0, 1, 0), times=20), 3), "cce"),
        (
            "warning softmax-multilabel: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
            "warning invalid-dummy-labels: y = keras.ops.one_hot(class_numbers, 3)",
        ),
    ),
    "rows with several 1 under a head nobody read": Verdict(
        pair("3 unknown", y(rows((1, 1, 0), (0, 1, 0), times=20), 3), "cce"),
        ("warning invalid-dummy-labels: y = keras.ops.one_hot(class_numbers, 3)",),
    ),
    "numbers said of one unit": Verdict(
        pair("1", Labels((N,), coding="index"), "cce logits"),
        ("error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy(from_logits=True)",),
    ),
    "a stray class where weights leave samples out": Verdict(
        pair("3 softmax", y(column(0, 1, 2, 4, times=50)), "scce", weighted=True),
        ("error label-out-of-range: keras.layers.Dense(5, activation='softmax')",),
    ),
    "an id that is left out, and weights": Verdict(
        pair("3 softmax", y(column(0, 1, 2, 255, times=50)), "scce", weighted=True),
        (
            "note label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=255)",
        ),
    ),
    "ten numbers from 1 for three units": Verdict(
        pair("3 softmax", ids(10, start=1), "scce"),
        ("error label-out-of-range: keras.layers.Dense(11, activation='softmax')",),
    ),
    "three numbers from 1 for three units": Verdict(
        pair("3 softmax", ids(3, start=1), "scce"), ("error label-out-of-range: y = y - 1",)
    ),
    "four numbers from 1 for three units": Verdict(
        pair("3 softmax", ids(4, start=1), "scce"),
        ("error label-out-of-range: keras.layers.Dense(5, activation='softmax')",),
    ),
    "four numbers from -1 for three units": Verdict(
        pair("3 softmax", ids(4, start=-1), "scce"),
        (
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)",
        ),
    ),
    "three numbers from -1 for three units": Verdict(
        pair("3 softmax", ids(3, start=-1), "scce"),
        (
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)",
        ),
    ),
    "ten numbers from 0 for three units": Verdict(
        pair("3 softmax", ids(10), "scce"),
        ("error label-out-of-range: keras.layers.Dense(10, activation='softmax')",),
    ),
    "a single class and what is left out": Verdict(
        pair("3 softmax", y(column(0, 255, times=50)), "scce logits"),
        (
            "error from-logits-on-probabilities: loss=keras.losses.SparseCategoricalCrossentropy()",
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)",
        ),
    ),
    "very many numbers from -3": Verdict(
        pair("10 softmax", y(Facts(900, -3, 900, True, distinct=None)), "scce"),
        ("error label-out-of-range: keras.layers.Dense(904, activation='softmax'), y = y + 3",),
    ),
    "numbers for a softmax nobody counted, a binary loss": Verdict(
        pair(Output(None, "softmax"), Labels((N,), coding="index"), "bce"),
        (
            "error class-mode-mismatch: y = keras.ops.one_hot(y, units), loss=keras.losses.CategoricalCrossentropy()  # or class_mode='categorical'",
        ),
    ),
    # R2: shapes, units and weights
    "bits for a picture's channels": Verdict(
        pair(Output((N, 3, 8, 8), "softmax", axis=-3), bits(), "scce"),
        (
            "error head-rank: keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False",
        ),
    ),
    "labels that fit units nobody counted in two ways": Verdict(
        pair("? softmax", bits(dtype="bool"), "kld"),
        ("error cce-with-index-labels: loss=keras.losses.SparseCategoricalCrossentropy()",),
    ),
    "a label that is a single number": Verdict(pair("2 unknown", Labels(()), "mae"), ()),
    "a label that is a single number, Keras's accuracy": Verdict(
        pair("3 softmax", Labels(()), "scce", "acc"), ()
    ),
    "an output of which only the activation is known": Verdict(
        pair(Output(None, "softmax"), Labels((N,), coding="index"), "mse"),
        ("note mse-classification: loss=keras.losses.SparseCategoricalCrossentropy()",),
    ),
    "a batch of known size for several bits": Verdict(
        pair("3 sigmoid", Labels((32,)), "bce"),
        ("error units-class-mismatch: keras.layers.Dense(1, activation='sigmoid')",),
    ),
    "flat numbers for a flat output, Keras's accuracy": Verdict(
        pair(Output((N,), "softmax"), ids(3), "scce", "acc"),
        ("error cce-on-one-unit: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",),
    ),
    "weights under a loss of one's own": Verdict(
        pair("3", ids(3), "own", sample_weight=(N, 8, 8)), ()
    ),
    "three classes for three hundred units, as many samples": Verdict(
        pair("300 softmax", ids(3), "scce"),
        ("warning units-above-classes: keras.layers.Dense(3, activation='softmax')",),
    ),
    "pixels of unknown classes for a flat head": Verdict(
        pair("3", Labels((N, 8, 8, N)), "poisson"),
        (
            "error units-class-mismatch: keras.layers.Dense(units)",
            "warning loss-needs-positive: activation='softplus'",
        ),
    ),
    "values seen of labels of unknown rank, Keras's accuracy": Verdict(
        pair("3 softmax", Labels(None, facts=column(0, 1)), "scce", "accuracy"),
        ("warning unknown-label-shape: metrics=[keras.metrics.SparseCategoricalAccuracy()]",),
    ),
    "a dtype known of labels, no loss, Keras's accuracy": Verdict(
        pair("3 softmax", Labels(None, "int64"), None, "accuracy"),
        ("warning unknown-label-shape: metrics=[keras.metrics.SparseCategoricalAccuracy()]",),
    ),
    "an open last side, no loss, Keras's accuracy": Verdict(
        pair("3 softmax", Labels((N, N)), None, "accuracy"), ()
    ),
    "an embedding": Verdict(pair("10", Labels((N, 3)), "circle"), ()),
    "steps nobody counted in the labels": Verdict(
        pair("8x3 sigmoid", Labels((N, N, 4)), "bce"),
        ("error units-class-mismatch: keras.layers.Dense(4, activation='sigmoid')",),
    ),
    "steps nobody counted in the output": Verdict(
        pair("?x3 sigmoid", Labels((N, 8, 4)), "bce"),
        ("error units-class-mismatch: keras.layers.Dense(4, activation='sigmoid')",),
    ),
    "sides that differ where both are known": Verdict(
        pair("16x16x3 sigmoid", Labels((N, N, 8, 3)), "bce"),
        ("error units-class-mismatch: outputs = outputs[:, :, :8]",),
    ),
    "sides that differ where both are known, the labels' longer": Verdict(
        pair("?x8x3 sigmoid", Labels((N, 16, 16, 3)), "bce"),
        ("error units-class-mismatch: y = y[:, :, :8]",),
    ),
    "one step where the labels have eight": Verdict(
        pair("1x8x3 sigmoid", Labels((N, 8, 8, 3)), "bce"),
        ("error units-class-mismatch: y = y[:, :1, :8]",),
    ),
    "labels for a softmax of one unit that is too narrow": Verdict(
        pair("?x3 softmax", padded(3), "msle"),
        (
            "error units-class-mismatch: keras.layers.Dense(1, activation='sigmoid')",
            "note mse-classification: loss=keras.losses.SparseCategoricalCrossentropy()",
        ),
    ),
    # R3: metrics
    "an accuracy of a regression that is said to be of classes": Verdict(
        pair("3", amounts(0, 9, 3), "mae", "acc", task="multiclass"), ()
    ),
    "an accuracy of bits under a regression": Verdict(
        pair("1", bits(), "huber", "acc"),
        ("note mse-classification: loss=keras.losses.BinaryCrossentropy(from_logits=True)",),
    ),
    "an accuracy before there is a loss": Verdict(pair("1", (N,), None, "acc"), ()),
    "an accuracy of distributions under a regression": Verdict(
        pair("3 sigmoid", soft(3), "log_cosh", "acc"), ()
    ),
    "an accuracy of rates": Verdict(
        pair("1 softplus", amounts(0, 9), "poisson", "acc"),
        ("warning accuracy-on-regression: metrics=['mae']",),
    ),
    "an accuracy of rows of amounts": Verdict(
        pair("3", amounts(-9, 9, 3), "mse", "acc"),
        ("warning accuracy-on-regression: metrics=['mae']",),
    ),
    "a precision of one unit for numbers": Verdict(
        pair("1", Labels((N,), coding="index"), "scce logits", "Precision"),
        (
            "error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy(from_logits=True)",
            "warning metric-needs-probabilities: metrics=[keras.metrics.Precision(thresholds=0.0)]",
        ),
    ),
    "a crossentropy for rows, of numbers": Verdict(
        pair("3 softmax", ids(3), "scce", ROW_SCORES),
        ("error metric-label-shape: metrics=[keras.metrics.SparseCategoricalCrossentropy()]",),
    ),
    "a crossentropy for bits, of numbers": Verdict(
        pair("3", ids(3), "scce logits", BIT_SCORES),
        (
            "error metric-label-shape: metrics=[keras.metrics.SparseCategoricalCrossentropy(from_logits=True)]",
        ),
    ),
    "a crossentropy for numbers, of numbers": Verdict(
        pair("3 softmax", ids(3), "scce", ID_SCORES), ()
    ),
    "a precision of numbers, units nobody counted": Verdict(
        pair("? softmax", ids(3), "scce", "Precision"),
        (
            "error metric-label-shape: y = keras.ops.one_hot(y, units), loss=keras.losses.CategoricalCrossentropy()",
        ),
    ),
    "an overlap by name, of numbers": Verdict(
        pair("3 softmax", ids(3), "scce", "MeanIoU"),
        (
            "error metric-label-shape: metrics=[keras.metrics.MeanIoU(num_classes=3, sparse_y_pred=False)]",
        ),
    ),
    "an overlap by name, units nobody counted": Verdict(
        pair("? softmax", ids(3), "scce", "MeanIoU"),
        (
            "error metric-label-shape: metrics=[keras.metrics.MeanIoU(num_classes=units, sparse_y_pred=False)]",
        ),
    ),
    "an overlap of four classes on three units": Verdict(
        pair(
            "3 softmax",
            ids(3),
            "scce",
            Metric("MeanIoU", classes=4, sparse_true=True, sparse_pred=True, shown="MeanIoU(4)"),
        ),
        (
            "error metric-label-shape: metrics=[keras.metrics.MeanIoU(num_classes=4, sparse_y_pred=False)]",
        ),
    ),
    "an overlap of numbers, of sigmoids": Verdict(
        pair("3 sigmoid", multi_hot(3), "bce", IOU),
        ("warning metric-needs-classes: metrics=[keras.metrics.OneHotMeanIoU(num_classes=3)]",),
    ),
    "an overlap of numbers, of log-probabilities": Verdict(
        pair("3 log_softmax", one_hot(3), "kld", IOU),
        (
            "error loss-needs-distribution: activation='softmax'",
            "warning metric-needs-classes: metrics=[keras.metrics.OneHotMeanIoU(num_classes=3)]",
        ),
    ),
    "an overlap of numbers, of a relu": Verdict(pair("3 relu", one_hot(3), "own", IOU), ()),
    "an accuracy at a half of logits, of numbers": Verdict(
        pair("3", ids(3), "bce logits", HALF),
        (
            "error units-class-mismatch: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
            "warning wrong-accuracy-class: metrics=[keras.metrics.SparseCategoricalAccuracy()]",
        ),
    ),
    "Keras's accuracy of several logits": Verdict(
        pair("3", multi_hot(3), "bce logits", "accuracy"),
        ("warning accuracy-multilabel: metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",),
    ),
    "Keras's accuracy of a softmax over several 1": Verdict(
        pair("3 softmax", multi_hot(3), "bce", "accuracy"),
        (
            "warning softmax-multilabel: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
        ),
    ),
    "a crossentropy beside a class that is left out": Verdict(
        pair("3 softmax", ids(3), IGNORING, "crossentropy"), ()
    ),
    "an accuracy at a half, of numbers for one unit": Verdict(
        pair("1", Labels((N,), coding="index"), "cce logits", HALF),
        ("error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy(from_logits=True)",),
    ),
    "an accuracy at a half, of two units for numbers": Verdict(
        pair("2 softmax", ids(2), "scce", HALF),
        ("warning wrong-accuracy-class: metrics=[keras.metrics.SparseCategoricalAccuracy()]",),
    ),
    "a precision at several thresholds, of a logit": Verdict(
        pair("1", bits(), "bce logits", Metric("Precision", shown="Precision(thresholds=[0, 1])")),
        (),
    ),
    "equality with a sigmoid": Verdict(
        pair("1 sigmoid", bits(), "bce", EXACT),
        ("warning wrong-accuracy-class: metrics=[keras.metrics.BinaryAccuracy()]",),
    ),
    "equality with a logit": Verdict(
        pair("1", bits(), "hinge", EXACT),
        ("warning wrong-accuracy-class: metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",),
    ),
    "equality with what nobody read": Verdict(pair("1 unknown", bits(), "bce", EXACT), ()),
    "the accuracy for numbers, of numbers": Verdict(pair("3 softmax", ids(3), "scce", SPARSE), ()),
    "the accuracy for numbers, of rows for units nobody counted": Verdict(
        pair("? softmax", one_hot(3), "cce", SPARSE),
        ("warning wrong-accuracy-class: metrics=[keras.metrics.CategoricalAccuracy()]",),
    ),
    "the accuracy for rows, of one logit nobody read": Verdict(
        pair("1 unknown", bits(), "bce logits", CATEGORICAL),
        ("warning wrong-accuracy-class: metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",),
    ),
    "a score cut at a half, of logits": Verdict(
        pair(
            "3",
            multi_hot(3),
            "bce logits",
            Metric("FBetaScore", threshold=0.5, shown="FBetaScore(0.5)"),
        ),
        (
            "warning metric-needs-probabilities: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
        ),
    ),
    # What several rules share
    "rows under a generalized loss for numbers": Verdict(
        pair("3 softmax", one_hot(3), "categorical_generalized_cross_entropy"),
        ("error scce-with-one-hot-labels: loss=keras.losses.CategoricalCrossentropy()",),
    ),
    "four columns for three units nobody read": Verdict(
        pair("3 unknown", (N, 4), "cce"), ("error units-class-mismatch: keras.layers.Dense(4)",)
    ),
    "three numbers for one sigmoid": Verdict(
        pair("1 sigmoid", ids(3), "bce"),
        (
            "error units-below-classes: keras.layers.Dense(3, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()",
        ),
    ),
    "a small softmax over another, told that it is logits": Verdict(
        pair(head("3 softmax", beneath="softmax"), ids(3), "scce logits"),
        ("error double-activation: keras.layers.Dense(3, activation='softmax')  # and no other",),
    ),
    "flat labels for an output nobody counted": Verdict(
        pair("? sigmoid", (N,), "bce"),
        ("warning shape-broadcast: y = y[:, None]  # for an output of shape (N, 1)",),
    ),
    "a stray id found after sigmoids over numbers": Verdict(
        pair("3 sigmoid", y(column(0, 1, 2, 255, times=50)), "scce"),
        (
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=255)",
            "warning sigmoid-multiclass: activation='softmax'",
        ),
    ),
    "too many units found after a softplus": Verdict(
        pair("300 softplus", ids(3), "scce"),
        (
            "warning units-above-classes: keras.layers.Dense(3, activation='softplus')",
            "note relu-output-classification: activation='softmax'",
        ),
    ),
    "rows with several 1 under a loss for numbers": Verdict(
        pair("3 softmax", y(rows((1, 1, 0), (0, 1, 0), times=20), 3), "scce"),
        (
            "error scce-with-one-hot-labels: loss=keras.losses.CategoricalCrossentropy()",
            "warning softmax-multilabel: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
        ),
    ),
    "amounts on one unit under a loss for rows": Verdict(
        pair("1 sigmoid", amounts(0, 9), "cce", task="binary"),
        (
            "error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy()",
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "numbers a little beyond 1 under a loss for rows": Verdict(
        pair("? sigmoid", y(column(0, 1, 2, times=100)), "cce", from_logits=False),
        (
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
            "warning sigmoid-multiclass: activation='softmax'",
        ),
    ),
    "fractions of no distribution on units nobody counted": Verdict(
        pair("?", amounts(0, 1, 3), "cce", from_logits=False),
        ("warning invalid-dummy-labels: y = keras.ops.one_hot(class_numbers, units)",),
    ),
    "amounts that nothing lays against a head": Verdict(
        pair("?", amounts(0, 9), "kl_divergence"),
        ("error loss-needs-distribution: activation='softmax'",),
    ),
    "labels said to be continuous and nothing more": Verdict(
        pair("5x1", Labels(None, coding="continuous"), "huber", "accuracy", class_axis=1),
        ("warning accuracy-on-regression: metrics=['mae']",),
    ),
    "continuous rows no head fits": Verdict(
        pair("4x1", Labels((N, 3), coding="continuous"), "huber", "accuracy"),
        (
            "error head-rank: keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False",
            "warning accuracy-on-regression: metrics=['mae']",
        ),
    ),
    "numbers said of a head nobody read": Verdict(
        pair("3 unknown", Labels((N,), coding="index"), "huber"),
        ("error units-class-mismatch: keras.layers.Dense(1)",),
    ),
    "numbers beyond the margin": Verdict(
        pair("10", ids(3, 5), "hinge"),
        (
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
            "error units-class-mismatch: keras.layers.Dense(5)",
        ),
    ),
    "numbers a little beyond a margin": Verdict(
        pair("3", y(rows((0, 1, 2), (1, 0, 2), times=20), 3), "hinge"),
        (
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "halves on units nobody counted": Verdict(
        pair("? sigmoid", y(column(0, 0.5, 1, times=30), dtype="float32"), "mse"),
        ("warning shape-broadcast: y = y[:, None]  # for an output of shape (N, 1)",),
    ),
    "columns that no unit answers": Verdict(
        pair("3", (N, 7), "bce logits"), ("error units-class-mismatch: keras.layers.Dense(7)",)
    ),
    "many numbers, and one that torch leaves out": Verdict(
        pair("900 softmax", MANY_AND_A_STRAY, "scce"),
        (
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-100)",
        ),
    ),
    "many numbers, and one that is left out": Verdict(
        pair("900", MANY_AND_A_STRAY, loss("scce", ignore_class=-100, from_logits=True)), ()
    ),
    "many numbers, and one that only the accuracy leaves out": Verdict(
        pair("900", MANY_AND_A_STRAY, "scce logits", ignore_class=-100),
        (
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-100)",
        ),
    ),
    "many numbers, and one beyond them that was said not to count": Verdict(
        pair("900", y(MANY_AND_ONE_BEYOND), "scce logits", ignore_class=900),
        (
            "error label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=900)",
        ),
    ),
    "many numbers, and one beyond them that is left out": Verdict(
        pair("900", y(MANY_AND_ONE_BEYOND), loss("scce logits", ignore_class=900)), ()
    ),
    "many numbers, and one beyond them": Verdict(
        pair("900", y(MANY_AND_ONE_BEYOND), "scce logits"),
        ("error label-out-of-range: keras.layers.Dense(901)",),
    ),
    "many numbers, of which a weight leaves one out": Verdict(
        pair("900 softmax", MANY_AND_A_STRAY, "scce", weighted=True),
        (
            "note label-out-of-range: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-100)",
        ),
    ),
    "two strays beside many numbers": Verdict(
        pair(
            "900 softmax",
            y(Facts(9000, -1, 1000, distinct=None, next_minimum=0, next_maximum=899)),
            "scce",
        ),
        ("error label-out-of-range: keras.layers.Dense(1002, activation='softmax'), y = y + 1",),
    ),
    "channels first, one-hot": Verdict(
        pair("4x8x8", one_hot(8, 4, 8), loss("cce logits", axis=1)), ()
    ),
    "numbers said of units nobody counted": Verdict(
        pair("?", Labels((N,), coding="index"), "bce"),
        (
            "error missing-output-activation: loss=keras.losses.BinaryCrossentropy(from_logits=True)",
            "warning shape-broadcast: y = y[:, None]  # for an output of shape (N, 1)",
        ),
    ),
    "rows of 0 and 2": Verdict(
        pair("3 softmax", y(rows((2, 0, 0), (0, 2, 0), times=20), 3), "cce"),
        (
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "margins below -1": Verdict(
        pair("3", y(rows((-2, 1, 0), (1, -2, 0), times=20), 3), "hinge"),
        (
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "numbers that were standardized": Verdict(
        pair("5", y(column(-1.5, -0.75, 0, 0.75, 1.5, times=50), dtype="float32"), "scce logits"),
        ("error label-encoding: y = numpy.unique(y, return_inverse=True)[1]",),
    ),
    "numbers that were standardized and then seen once": Verdict(
        pair("5", y(column(-1.5, -0.75, 0, 0.75, 1.5), dtype="float32"), "scce logits"),
        (
            "error classification-loss-for-regression: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "ninths of 255 and more": Verdict(
        pair(
            "20 softmax",
            y(column(*[each / 255 * 20 for each in range(20)], times=50), dtype="float32"),
            "scce",
        ),
        ("error label-encoding: y = numpy.unique(y, return_inverse=True)[1]",),
    ),
    "numbers under a smoothed loss for rows": Verdict(
        pair("5 softmax", ids(5), loss("cce", label_smoothing=0.1)),
        ("error cce-with-index-labels: y = keras.ops.one_hot(y, 5)",),
    ),
    "numbers under a smoothed loss for rows of units nobody counted": Verdict(
        pair("? softmax", ids(5), loss("cce", label_smoothing=0.1)),
        ("error cce-with-index-labels: y = keras.ops.one_hot(y, units)",),
    ),
    "one-hot rows and a count of elements": Verdict(
        pair("3 softmax", one_hot(3), "cce", HALF),
        ("warning wrong-accuracy-class: metrics=[keras.metrics.CategoricalAccuracy()]",),
    ),
    "rows nobody saw and a count of elements": Verdict(pair("3 softmax", (N, 3), "cce", HALF), ()),
    "one-hot rows and a count of elements that the loss counts too": Verdict(
        pair("3 sigmoid", one_hot(3), "bce", HALF),
        (
            "warning sigmoid-multiclass: activation='softmax', loss=keras.losses.CategoricalCrossentropy()",
        ),
    ),
    "amounts on one unit under a loss for numbers": Verdict(
        pair("1 sigmoid", amounts(-3, 9), "scce"),
        (
            "error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy()",
            "error classification-loss-for-regression: activation='linear', loss=keras.losses.MeanSquaredError()",
        ),
    ),
    "two classes on one unit under a loss for numbers": Verdict(
        pair("1 sigmoid", bits(), "scce"),
        ("error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy()",),
    ),
    "smoothed classes on one unit under a loss for numbers": Verdict(
        pair("1 sigmoid", y(column(0.1, 0.9, times=90), dtype="float32"), "scce"),
        ("error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy()",),
    ),
    "amounts in rows under a loss for numbers": Verdict(
        pair("3 softmax", amounts(-3, 9, 3), "scce"),
        ("error scce-with-one-hot-labels: loss=keras.losses.CategoricalCrossentropy()",),
    ),
    "three classes on one unit under a loss for numbers": Verdict(
        pair("1 sigmoid", ids(3), "scce"),
        ("error cce-on-one-unit: loss=keras.losses.BinaryCrossentropy()",),
    ),
    "two strays below the classes": Verdict(
        pair("3 softmax", y(column(-100, -1, 0, 1, 2, times=50)), "scce"),
        ("error label-out-of-range: keras.layers.Dense(103, activation='softmax'), y = y + 100",),
    ),
    "a few fractions of more classes": Verdict(
        pair("9 softmax", y(column(0, 0.3, 0.6, 0.9, times=50), dtype="float32"), "scce"),
        ("error label-encoding: y = numpy.unique(y, return_inverse=True)[1]",),
    ),
    "one-hot rows, softmaxed, and a count of elements that the loss counts too": Verdict(
        pair("3 softmax", one_hot(3), "bce", HALF),
        ("warning bce-multiclass: loss=keras.losses.CategoricalCrossentropy()",),
    ),
    "one class only, of many units": Verdict(pair("9 softmax", y(column(0, times=50)), "scce"), ()),
    "two classes in a batch that is small": Verdict(
        pair("9 softmax", y(column(0, 1, times=9)), "scce"), ()
    ),
    "two classes in twenty labels": Verdict(
        pair("9 softmax", y(column(0, 1, times=10)), "scce"),
        ("warning units-above-classes: keras.layers.Dense(2, activation='softmax')",),
    ),
    "two classes only, of many units": Verdict(
        pair("9 softmax", bits(), "scce"),
        ("warning units-above-classes: keras.layers.Dense(2, activation='softmax')",),
    ),
    "a softmax taken for logits, and an id left out": Verdict(
        pair("3 softmax", ids(3), loss("scce logits", ignore_class=255)),
        (
            "error from-logits-on-probabilities: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=255)",
        ),
    ),
    "logits taken for probabilities, and an id left out": Verdict(
        pair("3", ids(3), loss("scce", ignore_class=255)),
        (
            "error missing-from-logits: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)",
        ),
    ),
    "logits taken for probabilities, smoothed": Verdict(
        pair("3", one_hot(3), loss("cce", label_smoothing=0.1)),
        (
            "error missing-from-logits: loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)",
        ),
    ),
    "a sigmoid taken for logits, smoothed": Verdict(
        pair("1 sigmoid", bits(), loss("bce logits", label_smoothing=0.1)),
        (
            "error from-logits-on-probabilities: loss=keras.losses.BinaryCrossentropy(label_smoothing=0.1)",
        ),
    ),
    "logits of channels first taken for probabilities": Verdict(
        pair("4x8x8", ids(4, 8, 8), loss("scce", axis=1)),
        (
            "error missing-from-logits: loss=resolver.SparseCategoricalCrossentropy(from_logits=True, axis=1)",
        ),
    ),
}
