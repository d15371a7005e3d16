"""What the references say of the odd cases, by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import pytest

from resolver.core.errors import InvalidArgument
from resolver.testing import references

NAN = math.nan


def test_nothing_counted_is_an_accuracy_of_zero() -> None:
    """Without rows, without weight and under a mask an accuracy is 0, as Keras shows it."""
    empty = references.binary_accuracy(np.zeros((0, 1)), np.zeros((0, 1)), reduction="sample")
    masked = references.sparse_categorical_accuracy([1], [[0.0, 1.0]], mask=[False])

    assert (0.0, 0.0) == (empty, masked)


def test_nan_is_wrong() -> None:
    """A prediction or a row with NaN is never right."""
    assert 0.5 == references.binary_accuracy([0, 0], [NAN, 0.0])
    assert 0.5 == references.hinge_accuracy([-1, -1], [NAN, -1.0])
    assert 0.0 == references.categorical_accuracy([[1, 0]], [[NAN, 0.0]])
    assert 0.0 == references.sparse_categorical_accuracy([0], [[NAN, 0.0]])


def test_the_first_of_equal_scores_wins() -> None:
    """A tie goes to the first class, in labels and in predictions."""
    scores = [[0.5, 0.5], [0.5, 0.5]]

    assert 0.5 == references.sparse_categorical_accuracy([0, 1], scores)
    assert 1.0 == references.categorical_accuracy([[0.5, 0.5], [1, 0]], scores)


def test_channels_may_come_first() -> None:
    """Accuracies and losses of classes look along the axis they are told."""
    scores = np.array([[[0.9, 0.2], [0.1, 0.8]]])
    rows = np.moveaxis(scores, 1, -1)

    assert 0.5 == references.sparse_categorical_accuracy([[0, 0]], scores, axis=1)
    assert (
        references.sparse_categorical_crossentropy([[0, 0]], rows).tolist()
        == references.sparse_categorical_crossentropy([[0, 0]], scores, axis=1).tolist()
    )


def test_rows_of_several_batches_are_averaged_as_rows() -> None:
    """Two rows of one step and one right row of four: elements 5 of 6, samples 2 of 3."""
    y_true = [np.array([[0], [1]]), np.array([[1, 1, 1, 1]])]
    y_pred = [np.array([[0.9], [0.9]]), np.full((1, 4), 0.9)]

    assert 5 / 6 == references.binary_accuracy(y_true, y_pred)
    assert math.isclose(2 / 3, references.binary_accuracy(y_true, y_pred, reduction="sample"))


def test_huge_logits_do_not_overflow() -> None:
    """A logit of a thousand costs a thousand where it is wrong, and nothing where it is right."""
    z = [[1000.0, 0.0]]

    assert [500.0] == references.binary_crossentropy([[0.0, 1.0]], z, from_logits=True).round()
    assert [0.0] == references.categorical_crossentropy([[1.0, 0.0]], z, from_logits=True)
    assert [1000.0] == references.sparse_categorical_crossentropy([1], z, from_logits=True)


def test_a_weight_of_a_masked_value_does_not_matter() -> None:
    """What is masked is left out, even if it is NaN, and does not count among the values."""
    assert 2.0 == references.reduce([NAN, 2.0], sample_weight=[5.0, 1.0], mask=[False, True])
    assert 0.0 == references.reduce([1.0, 2.0], mask=[False, False])


def test_a_mean_is_over_values_or_over_weights() -> None:
    """A loss divides by how many values there are, a metric by the sum of their weights."""
    said = {"sample_weight": [1.0, 3.0, 9.0], "mask": [True, True, False]}

    assert 5.0 == references.reduce([1.0, 3.0, 7.0], **said)
    assert 2.5 == references.reduce([1.0, 3.0, 7.0], **said, over="weights")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: references.binary_accuracy([1], [1.0], reduction="mean"),
            'The reduction of an accuracy is "element" or "sample". '
            "Received: reduction='mean'. Use: reduction='element'",
        ),
        (
            lambda: references.reduce([1.0], over="rows"),
            'A mean is taken over "values" or over "weights". '
            "Received: over='rows'. Use: over='values'",
        ),
    ],
)
def test_an_unknown_mean_is_refused(call: Callable[[], object], message: str) -> None:
    """What a mean can be taken over is two things, for accuracies and for losses."""
    with pytest.raises(InvalidArgument, match=f"^{re.escape(message)}$"):
        call()
