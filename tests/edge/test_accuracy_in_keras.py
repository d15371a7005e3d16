"""`Accuracy` inside Keras: however a model is run, the epoch ends in the same two integers."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.counting import count_arrays

KERAS = tuple(map(int, keras.__version__.split(".")[:2]))
BACKEND = keras.backend.backend()
RNG = np.random.default_rng(0)
X = RNG.standard_normal((103, 5)).astype("float32")
Y = RNG.integers(0, 4, 103)
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def model(**options: Any) -> tuple[keras.Model, Accuracy]:
    """A small classifier that does not learn, so that an epoch has one accuracy."""
    keras.utils.set_random_seed(1)
    made = keras.Sequential([keras.Input((5,)), keras.layers.Dense(4)])
    metric = Accuracy("multiclass")
    made.compile(keras.optimizers.SGD(0.0), LOSS, metrics=[metric], **options)
    return made, metric


def exact(made: keras.Model, **given: Any) -> tuple[float, float]:
    """The integers that NumPy counts of the model's predictions."""
    counts = count_arrays(Y, made.predict(X, verbose=0), task="multiclass", **given)
    return counts.correct, counts.total


def counted(metric: Accuracy) -> tuple[float, float]:
    """The integers that the metric holds."""
    return metric.counts().correct, metric.counts().total


RUNS = [{}, {"run_eagerly": True}, {"jit_compile": True}, {"jit_compile": False}]
# Keras's torch trainer takes one step at a time, and its compiled one waits for a C++ compiler.
if BACKEND != "torch":
    RUNS.append({"steps_per_execution": 4})
else:
    RUNS.remove({"jit_compile": True})


@pytest.mark.parametrize("options", RUNS, ids=str)
def test_fit_counts_every_row_once(options: dict[str, Any]) -> None:
    """`fit`, with a last batch that is smaller, counts each of the 103 rows."""
    made, metric = model(**options)
    history = made.fit(X, Y, batch_size=16, epochs=1, verbose=0).history
    correct, total = exact(made)

    assert (correct, total) == counted(metric)
    assert abs(history["accuracy"][0] - correct / total) < 1e-6


@pytest.mark.parametrize("size", [1, 10, 103])
def test_evaluate_does_not_depend_on_the_batch_size(size: int) -> None:
    """Any batch size ends in the same integers."""
    made, metric = model()
    made.evaluate(X, Y, batch_size=size, verbose=0)

    assert exact(made) == counted(metric)


@pytest.mark.skipif(
    KERAS < (3, 15), reason="before Keras 3.15 a batch by itself adds to the one before"
)
def test_single_batches_count() -> None:
    """`train_on_batch` and `test_on_batch` count their batch."""
    made, metric = model()
    made.train_on_batch(X, Y)
    trained = counted(metric)
    made.test_on_batch(X, Y)

    assert [exact(made)] * 2 == [trained, counted(metric)]


def test_class_weight_and_sample_weight_arrive() -> None:
    """As a weighted metric it sums the weights that Keras hands on."""
    made, _ = model()
    weights = RNG.integers(0, 3, 103).astype("float32")
    metric = Accuracy("multiclass")
    made.compile(keras.optimizers.SGD(0.0), LOSS, weighted_metrics=[metric])
    made.evaluate(X, Y, sample_weight=weights, verbose=0)

    assert exact(made, sample_weight=weights) == counted(metric)


def test_a_mask_of_steps_reaches_the_metric() -> None:
    """Padding that `Embedding(mask_zero=True)` masks is not counted."""
    made = keras.Sequential(
        [
            keras.Input((6,), dtype="int32"),
            keras.layers.Embedding(9, 3, mask_zero=True),
            keras.layers.Dense(4),
        ]
    )
    metric = Accuracy("multiclass")
    made.compile("sgd", LOSS, metrics=[metric])
    tokens = RNG.integers(0, 9, (20, 6))
    labels = RNG.integers(0, 4, (20, 6))
    made.evaluate(tokens, labels, verbose=0)
    counts = count_arrays(
        labels, made.predict(tokens, verbose=0), task="multiclass", mask=tokens != 0
    )

    assert (counts.correct, counts.total) == counted(metric)


def test_a_saved_model_counts_as_before(tmp_path: Path) -> None:
    """Saved and loaded, the metric is the same, not guessed anew."""
    made, metric = model()
    made.evaluate(X, Y, verbose=0)
    made.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    loaded.evaluate(X, Y, verbose=0)
    again = loaded._compile_metrics.metrics[0]

    assert (metric.get_config(), counted(metric)) == (again.get_config(), counted(again))


def test_a_cloned_model_has_its_own_counters() -> None:
    """`clone_model` copies the metric and not its state."""
    made, metric = model()
    made.evaluate(X, Y, verbose=0)
    clone = keras.models.clone_model(made)
    clone.evaluate(X[:10], Y[:10], verbose=0)

    assert (103, 10) == (counted(metric)[1], counted(clone._compile_metrics.metrics[0])[1])


def test_one_output_is_watched_without_a_mode() -> None:
    """`EarlyStopping` reads off the metric that more is better."""
    stop = keras.callbacks.EarlyStopping("val_accuracy")
    model()[0].fit(X, Y, epochs=1, verbose=0, validation_data=(X, Y), callbacks=[stop])

    assert stop.monitor_op(2, 1)


@pytest.mark.parametrize("metric", [Accuracy("multiclass"), "sparse_categorical_accuracy"])
def test_several_outputs_are_watched_with_a_mode(metric: Any) -> None:
    """Of several outputs Keras finds no metric by its name, nor its own; `mode` is to be said."""
    inputs = keras.Input((5,))
    outputs = {name: keras.layers.Dense(4, name=name)(inputs) for name in ("a", "b")}
    made = keras.Model(inputs, outputs)
    made.compile("sgd", {"a": LOSS, "b": LOSS}, metrics={"a": [metric]})
    name = f"a_{metric if isinstance(metric, str) else metric.name}"
    told = keras.callbacks.EarlyStopping(name, mode="max")
    made.fit(X, {"a": Y, "b": Y}, epochs=1, verbose=0, callbacks=[told])
    with pytest.raises(ValueError, match=f"received monitor={name}, but Keras isn't able to"):
        made.fit(X, {"a": Y, "b": Y}, verbose=0, callbacks=[keras.callbacks.EarlyStopping(name)])

    assert told.monitor_op(2, 1)


@pytest.mark.skipif(BACKEND != "tensorflow", reason="a trace is TensorFlow's")
def test_batches_of_one_shape_are_traced_once() -> None:
    """No batch makes TensorFlow trace the update again."""
    tf = importlib.import_module("tensorflow")
    metric, traces = Accuracy("multiclass"), []

    @tf.function(autograph=False)
    def step(labels: Any, scores: Any) -> None:
        traces.append(1)
        metric.update_state(labels, scores)

    for _ in range(4):
        step(tf.constant(Y), tf.constant(RNG.random((103, 4), "float32")))

    assert ([1], 412) == (traces, counted(metric)[1])


REPLICAS = """
import keras, numpy as np, tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.counting import count_arrays
rng = np.random.default_rng(0)
x, y = rng.standard_normal((103, 5)).astype("float32"), rng.integers(0, 4, 103)
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(4)])
    metric = Accuracy("multiclass")
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(True), metrics=[metric])
model.evaluate(x, y, batch_size=16, verbose=0)
print(metric.counts() == count_arrays(y, model.predict(x, verbose=0), task="multiclass"))
"""


@pytest.mark.skipif(BACKEND != "tensorflow", reason="the replicas of tf.distribute")
def test_replicas_add_up() -> None:
    """Two replicas, with an uneven last batch, end in the integers of one."""
    run = subprocess.run(
        [sys.executable, "-c", REPLICAS], capture_output=True, text=True, check=False
    )

    assert (0, "True") == (run.returncode, run.stdout.strip()), run.stderr[-2000:]


@pytest.mark.skipif(BACKEND != "torch", reason="torch.compile is torch's")
@pytest.mark.parametrize("kind", ["index", "one_hot", "binary"])
def test_torch_compile_takes_the_update_whole(kind: str) -> None:
    """The update is one graph: no break, and no new one for the next batch."""
    torch = importlib.import_module("torch")
    metric = Accuracy("binary" if kind == "binary" else "multiclass", kind)
    scores = torch.as_tensor(RNG.random((8, 300), "float32"))
    labels = {
        "index": scores.argmax(-1),
        "one_hot": torch.nn.functional.one_hot(scores.argmax(-1), 300),
        "binary": scores > 0.5,
    }[kind]
    step = torch.compile(metric.update_state, backend="eager", fullgraph=True)
    step(labels, scores)
    step(labels, scores)

    assert counted(metric)[0] == counted(metric)[1] > 0


@pytest.mark.skipif(BACKEND != "torch", reason="a gradient is torch's to refuse")
def test_predictions_with_a_gradient_are_counted_without_one() -> None:
    """The update neither fails on nor keeps the graph of the predictions."""
    torch = importlib.import_module("torch")
    scores = torch.rand((4, 300), requires_grad=True)
    metric = Accuracy("multiclass")
    metric.update_state(scores.argmax(-1), scores * 1)

    assert (4, 4) == counted(metric)
    assert not any(variable.value.requires_grad for variable in metric.variables)
