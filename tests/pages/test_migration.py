"""What stands side by side on the pages of migration is measured: other libraries, other Keras."""

from __future__ import annotations

import re
from pathlib import Path

import keras
import numpy as np
import pytest
import tf_keras
import torch
from sklearn.metrics import (
    accuracy_score,
    hamming_loss,
    hinge_loss,
    log_loss,
    mean_squared_error,
    zero_one_loss,
)
from torchmetrics.classification import BinaryAccuracy, MulticlassAccuracy, MultilabelAccuracy

import resolver
from tests.pages import generation_table

NUMBERS, TRAINING, *_ = Path("docs/migration/metrics.md").read_text("utf-8").split("\n## ")
ROWS = re.findall(r"(?m)^\| `(.+?)` \| `(.+?)` \|$", NUMBERS)
FED = re.findall(r"(?m)^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", TRAINING)
METHODS = re.findall(r"(?m)^\| `([a-z_]+)\(.*?\)` \| (.+) \|$", TRAINING)
RNG = np.random.default_rng(0)
NAMES = {
    "resolver": resolver,
    "accuracy_score": accuracy_score,
    "hamming_loss": hamming_loss,
    "hinge_loss": hinge_loss,
    "log_loss": log_loss,
    "mean_squared_error": mean_squared_error,
    "zero_one_loss": zero_one_loss,
    "BinaryAccuracy": BinaryAccuracy,
    "MulticlassAccuracy": MulticlassAccuracy,
    "MultilabelAccuracy": MultilabelAccuracy,
    "t": torch.from_numpy,
    "ids": RNG.integers(0, 5, 200),
    "probs": RNG.dirichlet(np.ones(5), 200),
    "bits": RNG.integers(0, 2, 200),
    "prob": RNG.random(200),
    "tags": RNG.integers(0, 2, (200, 4)),
    "tag_probs": RNG.random((200, 4)),
    "w": RNG.integers(0, 4, 200),
    "signs": RNG.integers(0, 2, 200) * 2 - 1,
    "margin": RNG.normal(size=200),
    "amounts": RNG.normal(size=200),
}


@pytest.mark.parametrize(("theirs", "ours"), ROWS)
def test_a_row_is_one_number_written_both_ways(theirs: str, ours: str) -> None:
    """What the page puts side by side is equal, to the rounding of the other library."""
    assert float(eval(ours, NAMES)) == pytest.approx(float(eval(theirs, NAMES)), rel=1e-6)


@pytest.mark.parametrize(("theirs", "ours", "fed"), FED)
def test_a_metric_that_is_fed_batches_ends_at_the_number_of_the_other(
    theirs: str, ours: str, fed: str
) -> None:
    """The metric of torchmetrics and ours, after the same three batches."""
    other, metric = eval(theirs, NAMES), eval(ours, NAMES)
    y_true, y_pred = eval(fed, NAMES)
    for part in (slice(70), slice(70, 99), slice(99, None)):
        other.update(torch.from_numpy(y_pred[part]), torch.from_numpy(y_true[part]))
        metric.update_state(y_true[part], y_pred[part])

    assert float(metric.result()) == pytest.approx(float(other.compute()), rel=1e-6)
    assert 0 < metric.counts().correct < metric.counts().total


@pytest.mark.parametrize(("theirs", "ours"), METHODS)
def test_a_method_that_is_named_is_there(theirs: str, ours: str) -> None:
    """Each method of the table is one of the metric beside it."""
    assert callable(getattr(BinaryAccuracy, theirs))
    for name in re.findall(r"`(\w+)\(", ours):
        assert callable(getattr(resolver.Accuracy, name))


def test_the_tables_have_rows() -> None:
    """Nothing that is measured above is an empty list."""
    assert (15, 4, 3) == (len(ROWS), len(FED), len(METHODS))


def test_the_numbers_of_the_generations_are_those_of_the_code() -> None:
    """docs/migration/keras.md has the table that is measured, and its text no other number."""
    page = generation_table.PAGE.read_text("utf-8")
    table = generation_table.table()
    text = re.sub(r"(?s)```.*?```", "", page)

    assert generation_table.written(page) == page, "run: python -m tests.pages.generation_table"
    assert set(re.findall(r"0\.\d{3}", text)) <= set(re.findall(r"0\.\d{3}", table))


@pytest.mark.parametrize("case", [*generation_table.cases()], ids=lambda case: case.title)
def test_the_numbers_of_the_generations_are_those_of_the_live_packages(
    case: generation_table.Case,
) -> None:
    """Keras 3 and tf_keras, which are installed, evaluate to what the table has for them."""
    counts = dict(zip(generation_table.COLUMNS, generation_table.counted(case), strict=True))
    for column, package in (("Keras 3", keras), ("TF 2.2", tf_keras)):
        said = counts[column]

        assert said is not None
        assert said.ratio == pytest.approx(generation_table.live(case, package), abs=1e-6)


@pytest.mark.parametrize(
    ("heads", "metrics"), [(1, "accuracy"), (2, ["accuracy"]), (1, ["crossentropy"])]
)
def test_what_keras_refuses_is_understood(heads: int, metrics: object) -> None:
    """A bare string, one list for several outputs, and "crossentropy" among metrics."""
    inputs = keras.Input((4,))
    outputs = [keras.layers.Dense(3, name=f"head{each}")(inputs) for each in range(heads)]
    model = keras.Model(inputs, outputs)
    labels = [np.arange(6) % 3] * heads
    losses = [keras.losses.SparseCategoricalCrossentropy(from_logits=True)] * heads

    def alone() -> None:
        model.compile("sgd", losses, metrics=metrics)
        model.evaluate(np.zeros((6, 4), "float32"), labels, verbose=0)

    with pytest.raises(ValueError, match="metric"):
        alone()
    done = resolver.compile(model, "sgd", losses, metrics=metrics, labels=labels)

    assert [1] * heads == [len(each) for each in done.metrics.values()]
