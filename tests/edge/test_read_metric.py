"""Metrics in every form in which Keras takes one."""

from __future__ import annotations

import functools

import keras
import pytest

import resolver
from resolver.core.metrics import METRICS, Metric
from resolver.edge.builders.read_metric import read_metric


class Mine(keras.metrics.BinaryAccuracy):
    """A metric of one's own."""


def own(y_true, y_pred):
    """A function of one's own."""
    return y_true - y_pred


def ratio(y_true, y_pred):
    """A function that returns two numbers."""
    return y_pred, y_true


READ = {
    "word": ("accuracy", Metric(None, word="accuracy", shown="'accuracy'")),
    "short word": ("ACC", Metric(None, word="accuracy", shown="'ACC'")),
    "the other word": ("ce", Metric(None, word="crossentropy", shown="'ce'")),
    "function's name": (
        "binary_accuracy",
        Metric("BinaryAccuracy", threshold=0.5, shown="'binary_accuracy'"),
    ),
    "class's name": ("AUC", Metric("AUC", shown="'AUC'")),
    "loss's name": ("mse", Metric("MeanSquaredError", shown="'mse'")),
    "crossentropy's name": (
        "bce",
        Metric("BinaryCrossentropy", from_logits=False, shown="'bce'"),
    ),
    "no name": ("confidence", Metric(None, shown="'confidence'")),
    "object": (
        keras.metrics.BinaryAccuracy(),
        Metric(
            "BinaryAccuracy", threshold=0.5, shown="keras.metrics.BinaryAccuracy(threshold=0.5)"
        ),
    ),
    "object with a threshold": (
        keras.metrics.BinaryAccuracy(threshold=0.0),
        Metric(
            "BinaryAccuracy", threshold=0.0, shown="keras.metrics.BinaryAccuracy(threshold=0.0)"
        ),
    ),
    "object that cuts at one half": (
        keras.metrics.Precision(),
        Metric("Precision", threshold=0.5, shown="keras.metrics.Precision()"),
    ),
    "object that cuts once": (
        keras.metrics.Recall(thresholds=0.0),
        Metric("Recall", threshold=0.0, shown="keras.metrics.Recall(thresholds=0.0)"),
    ),
    "object that cuts often": (
        keras.metrics.TruePositives(thresholds=[0.2, 0.8]),
        Metric("TruePositives", shown="keras.metrics.TruePositives(thresholds=[0.2, 0.8])"),
    ),
    "object of the best five": (
        keras.metrics.Precision(top_k=5),
        Metric("Precision", top_k=5, shown="keras.metrics.Precision(top_k=5)"),
    ),
    "object that reads logits": (
        keras.metrics.AUC(from_logits=True),
        Metric("AUC", from_logits=True, shown="keras.metrics.AUC(from_logits=True)"),
    ),
    "object with classes": (
        keras.metrics.MeanIoU(num_classes=3),
        Metric(
            "MeanIoU",
            classes=3,
            sparse_true=True,
            sparse_pred=True,
            shown="keras.metrics.MeanIoU(num_classes=3)",
        ),
    ),
    "object with classes in rows": (
        keras.metrics.OneHotMeanIoU(num_classes=3),
        Metric(
            "OneHotMeanIoU",
            classes=3,
            sparse_pred=False,
            shown="keras.metrics.OneHotMeanIoU(num_classes=3)",
        ),
    ),
    "class": (
        keras.metrics.Precision,
        Metric("Precision", threshold=0.5, shown="keras.metrics.Precision"),
    ),
    "class of an accuracy": (
        keras.metrics.Accuracy,
        Metric("Accuracy", shown="keras.metrics.Accuracy"),
    ),
    "function": (
        keras.metrics.binary_accuracy,
        Metric("BinaryAccuracy", threshold=0.5, shown="keras.metrics.binary_accuracy"),
    ),
    "function of a loss": (
        keras.losses.mean_absolute_error,
        Metric("MeanAbsoluteError", shown="keras.metrics.mean_absolute_error"),
    ),
    "partial": (
        functools.partial(keras.metrics.binary_accuracy, threshold=0.0),
        Metric(
            "BinaryAccuracy",
            threshold=0.0,
            shown="functools.partial(keras.metrics.binary_accuracy, ...)",
        ),
    ),
    "config": (
        {"class_name": "BinaryAccuracy", "config": {"threshold": 0.3}},
        Metric(
            "BinaryAccuracy", threshold=0.3, shown="keras.metrics.BinaryAccuracy(threshold=0.3)"
        ),
    ),
    "config of nothing": ({"class_name": "Nothing", "config": {}}, Metric(None, shown="Nothing")),
    "wrapped function": (
        keras.metrics.MeanMetricWrapper(keras.metrics.binary_accuracy),
        Metric("BinaryAccuracy", threshold=0.5, shown="keras.metrics.binary_accuracy"),
    ),
    "function of one's own": (own, Metric(None, shown="own")),
    "lambda": (lambda y_true, y_pred: y_pred, Metric(None, shown="a lambda")),
    "class of one's own": (Mine, Metric(None, shown="Mine")),
    "object of one's own": (Mine(), Metric(None, shown="Mine()")),
    "ours": (
        resolver.Accuracy(task="binary", threshold=0.5),
        Metric(None, ours=True, shown="resolver.Accuracy"),
    ),
    "our ratio": (resolver.Ratio(ratio), Metric(None, ours=True, shown="resolver.Ratio")),
}


@pytest.mark.parametrize(("given", "expected"), READ.values(), ids=READ.keys())
def test_a_metric_is_read(given, expected):
    """Each form tells the same of a metric as its class does."""
    assert expected == read_metric(given)


LEFT_OUT = {"Metric", "MeanMetricWrapper"}


def test_every_metric_of_keras_has_a_row():
    """The table has a row for each metric class of Keras, and for no other."""
    classes = {
        name
        for name, each in vars(keras.metrics).items()
        if isinstance(each, type) and issubclass(each, keras.metrics.Metric)
    }

    assert classes - LEFT_OUT == set(METRICS)


READS = {
    "argmax of IoU": (keras.metrics.MeanIoU(3, sparse_y_pred=False), "argmax", "index"),
    "rows of IoU": (keras.metrics.MeanIoU(3, sparse_y_true=False), "classes", "rows"),
    "best five": (keras.metrics.Recall(top_k=2), "argmax", "same"),
    "F1 by the best": (keras.metrics.F1Score(), "argmax", "rows"),
    "F1 by a cut": (keras.metrics.F1Score(threshold=0.5), "cut", "rows"),
    "own": (own, "any", "any"),
}


@pytest.mark.parametrize(("given", "reads", "labels"), READS.values(), ids=READS.keys())
def test_what_a_metric_was_told_changes_what_it_reads(given, reads, labels):
    """Arguments of a metric decide what it takes predictions and labels for."""
    metric = read_metric(given)

    assert (reads, labels) == (metric.reads, metric.labels)
