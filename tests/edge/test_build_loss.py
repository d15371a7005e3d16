"""The loss that a decision names has the value that NumPy gives, on every backend."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import pytest

from resolver.core.decide import decide
from resolver.core.decision import Choice, Decision
from resolver.core.errors import AmbiguousPairing, InvalidArgument
from resolver.core.losses import Loss
from resolver.core.specs import Labels, Output
from resolver.edge.builders.build import build_loss
from resolver.edge.loss.axis_loss import ElementLoss, SparseCategoricalCrossentropy
from resolver.edge.loss.read_loss import read_loss

Array = np.ndarray[Any, Any]
STOCK = keras.losses


def logsumexp(z: Array, axis: int) -> Array:
    top = z.max(axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(z - top).sum(axis))


def softmax(z: Array, axis: int = -1) -> Array:
    return np.exp(z - np.expand_dims(logsumexp(z, axis), axis))


def sigmoid(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-z))


def ids(y: Array, z: Array, axis: int = -1) -> Array:
    """Class numbers against logits: one loss an element."""
    picked = np.take_along_axis(z, np.expand_dims(np.maximum(y, 0), axis), axis)
    return logsumexp(z, axis) - np.squeeze(picked, axis)


def rows(y: Array, z: Array, axis: int = -1) -> Array:
    """One-hot or soft rows against logits."""
    return (y * (np.expand_dims(logsumexp(z, axis), axis) - z)).sum(axis)


def binary(y: Array, z: Array) -> Array:
    """0/1 against logits, unit by unit."""
    return np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0) - z * y


def square(y: Array, z: Array) -> Array:
    return (y - z) ** 2


def margin(y: Array, z: Array) -> Array:
    return np.maximum(0.0, 1.0 - y * z)


class Case(NamedTuple):
    """Labels, an output, the class of the loss, and one reference value for each weight."""

    name: str
    labels: Array
    scores: Array
    decision: Decision
    cls: type
    values: Array


def batched(array: Array) -> tuple[int | None, ...]:
    return (None, *array.shape[1:])


def case(
    name: str,
    labels: Array,
    scores: Array,
    activation: str,
    cls: type,
    values: Array,
    coding: str | None = None,
    **keywords: Any,
) -> Case:
    """A case whose decision is made from shapes, the activation, and the coding."""
    decision = decide(
        Labels(batched(labels), str(labels.dtype), coding),
        Output(batched(scores), activation, axis=keywords.pop("output_axis", -1)),
        **keywords,
    )
    return Case(name, labels, scores.astype("float32"), decision, cls, values)


def cases() -> list[Case]:
    draw = np.random.default_rng(7)
    z, ten = draw.normal(size=(6, 3)), draw.normal(size=(6, 1))
    y, onehot = np.array([0, 2, 1, 1, 0, 2]), np.eye(3)[[0, 2, 1, 1, 0, 2]]
    yes, multi = np.array([0, 1, 1, 0, 1, 0]), (draw.uniform(size=(6, 3)) > 0.5).astype("float64")
    soft, sign = softmax(draw.normal(size=(6, 3))), np.array([-1, 1, 1, -1, 1, -1])
    real, tokens = draw.normal(size=6), draw.integers(0, 3, (6, 4))
    seq, image = draw.normal(size=(6, 4, 3)), draw.normal(size=(6, 3, 4, 5))
    pixels = draw.integers(0, 3, (6, 4, 5))
    steps, step_labels = draw.normal(size=(6, 4, 1)), draw.integers(0, 2, (6, 4))
    mask = draw.normal(size=(6, 1, 4, 5))
    mask_labels = draw.integers(0, 2, (6, 4, 5))
    ignored = np.where(pixels == 2, 255, pixels)
    bce, cce = STOCK.BinaryCrossentropy, STOCK.CategoricalCrossentropy
    scce, ours, mse = (
        STOCK.SparseCategoricalCrossentropy,
        SparseCategoricalCrossentropy,
        (STOCK.MeanSquaredError),
    )
    column, flat = ten[:, 0], binary(yes, ten[:, 0])
    one = {"class_axis": 1}
    pix = np.moveaxis(np.eye(3)[pixels], -1, 1)
    return [
        case("ids, logits", y, z, "linear", scce, ids(y, z)),
        case("ids (B, 1), logits", y[:, None], z, "linear", scce, ids(y, z)),
        case("ids, probabilities", y, softmax(z), "softmax", scce, ids(y, z)),
        case("one-hot, logits", onehot, z, "linear", cce, rows(onehot, z), "one_hot"),
        case("one-hot, probabilities", onehot, softmax(z), "softmax", cce, rows(onehot, z)),
        case("soft rows", soft, softmax(z), "softmax", cce, rows(soft, z), "soft"),
        case("bool one-hot", onehot > 0, softmax(z), "softmax", cce, rows(onehot, z), "one_hot"),
        case("tokens", tokens, seq, "linear", scce, ids(tokens, seq)),
        case("channels first, ids", pixels, image, "linear", ours, ids(pixels, image, 1), **one),
        case(
            "channels first, ids with an axis", pixels[:, None], softmax(image, 1), "softmax", ours,
            ids(pixels, image, 1), output_axis=-3, **one,
        ),
        case(
            "channels first, ignored class", ignored, image, "linear", ours,
            np.where(ignored == 255, np.nan, ids(np.minimum(ignored, 2), image, 1)),
            ignore_class=255, **one,
        ),
        case(
            "channels first, one-hot", pix, image, "linear", cce, rows(pix, image, 1), "one_hot",
            **one,
        ),
        case("binary, probabilities", yes[:, None], sigmoid(ten), "sigmoid", bce, flat),
        case("binary (B,), logits", yes, ten, "linear", bce, flat, "binary"),
        case("binary, output (B,)", yes, sigmoid(column), "sigmoid", ElementLoss, flat),
        case(
            "binary (B, 1), output (B,)", yes[:, None], column, "linear", ElementLoss, flat,
            "binary",
        ),
        case("binary, bool", yes > 0, ten, "linear", bce, flat),
        case(
            "multi-label", multi, sigmoid(z), "sigmoid", bce, binary(multi, z).mean(-1),
            "multi_hot",
        ),
        case(
            "binary steps", step_labels, steps, "linear", ElementLoss,
            binary(step_labels, steps[..., 0]), "binary",
        ),
        case(
            "binary steps with an axis", step_labels[..., None], steps, "linear", bce,
            binary(step_labels, steps[..., 0]), "binary",
        ),
        case(
            "channels first, binary", mask_labels, sigmoid(mask), "sigmoid", ElementLoss,
            binary(mask_labels, mask[:, 0]),
        ),
        case(
            "signs", sign, np.tanh(ten), "tanh", STOCK.Hinge, margin(sign, np.tanh(column)),
            "sign",
        ),
        case("regression", real, ten, "linear", mse, square(real, column), "continuous"),
        case(
            "regression, output (B,)", real, column, "linear", ElementLoss, square(real, column),
            "continuous",
        ),
    ]  # fmt: skip


CASES = cases()
each_case = pytest.mark.parametrize("case", CASES, ids=[each.name for each in CASES])


def weighted(values: Array, weights: Array) -> float:
    """Keras's mean: the sum of weighted values by their number; ignored ones are not counted."""
    seen = ~np.isnan(values)
    return float((np.where(seen, values, 0) * weights).sum() / seen.sum())


def computed(loss: Any, case: Case, weights: Array | None = None) -> float:
    y_true, y_pred = (
        keras.ops.convert_to_tensor(case.labels),
        keras.ops.convert_to_tensor(case.scores),
    )
    return float(loss(y_true, y_pred, sample_weight=weights))


@each_case
def test_the_right_class_is_built(case: Case) -> None:
    """A stock loss wherever a stock loss is right, and one of ours where none is."""
    assert case.cls is type(build_loss(case.decision))


@each_case
def test_the_value_is_the_one_of_numpy(case: Case) -> None:
    """The mean over all elements, computed in float64, is what the loss gives."""
    loss = build_loss(case.decision)

    assert weighted(case.values, np.ones(case.values.shape)) == pytest.approx(
        computed(loss, case), rel=1e-5
    )


@each_case
def test_weights_apply_to_elements(case: Case) -> None:
    """A weight for each element multiplies the loss of that element."""
    weights = np.random.default_rng(3).uniform(0.5, 2.0, case.values.shape).astype("float32")
    loss = build_loss(case.decision)

    assert weighted(case.values, weights) == pytest.approx(computed(loss, case, weights), rel=1e-5)


@pytest.mark.parametrize(
    "case",
    [each for each in CASES if each.cls in (ElementLoss, SparseCategoricalCrossentropy)],
    ids=lambda case: case.name,
)
@pytest.mark.parametrize("form", ["(B,)", "(B, 1)", "bool", "with an axis"])
def test_our_losses_take_weights_as_people_write_them(case: Case, form: str) -> None:
    """One weight a sample stands for all its elements; an axis for the unit is no matter."""
    rank = case.values.ndim
    each = np.array([1, 0, 2, 1, 3, 1] if form != "bool" else [1, 0, 1, 1, 0, 1])
    column = each.reshape((6,) + (1,) * (rank - 1))
    axis = 1 if case.name.startswith("channels first") else -1
    weights = {
        "(B,)": each,
        "(B, 1)": column if rank > 1 else each[:, None],
        "bool": each > 0,
        "with an axis": np.expand_dims(np.broadcast_to(column, case.values.shape), axis),
    }[form]

    assert weighted(case.values, column) == pytest.approx(
        computed(build_loss(case.decision), case, weights), rel=1e-5
    )


def test_weights_are_not_written_into() -> None:
    """The caller's weights are what they were, also where a class is ignored on torch."""
    weights = keras.ops.convert_to_tensor(np.ones((1, 2), "float32"))
    loss = SparseCategoricalCrossentropy(ignore_class=0, axis=1)
    loss(np.array([[0, 1]]), np.full((1, 2, 2), 0.5, "float32"), weights)

    assert [[1.0, 1.0]] == keras.ops.convert_to_numpy(weights).tolist()


def test_weights_of_another_shape_are_refused() -> None:
    """One weight for each class of each pixel has no meaning, and is not broadcast."""
    loss = SparseCategoricalCrossentropy(axis=1)
    with pytest.raises(InvalidArgument) as refusal:
        loss(np.array([[0, 1]]), np.full((1, 3, 2), 0.5, "float32"), np.ones((1, 3, 2)))

    assert (
        "Weights need one value for each sample or each element, here shape (1, 2). "
        "Received: sample_weight.shape=(1, 3, 2). Use: sample_weight=sample_weight.max(1)"
    ) == str(refusal.value)


def test_the_stock_loss_is_wrong_where_ours_is_built() -> None:
    """Stock Keras averages an output of shape (B,) first and multiplies by the weights after."""
    y_true, y_pred = np.array([0.0, 0.0]), np.array([1.0, 2.0], "float32")
    weights = np.array([1.0, 0.0], "float32")
    stock, ours = STOCK.MeanSquaredError(), ElementLoss(STOCK.MeanSquaredError())

    assert (1.25, 0.5) == (
        float(stock(y_true, y_pred, weights)),
        float(ours(y_true, y_pred, weights)),
    )


def test_labels_may_have_the_axis_where_the_output_has_it() -> None:
    """(B, 1, H, W) against (B, 1, H, W) gives what (B, H, W, 1) gives, weights included."""
    draw = np.random.default_rng(2)
    y_true, y_pred = draw.integers(0, 2, (3, 1, 4, 5)), draw.uniform(size=(3, 1, 4, 5))
    weights = draw.uniform(size=(3, 4, 5)).astype("float32")
    loss = ElementLoss(STOCK.BinaryCrossentropy(), axis=1)
    last = ElementLoss(STOCK.BinaryCrossentropy())
    moved = np.moveaxis(y_true, 1, -1), np.moveaxis(y_pred, 1, -1)

    assert float(last(*moved, weights)) == pytest.approx(float(loss(y_true, y_pred, weights)))


def test_the_dtype_of_the_loss_is_saved() -> None:
    """A sparse loss of another axis keeps the precision it was given; the stock one forgets it."""
    loss = SparseCategoricalCrossentropy(dtype="float16")
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(loss))

    assert "float16" == again.dtype


@each_case
def test_a_loss_survives_saving(case: Case) -> None:
    """A config taken and made into a loss again gives the same value."""
    loss = build_loss(case.decision)
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(loss))

    assert computed(loss, case) == computed(again, case)


@each_case
def test_a_built_loss_is_read_as_what_it_was_built_from(case: Case) -> None:
    """Reading what was built gives the choice it was built from."""
    read = read_loss(build_loss(case.decision))

    assert case.decision.loss == (read and read.choice())


def evaluated(case: Case, path: Path) -> float:
    """The loss that `evaluate` reports for a model that hands its input on, saved and loaded."""
    inputs = keras.Input(case.scores.shape[1:])
    model = keras.Model(inputs, keras.layers.Identity()(inputs))
    model.compile(loss=build_loss(case.decision), optimizer="sgd")
    model.save(path)
    loaded = keras.saving.load_model(path)
    weights = np.random.default_rng(3).uniform(0.5, 2.0, case.values.shape).astype("float32")
    return float(
        loaded.evaluate(case.scores, case.labels, sample_weight=weights, batch_size=6, verbose=0)
    )


TRAINED = ("ids, logits", "channels first, ignored class", "binary steps", "channels first, binary")


@pytest.mark.parametrize("case", [each for each in CASES if each.name in TRAINED], ids=TRAINED)
def test_the_value_is_the_same_in_a_loaded_model(case: Case, tmp_path: Path) -> None:
    """Through compile, save, load and evaluate, with a weight for each element."""
    weights = np.random.default_rng(3).uniform(0.5, 2.0, case.values.shape).astype("float32")

    assert weighted(case.values, weights) == pytest.approx(
        evaluated(case, tmp_path / "model.keras"), rel=1e-5
    )


def test_a_choice_alone_is_built() -> None:
    """A choice knows its class and arguments, and needs no decision."""
    loss = build_loss(Choice("losses.Huber", {"delta": 2.0}), reduction="sum")

    assert (2.0, "sum") == (loss._fn_kwargs["delta"], loss.reduction)


def test_a_sparse_loss_on_another_axis_is_never_the_stock_one() -> None:
    """Even where the stock class was named, the axis makes it ours: stock forgets it on disk."""
    loss = build_loss(Choice("losses.SparseCategoricalCrossentropy", {"axis": 1}))

    assert SparseCategoricalCrossentropy is type(loss)


def test_an_open_question_is_raised_when_the_loss_is_built() -> None:
    """Accuracy of three unknown scores needs no logits; their loss does, and says so."""
    decision = decide(Labels((None,)), Output((None, 3)), task="multiclass")
    with pytest.raises(AmbiguousPairing) as refusal:
        build_loss(decision)

    assert (
        "More than one reading is possible.\n\n"
        "  output  activation unknown, shape (None, 3)\n"
        "  labels  dtype unknown, shape (None,)\n\n"
        "The readings left:\n"
        "  - logits: the loss needs from_logits=True\n"
        "  - probabilities: the loss keeps from_logits=False\n\n"
        "Use: from_logits=True  or  from_logits=False"
    ) == str(refusal.value)


def test_an_opaque_loss_is_not_built() -> None:
    """What is not understood cannot be built again; it is used as it was given."""
    opaque = Loss(None, form="function", shown="mine")
    decision = decide(Labels((None,)), Output((None, 3), "softmax"), loss=opaque)
    with pytest.raises(InvalidArgument) as refusal:
        build_loss(decision)

    assert (
        "The loss given is opaque: it is used as it is, and there is none to build. "
        "Received: a decision for multiclass without a loss. Use: loss='auto'"
    ) == str(refusal.value)
