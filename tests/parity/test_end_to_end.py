"""The same rules seen from outside: models are run, and the metric that Keras built is read."""

from __future__ import annotations

from typing import Any, Final

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from resolver.core import generations
from resolver.core.losses import Loss
from resolver.core.specs import Shape

from .oracles import name_of

BATCH: Final = 4

FAMILIES: Final = {"mse": "mean_squared_error", "bce": "binary_crossentropy"}
"""What the short names below are short for."""

Tail = tuple[int, ...]

PAIRS: Final[tuple[tuple[Tail, Tail], ...]] = (
    ((), (1,)),
    ((1,), (1,)),
    ((), (5,)),
    ((1,), (5,)),
    ((5,), (5,)),
    ((3,), (3, 1)),
    ((3, 1), (3, 1)),
    ((3,), (3, 5)),
    ((3, 1), (3, 5)),
    ((3, 5), (3, 5)),
    ((2, 2), (2, 2, 1)),
    ((2, 2), (2, 2, 5)),
    ((2, 2, 1), (2, 2, 5)),
    ((2, 2, 5), (2, 2, 5)),
)
"""Shapes of labels and output without the batch, on which every generation can go on to count."""


def _run(library: Any, labels: Tail, output: Tail, metric: str) -> Any:
    """A model that gives back its input, evaluated once on zeros."""
    first = library.layers.Input(output)
    model = library.Model(first, library.layers.Activation("linear")(first))
    model.compile(loss=_no_loss, metrics=[metric], run_eagerly=True)
    model.evaluate(np.zeros((BATCH, *output)), np.zeros((BATCH, *labels)), verbose=0)
    return model


def _no_loss(_: Any, y_pred: Any) -> Any:
    """A loss that fits every pair of shapes."""
    return tf.reduce_mean(y_pred, axis=-1)


@pytest.mark.parametrize(("labels", "output"), PAIRS)
def test_keras_3_counts_by_the_metric_of_its_rules(labels: Tail, output: Tail) -> None:
    """A model of Keras 3 that was evaluated holds the metric of `keras3`, under its own name."""
    expected = generations.metric("keras3", "Accuracy", (None, *labels), (None, *output))
    metric = _run(keras, labels, output, "Accuracy")._compile_metrics.metrics[0]

    assert (expected.name, "Accuracy") == (name_of(metric), metric.name)


@pytest.mark.parametrize(
    ("labels", "output", "string"),
    [(*pair, ("accuracy", "CE")[turn % 2]) for turn, pair in enumerate(PAIRS)],
)
def test_tf_keras_counts_by_the_metric_of_its_rules(
    labels: Tail, output: Tail, string: str
) -> None:
    """A model of tf_keras that was evaluated holds the metric of `tf2`, under its own name."""
    expected = generations.metric("tf2", string, (None, *labels), (None, *output))
    metric = _run(tf_keras, labels, output, string).compiled_metrics.metrics[0]

    assert (expected.name, string) == (name_of(metric), metric.name)


@pytest.mark.parametrize(
    ("output", "loss"),
    [
        ((None, 1), "mse"),
        ((None, 5), "mse"),
        ((None, 5), "bce"),
        ((None, 5), "sparse_categorical_crossentropy"),
        ((None, 3, 5), "binary_crossentropy"),
        ((None, 3, 1), "sparse_categorical_crossentropy"),
    ],
)
def test_a_v1_model_compiles_the_metric_of_its_rules(output: Shape, loss: str) -> None:
    """A model of a v1 trainer holds the metrics of `tf1` once it is compiled."""
    read = Loss(FAMILIES.get(loss, loss), form="string", shown=repr(loss))
    strings = ["accuracy", "ce"]
    expected = [generations.metric("tf1", string, None, output, read).name for string in strings]
    with tf.Graph().as_default():
        first = tf_keras.layers.Input((output or ())[1:])
        model = tf_keras.Model(first, tf_keras.layers.Activation("linear")(first))
        model.compile(loss=loss, metrics=strings)

    assert expected == [name_of(metric) for metric in model._compile_metric_functions]


@pytest.mark.parametrize(
    ("labels", "output", "loss"),
    [
        ((), (1,), "crossentropy"),
        ((), (5,), "ce"),
        ((5,), (5,), "CE"),
        ((3,), (3, 5), "Crossentropy"),
    ],
)
def test_keras_3_trains_the_loss_of_its_rules(labels: Tail, output: Tail, loss: str) -> None:
    """A model of Keras 3 compiled with 'crossentropy' holds the loss of `keras3`."""
    expected = generations.loss("keras3", loss, (None, *labels), (None, *output)).name
    model = keras.Sequential([keras.Input(output), keras.layers.Activation("sigmoid")])
    model.compile(loss=loss, run_eagerly=True)
    model.evaluate(np.zeros((BATCH, *output)), np.zeros((BATCH, *labels)), verbose=0)

    assert expected == name_of(model._compile_loss._flat_losses[0].loss)
