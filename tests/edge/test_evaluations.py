"""`isolated`, `evaluate_each`, `EvaluateEach`: evaluations that leave no trace."""

from __future__ import annotations

import contextlib

import keras
import numpy as np
import pytest

from resolver.edge.count.accuracy import Accuracy
from resolver.edge.train.callbacks import BatchCounts
from resolver.edge.train.evaluations import EvaluateEach, evaluate_each, isolated
from resolver.edge.train.layers import RecordMetric

X = np.array([[0.9], [0.1], [0.8], [0.2], [0.7], [0.6], [0.1]], "float32")
Y = np.array([[1], [1], [0], [0], [1], [0], [1]], "float32")


def compiled():
    inputs = keras.Input((1,))
    outputs = keras.layers.Dense(1, kernel_initializer="ones")(
        RecordMetric(keras.metrics.Sum(name="seen"))(inputs)
    )
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=[Accuracy("binary"), "mae"])
    return model


class During(keras.callbacks.Callback):
    """Evaluates in the middle of an epoch."""

    def on_train_batch_end(self, batch, logs=None):
        with isolated(self.model):
            self.model.evaluate(X, 1 - Y, verbose=0)
            self.model.predict(X, verbose=0)


def test_evaluation_within_an_epoch():
    """An evaluation between two batches of fit changes none of the epoch's numbers."""
    alone = compiled().fit(X, Y, 2, 2, 0, shuffle=False).history
    disturbed = compiled().fit(X, Y, 2, 2, 0, [During()], shuffle=False).history

    assert alone == disturbed


def test_batches_around_an_evaluation():
    """BatchCounts goes on as if there had been no evaluation."""
    batches = BatchCounts()
    compiled().fit(X, Y, 2, 1, 0, [During(), batches], shuffle=False)

    assert [one.total for one in batches.counts["accuracy"]] == [2, 2, 2, 1]


def test_put_back_after_an_error():
    """The state is put back even if the evaluation fails."""
    model = compiled()
    model.evaluate(X, Y, verbose=0)
    before = model.get_metrics_result()
    with contextlib.suppress(RuntimeError), isolated(model):
        model.reset_metrics()
        raise RuntimeError

    assert {key: float(value) for key, value in before.items()} == {
        key: float(value) for key, value in model.get_metrics_result().items()
    }


def test_metrics_made_inside_are_empty_outside():
    """Metrics that did not exist before the context are left at zero."""
    model = compiled()
    with isolated(model):
        model.evaluate(X, Y, verbose=0)

    assert float(model.get_metrics_result()["accuracy"]) == 0.0


def test_one_after_the_other():
    """Each set is scored as if it were the only one, in any order, and fit's state is kept."""
    model = compiled()
    model.evaluate(X, Y, verbose=0)
    before = model.get_metrics_result()["accuracy"]
    logs = evaluate_each(
        model, {"all": (X, Y), "turned": (X, 1 - Y), "again": (X, Y)}, batch_size=3
    )

    assert logs["all"] == logs["again"] != logs["turned"]
    assert logs["all"]["accuracy"] + logs["turned"]["accuracy"] == pytest.approx(1.0)
    assert float(model.get_metrics_result()["accuracy"]) == float(before)


def test_weights_reach_evaluate():
    """A third array is the weights, as in Keras."""
    weights = np.array([1, 0, 0, 0, 0, 0, 0], "float32")
    logs = evaluate_each(compiled(), {"first": (X, Y, weights)})

    assert logs["first"]["loss"] == pytest.approx(0.01 / 7, rel=1e-5)


def test_after_each_epoch():
    """Every set gets its entries in logs and history, and leaves those of fit alone."""
    alone = compiled().fit(X, Y, 2, 2, 0, shuffle=False).history
    model = compiled()
    history = model.fit(
        X, Y, 2, 2, 0, [EvaluateEach({"turned": (X, 1 - Y)}, batch_size=2)], shuffle=False
    ).history
    expected = evaluate_each(model, {"turned": (X, 1 - Y)})["turned"]["accuracy"]

    assert {key: history[key] for key in alone} == alone
    assert history["turned_accuracy"] == [expected] * 2
