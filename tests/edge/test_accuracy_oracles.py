"""Where others count as we do, the integers are theirs."""

from __future__ import annotations

import importlib
from typing import Any

import keras
import numpy as np
import pytest

from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.counting import count_arrays

RNG = np.random.default_rng(7)
N = 501


def _data(kind: str) -> tuple[Any, Any, dict[str, Any], Any, Any]:
    """Labels, scores, our arguments, and both as classes."""
    if kind == "binary":
        scores, labels = RNG.random((N, 1), "float32"), RNG.integers(0, 2, (N, 1))
        return labels, scores, {"task": "binary"}, labels.ravel(), (scores > 0.5).ravel()
    if kind == "multilabel":
        scores, labels = RNG.random((N, 5), "float32"), RNG.integers(0, 2, (N, 5))
        return labels, scores, {"task": "multilabel"}, labels.ravel(), (scores > 0.5).ravel()
    scores, ids = RNG.random((N, 300), "float32"), RNG.integers(0, 3, N)
    ids = np.where(ids == 0, ids, scores.argmax(-1))
    if kind == "index":
        return ids, scores, {"task": "multiclass"}, ids, scores.argmax(-1)
    return (
        np.eye(300)[ids],
        scores,
        {"task": "multiclass", "coding": "one_hot"},
        ids,
        scores.argmax(-1),
    )


KINDS = ("binary", "multilabel", "index", "one_hot")


def _batches(metric: Any, y_true: Any, y_pred: Any) -> Any:
    for start in range(0, N, 50):
        metric.update_state(y_true[start : start + 50], y_pred[start : start + 50])
    return metric


@pytest.mark.parametrize("kind", KINDS)
def test_scikit_learn_counts_the_same(kind: str) -> None:
    """`accuracy_score` with `normalize=False` on the whole data is our `correct`."""
    sklearn = importlib.import_module("sklearn.metrics")
    y_true, y_pred, rule, classes, guesses = _data(kind)
    metric = _batches(Accuracy(**rule), y_true, y_pred)
    expected = (int(sklearn.accuracy_score(classes, guesses, normalize=False)), len(classes))
    ours = metric.counts()
    numpy = count_arrays(y_true, y_pred, **rule)

    assert [expected] * 2 == [(c.correct, c.total) for c in (ours, numpy)]


@pytest.mark.parametrize("kind", KINDS)
def test_keras_agrees_where_it_is_right(kind: str) -> None:
    """On one batch of distinct scores Keras's own metric is our ratio."""
    stock = {"index": "SparseCategoricalAccuracy", "one_hot": "CategoricalAccuracy"}
    y_true, y_pred, rule, *_ = _data(kind)
    theirs = getattr(keras.metrics, stock.get(kind, "BinaryAccuracy"))()
    theirs.update_state(y_true, y_pred)

    assert abs(count_arrays(y_true, y_pred, **rule).ratio - float(theirs.result())) < 1e-6


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="these two are torch's")
@pytest.mark.parametrize("kind", ["binary", "multilabel", "index"])
def test_torchmetrics_counts_the_same(kind: str) -> None:
    """torchmetrics' int64 counters, micro-averaged, hold our two integers."""
    torch = importlib.import_module("torch")
    classification = importlib.import_module("torchmetrics.classification")
    y_true, y_pred, rule, *_ = _data(kind)
    if kind == "index":
        metric = classification.MulticlassAccuracy(300, average="micro")
    else:
        metric = classification.BinaryAccuracy()
    metric.update(torch.as_tensor(y_pred), torch.as_tensor(y_true))
    correct = int(metric.tp.sum()) + (0 if kind == "index" else int(metric.tn.sum()))

    assert correct == count_arrays(y_true, y_pred, **rule).correct


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="these two are torch's")
@pytest.mark.parametrize("kind", ["binary", "index"])
def test_ignite_counts_the_same(kind: str) -> None:
    """ignite's counters hold our two integers."""
    torch = importlib.import_module("torch")
    ignite = importlib.import_module("ignite.metrics")
    y_true, y_pred, rule, *_ = _data(kind)
    scores = torch.as_tensor(y_pred)
    metric = ignite.Accuracy()
    metric.update((scores if kind == "index" else (scores > 0.5).long(), torch.as_tensor(y_true)))
    counts = count_arrays(y_true, y_pred, **rule)

    assert (int(metric._num_correct), metric._num_examples) == (counts.correct, counts.total)
