"""The references are what the live Keras computes, on each backend."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras.src.backend import set_keras_mask

from resolver.edge.count.accuracy import Accuracy
from resolver.testing import Case, cases, references

FEW = settings(max_examples=12)
BINARY = {"task": "binary", "column": True}
MULTILABEL = {"task": "multilabel"}
ONE_HOT = {"task": "multiclass", "coding": "one_hot"}
SOFT = {"task": "multiclass", "coding": "soft"}
INDEX = {"task": "multiclass"}
AMOUNTS = {"task": "regression", "units": 2}
SIGN = {"task": "multilabel", "coding": "sign"}
LOGITS = {"from_logits": True}
CERTAIN = {"certain": True}

LOSSES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("binary_crossentropy", BINARY | CERTAIN, {}),
    ("binary_crossentropy", MULTILABEL | LOGITS, {"from_logits": True}),
    ("binary_crossentropy", MULTILABEL, {"label_smoothing": 0.25}),
    ("binary_focal_crossentropy", MULTILABEL, {"apply_class_balancing": True}),
    ("binary_focal_crossentropy", BINARY | LOGITS, {"from_logits": True, "gamma": 1.5}),
    ("categorical_crossentropy", ONE_HOT | CERTAIN, {}),
    ("categorical_crossentropy", SOFT | LOGITS, {"from_logits": True}),
    ("categorical_crossentropy", ONE_HOT, {"label_smoothing": 0.25}),
    ("categorical_focal_crossentropy", ONE_HOT, {}),
    ("categorical_focal_crossentropy", SOFT | LOGITS, {"from_logits": True, "alpha": 0.5}),
    ("sparse_categorical_crossentropy", INDEX, {}),
    ("sparse_categorical_crossentropy", INDEX | LOGITS | {"sides": (2,)}, {"from_logits": True}),
    ("sparse_categorical_crossentropy", INDEX | {"ignore_class": 2}, {"ignore_class": 2}),
    ("categorical_generalized_cross_entropy", INDEX, {"q": 0.25}),
    ("kl_divergence", SOFT, {}),
    ("hinge", SIGN, {}),
    ("squared_hinge", SIGN, {}),
    ("categorical_hinge", ONE_HOT | LOGITS, {}),
    ("dice", MULTILABEL, {}),
    ("tversky", MULTILABEL, {"alpha": 0.25, "beta": 0.5}),
    ("mean_squared_error", AMOUNTS, {}),
    ("mean_absolute_error", AMOUNTS, {}),
    ("mean_absolute_percentage_error", AMOUNTS, {}),
    ("mean_squared_logarithmic_error", AMOUNTS, {}),
    ("huber", AMOUNTS, {"delta": 1.5}),
    ("log_cosh", AMOUNTS, {}),
    ("poisson", SOFT, {}),
    ("cosine_similarity", AMOUNTS, {}),
]


def tensors(case: Case) -> tuple[Any, Any]:
    """Labels and predictions as tensors of the backend."""
    return keras.ops.convert_to_tensor(case.y_true), keras.ops.convert_to_tensor(case.y_pred)


def near(expected: Any, seen: Any) -> bool:
    """Equal, as far as float32 can tell."""
    return np.allclose(expected, keras.ops.convert_to_numpy(seen), rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize(
    ("name", "of", "arguments"), LOSSES, ids=[f"{row[0]}-{row[2]}" for row in LOSSES]
)
def test_a_loss_is_what_keras_computes(
    name: str, of: dict[str, Any], arguments: dict[str, Any]
) -> None:
    """The reference of a loss equals Keras's function, for each row."""

    @FEW
    @given(cases(rows=2, **of))
    def check(case: Case) -> None:
        expected = getattr(references, name)(case.y_true, case.y_pred, **arguments)

        assert near(expected, getattr(keras.losses, name)(*tensors(case), **arguments))

    check()


def test_every_loss_of_the_references_is_compared() -> None:
    """No reference is left out of the table."""
    compared = {name for name, *_ in LOSSES}

    assert compared == {name for name in references.__all__ if hasattr(keras.losses, name)}


@FEW
@given(cases(**MULTILABEL, sides=(2,), rows=2, weights=True, masked=True), st.booleans())
def test_reduction_is_what_a_loss_object_does(case: Case, masked: bool) -> None:
    """Weighted values and a mask become the number that a Keras loss returns."""
    true, pred = tensors(case)
    if masked:
        set_keras_mask(pred, keras.ops.convert_to_tensor(case.mask))
    values = references.binary_crossentropy(case.y_true, case.y_pred)
    # Of the shape of the mask: on torch Keras multiplies them in place.
    weight = np.broadcast_to(case.sample_weight[:, None], case.mask.shape).copy()
    expected = references.reduce(values, sample_weight=weight, mask=case.mask if masked else None)

    assert near(expected, keras.losses.BinaryCrossentropy()(true, pred, sample_weight=weight))


ACCURACIES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = [
    ("binary_accuracy", BINARY | CERTAIN, {}, {}),
    ("binary_accuracy", MULTILABEL, {"threshold": 0.25}, {"threshold": 0.25}),
    ("categorical_accuracy", ONE_HOT, {}, {}),
    ("categorical_accuracy", SOFT | {"sides": (2,)}, {}, {}),
    ("sparse_categorical_accuracy", INDEX, {}, {}),
    ("sparse_categorical_accuracy", INDEX | {"ignore_class": 255}, {"ignore_class": 255}, None),
    ("hinge_accuracy", SIGN, {}, None),
]
"""The last column is what stock Keras is told; None where it cannot count this."""


@pytest.mark.parametrize(
    ("name", "of", "arguments", "stock"),
    ACCURACIES,
    ids=[f"{row[0]}-{row[2]}-{row[1]['task']}" for row in ACCURACIES],
)
def test_an_accuracy_is_what_keras_and_we_count(
    name: str, of: dict[str, Any], arguments: dict[str, Any], stock: dict[str, Any] | None
) -> None:
    """The reference of an accuracy equals ours, weighted too, and Keras's where it has one."""

    @FEW
    @given(cases(rows=2, **of), st.sampled_from([(1.0, 1.0), (0.25, 3.0), (0.0, 1.0)]))
    def check(case: Case, weights: Any) -> None:
        weights = np.array(weights, "float32")
        expected = getattr(references, name)(
            case.y_true, case.y_pred, sample_weight=weights, **arguments
        )
        rule = {"threshold": 0.0 if name == "hinge_accuracy" else 0.5} | arguments
        metrics = [Accuracy(case.task, case.coding, **rule)]
        if stock is not None:
            cls = "".join(word.title() for word in name.split("_"))
            metrics.append(getattr(keras.metrics, cls)(**stock))
        for metric in metrics:
            metric.update_state(*tensors(case), sample_weight=weights)

            assert near(expected, metric.result())

    check()


@FEW
@given(st.data())
def test_rows_are_averaged_as_keras_averages_them(data: st.DataObject) -> None:
    """With batches of different lengths, `reduction="sample"` is the number Keras shows."""
    batches = [
        data.draw(cases(**MULTILABEL, rows=2, sides=(steps,), masked=True)) for steps in (1, 3)
    ]
    metric = Accuracy("multilabel", reduction="sample")
    for case in batches:
        true, pred = tensors(case)
        set_keras_mask(pred, keras.ops.convert_to_tensor(case.mask))
        metric.update_state(true, pred)
    columns = [[getattr(case, name) for case in batches] for name in ("y_true", "y_pred", "mask")]
    expected = references.binary_accuracy(*columns[:2], mask=columns[2], reduction="sample")

    assert near(expected, metric.result())
