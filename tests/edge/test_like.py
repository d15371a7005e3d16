"""A custom loss that is declared computes what it computed, is read, and stays declared on disk."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.losses import Loss
from resolver.edge.loss.like import like
from resolver.edge.loss.read_loss import read_loss

L = keras.losses
Y_TRUE = np.array([[1.0], [0.0], [1.0], [1.0]], "float32")
Y_PRED = np.array([[0.8], [0.3], [0.4], [0.9]], "float32")
WEIGHTS = np.array([1.0, 2.0, 0.0, 3.0], "float32")


@keras.saving.register_keras_serializable(package="tests")
def doubled(y_true: Any, y_pred: Any) -> Any:
    return 2.0 * L.binary_crossentropy(y_true, y_pred)


def unregistered(y_true: Any, y_pred: Any) -> Any:
    return 2.0 * L.binary_crossentropy(y_true, y_pred)


@keras.saving.register_keras_serializable(package="tests")
class Doubled(L.Loss):
    """Twice the crossentropy."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return doubled(y_true, y_pred)


@keras.saving.register_keras_serializable(package="tests")
class RawDtype(L.Loss):
    """A loss that looks at the dtype in which labels are given."""

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return 1.0 if "int" in keras.backend.standardize_dtype(y_true.dtype) else 0.0


def model_with(loss: Any) -> Any:
    model = keras.Sequential(
        [keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones", activation="sigmoid")]
    )
    model.compile(loss=loss, optimizer="sgd")
    return model


def evaluated(model: Any) -> float:
    return float(model.evaluate(Y_PRED, Y_TRUE, sample_weight=WEIGHTS, verbose=0))


LOSSES = [doubled, Doubled(), Doubled(reduction="sum", name="mine")]
NAMES = ["function", "object", "object-sum"]


@pytest.mark.parametrize("loss", LOSSES, ids=NAMES)
def test_a_declared_loss_computes_what_it_computed(loss: Any) -> None:
    """Under compile, weights included, the number is the one of the loss itself."""
    declared = evaluated(model_with(like(loss, "bce")))

    assert evaluated(model_with(loss)) == declared


@pytest.mark.parametrize("loss", LOSSES, ids=NAMES)
def test_a_declared_loss_is_still_declared_after_loading(loss: Any, tmp_path: Path) -> None:
    """Saved and loaded, the model computes the same and says the same of its loss."""
    model = model_with(like(loss, L.BinaryCrossentropy(from_logits=True, label_smoothing=0.1)))
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")

    assert read_loss(model) == read_loss(loaded)
    assert evaluated(model) == pytest.approx(evaluated(loaded), rel=1e-6)


def test_a_function_is_saved_as_far_as_it_could_be_saved_itself(tmp_path: Path) -> None:
    """An unregistered function needs the custom_objects it needed before, and no more."""
    model_with(like(unregistered, "bce")).save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(
        tmp_path / "model.keras", custom_objects={"unregistered": unregistered}
    )
    read = read_loss(loaded)

    assert ("binary_crossentropy", "declared") == (read and read.family, read and read.form)


def test_a_clone_is_declared_too() -> None:
    """Cloning a compiled model keeps the declaration."""
    model = model_with(like(doubled, "bce"))

    assert read_loss(model) == read_loss(keras.models.clone_model(model))


@pytest.mark.parametrize(
    ("loss", "stands_for", "expected"),
    [
        (
            doubled,
            L.BinaryCrossentropy(from_logits=True),
            Loss(
                "binary_crossentropy",
                from_logits=True,
                form="declared",
                shown="resolver.like(doubled, keras.losses.BinaryCrossentropy(from_logits=True))",
            ),
        ),
        (
            Doubled,
            "mse",
            Loss(
                "mean_squared_error",
                form="declared",
                shown="resolver.like(Doubled, keras.losses.MeanSquaredError())",
            ),
        ),
        (
            functools.partial(doubled),
            L.Huber(2.0),
            Loss(
                "huber",
                form="declared",
                arguments=(("delta", 2.0),),
                shown="resolver.like(functools.partial(doubled), keras.losses.Huber(delta=2.0))",
            ),
        ),
        (
            like(doubled, "mse"),
            functools.partial(L.sparse_categorical_crossentropy, axis=1),
            Loss(
                "sparse_categorical_crossentropy",
                from_logits=False,
                axis=1,
                form="declared",
                shown="resolver.like(doubled, resolver.SparseCategoricalCrossentropy(axis=1))",
            ),
        ),
        (
            L.BinaryCrossentropy(),
            "hinge",
            Loss(
                "hinge",
                form="declared",
                shown="resolver.like(keras.losses.BinaryCrossentropy(), keras.losses.Hinge())",
            ),
        ),
    ],
    ids=["function", "class", "partial", "declared anew", "a loss of Keras"],
)
def test_a_declared_loss_is_read_as_what_it_stands_for(
    loss: Any, stands_for: Any, expected: Loss
) -> None:
    """What is declared is read, and shown as it was written."""
    assert expected == read_loss(like(loss, stands_for))


def test_a_declared_loss_is_read_inside_what_keras_makes_of_it() -> None:
    """Keras wraps a function when it first trains; the declaration is found inside."""
    wrapped = L.MeanSquaredError.__base__(like(doubled, "bce"))
    read = read_loss(wrapped)

    assert ("binary_crossentropy", "declared") == (read and read.family, read and read.form)


def test_the_loss_itself_is_left_alone() -> None:
    """Nothing is written onto what was declared: it may be shared."""
    loss = Doubled()
    before = dict(vars(loss)), dict(vars(doubled))
    like(loss, "bce")
    like(doubled, "bce")

    assert before == (vars(loss), vars(doubled))
    assert read_loss(loss) == Loss(None, shown="Doubled()", subclass=True)


def test_a_declared_function_is_still_a_function() -> None:
    """Called by hand, it gives one value a sample, as the function does."""
    expected = keras.ops.convert_to_numpy(doubled(Y_TRUE, Y_PRED)).tolist()
    actual = keras.ops.convert_to_numpy(like(doubled, "bce")(Y_TRUE, Y_PRED)).tolist()

    assert expected == actual


def test_a_declared_loss_sees_the_labels_as_they_were_given() -> None:
    """A loss with its own `__call__` gets raw labels, as it does undeclared."""
    assert like(RawDtype(), "bce")(np.array([1]), np.array([0.5])) == 1.0


def test_a_declared_loss_keeps_its_name() -> None:
    """Logs show the name they showed before."""
    names = [like(Doubled(name="mine"), "bce").name, like(doubled, "bce").__name__]

    assert ["mine", "doubled"] == names


@pytest.mark.parametrize(
    ("stands_for", "seen"), [(doubled, "doubled"), ("auto", "'auto'"), (None, "None")]
)
def test_what_is_stood_for_must_be_known(stands_for: Any, seen: str) -> None:
    """An opaque loss explains nothing."""
    with pytest.raises(InvalidArgument) as refusal:
        like(doubled, stands_for)

    assert (
        "What a loss stands for must be a loss of Keras that is known. "
        f"Received: stands_for={seen}. "
        "Use: resolver.like(loss_fn, keras.losses.BinaryCrossentropy())"
    ) == str(refusal.value)


@pytest.mark.parametrize("loss", ["mse", {"class_name": "Hinge"}, 3, None])
def test_what_is_declared_must_be_a_loss(loss: Any) -> None:
    """A string or a config is known by itself; anything else that is no function is refused."""
    with pytest.raises(InvalidType) as refusal:
        like(loss, "bce")

    assert (
        f"resolver.like declares a loss function or a keras.losses.Loss. "
        f"Received: loss_fn={loss!r}. "
        f"Use: resolver.like(loss_fn, keras.losses.BinaryCrossentropy())"
    ) == str(refusal.value)
