"""Right pairings of every kind that a careless rule would raise an alarm on."""

from __future__ import annotations

from dataclasses import replace

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
    soft,
    y,
)
from tests.core.samples import column, rows

ZERO = Metric("BinaryAccuracy", threshold=0.0, shown="BinaryAccuracy(threshold=0.0)")
AUC_LOGITS = Metric("AUC", from_logits=True, shown="AUC(from_logits=True)")
OURS = Metric(None, ours=True, shown="resolver.Accuracy")

QUIET: dict[str, Pairing] = {
    # one unit, two classes
    "a sigmoid unit, bits in a column": pair("1 sigmoid", bits(1), "bce", "accuracy"),
    "a sigmoid unit, flat bits": pair("1 sigmoid", bits(), "bce", "accuracy", "AUC", "Precision"),
    "a sigmoid unit, bools": pair("1 sigmoid", bits(dtype="bool"), "bce", "acc"),
    "a sigmoid unit, float bits": pair("1 sigmoid", bits(dtype="float32"), "focal", "Recall"),
    "a sigmoid unit, bytes": pair("1 sigmoid", bits(dtype="uint8"), "bce", "BinaryAccuracy"),
    "a sigmoid unit, labels unseen": pair("1 sigmoid", (N,), "bce", "accuracy"),
    "a sigmoid unit, nothing known of its labels": pair("1 sigmoid", None, "bce", "accuracy"),
    "a sigmoid unit, all labels 0": pair("1 sigmoid", y(column(0, times=64)), "bce", "accuracy"),
    "a sigmoid unit, all labels 1": pair("1 sigmoid", y(column(1, times=64)), "bce"),
    "a rank-1 sigmoid": pair(Output((N,), "sigmoid"), bits(), "bce"),
    "a hard sigmoid": pair("1 hard_sigmoid", bits(), "bce"),
    "a logit": pair("1", bits(), "bce logits", ZERO),
    "a logit with an AUC that knows": pair("1", bits(1), "bce logits", AUC_LOGITS),
    "a logit with our accuracy": pair("1", bits(), "bce logits", OURS),
    "a logit, accuracy decided by us": pair("1", bits(), "bce logits", "accuracy", decided=True),
    "one-sided smoothing": pair("1 sigmoid", y(column(0, 0.9, times=50), dtype="float32"), "bce"),
    "smoothed bits": pair("1 sigmoid", y(column(0.1, 0.9, times=50), 1, dtype="float32"), "bce"),
    "noise on the labels of a GAN": pair("1 sigmoid", amounts(0, 1.05, 1), "bce"),
    "noise on both sides of a GAN": pair("1", amounts(-0.05, 1.05, 1), "bce logits"),
    "a critic without an activation": pair("1", y(column(-1, 1, times=50), 1), "own"),
    "least squares of a GAN": pair("1", bits(1, dtype="float32"), "own"),
    "distilled probabilities": pair("1 sigmoid", amounts(0, 1), "bce"),
    "hinge on signs": pair("1", y(column(-1, 1, times=50)), "hinge"),
    "hinge on signs, tanh": pair("1 tanh", y(column(-1, 1, times=50), 1), "squared_hinge"),
    "hinge on bits": pair("1", bits(), "hinge"),
    "mse on one sigmoid": pair("1 sigmoid", bits(), "mse"),
    "mae on a fraction": pair("1 sigmoid", amounts(0, 1), "mae", "mae"),
    "mse on a fraction": pair("1 sigmoid", amounts(0, 1, 1), "mse", "mse"),
    "a mask of pixels": pair("64x64x1 sigmoid", bits(64, 64, 1), "bce", "accuracy"),
    "a mask of pixels, flat": pair("64x64x1 sigmoid", bits(64, 64), "bce"),
    "a mask of pixels, dice": pair("64x64x1 sigmoid", bits(64, 64, 1, dtype="float32"), "dice"),
    "a mask of pixels, logits": pair("?x?x1", bits(N, N, 1), "bce logits", ZERO),
    "a mask of pixels, BinaryIoU": pair("64x64x1 sigmoid", bits(64, 64, 1), "bce", "BinaryIoU"),
    "a tag for each token": pair("?x1 sigmoid", bits(N, 1), "bce", "accuracy"),
    "weights of classes": pair("1 sigmoid", bits(), "bce", class_weight=(0, 1)),
    "weights of samples": pair("1 sigmoid", bits(), "bce", sample_weight=(N,), weighted=True),
    # many classes
    "softmax on ids": pair("10 softmax", ids(10), "scce", "accuracy"),
    "softmax on ids in a column": pair("10 softmax", ids(10, 1), "scce", "accuracy"),
    "softmax on bytes": pair("10 softmax", ids(10, dtype="uint8"), "scce", "acc"),
    "softmax on float ids": pair("10 softmax", ids(10, dtype="float32"), "scce", "accuracy"),
    "softmax, ids unseen": pair("10 softmax", (N,), "scce", "accuracy"),
    "softmax, nothing known": pair("10 softmax", None, "scce", "accuracy"),
    "softmax on one-hot": pair("10 softmax", one_hot(10), "cce", "accuracy", "AUC", "F1Score"),
    "softmax on one-hot ints": pair("10 softmax", one_hot(10, dtype="int64"), "cce"),
    "softmax on one-hot bools": pair("10 softmax", one_hot(10, dtype="bool"), "cce", "acc"),
    "softmax on one-hot, focal": pair("10 softmax", one_hot(10), "cfocal", "accuracy"),
    "softmax on one-hot, divergence": pair("10 softmax", one_hot(10), "kld"),
    "softmax on one-hot, margins": pair("10", one_hot(10), "categorical_hinge"),
    "softmax on soft rows": pair("10 softmax", soft(10), "cce", "accuracy"),
    "softmax on soft rows, divergence": pair("10 softmax", soft(10), "kld"),
    "mixup": pair("3", y(rows((0.3, 0.7, 0), (1, 0, 0), times=50), 3), "cce logits", "accuracy"),
    "smoothing by the loss": pair(
        "10 softmax", one_hot(10), loss("cce", label_smoothing=0.1), "accuracy"
    ),
    "logits on ids": pair("10", ids(10), "scce logits", "accuracy"),
    "logits on one-hot": pair("10", one_hot(10), "cce logits", "accuracy"),
    "unknown activation, logits said": pair("10 unknown", ids(10), "scce logits", "accuracy"),
    "unknown activation": pair("10 unknown", ids(10), "scce", "accuracy"),
    "log-softmax under from_logits": pair("10 log_softmax", ids(10), "scce logits"),
    "log-softmax under a loss of one's own": pair("10 log_softmax", ids(10), "own"),
    "two classes on two units": pair("2 softmax", bits(), "scce", "accuracy"),
    "two classes on two units, one-hot": pair("2 softmax", one_hot(2), "cce", "accuracy"),
    "a batch that misses classes": pair("10 softmax", y(column(0, 3, 7, times=9)), "scce"),
    "a batch of one class": pair("10 softmax", y(column(4, times=32)), "scce", "accuracy"),
    "a thousand classes, few seen": pair("1000 softmax", y(column(*range(64), times=9)), "scce"),
    "a vocabulary": pair("?x5000", y(column(0, 4999, times=50), N), "scce logits", "accuracy"),
    "a vocabulary, ids in a column": pair("?x50 softmax", ids(50, N, 1), "scce"),
    "a vocabulary, float ids": pair("20x50 softmax", ids(50, 20, dtype="float32"), "scce"),
    "padded sequences": pair("20x5 softmax", padded(5, 20), "cce", "accuracy"),
    "padded sequences of tags": pair("20x5 sigmoid", multi_hot(5, 20), "bce"),
    "segments": pair("64x64x3 softmax", ids(3, 64, 64), "scce", "accuracy"),
    "segments in a column": pair("64x64x3 softmax", ids(3, 64, 64, 1), "scce", "accuracy"),
    "segments of any size": pair("?x?x21", ids(21, N, N), "scce logits"),
    "segments, one-hot": pair("64x64x3 softmax", one_hot(3, 64, 64), "cce", "accuracy"),
    "255 left out": pair(
        "64x64x3", y(column(0, 1, 2, 255, times=50), 64, 64), loss("scce logits", ignore_class=255)
    ),
    "-1 left out": pair(
        "5 softmax", y(column(-1, 0, 1, 2, 3, 4, times=50)), loss("scce", ignore_class=-1)
    ),
    "channels first": pair(
        Output((N, 5, 32, 32), "softmax", axis=-3), ids(5, 32, 32), loss("scce", axis=-3)
    ),
    "top five of ids": pair("10 softmax", ids(10), "scce", "SparseTopKCategoricalAccuracy"),
    "top five of one-hot": pair("10 softmax", one_hot(10), "cce", "TopKCategoricalAccuracy"),
    "mean IoU of one-hot": pair(
        "8x8x3 softmax",
        one_hot(3, 8, 8),
        "cce",
        Metric("OneHotMeanIoU", classes=3, sparse_pred=False, shown="OneHotMeanIoU(num_classes=3)"),
    ),
    "mean IoU of ids": pair(
        "8x8x3 softmax",
        ids(3, 8, 8),
        "scce",
        Metric("MeanIoU", classes=3, sparse_true=True, sparse_pred=False, shown="MeanIoU(3)"),
    ),
    "crossentropy as a metric": pair(
        "10 softmax", ids(10), "scce", "sparse_categorical_crossentropy"
    ),
    "weights of ten classes": pair("10 softmax", ids(10), "scce", class_weight=tuple(range(10))),
    "weights of some classes": pair("10 softmax", ids(10), "scce", class_weight=(0, 9)),
    "weights of tokens": pair("20x5 softmax", ids(5, 20), "scce", sample_weight=(N, 20)),
    "pixels of no class, weighed out": pair(
        "8x8x3 softmax", ids(3, 8, 8), "scce", sample_weight=(N, 8, 8), weighted=True
    ),
    "rows of zeros, weighed out": pair("3 softmax", padded(3), "cce", weighted=True),
    "more units than classes seen": pair("12 softmax", ids(10), "scce", "accuracy"),
    "a class for each of many, some hidden": pair("50 softmax", ids(10, start=5), "scce"),
    "few of a hundred classes seen": pair("100 softmax", y(column(0, 3, 7, times=100)), "scce"),
    "few classes seen in a sample": pair(
        "100 softmax", y(replace(column(*range(10), times=100), sampled=True)), "scce"
    ),
    "few tokens of a vocabulary seen": pair("20x100 softmax", ids(10, 20), "scce"),
    "more values than are remembered": pair(
        "900 softmax", y(Facts(9000, 0, 99, True, distinct=None)), "scce"
    ),
    "accuracy of unknown labels, decided by us": pair(
        "10 softmax", Labels(None, "int64"), "scce", "accuracy", decided=True
    ),
    "rows of unknown length": pair("10 softmax", Labels((N, N), "float32"), "cce", "accuracy"),
    "a softmax along an axis that is not there": pair(
        Output((N, 1), "softmax", axis=-3), None, "own"
    ),
    "class numbers for embeddings": pair("?", (N,), "cosine"),
    "crossentropies of both kinds": pair(
        "10",
        ids(10),
        "scce logits",
        Metric("SparseCategoricalCrossentropy", from_logits=True, shown="a crossentropy"),
    ),
    "a crossentropy of class numbers beside another": pair(
        "10 softmax",
        one_hot(10),
        "cce",
        Metric("SparseCategoricalCrossentropy", from_logits=False, shown="a crossentropy"),
    ),
    "weights of pixels in a channel": pair(
        "8x8x3 softmax", ids(3, 8, 8), "scce", sample_weight=(N, 8, 8, 1)
    ),
    "weights of tokens in a column": pair(
        "8x3 softmax", ids(3, 8), "scce", sample_weight=(N, 8, 1)
    ),
    "weights of pixels of a mask": pair(
        "8x8x1 sigmoid", bits(8, 8, 1), "bce", sample_weight=(N, 8, 8, 1)
    ),
    "a bit of no known shape": pair("1 sigmoid", Labels(None, "int64"), "bce", "accuracy"),
    "rows of no known shape": pair("10 softmax", Labels(None, "float32"), "cce", "accuracy"),
    "labels and their dtype unknown": pair("10 softmax", Labels(None), "scce", "accuracy"),
    "a mean": pair("10 softmax", ids(10), "scce", "Mean"),
    "an error of class numbers": pair("10 softmax", ids(10), "scce", "mae"),
    "metrics beside a loss of one's own": pair("1", bits(), "own", "Precision", "BinaryAccuracy"),
    "metrics of logits that are said": pair(
        "1", bits(), "own", "Precision", "BinaryAccuracy", from_logits=True
    ),
    "an exact accuracy beside a loss of one's own": pair("3", ids(3), "own", "Accuracy"),
    "a crossentropy beside a loss of one's own": pair(
        "1", bits(), "own", Metric("BinaryCrossentropy", from_logits=True, shown="bce")
    ),
    "a crossentropy beside a regression": pair(
        "1 sigmoid", bits(), "mse", Metric("BinaryCrossentropy", from_logits=True, shown="bce")
    ),
    "a weighed accuracy of signs": pair("1", y(column(-1, 1, times=9)), "hinge", "accuracy"),
    "tags and a softmax": pair("5 softmax", soft(5), "cce", "accuracy"),
    "no classes at all": pair("3 softmax", ids(3), "scce", class_weight=()),
    "classes of unknown units": pair("? softmax", ids(3), "scce", class_weight=(0, 7)),
    "weights of an unknown output": pair(Output(None), ids(3), "scce", sample_weight=(N, 3)),
    "weights of a loss of one's own": pair("3", ids(3), "own", sample_weight=(N, 3)),
    # independent labels
    "tags": pair("5 sigmoid", multi_hot(5), "bce", "binary_accuracy", "AUC", "Precision"),
    "tags as ints": pair("5 sigmoid", multi_hot(5, dtype="int64"), "bce"),
    "tags as bools": pair("5 sigmoid", multi_hot(5, dtype="bool"), "focal"),
    "tags as logits": pair("5", multi_hot(5), "bce logits", ZERO, AUC_LOGITS),
    "tags, unseen": pair("5 sigmoid", (N, 5), "bce", "accuracy"),
    "tags, accuracy decided by us": pair(
        "5 sigmoid", multi_hot(5), "bce", "accuracy", decided=True
    ),
    "two units, tags": pair("2 sigmoid", multi_hot(2), "bce", "binary_accuracy"),
    "tags of every token": pair("20x5 sigmoid", multi_hot(5, 20), "bce"),
    "soft tags": pair("5 sigmoid", amounts(0, 1, 5), "bce"),
    "few one-hot rows of tags": pair("3 sigmoid", y(rows((1, 0, 0), (0, 1, 0)), 3), "bce"),
    "one-hot rows said to be tags": pair("3 sigmoid", one_hot(3), "bce", task="multilabel"),
    # numbers
    "an amount": pair("1", amounts(5, 50), "mse", "mae", "RootMeanSquaredError"),
    "an amount in a column": pair("1", amounts(-3, 3, 1), "mae", "mse"),
    "an amount, huber": pair("1", amounts(-300, 3000, 1), "huber"),
    "an amount, whole": pair("1", y(column(*range(3, 60))), "mse", "mae"),
    "an amount, unseen": pair("1", (N,), "mse", "mae"),
    "ratings": pair("1", ids(5, start=1), "mse", "mae"),
    "ratings as floats": pair("1", ids(5, start=1, dtype="float32"), "mae"),
    "wine": pair("1", ids(7, start=3, dtype="float32"), "mse", "RootMeanSquaredError"),
    "counts": pair("1 softplus", y(column(*range(30), times=9)), "poisson"),
    "counts, exponential": pair("1 exponential", y(column(*range(30), times=9)), "poisson"),
    "counts, relu": pair("1 relu", y(column(*range(30), times=9), dtype="float32"), "mse", "mae"),
    "hours": pair("1 relu", amounts(0, 24), "mae"),
    "densities": pair("64x64x1 relu", amounts(0, 9, 64, 64, 1), "mse", "mae"),
    "log of counts": pair("1", amounts(0, 9), "msle"),
    "percent": pair("1", amounts(1, 99), "mape"),
    "several amounts": pair("4", amounts(-20, 300, 4), "mse", "mae"),
    "series": pair("24x1", amounts(-2, 2, 24, 1), "mse", "mae"),
    "series of any length": pair("?x3", amounts(-2, 2, N, 3), "mae"),
    "keypoints": pair("30 sigmoid", amounts(0, 1, 30), "mse", "mae"),
    "keypoints under bce": pair("30 sigmoid", amounts(0, 1, 30), "bce"),
    "boxes": pair("4", amounts(0, 1, 4), "mse"),
    "boxes in a sigmoid": pair("4 sigmoid", amounts(0, 1, 4), "huber"),
    "tanh on signed amounts": pair("3 tanh", amounts(-1, 1, 3), "mse"),
    "an autoencoder": pair("784 sigmoid", amounts(0, 1, 784), "bce"),
    "an autoencoder of images": pair("28x28x1 sigmoid", amounts(0, 1, 28, 28, 1), "bce", "mse"),
    "an autoencoder, mse": pair("28x28x1 sigmoid", amounts(0, 1, 28, 28, 1), "mse"),
    "an autoencoder in tanh": pair("28x28x3 tanh", amounts(-1, 1, 28, 28, 3), "mse"),
    "an autoencoder of black and white": pair("28x28x1 sigmoid", bits(28, 28, 1), "bce"),
    "super-resolution": pair("?x?x3", amounts(0, 255, N, N, 3), "mse"),
    "a relu that misses a hair": pair("1 relu", amounts(-0.01, 40), "mse"),
    "0 and 1 fitted as a score, several": pair("4", multi_hot(4), "mse"),
    "two amounts, none of them more": pair("2", amounts(-4, 4, 2), "log_cosh"),
    "quantiles": pair("3", amounts(0, 9, 1), "own"),
    "mean and variance": pair("2", amounts(0, 9), "own"),
    # what cannot be judged
    "packed labels": pair("10 softmax", amounts(0, 500, 3), "own", "accuracy"),
    "an ordinal head": pair("4 sigmoid", ids(5), "own"),
    "ids against embeddings": pair("64", ids(10), "own"),
    "ids against embeddings, circle": pair("64", ids(10), "circle"),
    "ids far beyond the units": pair("8", ids(60), "circle"),
    "vectors that point alike": pair("64", amounts(-1, 1, 64), "cosine"),
    "texts": pair("?x32 softmax", ids(31, N, start=1), "ctc"),
    "texts as logits": pair("50x32", ids(31, 12, start=1), "ctc"),
    "values of actions": pair("4", amounts(-9, 9, 4), "mse"),
    "values of actions, huber": pair("4", amounts(-9, 9, 4), "huber", "mae"),
    "an own step hides all": pair("10", ids(10), "scce", "accuracy", own_step=True),
    "an own step, ids under a loss for rows": pair("10 softmax", ids(10), "cce", own_step=True),
    "255 under a loss of one's own": pair("3", y(column(0, 1, 2, 255, times=9)), "own"),
    "nothing but a head": pair("10 softmax"),
    "a linear head alone": pair("3"),
    "a relu head alone": pair("3 relu"),
    "an unknown rank": pair(Output(None, "softmax"), ids(10), "scce"),
    "unknown units": pair("? softmax", ids(10), "scce", "accuracy"),
    "unknown units, one-hot": pair("? softmax", Labels((N, N), "float32"), "cce", "accuracy"),
    "unknown all": pair(Output(None), Labels(None), "mse"),
    "no values yet": pair("10 softmax", Labels((N,), "int64", facts=Facts()), "scce"),
    "a metric of one's own": pair("10 softmax", ids(10), "scce", Metric(None, shown="mine")),
    "relu over sigmoid left as it was": pair(head("3 relu", beneath="sigmoid"), N, "own"),
}
"""Pairings on which every rule is silent: no error, no warning, no note."""
