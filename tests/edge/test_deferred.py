"""A loss and an accuracy that decide on the first batch, from shape and dtype alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import pytest

from resolver.core.errors import AmbiguousPairing, PairingError
from resolver.core.losses import Loss
from resolver.core.specs import Output
from resolver.edge.builders.deferred import AutoAccuracy, AutoLoss, Deferral
from resolver.edge.loss.axis_loss import ElementLoss, SparseCategoricalCrossentropy
from resolver.edge.loss.read_loss import read_loss

L = keras.losses
Array = np.ndarray[Any, Any]


class Case(NamedTuple):
    """An output, labels as they arrive, and what they decide."""

    name: str
    output: Output
    labels: Array
    keywords: dict[str, Any]
    cls: type
    config: dict[str, Any]
    metric: tuple[str, str, float]


IDS = np.array([0, 2, 1, 1])
CASES = [
    Case(
        "ids, probabilities",
        Output((None, 3), "softmax"),
        IDS,
        {},
        L.SparseCategoricalCrossentropy,
        {"from_logits": False},
        ("multiclass", "index", 0.5),
    ),
    Case(
        "ids (B, 1), logits",
        Output((None, 3), "linear"),
        IDS[:, None],
        {},
        L.SparseCategoricalCrossentropy,
        {"from_logits": True},
        ("multiclass", "index", 0.5),
    ),
    Case(
        "float ids",
        Output((None, 3), "softmax"),
        IDS.astype("float32"),
        {},
        L.SparseCategoricalCrossentropy,
        {"from_logits": False},
        ("multiclass", "index", 0.5),
    ),
    Case(
        "rows under a softmax",
        Output((None, 3), "softmax"),
        np.eye(3)[IDS],
        {},
        L.CategoricalCrossentropy,
        {"from_logits": False},
        ("multiclass", "one_hot", 0.5),
    ),
    Case(
        "rows of logits, told the task",
        Output((None, 3), "linear"),
        np.eye(3)[IDS],
        {"task": "multilabel"},
        L.BinaryCrossentropy,
        {"from_logits": True},
        ("multilabel", "multi_hot", 0.0),
    ),
    Case(
        "one sigmoid unit",
        Output((None, 1), "sigmoid"),
        IDS % 2,
        {},
        L.BinaryCrossentropy,
        {"from_logits": False},
        ("binary", "binary", 0.5),
    ),
    Case(
        "bool against one linear unit",
        Output((None, 1), "linear"),
        IDS > 0,
        {},
        L.BinaryCrossentropy,
        {"from_logits": True},
        ("binary", "binary", 0.0),
    ),
    Case(
        "output (B,)",
        Output((None,), "sigmoid"),
        IDS % 2,
        {},
        ElementLoss,
        {"axis": -1},
        ("binary", "binary", 0.5),
    ),
    Case(
        "channels first",
        Output((None, 3, 4, 5), "softmax", axis=-3),
        np.tile(IDS[:, None, None], (1, 4, 5)),
        {"ignore_class": 2},
        SparseCategoricalCrossentropy,
        {"from_logits": False, "axis": 1, "ignore_class": 2},
        ("multiclass", "index", 0.5),
    ),
]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def scores(case: Case) -> Array:
    shape = tuple(len(case.labels) if size is None else size for size in case.output.shape or ())
    drawn = np.random.default_rng(5).uniform(0.1, 0.9, shape).astype("float32")
    soft = case.output.activation == "softmax"
    return drawn / drawn.sum(case.output.axis, keepdims=True) if soft else drawn


@each_case
def test_the_loss_is_the_one_that_the_labels_decide(case: Case) -> None:
    """Shape, dtype and the output's activation decide class and arguments."""
    chosen = AutoLoss(case.output, **case.keywords).resolved(case.labels)
    config = chosen.get_config()

    assert case.cls is type(chosen)
    assert case.config == {key: config[key] for key in case.config}


@each_case
def test_the_value_is_the_one_of_the_chosen_loss(case: Case) -> None:
    """Weights and reduction reach the loss that was chosen."""
    loss = AutoLoss(case.output, **case.keywords, reduction="sum")
    weights = np.arange(1.0, 5.0, dtype="float32").reshape((4,) + (1,) * (scores(case).ndim - 2))
    chosen = loss.resolved(case.labels)

    assert "sum" == chosen.reduction
    assert float(chosen(case.labels, scores(case), weights)) == float(
        loss(case.labels, scores(case), weights)
    )


@each_case
def test_the_size_of_the_batch_does_not_matter(case: Case) -> None:
    """A batch of one decides what a batch of four decides, down to the evidence."""
    deferral = AutoLoss(case.output, **case.keywords).deferral

    assert deferral.decide(case.labels) == deferral.decide(case.labels[:1])


@each_case
def test_a_deferred_loss_survives_json(case: Case) -> None:
    """Its config is plain values, and gives the same decision again."""
    said = {"name": "mine", "regression": False, "reduction": "sum", "dtype": "float16"}
    loss = AutoLoss(case.output, **case.keywords, **said)
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(loss)))
    again = keras.saving.deserialize_keras_object(config)

    assert {**said, "deferral": loss.deferral} == {
        name: getattr(again, name) for name in (*said, "deferral")
    }


@each_case
def test_the_accuracy_follows_the_labels(case: Case) -> None:
    """Task, coding and threshold come from the same decision, and the count with them."""
    metric = AutoAccuracy(case.output, **case.keywords)
    metric.update_state(case.labels, scores(case))
    rule = metric._rule

    assert case.metric == (rule.task, rule.coding, rule.threshold)


@each_case
def test_a_deferred_accuracy_survives_json(case: Case) -> None:
    """Its config is plain values, and gives the same decision again."""
    metric = AutoAccuracy(case.output, **case.keywords, loss=Loss("hinge"), name="acc")
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(metric)))
    again = keras.saving.deserialize_keras_object(config)

    assert ("acc", metric.deferral) == (again.name, again.deferral)


def test_the_accuracy_counts_exactly() -> None:
    """Two batches of unequal size give the counts of both together."""
    metric = AutoAccuracy(Output((None, 3), "softmax"))
    best = np.eye(3)[[0, 1, 1, 2, 0]]
    labels = np.array([0, 2, 1, 2, 1])
    metric.update_state(labels[:4], best[:4])
    metric.update_state(labels[4:], best[4:])
    counts = metric.counts()

    assert (3, 5) == (counts.correct, counts.total)


def trained(activation: str | None, labels: Array, path: Path) -> tuple[Any, Any]:
    """A model trained on a deferred loss and accuracy, and the same model loaded from disk."""
    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(3, activation)(inputs))
    output = Output((None, 3), activation or "linear")
    model.compile("sgd", loss=AutoLoss(output), metrics=[AutoAccuracy(output)])
    model.fit(features(), labels, batch_size=4, epochs=1, verbose=0)
    model.save(path)
    return model, keras.saving.load_model(path)


def features() -> Array:
    return np.random.default_rng(0).normal(size=(10, 4)).astype("float32")


@pytest.mark.parametrize("rows", [False, True], ids=["ids", "one-hot"])
def test_a_model_trains_saves_and_loads(rows: bool, tmp_path: Path) -> None:
    """With a last batch of two, the loaded model reports what the trained one reports."""
    ids = np.random.default_rng(1).integers(0, 3, 10)
    labels = np.eye(3, dtype="float32")[ids] if rows else ids
    model, loaded = trained("softmax", labels, tmp_path / "model.keras")
    probabilities = np.asarray(model.predict(features(), verbose=0))
    expected = [
        -np.log(probabilities[np.arange(10), ids]).mean(),
        (probabilities.argmax(-1) == ids).mean(),
    ]

    assert expected == pytest.approx(model.evaluate(features(), labels, verbose=0), rel=1e-5)
    assert expected == pytest.approx(loaded.evaluate(features(), labels, verbose=0), rel=1e-5)


def test_what_stays_open_is_refused_on_the_first_batch(tmp_path: Path) -> None:
    """Rows against logits can be one-hot or multi-hot; the message names what settles it."""
    with pytest.raises(AmbiguousPairing) as refusal:
        trained(None, np.eye(3, dtype="float32")[np.arange(10) % 3], tmp_path / "model.keras")

    assert refusal.value.settle == ("task='multiclass'", "task='multilabel'", "task='regression'")


def test_crossentropy_never_becomes_a_regression() -> None:
    """The word refuses continuous labels, and says what to write for them."""
    loss = AutoLoss(Output((None, 1), "linear"), task="regression", regression=False)
    with pytest.raises(PairingError) as refusal:
        loss(np.array([0.5]), np.array([[0.25]]))

    assert ["classification-loss-for-regression"] == [each.name for each in refusal.value.findings]
    assert "loss='mean_squared_error'" == refusal.value.findings[0].use


def test_a_regression_has_no_deferred_accuracy() -> None:
    """The accuracy refuses, and says what is measured instead."""
    metric = AutoAccuracy(Output((None, 1), "linear"), task="regression")
    with pytest.raises(PairingError) as refusal:
        metric.update_state(np.array([0.5]), np.array([[0.25]]))

    assert ["accuracy-on-regression"] == [each.name for each in refusal.value.findings]
    assert "metrics=['mae']" == refusal.value.findings[0].use


def test_a_given_loss_decides_the_accuracy() -> None:
    """Rows against logits are multi-label under a binary crossentropy from logits."""
    loss = read_loss(L.BinaryCrossentropy(from_logits=True))
    metric = AutoAccuracy(Output((None, 3), "linear"), loss=loss)
    metric.update_state(np.eye(3)[IDS], np.eye(3)[IDS] - 0.5)

    assert ("multilabel", 0.0, 12) == (
        metric._rule.task,
        metric._rule.threshold,
        metric.counts().correct,
    )


def test_a_deferred_loss_is_read_as_still_to_be_chosen() -> None:
    """Reading it gives what "auto" and "crossentropy" give."""
    output = Output((None, 3))
    read = [read_loss(AutoLoss(output)), read_loss(AutoLoss(output, regression=False))]

    assert [read_loss("auto"), read_loss("crossentropy")] == read


def test_float64_is_no_evidence() -> None:
    """Keras builds distributed models on averaged batches, where every dtype is float64."""
    deferral = Deferral(Output((None, 3), "softmax"))

    assert deferral.decide(IDS.astype("float64")).labels.dtype is None
