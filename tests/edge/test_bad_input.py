"""Weights that are no amounts, labels that are missing: one meaning on every backend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import resolver
from resolver.core.errors import InvalidArgument
from resolver.edge.builders.deferred import AutoAccuracy
from resolver.edge.count.counting import count_arrays

LABELS = np.array([0, 1, 1, 1])
SCORES = np.eye(3, dtype="float32")[[0, 1, 1, 2]]
NAN = float("nan")


def both(weights: Any) -> list[tuple[float, float]]:
    """Correct and total as the metric counts them on a device, and `count` on the host."""
    metric = resolver.Accuracy("multiclass", "index")
    metric.update_state(LABELS[:2], SCORES[:2], weights[:2])
    metric.update_state(LABELS[2:], SCORES[2:], weights[2:])
    counts = [
        metric.counts(),
        count_arrays(LABELS, SCORES, task="multiclass", sample_weight=weights),
    ]
    return [(each.correct, each.total) for each in counts]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1.0, -2.5, 1.0, 0.5], (-0.5, 0.0)),
        ([1, -2, 1, 1], (0, 1)),
        ([1.0, NAN, 1.0, 1.0], (NAN, NAN)),
        ([1.0, 1.0, 1.0, NAN], (3.0, NAN)),
        ([1.0, 1.0, 1.0, float("inf")], (3.0, NAN)),
        ([float("-inf"), float("inf"), 1.0, 1.0], (NAN, NAN)),
    ],
)
def test_weights_are_added_as_they_are(weights: list[float], expected: Any) -> None:
    """A negative weight takes away; one that is not finite makes its sum NaN, and no other."""
    kind = "int32" if all(isinstance(each, int) for each in weights) else "float32"

    for counted in both(np.array(weights, kind)):
        assert pytest.approx(expected, nan_ok=True) == counted


def test_a_nan_weight_is_seen_in_the_result() -> None:
    """No ratio comes of it, and no number that looks like one."""
    metric = resolver.Accuracy("multiclass", "index")
    metric.update_state(LABELS, SCORES, np.array([1, 1, NAN, 1], "float32"))

    assert np.isnan(float(metric.result()))
    assert "nan of nan (nan)" == str(metric.counts()) == str(resolver.sync(metric))


@pytest.mark.parametrize(
    "metric",
    [
        resolver.Accuracy("multiclass", "index"),
        resolver.Accuracy("binary"),
        AutoAccuracy(resolver.Output((None, 3), "softmax")),
    ],
    ids=["multiclass", "binary", "deferred"],
)
@pytest.mark.parametrize("missing", ["labels", "predictions"])
def test_what_is_missing_is_refused(metric: Any, missing: str) -> None:
    """A batch without labels, or without predictions, is refused in the same words."""
    given = (None, SCORES) if missing == "labels" else (LABELS, None)
    with pytest.raises(InvalidArgument) as error:
        metric.update_state(*given)

    assert (
        "An accuracy compares labels with predictions, and one of them is missing. "
        "Received: None. Use: metric.update_state(y_true, y_pred) where there are labels"
    ) == str(error.value)
