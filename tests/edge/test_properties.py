"""One line tells whether a metric, a loss or a pairing holds, by the least case if not."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

import resolver
from resolver import testing
from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.count.ratio import Ratio
from resolver.testing import Case, PairingCase, references
from resolver.testing.strategies.rows import COMBINATIONS

FEW = settings(max_examples=15)
BINARY = testing.cases(task="binary")
INDEX = testing.cases(task="multiclass")
MASKED = testing.cases(task="multiclass", masked=True)
WEIGHED = testing.cases(task="multiclass", sides=(2,), masked=True, weights=True)


def hits(y_true: Any, y_pred: Any) -> Any:
    """Whether each row is right."""
    right = ops.equal(ops.cast(y_true, "int32"), ops.cast(ops.argmax(y_pred, -1), "int32"))
    return ops.cast(right, "float32")


def share(y_true: Any, y_pred: Any) -> Any:
    """The share of one batch: divided too early."""
    return ops.mean(hits(y_true, y_pred))


def counted(y_true: Any, y_pred: Any) -> Any:
    """Both sums, divided by nobody yet."""
    return hits(y_true, y_pred), ops.ones_like(hits(y_true, y_pred))


def ties(y_true: Any, y_pred: Any) -> Any:
    """Whether the score of the class is the largest, which a tie makes of several classes."""
    at = ops.expand_dims(ops.cast(y_true, "int32"), -1)
    score = ops.squeeze(ops.take_along_axis(y_pred, at, -1), -1)
    return ops.cast(ops.equal(score, ops.max(y_pred, -1)), "float32")


def grid(y_true: Any, y_pred: Any) -> Any:
    """(rows,) against (rows, 1): every label is compared with every prediction."""
    return ops.cast(ops.equal(ops.cast(y_true, "bool"), y_pred > 0.5), "float32")


def failure(prove: Any) -> str:
    """What a property says that does not hold."""
    with pytest.raises(AssertionError) as caught:
        prove()
    return str(caught.value)


@pytest.mark.parametrize(
    ("measured", "cases"),
    [
        (resolver.Accuracy("multiclass"), testing.cases(task="multiclass", weights=True)),
        (resolver.Accuracy("multilabel"), testing.cases(task="multilabel", masked=True)),
        (Ratio(counted), INDEX),
        (counted, INDEX),
        (hits, INDEX),
        (keras.metrics.BinaryAccuracy(), BINARY),
        (keras.losses.BinaryCrossentropy(), testing.cases(task="binary", weights=True)),
        (keras.losses.BinaryCrossentropy(reduction=None), BINARY),
    ],
)
def test_what_adds_up_does_not_depend_on_batches(measured: Any, cases: Any) -> None:
    """Counts, ratios, means over elements and losses pass, whatever form they are given in."""
    testing.assert_batch_split_invariant(measured, cases, settings=FEW)


@pytest.mark.parametrize(
    ("task", "coding"),
    [
        (task, coding)
        for task in ("binary", "multilabel", "multiclass")
        for coding in COMBINATIONS[task]
    ],
)
def test_our_accuracy_adds_up_in_every_coding(task: str, coding: str) -> None:
    """Counts of every task and coding, weighted and with NaN, are the same for every split."""
    cases = testing.cases(task=task, coding=coding, rows=3, weights=True, nan=True)
    metric = resolver.Accuracy(task, coding, threshold=0.0 if coding == "sign" else 0.5)

    testing.assert_batch_split_invariant(metric, cases, empty=True, settings=FEW)


def test_batches_without_rows_add_nothing() -> None:
    """With `empty` a batch may have no rows, which exact counts pass too."""
    testing.assert_batch_split_invariant(
        resolver.Accuracy("binary"), BINARY, empty=True, settings=FEW
    )


def shown(said: str) -> Case:
    """The case that a failure shows, made again from its line."""
    line = re.search(r"^  (Case\(.*\))$", said, re.MULTILINE)
    assert line is not None
    case: Case = eval(line[1], {"Case": Case})
    return case


def test_a_mean_of_means_is_shown_by_its_least_case() -> None:
    """A share of each batch, averaged, is caught on three rows, with both numbers."""
    said = failure(partial(testing.assert_batch_split_invariant, share, INDEX))
    case = shown(said)
    right = int((case.y_pred.argmax(-1) == case.y_true).sum())

    assert 3 == len(case)
    assert said == (
        "share depends on how the rows are cut into batches.\n\n"
        f"  {case!r}\n\n"
        f"  in one batch             {round(right / 3, 7)}\n"
        f"  in batches of 1, 2       {0.25 if right == 1 else 0.75}\n\n"
        "What is counted must be added over the batches, and divided once, at the end. "
        "Use: resolver.Ratio(lambda y_true, y_pred: (numerator, denominator))"
    )


def test_a_loss_that_a_mask_divides_is_told_another_remedy() -> None:
    """Keras divides by what a mask leaves, batch by batch, which a weight of 0 does not."""
    cases = testing.cases(task="binary", column=True, masked=True, sides=(1,))
    said = failure(
        partial(testing.assert_batch_split_invariant, keras.losses.BinaryCrossentropy(), cases)
    )

    assert 2 == len(shown(said))
    assert said.endswith(
        "\n\nA loss is averaged over batches by their rows, so it must divide by the rows of a "
        "batch, whatever they hold; a mask changes what it divides by, and a weight of 0 does not. "
        "Use: sample_weight=mask"
    )


@pytest.mark.parametrize(
    ("measured", "reference", "cases"),
    [
        (hits, references.sparse_categorical_accuracy, INDEX),
        (hits, references.sparse_categorical_accuracy, MASKED),
        (hits, references.sparse_categorical_accuracy, WEIGHED),
        (
            keras.metrics.SparseCategoricalAccuracy(),
            references.sparse_categorical_accuracy,
            WEIGHED,
        ),
        (counted, references.sparse_categorical_accuracy, INDEX),
        (resolver.Accuracy("multiclass"), partial(resolver.count, task="multiclass"), INDEX),
        (
            resolver.Accuracy("multiclass", ignore_class=9),
            partial(references.sparse_categorical_accuracy, ignore_class=9),
            testing.cases(task="multiclass", ignore_class=9, weights=True),
        ),
        (
            resolver.Accuracy("multilabel"),
            references.binary_accuracy,
            testing.cases(task="multilabel", sides=(2,), masked=True),
        ),
        (
            hits,
            lambda y_true, y_pred: (y_pred.argmax(-1) == y_true) * 1.0,
            testing.cases(task="multiclass", weights=True),
        ),
        (
            keras.losses.CategoricalCrossentropy(),
            references.categorical_crossentropy,
            testing.cases(task="multiclass", coding="soft", weights=True),
        ),
        (
            keras.losses.mean_squared_error,
            lambda y_true, y_pred: ((y_true - y_pred[:, 0]) ** 2, np.ones(len(y_true))),
            testing.cases(task="regression"),
        ),
    ],
)
def test_what_is_right_agrees_with_its_reference(measured: Any, reference: Any, cases: Any) -> None:
    """Metrics, losses and functions pass, against values, numbers, pairs and counts."""
    testing.assert_agrees(measured, reference, cases, settings=FEW)


def test_ties_are_shown_by_one_row() -> None:
    """An accuracy for which every class of a tie is right is caught on one row."""
    prove = partial(testing.assert_agrees, ties, references.sparse_categorical_accuracy, INDEX)

    assert failure(prove) == (
        "ties is not what sparse_categorical_accuracy says.\n\n"
        "  Case(task='multiclass', coding='index', y_true=[1], "
        "y_pred=[[0.4375, 0.4375, 0.125]])\n\n"
        "  expected  0.0\n"
        "  seen      1.0"
    )


def test_a_broadcast_is_shown_by_two_rows() -> None:
    """Labels (rows,) against predictions (rows, 1) are caught on two rows, by their shape."""
    said = failure(partial(testing.assert_agrees, grid, references.binary_accuracy, BINARY))
    case = shown(said)
    expected = references.binary_accuracy(case.y_true, case.y_pred)

    assert (2, 1) == (len(case), case.y_true.ndim)
    assert said == (
        "grid is not what binary_accuracy says.\n\n"
        f"  {case!r}\n\n"
        f"  expected  {expected}\n"
        "  seen      0.5"
    )


class Forgetful(keras.metrics.Metric):
    """Remembers beside its variables, so that no reset clears it."""

    def __init__(self) -> None:
        super().__init__(name="forgetful")
        self.seen = 0

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.seen += 1

    def result(self) -> Any:
        return ops.convert_to_tensor(float(self.seen == 1))


def test_what_no_reset_clears_is_said() -> None:
    """A metric that remembers from one case to the next is found out as such."""
    prove = partial(
        testing.assert_agrees, Forgetful(), lambda y_true, y_pred: 0.0, testing.cases(task="binary")
    )

    assert failure(prove) == (
        "The same case came out once right and once wrong, so something is remembered from "
        "one case to the next that reset_state() does not clear. "
        "Use: self.add_variable(...) in __init__ for all that a metric remembers"
    )


@pytest.mark.parametrize(
    ("prove", "error", "message"),
    [
        (
            partial(testing.assert_agrees, hits, references.binary_accuracy, [1, 2]),
            InvalidType,
            "A property is tried on what a strategy draws. Received: [1, 2] (type list). "
            "Use: testing.cases(task='multiclass')",
        ),
        (
            partial(testing.assert_batch_split_invariant, "accuracy", BINARY),
            InvalidType,
            "What is run on batches is a metric, a loss or a function of y_true and y_pred. "
            "Received: 'accuracy' (type str). Use: keras.metrics.BinaryAccuracy()",
        ),
        (
            partial(
                testing.assert_agrees,
                keras.metrics.BinaryAccuracy(),
                partial(resolver.testing.references.dice),
                testing.cases(task="binary", column=True, weights=True),
            ),
            InvalidArgument,
            "The cases have sample_weight, and the reference does not take it. "
            "Received: reference=dice. "
            "Use: def dice(y_true, y_pred, sample_weight=None, mask=None)",
        ),
    ],
)
def test_what_is_no_property_is_refused(prove: Any, error: type, message: str) -> None:
    """Anything but a strategy, a metric, a loss or a function is refused, in words."""
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        prove()


@given(testing.pairings(right=True))
def test_right_pairings_are_right(case: PairingCase) -> None:
    """Of a pairing that can be meant no error and no warning is found."""
    assert resolver.check(case.output, case.labels, loss=case.loss).ok


@given(testing.pairings(right=False))
def test_wrong_pairings_are_wrong(case: PairingCase) -> None:
    """Of a pairing that goes wrong, what is found is what it names, notes apart."""
    report = resolver.check(case.output, case.labels, loss=case.loss)

    assert [case.finding] == [each.name for each in (*report.errors, *report.warnings)]


def test_a_coherent_model_passes() -> None:
    """A compiled model passes with the labels that it is for, and an array as it is."""
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])

    testing.assert_coherent(model, INDEX, settings=FEW)
    testing.assert_coherent(model, np.array([0, 1, 2]))


def test_an_incoherent_pairing_is_shown_with_its_findings() -> None:
    """What is found is said as `check` says it, below the least labels that show it."""
    prove = partial(
        testing.assert_coherent,
        resolver.Output((None, 2), "softmax"),
        testing.cases(task="multiclass", units=3),
        loss="sparse_categorical_crossentropy",
    )
    finding = next(
        iter(
            resolver.check(
                resolver.Output((None, 2), "softmax"),
                resolver.Labels.of(np.array([2])).coded("index"),
                loss="sparse_categorical_crossentropy",
            )
        )
    )

    assert failure(prove) == (
        "These labels cannot be meant with this output, loss and metrics.\n\n"
        f"  y_true=[2], int64 of shape (1,)\n\n{finding}"
    )
    testing.assert_coherent(*prove.args, **prove.keywords, ignore=[finding.name], settings=FEW)


def test_what_cannot_be_decided_is_shown() -> None:
    """A pairing of which two readings are left is not coherent, and both are named."""
    output = resolver.Output((None, 1))

    with pytest.raises(resolver.AmbiguousPairing) as caught:
        resolver.decide(resolver.Labels.of(np.array([0])).coded("binary"), output)
    assert failure(partial(testing.assert_coherent, output, BINARY)) == (
        "What these labels mean cannot be decided.\n\n"
        f"  y_true=[0], int64 of shape (1,)\n\n{caught.value}"
    )


def test_two_decisions_for_one_model_are_shown() -> None:
    """Labels of two codings are decided differently, which is said with both decisions."""
    mixed = st.sampled_from(
        [
            Case("multiclass", "index", [0], [[0.5, 0.5]]),
            Case("multiclass", "one_hot", [[1.0, 0.0]], [[0.5, 0.5]]),
        ]
    )
    said = failure(partial(testing.assert_coherent, resolver.Output((None, 2), "softmax"), mixed))

    assert said == (
        "What is decided depends on which labels a batch holds.\n\n"
        "  y_true=[[1.0, 0.0]], float32 of shape (1, 2)\n\n"
        "  another batch  multiclass, from_logits=False, "
        "keras.losses.SparseCategoricalCrossentropy()\n"
        "  this batch     multiclass, from_logits=False, keras.losses.CategoricalCrossentropy()\n\n"
        "Use: resolver.decide(labels, model, task=...) with what is meant"
    )
