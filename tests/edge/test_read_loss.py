"""One table: a loss as somebody writes it, and what is read of it."""

from __future__ import annotations

import functools
import importlib
from typing import Any

import keras
import numpy as np
import pytest

from resolver.core.losses import FAMILIES, Loss
from resolver.edge.loss.axis_loss import ElementLoss, SparseCategoricalCrossentropy
from resolver.edge.loss.read_loss import read_loss

L = keras.losses
BCE, CCE, SCCE = (
    "binary_crossentropy",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
)
WRAPPER: Any = L.MeanSquaredError.__base__


def custom(y_true: Any, y_pred: Any) -> Any:
    return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)


def binary_crossentropy(y_true: Any, y_pred: Any) -> Any:
    """A loss of somebody's own that bears the name of one of Keras."""
    return custom(y_true, y_pred)


def closure(weight: float) -> Any:
    def loss(y_true: Any, y_pred: Any) -> Any:
        return weight * L.binary_crossentropy(y_true, y_pred)

    return loss


class Named(L.BinaryCrossentropy):
    """A subclass that computes what its base computes."""


class Smoothed(L.BinaryCrossentropy):
    """A subclass that computes what its base computes, with arguments of its own."""

    def __init__(self) -> None:
        super().__init__(from_logits=True, label_smoothing=0.1)


class Weighted(L.BinaryCrossentropy):
    """A subclass that computes something else."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return 2.0 * super().call(y_true, y_pred)


class Called(L.CategoricalCrossentropy):
    """A subclass that takes its arguments in another way."""

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return super().__call__(y_pred, y_true, sample_weight)


class Own(L.Loss):
    """A loss from the ground up."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return custom(y_true, y_pred)


class Callable:
    """An object that is called like a loss and has no name."""

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        return custom(y_true, y_pred)


def object_patched() -> Any:
    loss = L.BinaryCrossentropy()
    loss.call = custom
    return loss


def object_with_other_function() -> Any:
    loss = L.BinaryCrossentropy()
    loss.fn = custom
    return loss


def compiled(loss: Any) -> Any:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(loss=loss)
    return model


def config(loss: Any) -> Any:
    return keras.saving.serialize_keras_object(loss)


def legacy(cls: str, **arguments: Any) -> dict[str, Any]:
    return {"module": "keras.losses", "class_name": cls, "config": arguments}


partial = functools.partial
known = functools.partial(Loss, BCE, from_logits=False)
logits = functools.partial(Loss, BCE, from_logits=True)
sparse = functools.partial(Loss, SCCE, from_logits=False)
opaque = functools.partial(Loss, None)

TABLE: list[tuple[Any, Loss]] = [
    ("mse", Loss("mean_squared_error", form="string", shown="'mse'")),
    ("MSE", Loss("mean_squared_error", form="string", shown="'MSE'")),
    ("Bce", known(form="string", shown="'Bce'")),
    ("kld", Loss("kl_divergence", form="string", shown="'kld'")),
    ("BinaryCrossentropy", known(form="string", shown="'BinaryCrossentropy'")),
    ("SPARSE_CATEGORICAL_CROSSENTROPY", sparse(form="string", shown=f"'{SCCE.upper()}'")),
    (
        "categorical_generalized_cross_entropy",
        Loss(
            "categorical_generalized_cross_entropy",
            form="string",
            shown="'categorical_generalized_cross_entropy'",
        ),
    ),
    ("auto", opaque(form="auto", shown="'auto'")),
    ("CrossEntropy", opaque(form="auto", shown="'CrossEntropy'")),
    ("ce", opaque(form="auto", shown="'ce'")),
    (L.BinaryCrossentropy, known(form="class", shown="keras.losses.BinaryCrossentropy")),
    (Smoothed, logits(form="class", label_smoothing=0.1, shown="Smoothed", subclass=True)),
    (Weighted, opaque(form="class", shown="Weighted", subclass=True)),
    (Callable, opaque(form="class", shown="Callable")),
    (L.BinaryCrossentropy(), known(shown="keras.losses.BinaryCrossentropy()")),
    (L.BinaryCrossentropy(True), logits(shown="keras.losses.BinaryCrossentropy(from_logits=True)")),
    (
        L.CategoricalCrossentropy(label_smoothing=0.1, axis=1),
        Loss(
            CCE,
            from_logits=False,
            label_smoothing=0.1,
            axis=1,
            shown="keras.losses.CategoricalCrossentropy(label_smoothing=0.1, axis=1)",
        ),
    ),
    (
        L.SparseCategoricalCrossentropy(ignore_class=255),
        sparse(
            ignore_class=255, shown="keras.losses.SparseCategoricalCrossentropy(ignore_class=255)"
        ),
    ),
    (
        L.SparseCategoricalCrossentropy(axis=1),
        sparse(axis=1, shown="resolver.SparseCategoricalCrossentropy(axis=1)"),
    ),
    (
        SparseCategoricalCrossentropy(from_logits=True, axis=-3),
        Loss(
            SCCE,
            from_logits=True,
            axis=-3,
            shown="resolver.SparseCategoricalCrossentropy(from_logits=True, axis=-3)",
        ),
    ),
    (ElementLoss(L.Hinge()), Loss("hinge", shown="keras.losses.Hinge()")),
    (
        L.Huber(delta=2.0, reduction="sum"),
        Loss(
            "huber",
            arguments=(("delta", 2.0), ("reduction", "sum")),
            shown="keras.losses.Huber(delta=2.0, reduction='sum')",
        ),
    ),
    (
        L.CategoricalFocalCrossentropy(alpha=[0.25, 0.5]),
        Loss(
            "categorical_focal_crossentropy",
            from_logits=False,
            arguments=(("alpha", (0.25, 0.5)),),
            shown="keras.losses.CategoricalFocalCrossentropy(alpha=(0.25, 0.5))",
        ),
    ),
    (
        L.CategoricalFocalCrossentropy(alpha=np.array([0.25, 0.5])),
        Loss(
            "categorical_focal_crossentropy",
            from_logits=False,
            arguments=(("alpha", (0.25, 0.5)),),
            shown="keras.losses.CategoricalFocalCrossentropy(alpha=(0.25, 0.5))",
        ),
    ),
    (
        L.CategoricalGeneralizedCrossEntropy(q=0.7),
        Loss(
            "categorical_generalized_cross_entropy",
            arguments=(("q", 0.7),),
            shown="keras.losses.CategoricalGeneralizedCrossEntropy(q=0.7)",
        ),
    ),
    (
        L.Dice(axis=(1, 2)),
        Loss("dice", arguments=(("axis", (1, 2)),), shown="keras.losses.Dice(axis=(1, 2))"),
    ),
    (
        L.CosineSimilarity(axis=1),
        Loss(
            "cosine_similarity",
            arguments=(("axis", 1),),
            shown="keras.losses.CosineSimilarity(axis=1)",
        ),
    ),
    (Named(from_logits=True), logits(shown="Named()", subclass=True)),
    (Weighted(), opaque(shown="Weighted()", subclass=True)),
    (Called(), opaque(shown="Called()", subclass=True)),
    (Own(), opaque(shown="Own()", subclass=True)),
    (object_patched(), opaque(shown="BinaryCrossentropy()", subclass=True)),
    (object_with_other_function(), opaque(shown="custom")),
    (L.binary_crossentropy, known(form="function", shown="keras.losses.binary_crossentropy")),
    (
        keras.metrics.binary_crossentropy,
        known(form="function", shown="keras.losses.binary_crossentropy"),
    ),
    (binary_crossentropy, opaque(form="function", shown="binary_crossentropy")),
    (closure(2.0), opaque(form="function", shown="loss")),
    (lambda y_true, y_pred: y_true - y_pred, opaque(form="function", shown="a lambda")),
    (Callable(), opaque(form="function", shown="Callable()")),
    (
        partial(L.binary_crossentropy, from_logits=True),
        logits(
            form="partial",
            shown="functools.partial(keras.losses.binary_crossentropy, from_logits=True)",
        ),
    ),
    (
        partial(partial(L.sparse_categorical_crossentropy, axis=1), ignore_class=0),
        sparse(
            axis=1,
            ignore_class=0,
            form="partial",
            shown="functools.partial(keras.losses.sparse_categorical_crossentropy, axis=1, "
            "ignore_class=0)",
        ),
    ),
    (
        partial(partial(L.binary_crossentropy, from_logits=False), from_logits=True),
        logits(
            form="partial",
            shown="functools.partial(keras.losses.binary_crossentropy, from_logits=True)",
        ),
    ),
    (
        partial(L.BinaryCrossentropy(from_logits=True)),
        logits(
            form="partial",
            shown="functools.partial(keras.losses.BinaryCrossentropy(from_logits=True))",
        ),
    ),
    (
        partial(custom, 2.0),
        opaque(form="partial", shown="functools.partial(custom, 2.0)"),
    ),
    (
        WRAPPER(L.binary_crossentropy, from_logits=True),
        logits(form="function", shown="keras.losses.binary_crossentropy"),
    ),
    (
        WRAPPER(partial(L.binary_crossentropy, from_logits=True, axis=1), from_logits=False),
        known(
            axis=1,
            form="partial",
            shown="functools.partial(keras.losses.binary_crossentropy, from_logits=True, axis=1)",
        ),
    ),
    (WRAPPER(custom), opaque(form="function", shown="custom")),
    (
        {"class_name": "BinaryCrossentropy", "config": {"from_logits": True}},
        logits(form="config", shown="keras.losses.BinaryCrossentropy(from_logits=True)"),
    ),
    (
        legacy("BinaryCrossentropy", from_logits=True),
        logits(form="config", shown="keras.losses.BinaryCrossentropy(from_logits=True)"),
    ),
    (
        config(L.BinaryCrossentropy(from_logits=True)),
        logits(form="config", shown="keras.losses.BinaryCrossentropy(from_logits=True)"),
    ),
    (
        config(L.hinge),
        Loss("hinge", form="config", shown="keras.losses.Hinge()"),
    ),
    (compiled("mse"), Loss("mean_squared_error", form="string", shown="'mse'")),
    (
        compiled(L.BinaryCrossentropy(True)),
        logits(shown="keras.losses.BinaryCrossentropy(from_logits=True)"),
    ),
]


@pytest.mark.parametrize(("loss", "expected"), TABLE, ids=[row[1].shown for row in TABLE])
def test_a_loss_is_read_in_every_form(loss: Any, expected: Loss) -> None:
    """Each way to write a loss is read for what Keras will compute of it."""
    read = read_loss(loss)

    assert expected == read


def test_no_loss_is_no_loss() -> None:
    """None stays None: there is no loss, and nothing to decide of it."""
    assert read_loss(None) is None


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("form", ["function", "class", "object", "string"])
def test_every_loss_of_keras_has_its_family(family: str, form: str) -> None:
    """Function, class, object and string of each loss of Keras come out as one family."""
    cls = getattr(L, FAMILIES[family].cls)
    forms = {"function": getattr(L, family), "class": cls, "object": cls(), "string": family}

    read = read_loss(forms[form])

    assert (family, form) == (read and read.family, read and read.form)


def test_the_table_of_families_is_complete() -> None:
    """Every loss class that this Keras exports has a row."""
    exported = {
        name
        for name, each in vars(L).items()
        if isinstance(each, type) and issubclass(each, L.Loss) and each is not L.Loss
    }

    assert exported == {row.cls for row in FAMILIES.values()}


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_read_can_be_built_again(family: str) -> None:
    """The choice of a loss that was read is, read again, the same loss."""
    loss = getattr(L, FAMILIES[family].cls)()
    read = read_loss(loss)
    choice = read.choice() if read else None

    assert choice is not None
    assert eval(choice.line, {"keras": keras}).get_config() == loss.get_config()


def test_a_loss_is_hashable_whatever_its_arguments() -> None:
    """Lists and arrays among the arguments become tuples, so that a loss can be a key."""
    read = read_loss(L.CategoricalFocalCrossentropy(alpha=keras.ops.array([0.5, 0.25])))

    assert hash(read) == hash(read_loss(L.CategoricalFocalCrossentropy(alpha=[0.5, 0.25])))


def compiled_function(fn: Any) -> Any:
    """A function compiled by the backend, where the backend compiles functions."""
    backend = keras.backend.backend()
    if backend == "tensorflow":
        return importlib.import_module("tensorflow").function(fn)
    return importlib.import_module("jax").jit(fn) if backend == "jax" else fn


def test_a_compiled_function_is_read_as_the_function() -> None:
    """`tf.function` and `jax.jit` change how a loss is run and not what it is."""
    read = read_loss(compiled_function(L.categorical_hinge))

    assert (
        Loss("categorical_hinge", form="function", shown="keras.losses.categorical_hinge") == read
    )
