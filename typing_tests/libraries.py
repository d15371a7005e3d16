"""An author of a library: decide, resolve, count, and add up what others counted."""

from __future__ import annotations

from typing import Any, assert_type

import numpy as np

import resolver


def decides(y: np.ndarray[Any, Any], y_pred: np.ndarray[Any, Any]) -> None:
    """One output gives one decision; its fields are plain values."""
    decision = resolver.decide(y, resolver.Output((None, 10), "softmax"), ignore_class=255)

    assert_type(decision, resolver.Decision)
    assert_type(decision.task, str)
    assert_type(decision.threshold, float | None)
    assert_type(decision.class_axis, int | None)
    assert_type(resolver.decide(y, y_pred), Any)
    assert_type(resolver.decide(y, {"kind": resolver.Output((None, 3))}), Any)


def describes() -> None:
    """Outputs and labels are said in plain words, with shapes as tuples."""
    output = resolver.Output((None, 10), "softmax", "float16", name="kind")
    labels = resolver.Labels((None,), "int64", coding="index")

    assert_type(output.shape, tuple[int | None, ...] | None)
    assert_type(output.units, int | None)
    assert_type(labels.coding, str | None)
    assert_type(resolver.Labels.of([0, 1, 2]), Any)
    resolver.Output("softmax")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def resolves(y: Any, y_pred: Any) -> None:
    """A metric and a loss are Keras's, which has no types of its own."""
    assert_type(resolver.resolve_metric("accuracy", y, y_pred, exact=False), Any)
    assert_type(resolver.resolve_loss("auto", y, y_pred), Any)
    assert_type(resolver.like(lambda y_true, y_pred: y_pred, "mse"), Any)
    loss = resolver.SparseCategoricalCrossentropy(from_logits=True, axis=1)
    assert_type(loss, resolver.SparseCategoricalCrossentropy)


def measures(y: Any, y_pred: Any) -> None:
    """Metrics of ours say their counts as whole numbers."""
    accuracy = resolver.Accuracy("multilabel", threshold=0.0, reduction="sample")
    ratio = resolver.Ratio(lambda y_true, y_pred: (y_true, y_pred), name="share")
    accuracy.update_state(y, y_pred)

    assert_type(accuracy.counts(), resolver.Counts)
    assert_type(accuracy.result(), Any)
    assert_type(ratio.sums().numerator, int | float)
    resolver.Accuracy(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def counts(y: Any, y_pred: Any) -> None:
    """Counts add, `sum` adds them, JSON carries them, workers share them."""
    one = resolver.count(y, y_pred, task="multiclass", ignore_class=0)
    both = one + resolver.count(y, y_pred, from_logits=True)

    assert_type(one, resolver.Counts)
    assert_type(both, resolver.Counts)
    assert_type(both.ratio, float)
    assert_type(both.correct, int | float)
    assert_type(resolver.Counts.from_json(both.to_json()), resolver.Counts)
    assert_type(resolver.sync(both), resolver.Counts)
    assert_type(resolver.sync(resolver.Accuracy("binary")), resolver.Counts)
    total: resolver.Counts | int = sum([one, both])
    assert total
    try:
        print(one + resolver.Counts(1, 2, "binary accuracy"))
    except resolver.CountsMismatch as mismatch:
        print(mismatch)
    one + 3.5  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression]


def shares(x: Any, y: Any) -> None:
    """Padded data is what `fit` takes; a worker that failed is named."""
    assert_type(resolver.pad(x, y, batch_size=32, replicas=4), Any)
    try:
        resolver.sync(resolver.Counts(1, 2))
    except resolver.WorkerFailed as failed:
        assert_type(failed.workers, tuple[int, ...])
