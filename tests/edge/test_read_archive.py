"""Saved models are read without Keras, and the reading is that of the live model, or unknown."""

from __future__ import annotations

import functools
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import pytest
from keras import layers, losses, metrics, ops

import resolver
from resolver.core.configs import loss_of_config, metric_of_config
from resolver.core.errors import InvalidArgument
from resolver.core.specs import Output
from resolver.core.structure import flatten
from resolver.edge.archive.read_archive import read_archive
from resolver.edge.builders.read_metric import read_metric
from resolver.edge.loss.read_loss import read_loss
from resolver.edge.model.read_model import read_outputs
from tests.edge.test_read_model_table import CASES, Case

pytestmark = pytest.mark.filterwarnings("ignore:The object being serialized includes a `lambda`")


def graph(shape: tuple[int | None, ...], *steps: Callable[[Any], Any]) -> Any:
    """A model of some steps, one after the other."""
    inputs = keras.Input(shape)
    return keras.Model(inputs, functools.reduce(lambda tensor, step: step(tensor), steps, inputs))


def chain(*steps: Any) -> Any:
    return keras.Sequential([keras.Input((8, 8, 3)), *steps])


def several(pack: Callable[[Any, Any], Any]) -> Any:
    inputs = keras.Input((4,))
    one = layers.Dense(3, activation="softmax", name="kind")(inputs)
    other = layers.Dense(1, name="size")(layers.Dense(6, "relu", name="hidden")(inputs))
    return keras.Model(inputs, pack(one, other))


def shared() -> Any:
    """A nested model that passes values on, called twice on different heads."""
    inner = graph((5,), layers.Dropout(0.1))
    inputs = keras.Input((5,))
    first = inner(layers.Dense(5, activation="softmax")(inputs))
    second = inner(layers.Dense(5, activation="sigmoid")(first))
    return keras.Model(inputs, [first, second])


def unbuilt() -> Any:
    model = keras.Sequential([layers.Dense(5), layers.Dense(2, activation="tanh")])
    model.build((None, 4))
    return model


MODELS: dict[str, Callable[[], Any]] = {
    "a chain": lambda: chain(layers.Flatten(), layers.Dense(10, activation="softmax")),
    "a chain built later": unbuilt,
    "a chain of convolutions": lambda: chain(
        layers.Conv2D(4, 3, strides=2, padding="same"), layers.Conv2D(2, 1, activation="sigmoid")
    ),
    "a dilated convolution": lambda: chain(layers.Conv2D(2, 3, dilation_rate=2)),
    "a transposed convolution": lambda: chain(layers.Conv2DTranspose(2, 3, strides=2)),
    "a transposed convolution, same": lambda: chain(
        layers.Conv2DTranspose(2, 3, strides=2, padding="same", activation="sigmoid")
    ),
    "pooling": lambda: chain(layers.Conv2D(2, 3), layers.Softmax(), layers.AveragePooling2D(2)),
    "padding": lambda: chain(layers.ZeroPadding2D(((1, 2), (3, 4)))),
    "cropping": lambda: chain(layers.Softmax(), layers.Cropping2D(1)),
    "upsampling": lambda: chain(layers.Softmax(), layers.UpSampling2D((2, 3))),
    "a global pool": lambda: chain(layers.Softmax(), layers.GlobalAveragePooling2D()),
    "a global pool that keeps": lambda: chain(layers.GlobalMaxPooling2D(keepdims=True)),
    "a reshape": lambda: chain(layers.Dense(4, "softmax"), layers.Reshape((-1, 4))),
    "a permutation": lambda: chain(layers.Dense(4, "softmax"), layers.Permute((3, 1, 2))),
    "an LSTM": lambda: graph((6, 4), layers.LSTM(5)),
    "an LSTM with steps": lambda: graph((None, 4), layers.LSTM(5, return_sequences=True)),
    "both ways": lambda: graph((6, 4), layers.Bidirectional(layers.GRU(5))),
    "steps apart": lambda: graph((6, 4), layers.TimeDistributed(layers.Dense(3, "softmax"))),
    "attention": lambda: graph((6, 4), lambda x: layers.MultiHeadAttention(2, 4)(x, x)),
    "an embedding": lambda: graph((6,), layers.Embedding(10, 4)),
    "an einsum": lambda: graph(
        (6, 4), layers.EinsumDense("abc,cd->abd", (None, 3), activation="softmax")
    ),
    "a sum": lambda: graph((4,), lambda x: layers.Add()([layers.Dense(3)(x), layers.Dense(3)(x)])),
    "two outputs in a list": lambda: several(lambda one, other: [one, other]),
    "two outputs in a dict": lambda: several(lambda one, other: {"b": one, "a": other}),
    "nested outputs": lambda: several(lambda one, other: {"b": [one], "a": other}),
    "a shared model": shared,
    "half precision": lambda: graph((4,), layers.Dense(3, dtype="mixed_float16")),
    "a cast": lambda: graph((4,), layers.Dense(3), lambda x: ops.cast(x, "float16")),
    "an advanced activation": lambda: graph((4,), layers.Dense(3, layers.ReLU(max_value=6))),
}


def saved(model: Any, folder: Path, ending: str = "keras") -> Path:
    path = folder / f"model.{ending}"
    if ending == "json":
        path.write_text(model.to_json(), "utf-8")
    else:
        model.save(path)
    return path


def differences(live: Output, read: Output) -> list[str]:
    """What an archive says otherwise than the live model; unknown is never otherwise."""
    found = []
    if read.activation is not None:
        same = (live.activation, live.axis, live.beneath)
        found += [] if same == (read.activation, read.axis, read.beneath) else ["activation"]
    if read.shape is not None and live.shape is not None:
        fits = len(read.shape) == len(live.shape)
        pairs = zip(read.shape, live.shape, strict=False)
        fits = fits and all(one is None or one == other for one, other in pairs)
        found += [] if fits else [f"shape {read.shape} for {live.shape}"]
    found += [] if read.dtype in (None, live.dtype) else [f"dtype {read.dtype}"]
    return found + ([] if read.name == live.name else [f"name {read.name}"])


@pytest.mark.parametrize("name", MODELS)
def test_an_archive_is_read_like_the_model(name: str, tmp_path: Path) -> None:
    """Of these models everything is read: activation, axis, shape, dtype, name, structure."""
    model = MODELS[name]()
    live, read = read_outputs(model), read_archive(saved(model, tmp_path)).outputs

    assert live == read


WRITTEN = [case for case in CASES if str(case) != "a partial"]  # which Keras cannot write down
SHARE = WRITTEN[("tensorflow", "jax", "torch").index(keras.backend.backend()) :: 3]
"""A graph is written alike on every backend: each of them tries a third."""


@pytest.mark.parametrize("case", SHARE, ids=str)
def test_an_archive_never_contradicts_the_model(case: Case, tmp_path: Path) -> None:
    """Whatever a graph is made of: what the archive says is what the live model says."""
    inputs = keras.Input(case.shape)
    model = keras.Model(inputs, case.build(inputs))
    archive = read_archive(saved(model, tmp_path, "json"))
    pairs = zip(flatten(read_outputs(model)), flatten(archive.outputs), strict=True)

    assert [] == [found for live, read in pairs for found in differences(live, read)]


LOSSES = [
    None,
    "mse",
    "SparseCategoricalCrossentropy",
    losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
    losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255),
    losses.CategoricalCrossentropy(axis=1),
    losses.CategoricalFocalCrossentropy(alpha=0.5),
    losses.BinaryFocalCrossentropy(gamma=3.0),
    losses.Tversky(alpha=0.3),
    losses.Dice(),
    losses.Huber(),
    losses.MeanSquaredError(reduction="sum"),
    losses.Circle(),
    losses.CTC(),
    losses.Hinge(),
    losses.KLDivergence(),
    losses.Poisson(),
    losses.CosineSimilarity(),
    losses.CategoricalGeneralizedCrossEntropy(),
    losses.mean_absolute_error,
    resolver.SparseCategoricalCrossentropy(from_logits=True, axis=1, ignore_class=-1),
]


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_a_saved_loss_is_read_like_the_loss(loss: Any) -> None:
    """The config of a loss says what the loss says, every argument included."""
    said = keras.saving.serialize_keras_object(loss)

    assert read_loss(loss) == loss_of_config(json.loads(json.dumps(said)))


@pytest.mark.parametrize(
    "name", sorted({each for each in dir(losses) if each[0].isupper()} - {"Loss"})
)
def test_defaults_are_never_shown(name: str) -> None:
    """A loss made without arguments is written without arguments, whatever its config lists."""
    cls = getattr(losses, name)

    assert read_loss(cls()) == loss_of_config(keras.saving.serialize_keras_object(cls()))


METRICS = [
    "accuracy",
    "AUC",
    metrics.BinaryAccuracy(threshold=0.0),
    metrics.Precision(thresholds=[0.3]),
    metrics.SparseTopKCategoricalAccuracy(3),
    metrics.MeanIoU(num_classes=3, sparse_y_pred=False),
    metrics.F1Score(threshold=0.5),
    metrics.CategoricalCrossentropy(from_logits=True),
    metrics.binary_accuracy,
    resolver.Accuracy("multiclass"),
]


@pytest.mark.parametrize("metric", METRICS, ids=str)
def test_a_saved_metric_is_read_like_the_metric(metric: Any) -> None:
    """The config of a metric says what the metric says."""
    said = keras.saving.serialize_keras_object(metric)

    assert read_metric(metric) == metric_of_config(json.loads(json.dumps(said)))


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_what_a_model_was_compiled_with_is_read(ending: str, tmp_path: Path) -> None:
    """Loss and metrics are read from the archive, and from the old format."""
    model = several(lambda one, other: [one, other])
    loss = ["categorical_crossentropy", losses.Tversky(alpha=0.3)]
    model.compile("sgd", loss=loss, metrics=[["accuracy"], [metrics.MeanAbsoluteError()]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("absl.logging.warning", lambda *_: None)
        archive = read_archive(saved(model, tmp_path, ending))

    assert [read_loss(each) for each in loss] == archive.loss
    assert ["accuracy", None] == [each[0].word for each in archive.metrics]
    assert "MeanAbsoluteError" == archive.metrics[1][0].family
    assert [
        differences(*pair) for pair in zip(read_outputs(model), archive.outputs, strict=True)
    ] == [[], []]


OLD = {
    "class_name": "Functional",
    "config": {
        "name": "model",
        "layers": [
            {
                "class_name": "InputLayer",
                "config": {"batch_input_shape": [None, 4], "dtype": "float32", "name": "x"},
                "name": "x",
                "inbound_nodes": [],
            },
            {
                "class_name": "Functional",
                "config": {
                    "name": "inner",
                    "layers": [
                        {
                            "class_name": "InputLayer",
                            "config": {"batch_input_shape": [None, 4], "name": "y"},
                            "name": "y",
                            "inbound_nodes": [],
                        },
                        {
                            "class_name": "Dense",
                            "config": {"name": "d", "units": 3, "activation": "softmax"},
                            "name": "d",
                            "inbound_nodes": [[["y", 0, 0, {}]]],
                        },
                    ],
                    "input_layers": [["y", 0, 0]],
                    "output_layers": [["d", 0, 0]],
                },
                "name": "inner",
                "inbound_nodes": [[["x", 0, 0, {}]]],
            },
            {
                "class_name": "Dropout",
                "config": {"name": "drop", "rate": 0.5, "dtype": "float32"},
                "name": "drop",
                "inbound_nodes": [[["inner", 1, 0, {"training": False}]]],
            },
        ],
        "input_layers": [["x", 0, 0]],
        "output_layers": [["drop", 0, 0]],
    },
    "keras_version": "2.15.0",
    "backend": "tensorflow",
}


def test_a_config_of_keras_2_is_read(tmp_path: Path) -> None:
    """Its calls have no shapes, and a nested model counts its own call: both are worked out."""
    path = tmp_path / "old.json"
    path.write_text(json.dumps(OLD), "utf-8")

    assert [Output((None, 3), "softmax", "float32", "drop")] == read_archive(path).outputs


def test_losses_and_metrics_of_keras_2_are_read() -> None:
    """Old configs name functions inside wrappers, and a reduction that is no more."""
    loss = {"class_name": "BinaryCrossentropy", "config": {"reduction": "auto", "axis": -1}}
    metric = {
        "class_name": "MeanMetricWrapper",
        "config": {"name": "accuracy", "fn": "binary_accuracy"},
    }

    assert "keras.losses.BinaryCrossentropy()" == loss_of_config(loss).shown
    assert "keras.metrics.binary_accuracy" == metric_of_config(metric).shown


@keras.saving.register_keras_serializable(package="tests")
class Mine(keras.Model):
    """A model with a training step of its own."""

    def train_step(self, data: Any) -> Any:
        return {}


def own(y_true: Any, y_pred: Any) -> Any:
    return ops.mean(y_true - y_pred)


def test_code_that_the_file_does_not_hold_is_unknown(tmp_path: Path) -> None:
    """A model class, a loss and a metric of one's own are named, and nothing is said of them."""
    inputs = keras.Input((4,))
    model = Mine(inputs, layers.Dense(3, activation="softmax")(inputs))
    model.compile("sgd", loss=own, metrics=[own])
    archive = read_archive(saved(model, tmp_path))

    assert "Mine" == archive.foreign
    assert (None, (None, 3)) == (archive.outputs.activation, archive.outputs.shape)
    assert (None, "own") == (archive.loss.family, archive.loss.shown)
    assert (None, "own") == (archive.metrics[0].family, archive.metrics[0].shown)


def refusal(path: Path) -> str:
    with pytest.raises(InvalidArgument) as caught:
        read_archive(path)
    return str(caught.value).replace(str(path), "FILE")


def test_what_is_no_model_is_refused_in_one_line(tmp_path: Path) -> None:
    """Missing files, folders, texts, empty archives and weights each say what they are."""
    text, folder, empty, other, weights = (
        tmp_path / name for name in ("a.txt", "folder", "b.keras", "c.json", "d.weights.h5")
    )
    text.write_text("hello", "utf-8")
    folder.mkdir()
    with zipfile.ZipFile(empty, "w"):
        pass
    other.write_text("[1, 2]", "utf-8")
    graph((4,), layers.Dense(1)).save_weights(weights)
    start, use = "The model 'FILE' cannot be read: ", " Use: model.save('model.keras')"

    assert start + "it is no .keras archive, .h5 or .json file." + use == refusal(text)
    assert start + "it is a folder, and a SavedModel holds no config." + use == refusal(folder)
    assert start + "the archive has no config.json." + use == refusal(empty)
    assert start + "it holds no config of a model." + use == refusal(other)
    assert start + "it holds weights only." + use == refusal(weights)
    missing = refusal(tmp_path / "none.keras")
    assert start + "No such file or directory. Use: the path of a saved model" == missing


def test_a_model_without_a_graph_is_refused(tmp_path: Path) -> None:
    """A subclassed model writes no layers down, so there is nothing to read."""
    path = tmp_path / "own.json"
    path.write_text('{"class_name": "Own", "config": {}, "registered_name": "a>Own"}', "utf-8")

    assert refusal(path) == (
        "The model 'FILE' cannot be read: its class 'Own' writes no graph into its config. "
        "Use: resolver.check(model, labels)"
    )


def test_a_broken_config_is_refused(tmp_path: Path) -> None:
    """A config that is not written as Keras writes one never ends in a traceback."""
    path = tmp_path / "broken.json"
    path.write_text('{"class_name": "Functional", "config": {"layers": [1]}}', "utf-8")

    assert refusal(path).startswith(
        "The model 'FILE' cannot be read: its config is not written as Keras writes one ("
    )


def test_an_h5_file_without_h5py_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """h5py is needed for .h5 files only, and its absence is told in one line."""
    path = tmp_path / "old.h5"
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(8))
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)

    assert refusal(path) == (
        "The model 'FILE' cannot be read: an .h5 file is read with h5py, which is missing. "
        "Use: pip install h5py"
    )
