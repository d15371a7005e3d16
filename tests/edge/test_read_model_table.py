"""One table: a small graph, and what is read of its output; then its numbers are held to that."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import pytest
from keras import activations, layers, ops

from resolver.edge.model.read_model import Reading, read_activation

ROW, SERIES, IMAGE = (4,), (6, 4), (6, 6, 5)
FIRST = (5, 6, 6)
"""An image with the channels first."""


@dataclass(frozen=True)
class Case:
    """A graph on one input, and the reading of its output."""

    name: str
    shape: tuple[int | None, ...]
    build: Callable[[Any], Any]
    activation: str | None
    axis: int = -1
    beneath: str | None = None

    def __str__(self) -> str:
        return self.name


def dense(activation: Any = None, units: int = 5) -> Any:
    """A Dense layer whose values are spread widely enough to tell activations apart."""
    wide = keras.initializers.RandomNormal(stddev=2.0, seed=7)
    return layers.Dense(units, activation=activation, kernel_initializer=wide)


def soft(x: Any) -> Any:
    return dense("softmax")(x)


def sigm(x: Any) -> Any:
    return dense("sigmoid")(x)


def after(kind: Callable[[Any], Any], *steps: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A head and what is called on it, step by step."""

    def build(x: Any) -> Any:
        return functools.reduce(lambda tensor, step: step(tensor), steps, kind(x))

    return build


def shared(x: Any) -> Any:
    """A shared model called twice: the second time on what the first call gave."""
    inner = model_of((5,), layers.Dense(5), layers.Softmax())
    return inner(inner(dense()(x)))


def model_of(shape: tuple[int, ...], *steps: Callable[[Any], Any]) -> Any:
    inputs = keras.Input(shape)
    return keras.Model(inputs, functools.reduce(lambda tensor, step: step(tensor), steps, inputs))


def own(x: Any) -> Any:
    return 3.0 * ops.tanh(x)


class Doubled(layers.Dense):
    """A Dense whose call is not Keras's."""

    def call(self, inputs: Any) -> Any:
        return 2.0 * super().call(inputs)


class Headed(layers.Dense):
    """A Dense whose own call ends in a softmax over what Dense computes."""

    def call(self, inputs: Any) -> Any:
        return ops.softmax(super().call(inputs))


class Renamed(layers.Dense):
    """A Dense with Keras's own call."""


class Affine(layers.Layer):
    """A Dense written by hand."""

    def build(self, shape: Any) -> None:
        self.kernel = self.add_weight(shape=(shape[-1], 5))
        self.bias = self.add_weight(shape=(5,), initializer="ones")

    def call(self, x: Any) -> Any:
        return 20.0 * (ops.matmul(x, self.kernel) + self.bias)


class Passing(layers.Layer):
    """A layer of the user's own that leaves values alone."""

    def call(self, x: Any) -> Any:
        return ops.squeeze(ops.expand_dims(x, 1), 1)


class Counted(layers.Layer):
    """A layer that must know the size of its batch."""

    def call(self, x: Any) -> Any:
        return ops.reshape(x, (int(ops.shape(x)[0]), 1, 5))

    def compute_output_shape(self, shape: Any) -> Any:
        return (shape[0], 1, 5)


class Opaque(layers.Layer):
    """A layer that cannot be called on symbolic tensors."""

    def call(self, x: Any) -> Any:
        if isinstance(x, keras.KerasTensor):
            raise TypeError("only tensors")
        return x

    def compute_output_shape(self, shape: Any) -> Any:
        return shape


class Nested(layers.Layer):
    """A layer whose sublayers are Keras's."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = dense()
        self.last = Passing()

    def build(self, shape: Any) -> None:
        self.inner.build(shape)
        self.last.build((None, 5))

    def call(self, x: Any) -> Any:
        return self.last(activations.sigmoid(self.inner(x)))


HEADS = [
    Case("no activation", ROW, dense(), "linear"),
    Case("linear by name", ROW, dense("linear"), "linear"),
    Case("softmax by name", ROW, dense("softmax"), "softmax"),
    Case("sigmoid by name", ROW, dense("sigmoid"), "sigmoid"),
    Case("tanh", ROW, dense("tanh"), "tanh"),
    Case("relu", ROW, dense("relu"), "relu"),
    Case("softplus", ROW, dense("softplus"), "softplus"),
    Case("exponential", ROW, dense("exponential"), "exponential"),
    Case("elu", ROW, dense("elu"), "elu"),
    Case("swish is silu", ROW, dense("swish"), "silu"),
    Case("hard_sigmoid", ROW, dense("hard_sigmoid"), "hard_sigmoid"),
    Case("log_softmax", ROW, dense("log_softmax"), "log_softmax"),
    Case("mish", ROW, dense("mish"), "mish"),
    Case("a Keras function", ROW, dense(activations.softmax), "softmax"),
    Case("an operation", ROW, dense(ops.sigmoid), "sigmoid"),
    Case("an activation layer", ROW, dense(layers.Activation("sigmoid")), "sigmoid"),
    Case("a Softmax layer", ROW, dense(layers.Softmax()), "softmax"),
    Case("a partial", SERIES, dense(functools.partial(activations.softmax, axis=1)), "softmax", -2),
    Case("a function of one's own", ROW, dense(own), None),
    Case("a lambda", ROW, dense(lambda x: 2.0 * ops.softmax(x)), None),
    Case("EinsumDense", ROW, layers.EinsumDense("ab,bc->ac", 5, activation="sigmoid"), "sigmoid"),
    Case("Conv1D", SERIES, layers.Conv1D(3, 2, activation="softmax"), "softmax"),
    Case("Conv2D", IMAGE, layers.Conv2D(3, 2, activation="sigmoid"), "sigmoid"),
    Case("Conv2DTranspose", IMAGE, layers.Conv2DTranspose(3, 2, activation="softmax"), "softmax"),
    Case("SeparableConv2D", IMAGE, layers.SeparableConv2D(3, 2, activation="softmax"), "softmax"),
    Case("DepthwiseConv2D", IMAGE, layers.DepthwiseConv2D(2, activation="sigmoid"), "sigmoid"),
    Case("Embedding", ROW, after(layers.ReLU(), layers.Embedding(500, 3)), "linear"),
    Case("SimpleRNN", SERIES, layers.SimpleRNN(3, activation="sigmoid"), "sigmoid"),
    Case("LSTM", SERIES, layers.LSTM(3, activation="sigmoid"), None),
    Case("GRU", SERIES, layers.GRU(3, activation="softmax"), None),
    Case("attention", SERIES, lambda x: layers.MultiHeadAttention(2, 3)(x, x), "linear"),
    Case("an input", ROW, lambda x: x, None),
]

APPLIED = [
    Case("Activation", ROW, after(dense(), layers.Activation("softmax")), "softmax"),
    Case("Activation of a function", ROW, after(dense(), layers.Activation(ops.tanh)), "tanh"),
    Case("Activation of a lambda", ROW, after(soft, layers.Activation(lambda x: x * 2)), None),
    Case("Softmax", ROW, after(dense(), layers.Softmax()), "softmax"),
    Case("Softmax, channels first", FIRST, layers.Softmax(axis=1), "softmax", -3),
    Case("Softmax over two axes", IMAGE, layers.Softmax(axis=(1, 2)), None),
    Case("Softmax over one axis", IMAGE, layers.Softmax(axis=[-2]), "softmax", -2),
    Case("ReLU", ROW, after(dense(), layers.ReLU()), "relu"),
    Case("ReLU to six", ROW, after(dense(), layers.ReLU(max_value=6)), "relu6"),
    Case("ReLU with a slope", ROW, after(dense(), layers.ReLU(negative_slope=0.1)), "leaky_relu"),
    Case("LeakyReLU", ROW, after(dense(), layers.LeakyReLU()), "leaky_relu"),
    Case("PReLU", ROW, after(dense(), layers.PReLU()), "prelu"),
    Case("ELU", ROW, after(dense(), layers.ELU()), "elu"),
    Case("ops.softmax", ROW, after(dense(), ops.softmax), "softmax"),
    Case("ops.softmax, axis", FIRST, lambda x: ops.softmax(x, axis=1), "softmax", -3),
    Case("ops.sigmoid", ROW, after(dense(), ops.sigmoid), "sigmoid"),
    Case("ops.log_softmax", ROW, after(dense(), ops.log_softmax), "log_softmax"),
    Case("ops.relu", ROW, after(dense(), ops.relu), "relu"),
    Case("ops.tanh", ROW, after(dense(), ops.tanh), "tanh"),
    Case("ops.exp", ROW, after(dense(), ops.exp), "exponential"),
    Case("exp of log_softmax", ROW, after(dense(), ops.log_softmax, ops.exp), "softmax"),
    Case("log of softmax", ROW, after(soft, ops.log), "log_softmax"),
    Case("log of sigmoid", ROW, after(sigm, ops.log), "log_sigmoid"),
    Case("log of relu", ROW, after(dense("relu"), ops.log), None),
    Case("activations.softmax", ROW, after(dense(), activations.softmax), "softmax"),
    Case("activations.relu", ROW, after(dense(), activations.relu), "relu"),
    Case("activations.hard_sigmoid", ROW, after(dense(), activations.hard_sigmoid), "hard_sigmoid"),
    Case("activations.linear", ROW, after(soft, activations.linear), "softmax"),
    Case("softmax over softmax", ROW, after(soft, layers.Softmax()), "softmax", -1, "softmax"),
    Case("sigmoid over softmax", ROW, after(soft, ops.sigmoid), "sigmoid", -1, "softmax"),
    Case("softmax over sigmoid", ROW, after(sigm, ops.softmax), "softmax", -1, "sigmoid"),
    Case("softmax over relu", ROW, after(dense("relu"), ops.softmax), "softmax", -1, "relu"),
    Case("softmax over leaky", ROW, after(dense("leaky_relu"), ops.softmax), "softmax"),
    Case(
        "beneath, through what passes",
        ROW,
        after(sigm, layers.Dropout(0.1), layers.Reshape((5, 1)), layers.Activation("sigmoid")),
        "sigmoid",
        -1,
        "sigmoid",
    ),
    Case("clipped just inside", ROW, after(soft, lambda x: ops.clip(x, 1e-7, 1 - 1e-7)), "softmax"),
    Case("clipped to a half", ROW, after(soft, lambda x: ops.clip(x, 0.0, 0.5)), None),
    Case("clipped scores", ROW, after(dense(), lambda x: ops.clip(x, 0.0, 1.0)), None),
]

PASSED = [
    Case("Activation linear", ROW, after(soft, layers.Activation("linear")), "softmax"),
    Case("Identity", ROW, after(soft, layers.Identity()), "softmax"),
    Case("Dropout", ROW, after(soft, layers.Dropout(0.5)), "softmax"),
    Case("SpatialDropout1D", SERIES, after(soft, layers.SpatialDropout1D(0.5)), "softmax"),
    Case("GaussianNoise", ROW, after(soft, layers.GaussianNoise(0.5)), "softmax"),
    Case("AlphaDropout", ROW, after(soft, layers.AlphaDropout(0.5)), "softmax"),
    Case("ActivityRegularization", ROW, after(soft, layers.ActivityRegularization(0.1)), "softmax"),
    Case("a cast", ROW, after(soft, lambda x: ops.cast(x, "float16")), "softmax"),
    Case("a cast to ids", ROW, after(soft, lambda x: ops.cast(x, "int32")), None),
    Case("stop_gradient", ROW, after(soft, ops.stop_gradient), "softmax"),
    Case("Identity in half", ROW, after(soft, layers.Identity(dtype="float16")), "softmax"),
    Case("Reshape to a row more", ROW, after(soft, layers.Reshape((5, 1))), "softmax", -2),
    Case("Reshape to (1, 5)", ROW, after(soft, layers.Reshape((1, 5))), "softmax"),
    Case("Reshape of an image", IMAGE, after(soft, layers.Reshape((-1, 5))), "softmax"),
    Case("Reshape cuts the axis", SERIES, after(soft, layers.Reshape((10, 3))), None),
    Case("Reshape of sigmoid", SERIES, after(sigm, layers.Reshape((10, 3))), "sigmoid"),
    Case(
        "Reshape, channels first, size unknown",
        (5, None, None),
        after(layers.Softmax(axis=1), layers.Reshape((5, -1))),
        "softmax",
        -2,
    ),
    Case(
        "ops.reshape, sizes unknown",
        (5, None, None),
        after(layers.Softmax(axis=1), lambda x: ops.reshape(x, (-1, 5, 4))),
        None,
    ),
    Case("ops.reshape", SERIES, after(soft, lambda x: ops.reshape(x, (-1, 5))), "softmax"),
    Case(
        "Flatten of (1, 5)", ROW, after(soft, layers.Reshape((1, 5)), layers.Flatten()), "softmax"
    ),
    Case("Flatten cuts the axis", SERIES, after(soft, layers.Flatten()), None),
    Case("Flatten of sigmoid", SERIES, after(sigm, layers.Flatten()), "sigmoid"),
    Case(
        "Flatten, channels first",
        (5, 1, 1),
        after(layers.Softmax(axis=1), layers.Flatten(data_format="channels_first")),
        "softmax",
    ),
    Case("Permute", SERIES, after(soft, layers.Permute((2, 1))), "softmax", -2),
    Case("Permute an image", IMAGE, after(soft, layers.Permute((3, 1, 2))), "softmax", -3),
    Case("transpose", SERIES, after(soft, lambda x: ops.transpose(x, (0, 2, 1))), "softmax", -2),
    Case("transpose wholly", ROW, after(soft, ops.transpose), "softmax", -2),
    Case("swapaxes", SERIES, after(soft, lambda x: ops.swapaxes(x, 1, -1)), "softmax", -2),
    Case("moveaxis", IMAGE, after(soft, lambda x: ops.moveaxis(x, -1, 1)), "softmax", -3),
    Case(
        "moveaxis of another", IMAGE, after(soft, lambda x: ops.moveaxis(x, 1, -1)), "softmax", -2
    ),
    Case("expand_dims", ROW, after(soft, lambda x: ops.expand_dims(x, -1)), "softmax", -2),
    Case("expand_dims in front", ROW, after(soft, lambda x: ops.expand_dims(x, 1)), "softmax"),
    Case(
        "squeeze",
        ROW,
        after(soft, layers.Reshape((5, 1)), lambda x: ops.squeeze(x, -1)),
        "softmax",
    ),
    Case("RepeatVector", ROW, after(soft, layers.RepeatVector(3)), "softmax"),
    Case("Cropping1D", SERIES, after(soft, layers.Cropping1D(1)), "softmax"),
    Case("Cropping2D", IMAGE, after(soft, layers.Cropping2D(1)), "softmax"),
    Case("Cropping along softmax", SERIES, after(layers.Softmax(1), layers.Cropping1D(1)), None),
    Case(
        "Cropping2D, channels first",
        FIRST,
        after(layers.Softmax(1), layers.Cropping2D(1, data_format="channels_first")),
        "softmax",
        -3,
    ),
    Case("UpSampling1D", SERIES, after(soft, layers.UpSampling1D(2)), "softmax"),
    Case("UpSampling2D", IMAGE, after(soft, layers.UpSampling2D(2)), "softmax"),
    Case(
        "UpSampling2D, bilinear",
        IMAGE,
        after(soft, layers.UpSampling2D(2, interpolation="bilinear")),
        None,
    ),
    Case("Resizing", IMAGE, after(soft, layers.Resizing(9, 9, interpolation="nearest")), "softmax"),
    Case("Resizing, bicubic", IMAGE, after(sigm, layers.Resizing(9, 9, "bicubic")), None),
    Case("GetItem of rows", SERIES, after(soft, lambda x: x[:, 0]), "softmax"),
    Case("GetItem of a range", SERIES, after(soft, lambda x: x[:, 1:3, :]), "softmax"),
    Case("GetItem of the last", SERIES, after(soft, lambda x: x[:, -1:, ...]), "softmax"),
    Case("GetItem with a new axis", ROW, after(soft, lambda x: x[..., None]), "softmax", -2),
    Case("GetItem cuts the axis", ROW, after(soft, lambda x: x[:, 1:]), None),
    Case("GetItem of one class", ROW, after(soft, lambda x: x[:, 1]), None),
    Case("GetItem of sigmoid", ROW, after(sigm, lambda x: x[:, 1:3]), "sigmoid"),
    Case("GetItem of linear", ROW, after(dense(), lambda x: x[..., 0]), "linear"),
    Case("flip", ROW, after(soft, lambda x: ops.flip(x, axis=-1)), "softmax"),
    Case("repeat", SERIES, after(soft, lambda x: ops.repeat(x, 2, axis=1)), "softmax"),
    Case("repeat along softmax", ROW, after(soft, lambda x: ops.repeat(x, 2, axis=1)), None),
    Case("tile", SERIES, after(soft, lambda x: ops.tile(x, (1, 2, 1))), "softmax"),
    Case("split", SERIES, after(soft, lambda x: ops.split(x, 2, axis=1)[1]), "softmax"),
    Case("split along softmax", ROW, after(soft, lambda x: ops.split(x, [2], axis=1)[0]), None),
    Case("unstack", SERIES, after(soft, lambda x: ops.unstack(x, axis=1)[2]), "softmax"),
    Case("take of softmax", SERIES, after(soft, lambda x: ops.take(x, [0, 2], axis=1)), None),
    Case("take of sigmoid", SERIES, after(sigm, lambda x: ops.take(x, [0, 2], axis=1)), "sigmoid"),
]

POOLED = [
    Case("GlobalAveragePooling1D", SERIES, after(soft, layers.GlobalAveragePooling1D()), "softmax"),
    Case(
        "GlobalAveragePooling2D, channels first",
        FIRST,
        after(layers.Softmax(1), layers.GlobalAveragePooling2D(data_format="channels_first")),
        "softmax",
    ),
    Case(
        "GlobalAveragePooling2D across softmax",
        FIRST,
        after(layers.Softmax(1), layers.GlobalAveragePooling2D(data_format="channels_last")),
        None,
    ),
    Case("AveragePooling1D", SERIES, after(soft, layers.AveragePooling1D(2)), "softmax"),
    Case(
        "AveragePooling2D, padded",
        IMAGE,
        after(soft, layers.AveragePooling2D(4, padding="same")),
        "softmax",
    ),
    Case("average of linear", SERIES, after(dense(), layers.GlobalAveragePooling1D()), "linear"),
    Case("average of sigmoid", IMAGE, after(sigm, layers.AveragePooling2D(2)), "sigmoid"),
    Case("average of silu", IMAGE, after(dense("silu"), layers.AveragePooling2D(2)), None),
    Case("maximum of sigmoid", SERIES, after(sigm, layers.GlobalMaxPooling1D()), "sigmoid"),
    Case("maximum of softmax", SERIES, after(soft, layers.GlobalMaxPooling1D()), None),
    Case(
        "MaxPooling2D, padded",
        IMAGE,
        after(sigm, layers.MaxPooling2D(4, padding="same")),
        "sigmoid",
    ),
    Case("ops.mean", SERIES, after(soft, lambda x: ops.mean(x, axis=1)), "softmax"),
    Case("ops.mean, dims kept", SERIES, after(soft, lambda x: ops.mean(x, 1, True)), "softmax"),
    Case("ops.mean of classes", SERIES, after(soft, lambda x: ops.mean(x, axis=-1)), None),
    Case("ops.max of sigmoid", SERIES, after(sigm, lambda x: ops.max(x, axis=1)), "sigmoid"),
    Case("Average", ROW, lambda x: layers.Average()([soft(x), soft(x)]), "softmax"),
    Case("Average of sigmoid", ROW, lambda x: layers.Average()([sigm(x), sigm(x)]), "sigmoid"),
    Case("Average of two kinds", ROW, lambda x: layers.Average()([soft(x), sigm(x)]), None),
    Case("Maximum", ROW, lambda x: layers.Maximum()([sigm(x), sigm(x)]), "sigmoid"),
    Case("Maximum of softmax", ROW, lambda x: layers.Maximum()([soft(x), soft(x)]), None),
    Case("Concatenate", ROW, lambda x: layers.Concatenate()([sigm(x), sigm(x)]), "sigmoid"),
    Case("Concatenate of classes", ROW, lambda x: layers.Concatenate()([soft(x), soft(x)]), None),
    Case(
        "Concatenate rows", SERIES, lambda x: layers.Concatenate(1)([soft(x), soft(x)]), "softmax"
    ),
    Case("Concatenate two kinds", ROW, lambda x: layers.Concatenate()([soft(x), sigm(x)]), None),
    Case("stack", ROW, lambda x: ops.stack([soft(x), soft(x)], axis=1), "softmax"),
    Case("stack at the end", ROW, lambda x: ops.stack([soft(x), soft(x)], axis=-1), "softmax", -2),
]

CHANGED = [
    Case("BatchNormalization", ROW, after(soft, layers.BatchNormalization()), None),
    Case("LayerNormalization", ROW, after(sigm, layers.LayerNormalization()), None),
    Case("Rescaling", ROW, after(sigm, layers.Rescaling(5.0)), None),
    Case("Rescaling of linear", ROW, after(dense(), layers.Rescaling(5.0)), None),
    Case("ZeroPadding1D", SERIES, after(soft, layers.ZeroPadding1D(1)), None),
    Case("Masking", SERIES, after(soft, layers.Masking()), None),
    Case("Lambda", ROW, after(soft, layers.Lambda(lambda x: x)), None),
    Case("Add", ROW, lambda x: layers.Add()([soft(x), soft(x)]), None),
    Case("Multiply", ROW, lambda x: layers.Multiply()([sigm(x), sigm(x)]), None),
    Case("a sum", ROW, after(soft, lambda x: x + 0.1), None),
    Case("a product", ROW, after(sigm, lambda x: x * 5.0), None),
    Case("a complement", ROW, after(sigm, lambda x: 1.0 - x), None),
    Case("a temperature", ROW, after(dense(), lambda x: x / 0.1), "linear"),
    Case("a reciprocal", ROW, after(dense(), lambda x: 1.0 / x), None),
    Case("a matrix of groups", ROW, after(soft, lambda x: ops.matmul(x, np.eye(5))), None),
    Case("where", ROW, after(sigm, lambda x: ops.where(x > 0.5, x, 0.0)), None),
    Case("argmax", ROW, after(soft, lambda x: ops.argmax(x, axis=-1)), None),
]

INSIDE = [
    Case("TimeDistributed", SERIES, layers.TimeDistributed(dense("softmax")), "softmax"),
    Case("TimeDistributed model", SERIES, layers.TimeDistributed(model_of(ROW, sigm)), "sigmoid"),
    Case(
        "TimeDistributed Dropout",
        SERIES,
        after(soft, layers.TimeDistributed(layers.Dropout(0.1))),
        "softmax",
    ),
    Case(
        "TimeDistributed Softmax", IMAGE, layers.TimeDistributed(layers.Softmax(1)), "softmax", -2
    ),
    Case(
        "TimeDistributed Flatten",
        IMAGE,
        after(soft, layers.TimeDistributed(layers.Flatten())),
        None,
    ),
    Case(
        "TimeDistributed over softmax in time",
        SERIES,
        after(layers.Softmax(1), layers.TimeDistributed(layers.Dropout(0.1))),
        None,
    ),
    Case("SpectralNormalization", ROW, layers.SpectralNormalization(dense("sigmoid")), "sigmoid"),
    Case("a nested model", ROW, model_of(ROW, soft), "softmax"),
    Case("a nested Sequential", ROW, keras.Sequential([dense(), layers.Softmax()]), "softmax"),
    Case(
        "a nested model that passes",
        ROW,
        after(soft, model_of((5,), layers.Dropout(0.1))),
        "softmax",
    ),
    Case("a nested model of two levels", ROW, model_of(ROW, model_of(ROW, soft)), "softmax"),
    Case(
        "sigmoid over a model in sigmoid",
        ROW,
        after(model_of(ROW, sigm), ops.sigmoid),
        "sigmoid",
        -1,
        "sigmoid",
    ),
    Case("a shared model", ROW, shared, "softmax"),
    Case("a Dense of one's own", ROW, Doubled(5, activation="softmax"), None),
    Case("a Dense with a head", ROW, Headed(5), "softmax"),
    Case("a Dense renamed", ROW, Renamed(5, activation="softmax"), "softmax"),
    Case("a Dense by hand", ROW, Affine(), "linear"),
    Case("a layer that passes", ROW, after(soft, Passing()), "softmax"),
    Case("a layer that counts", ROW, after(soft, Counted()), "softmax"),
    Case("a layer that cannot be seen", ROW, after(soft, Opaque()), None),
    Case("a layer of layers", ROW, Nested(), "sigmoid"),
]

CASES = [*HEADS, *APPLIED, *PASSED, *POOLED, *CHANGED, *INSIDE]


@pytest.fixture(scope="module")
def built() -> dict[str, tuple[Any, Any]]:
    """Every graph, built once: its input and its output."""
    graphs = {}
    for case in CASES:
        inputs = keras.Input(case.shape, name="x")
        graphs[case.name] = (inputs, case.build(inputs))
    return graphs


def test_the_table_names_every_row_once() -> None:
    """No two rows bear one name, which would let one of them go unread."""
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_reading_is_the_row_of_the_table(case: Case, built: dict[str, Any]) -> None:
    """The activation, its axis and what lies beneath are read from the graph."""
    expected = Reading(case.activation, case.axis, case.beneath)

    assert expected == read_activation(built[case.name][1])


def holds(activation: str, axis: int, values: Any) -> bool:
    """Whether numbers are what an activation gives."""
    low = {"tanh": -1, "relu": 0, "relu6": 0, "elu": -1, "softplus": 0, "exponential": 0}
    high = {"sigmoid": 1, "hard_sigmoid": 1, "tanh": 1, "relu6": 6}
    if activation == "softmax":
        return bool((values >= 0).all() and np.allclose(values.sum(axis), 1, atol=3e-3))
    if activation == "log_softmax":
        return bool(np.allclose(np.exp(values).sum(axis), 1, atol=3e-3))
    bound = (low.get(activation, 0), high.get(activation, np.inf))
    return bool((bound[0] - 1e-6 <= values).all() and (values <= bound[1] + 1e-6).all())


BOUNDED = (
    "softmax log_softmax sigmoid hard_sigmoid tanh relu relu6 elu softplus exponential".split()
)
MEASURED = [case for case in CASES if case.activation in BOUNDED]


@pytest.mark.parametrize("case", MEASURED, ids=str)
def test_the_numbers_are_what_the_reading_says(case: Case, built: dict[str, Any]) -> None:
    """Softmax sums to one along the axis that was read, and other values keep to their range."""
    inputs, output = built[case.name]
    shape = tuple(8 if dim is None else dim for dim in case.shape)
    x = np.random.default_rng(3).normal(size=(16, *shape)).astype("float32")

    values = keras.ops.convert_to_numpy(keras.Function(inputs, output)(x)).astype("float32")

    assert holds(case.activation or "", case.axis, values)


@pytest.mark.parametrize("case", [case for case in CASES if case.activation == "linear"], ids=str)
def test_linear_values_are_not_confined(case: Case, built: dict[str, Any]) -> None:
    """What is read as linear leaves [0, 1] on ordinary inputs."""
    inputs, output = built[case.name]
    x = 5 * np.random.default_rng(3).normal(size=(64, *case.shape)).astype("float32")

    values = keras.ops.convert_to_numpy(keras.Function(inputs, output)(x))

    assert ((values < 0) | (values > 1)).any()
