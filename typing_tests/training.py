"""A person who trains: compile, look, count, and know what each batch scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_type

import keras
import numpy as np

import resolver
from resolver.callbacks import BatchCounts, EvaluateEach, evaluate_each, isolated
from resolver.layers import RecordMetric


def first_choices(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """How many class numbers are the first choice, and how many there are."""
    hits = keras.ops.equal(keras.ops.argmax(y_pred, -1), y_true)
    return keras.ops.sum(keras.ops.cast(hits, "int32")), keras.ops.size(hits)


def compiles(model: keras.Model, x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> None:
    """The wrapped call takes Keras's arguments in Keras's order, and its own by name."""
    done = resolver.compile(model, "adam", labels=y, metrics=["accuracy", first_choices])
    model.fit(x, y)

    assert_type(done, resolver.Resolution)
    assert_type(done.decisions, Mapping[str, resolver.Decision | None])
    assert_type(done.losses["head"], Any)
    assert_type(done.metrics["head"], list[Any])
    assert_type(done.findings, tuple[resolver.Finding, ...])
    assert_type(str(done), str)

    resolver.compile(model, "adam", "auto", None, ["accuracy"], None, False, 1, "auto", True)
    resolver.compile(model, labels=y, ignore=("bce-multiclass",), exact=False, rules="keras3")
    resolver.compile(model, labelz=y)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    resolver.compile(model, exact="no")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def refuses(model: keras.Model) -> None:
    """What is refused carries its findings; what is doubtful is a warning of ours."""
    try:
        resolver.compile(model)
    except resolver.AmbiguousPairing as open_:
        assert_type(open_.readings, tuple[str, ...])
        assert_type(open_.settle, tuple[str, ...])
    except resolver.PairingError as error:
        assert_type(error.findings, tuple[resolver.Finding, ...])
        assert_type(error.findings[0].use, str)
        assert_type(error.findings[0].output, str | None)
    doubtful: type[UserWarning] = resolver.PairingWarning
    wrong: type[ValueError] = resolver.PairingError
    assert doubtful
    assert wrong


def checks(model: keras.Model, y: np.ndarray[Any, Any]) -> None:
    """A report is iterable, and says whether all is well."""
    report = resolver.check(model, y, loss="mse", metrics=["accuracy"], class_weight={0: 1.0})

    assert_type(report, resolver.Report)
    assert_type(report.ok, bool)
    assert_type([each.name for each in report], list[str])
    assert_type(report.errors, tuple[resolver.Finding, ...])
    assert_type(report.to_json(), str)
    report.ok = True  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def explains(model: keras.Model, x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> None:
    """An explanation prints, and tells each output's decision."""
    said = resolver.explain(model, y, x=x)

    assert_type(said.outputs[0].decision, resolver.Decision | None)
    assert_type(str(said), str)
    print(said)


def watches(model: keras.Model, x: Any, y: Any) -> None:
    """Callbacks are Keras's; what they recorded is plain numbers."""
    batches = BatchCounts()
    model.fit(x, y, callbacks=[batches, EvaluateEach({"test": (x, y)})])

    assert_type(batches.history, dict[str, list[float | None]])
    assert_type(batches.epochs, dict[str, list[int]])
    assert_type(evaluate_each(model, {"test": (x, y)}), dict[str, dict[str, float]])
    with isolated(model):
        model.evaluate(x, y)


def records(scores: Any, labels: Any) -> Any:
    """A metric inside a model is a layer."""
    layer = RecordMetric(resolver.Accuracy("multiclass", "index"), name="inner")
    assert_type(layer, RecordMetric)
    assert_type(resolver.layers.RecordMetric(first_choices), RecordMetric)
    assert_type(resolver.callbacks.BatchCounts(), BatchCounts)
    return layer(labels, scores)
