"""The metric that a decision names: exact, or a stock class where one can be right."""

from __future__ import annotations

from typing import Any, NamedTuple

import keras
import numpy as np
import pytest

from resolver.core.decide import decide
from resolver.core.decision import Choice, Decision
from resolver.core.errors import InvalidArgument, StockMetricError
from resolver.core.losses import Loss
from resolver.core.specs import Labels, Output
from resolver.edge.builders.build import build_metric, build_regression_metric
from resolver.edge.count.accuracy import Accuracy

Shape = tuple[int | None, ...]
M = keras.metrics


class Case(NamedTuple):
    """Labels and an output, the stock class that is right for them, and data with its accuracy."""

    name: str
    decision: Decision
    stock: type
    y_true: Any
    y_pred: Any
    accuracy: float


def decided(
    labels: Shape, output: Shape, activation: str | None, coding: str | None = None, **more: Any
) -> Decision:
    return decide(
        Labels(labels, coding=coding),
        Output(output, activation, more.pop("dtype", None), axis=more.pop("axis", -1)),
        **more,
    )


THREE = np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3], [0.2, 0.2, 0.6], [0.9, 0.05, 0.05]], "float32")
ONE = np.array([[0.6], [-0.2], [0.3], [0.9]], "float32")

CASES = [
    Case(
        "binary, probabilities",
        decided((None,), (None, 1), "sigmoid"),
        M.BinaryAccuracy,
        [1, 0, 1, 1],
        ONE,
        0.75,
    ),
    Case(
        "binary, logits",
        decided((None,), (None, 1), "linear", "binary"),
        M.BinaryAccuracy,
        [1, 0, 1, 1],
        ONE,
        1.0,
    ),
    Case(
        "binary, output (B,)",
        decided((None, 1), (None,), "sigmoid"),
        M.BinaryAccuracy,
        [[1], [0], [1], [1]],
        ONE[:, 0],
        0.75,
    ),
    Case(
        "multi-label",
        decided((None, 3), (None, 3), "sigmoid", "multi_hot"),
        M.BinaryAccuracy,
        [[0, 1, 1], [1, 0, 0], [0, 0, 1], [1, 1, 0]],
        THREE,
        9 / 12,
    ),
    Case(
        "ids",
        decided((None,), (None, 3), "softmax"),
        M.SparseCategoricalAccuracy,
        [1, 0, 2, 1],
        THREE,
        0.75,
    ),
    Case(
        "one-hot",
        decided((None, 3), (None, 3), "softmax"),
        M.CategoricalAccuracy,
        np.eye(3)[[1, 0, 2, 1]],
        THREE,
        0.75,
    ),
    Case(
        "bool one-hot",
        decided((None, 3), (None, 3), "linear", "one_hot"),
        M.CategoricalAccuracy,
        np.eye(3)[[1, 0, 2, 1]] > 0,
        THREE,
        0.75,
    ),
    Case(
        "tokens",
        decided((None, None), (None, None, 3), "softmax", "index"),
        M.SparseCategoricalAccuracy,
        [[1, 0], [2, 1]],
        THREE.reshape(2, 2, 3),
        0.75,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.parametrize("exact", [True, False])
def test_the_metric_counts_rightly(case: Case, exact: bool) -> None:
    """Ours and the stock class give the accuracy that is true, where the stock class can."""
    metric = build_metric(case.decision, name="acc", exact=exact)
    metric.update_state(np.asarray(case.y_true), case.y_pred)

    assert (Accuracy if exact else case.stock) is type(metric)
    assert case.accuracy == pytest.approx(float(metric.result()), abs=1e-6)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("name", ["acc", "accuracy", "ACC"])
def test_the_metric_keeps_the_name_that_was_written(name: str, exact: bool) -> None:
    """Logs and history show what the user wrote."""
    decision = decided((None,), (None, 3), "softmax")

    assert name == build_metric(decision, name=name, exact=exact).name


def test_exact_carries_the_whole_decision() -> None:
    """Task, coding, axis and ignored class reach the exact metric."""
    decision = decided((None, 4, 5), (None, 3, 4, 5), "softmax", axis=-3, ignore_class=255)
    config = build_metric(decision, name="accuracy").get_config()

    assert {
        "task": "multiclass",
        "coding": "index",
        "threshold": 0.5,
        "axis": -3,
        "ignore_class": 255,
    } == {key: config[key] for key in ("task", "coding", "threshold", "axis", "ignore_class")}


LACKING = [
    (
        decided((None,), (None, 3), "softmax", ignore_class=0),
        "leaves out a class. Received: ignore_class=0",
    ),
    (
        decided((None, 4, 5), (None, 3, 4, 5), "softmax", axis=-3),
        "has an axis for the classes. Received: classes on axis -3",
    ),
    (
        decided((None, 4, 5), (None, 1, 4, 5), "sigmoid", class_axis=1),
        "has an axis for the classes. Received: classes on axis -3",
    ),
    (
        decided((None,), (None, 1), "tanh", "sign"),
        "reads element by element other labels than 0/1. Received: labels coded 'sign'",
    ),
    (
        decided((None,), (None, 1), "sigmoid", "soft"),
        "reads element by element other labels than 0/1. Received: labels coded 'soft'",
    ),
    (
        decided((None,), (None, 300), "softmax", dtype="bfloat16"),
        "compares class numbers as whole numbers in this dtype. Received: 300 classes as bfloat16",
    ),
    (
        decided((None, 2049), (None, 2049), "softmax", "one_hot", dtype="float16"),
        "compares class numbers as whole numbers in this dtype. Received: 2049 classes as float16",
    ),
    (
        decided((None, 4, 5), (None, 3, 4, 5), "softmax", axis=-3, ignore_class=255),
        "leaves out a class, and none has an axis for the classes. "
        "Received: ignore_class=255, classes on axis -3",
    ),
]


@pytest.mark.parametrize(("decision", "text"), LACKING, ids=[row[1][:40] for row in LACKING])
def test_a_stock_metric_that_would_be_wrong_is_refused(decision: Decision, text: str) -> None:
    """The message names what stock Keras lacks and what was seen."""
    with pytest.raises(StockMetricError) as refusal:
        build_metric(decision, name="accuracy", exact=False)

    assert (
        f"exact=False asks for a stock accuracy, and none of Keras {text}. Use: exact=True"
    ) == str(refusal.value)


def test_stock_metrics_are_wrong_where_they_are_refused() -> None:
    """The refusal for low precision is no false alarm: stock Keras rounds the class numbers."""
    scores = keras.ops.cast(np.eye(600, dtype="float32"), "bfloat16")
    metric = M.SparseCategoricalAccuracy()
    metric.update_state(np.arange(600) ^ 1, scores)

    assert float(metric.result()) > 0.3


@pytest.mark.parametrize(("dtype", "classes"), [("bfloat16", 256), ("float16", 2048)])
def test_low_precision_is_fine_for_few_classes(dtype: str, classes: int) -> None:
    """Up to 256 classes are whole numbers in bfloat16, and 2,048 in float16."""
    decision = decided((None,), (None, classes), "softmax", dtype=dtype)

    assert type(build_metric(decision, name="a", exact=False)) is M.SparseCategoricalAccuracy


def test_a_historical_choice_is_built_as_it_is() -> None:
    """A decision by historical rules names a stock class, and that is what is built."""
    decision = decided((None,), (None, 3), "softmax")
    object.__setattr__(decision, "metric", Choice("metrics.CategoricalAccuracy"))
    metric = build_metric(decision, name="acc")

    assert (M.CategoricalAccuracy, "acc") == (type(metric), metric.name)


def test_a_regression_has_no_accuracy() -> None:
    """There is nothing to build, and the message says what is measured instead."""
    decision = decided((None,), (None, 1), "linear", "continuous")
    with pytest.raises(InvalidArgument) as refusal:
        build_metric(decision, name="accuracy")

    assert (
        "A regression has no accuracy to build. Received: name='accuracy'. Use: metrics=['mae']"
    ) == str(refusal.value)


def test_a_regression_is_measured_by_its_mean_absolute_error() -> None:
    """The metric is called 'mae', as Keras calls it when that is written."""
    metric = build_regression_metric()
    metric.update_state([[1.0], [2.0]], [[1.5], [2.0]])

    assert ("mae", 0.25) == (metric.name, float(metric.result()))


def test_hinge_logits_are_counted_by_sign() -> None:
    """A hinge loss makes 0 the threshold of both metrics."""
    hinge = Loss("hinge", shown="'hinge'")
    decision = decide(Labels((None,), coding="binary"), Output((None, 1), "linear"), loss=hinge)
    metrics = [build_metric(decision, name="a", exact=exact) for exact in (True, False)]

    assert [0.0, 0.0] == [metric.get_config()["threshold"] for metric in metrics]
