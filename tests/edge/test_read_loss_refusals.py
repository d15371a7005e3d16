"""Losses that cannot be meant, each with the whole message."""

from __future__ import annotations

import functools
import importlib
from typing import Any

import keras
import pytest

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.loss.read_loss import read_loss

L = keras.losses


class Needy(L.BinaryCrossentropy):
    """A loss that cannot be made without an argument."""

    def __init__(self, weight: float) -> None:
        super().__init__()
        self.weight = weight


def uncompiled() -> Any:
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="plain")


def two_losses() -> Any:
    inputs = keras.Input((2,))
    heads = [keras.layers.Dense(1, name=name)(inputs) for name in ("a", "b")]
    model = keras.Model(inputs, heads)
    model.compile(loss={"a": "mse", "b": "bce"})
    return model


TABLE: list[tuple[Any, type[Exception], str]] = [
    (
        "catgorical_crossentropy",
        InvalidArgument,
        "No loss of Keras is called 'catgorical_crossentropy'. Names near it: "
        "'categorical_crossentropy', 'categorical_focal_crossentropy', "
        "'sparse_categorical_crossentropy'. Use: loss='categorical_crossentropy'",
    ),
    (
        "zzz",
        InvalidArgument,
        "No loss of Keras is called 'zzz'. Use: loss='auto'",
    ),
    (
        {"a": "mse", "b": "bce"},
        InvalidType,
        "One loss is read at a time; a dict must be the config of one, with 'class_name' and "
        "'config'. Received the keys: 'a', 'b'. "
        "Use: loss={'class_name': 'BinaryCrossentropy', 'config': {'from_logits': True}}",
    ),
    (
        two_losses(),
        InvalidType,
        "One loss is read at a time; a dict must be the config of one, with 'class_name' and "
        "'config'. Received the keys: 'a', 'b'. "
        "Use: loss={'class_name': 'BinaryCrossentropy', 'config': {'from_logits': True}}",
    ),
    (
        {"class_name": "BinaryCrosentropy", "config": {"from_logits": True}},
        InvalidArgument,
        "Keras cannot make a loss from this config. Received: class_name='BinaryCrosentropy', "
        "config={'from_logits': True}. Keras says: Could not interpret loss identifier: "
        "{'class_name': 'BinaryCrosentropy', 'config': {'from_logits': True}}. "
        "Use: loss=keras.losses.BinaryCrossentropy()",
    ),
    (
        uncompiled(),
        InvalidArgument,
        "A model that is not compiled has no loss. Received: the model 'plain'. "
        "Use: resolver.compile(model)",
    ),
    (
        ["mse"],
        InvalidType,
        "A loss is a string, a function, or an object or class of keras.losses. "
        "Received: ['mse'] (type list). Use: loss='auto'",
    ),
    (
        L.Loss,
        InvalidArgument,
        "Keras makes a loss from a class without arguments, and Loss cannot be made so. "
        "Received: loss=Loss. Use: loss=keras.losses.BinaryCrossentropy()",
    ),
    (
        Needy,
        InvalidArgument,
        "Keras makes a loss from a class without arguments, and Needy cannot be made so. "
        "Received: loss=Needy. Use: loss=keras.losses.BinaryCrossentropy()",
    ),
    (
        functools.partial(L.BinaryCrossentropy, from_logits=True),
        InvalidArgument,
        "A partial of a loss class makes another loss where a value is needed. "
        "Received: functools.partial(keras.losses.BinaryCrossentropy, ...). "
        "Use: loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    ),
    (
        functools.partial(L.huber, 2.0),
        InvalidArgument,
        "A partial binds arguments by position from the left, and the first of a loss is y_true. "
        "Received: 2.0 by position for keras.losses.huber. "
        "Use: loss=functools.partial(keras.losses.huber, delta=2.0)",
    ),
]


@pytest.mark.parametrize(("loss", "error", "message"), TABLE, ids=[row[2][:60] for row in TABLE])
def test_a_loss_that_cannot_be_meant_is_refused(
    loss: Any, error: type[Exception], message: str
) -> None:
    """The message says what was seen, what is needed, and the line to write."""
    with pytest.raises(error) as refusal:
        read_loss(loss)

    assert message == str(refusal.value)


in_torch = pytest.mark.skipif(
    keras.backend.backend() != "torch", reason="a second framework takes seconds to load"
)

TORCH: list[tuple[str, str]] = [
    ("BCEWithLogitsLoss", "keras.losses.BinaryCrossentropy(from_logits=True)"),
    ("CrossEntropyLoss", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),
    ("MSELoss", "keras.losses.MeanSquaredError()"),
    ("TripletMarginLoss", "lambda y_true, y_pred: loss(y_pred, y_true)"),
]


@in_torch
@pytest.mark.parametrize(("name", "use"), TORCH)
@pytest.mark.parametrize("form", ["class", "object"])
def test_a_loss_of_torch_is_refused(name: str, use: str, form: str) -> None:
    """A loss of torch takes the prediction first, and would be computed the wrong way round."""
    nn = importlib.import_module("torch.nn")
    loss = getattr(nn, name) if form == "class" else getattr(nn, name)()

    with pytest.raises(InvalidType) as refusal:
        read_loss(loss)

    assert (
        "A loss of torch cannot be used: it is called with the prediction first, Keras calls "
        f"loss(y_true, y_pred). Received: torch.nn.modules.loss.{name}. Use: loss={use}"
    ) == str(refusal.value)


@in_torch
@pytest.mark.parametrize("wrap", [lambda fn: fn, functools.partial])
def test_a_function_of_torch_is_refused(wrap: Any) -> None:
    """A loss function of torch is refused too, also behind a partial."""
    functional = importlib.import_module("torch.nn.functional")

    with pytest.raises(InvalidType) as refusal:
        read_loss(wrap(functional.cross_entropy))

    assert (
        "A loss of torch cannot be used: it is called with the prediction first, Keras calls "
        "loss(y_true, y_pred). Received: torch.nn.functional.cross_entropy. "
        "Use: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    ) == str(refusal.value)


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="tf_keras needs TensorFlow")
def test_a_loss_of_tf_keras_is_refused() -> None:
    """A loss of Keras 2 is refused, and the line keeps its from_logits."""
    tf_keras = importlib.import_module("tf_keras")

    with pytest.raises(InvalidType) as refusal:
        read_loss(tf_keras.losses.BinaryCrossentropy(from_logits=True))

    assert (
        "A loss of tf_keras cannot be used: its objects belong to Keras 2 and are not understood "
        "by Keras 3. Received: tf_keras.src.losses.BinaryCrossentropy. "
        "Use: loss=keras.losses.BinaryCrossentropy(from_logits=True)"
    ) == str(refusal.value)


@in_torch
def test_a_loss_module_of_ones_own_is_not_refused() -> None:
    """A torch module that somebody wrote may well take the labels first: it is opaque."""
    nn = importlib.import_module("torch.nn")

    class Mine(nn.Module):  # type: ignore[misc, name-defined]
        def forward(self, y_true: Any, y_pred: Any) -> Any:
            return ((y_true - y_pred) ** 2).mean()

    read = read_loss(Mine())

    assert read is not None
    assert read.opaque
