"""`RecordMetric`: a metric of tensors inside the model."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import ops

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.ratio import Ratio, Sums, wrap_metric_function
from resolver.edge.train.layers import RecordMetric

BACKEND = keras.backend.backend()

X = np.array([[0.9], [0.1], [0.8], [0.2], [0.7]], "float32")
Y = np.array([[1], [1], [0], [0], [1]], "float32")


@keras.saving.register_keras_serializable(package="test_layers")
def share(y_true, y_pred):
    return ops.logical_and(y_true > 0.5, y_pred > 0.5), y_true > 0.5


def functional(metrics=(), **arguments):
    """A model whose labels are an input, with three records in its graph."""
    x, y = keras.Input((1,), name="x"), keras.Input((1,), name="y")
    dense = keras.layers.Dense(1, kernel_initializer="ones")
    y_pred = RecordMetric(Accuracy("binary"), name="hits")(y, dense(x))
    y_pred = RecordMetric(Ratio(share))([y, y_pred])
    y_pred = RecordMetric(keras.metrics.Mean(name="level"))(y_pred)
    model = keras.Model({"x": x, "y": y}, y_pred)
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=list(metrics), **arguments)
    return model


INPUTS = {"x": X, "y": Y}
EXPECTED = {"hits": 3 / 5, "share": 2 / 3, "level": float(X.mean())}

LOOPS = [{}, {"run_eagerly": True}]
if BACKEND != "torch":
    LOOPS += [{"jit_compile": True}, {"steps_per_execution": 2}]


def records(logs):
    return {key: logs[key] for key in EXPECTED}


@pytest.mark.parametrize("arguments", LOOPS, ids=str)
def test_in_every_loop(arguments):
    """fit, evaluate, train_on_batch and test_on_batch all log what the layers recorded."""
    model = functional(**arguments)
    history = model.fit(INPUTS, Y, batch_size=2, epochs=2, verbose=0).history
    seen = [{key: history[key][epoch] for key in EXPECTED} for epoch in range(2)]
    seen.append(records(model.evaluate(INPUTS, Y, 2, verbose=0, return_dict=True)))
    seen.append(records(model.train_on_batch(INPUTS, Y, return_dict=True)))
    seen.append(records(model.test_on_batch(INPUTS, Y, return_dict=True)))

    assert [pytest.approx(EXPECTED, rel=1e-6)] * 5 == seen


def test_running_logs():
    """The logs of a step show what was recorded up to it, as for any other metric."""
    seen = []
    callback = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: seen.append(logs["level"])
    )
    functional().fit(INPUTS, Y, 2, 1, 0, [callback], shuffle=False)

    assert seen == pytest.approx([X[:2].mean(), X[:4].mean(), X.mean()])


def test_validation_and_training_apart():
    """Validation inside fit starts from zero, and does not count towards the next epoch."""
    model = functional()
    history = model.fit(INPUTS, Y, 2, 2, 0, validation_data=({"x": 1 - X, "y": Y}, Y)).history

    assert history["level"] == pytest.approx([X.mean()] * 2)
    assert history["val_level"] == pytest.approx([(1 - X).mean()] * 2)


def test_exact_counts():
    """The recorded metric can be asked for its exact value."""
    model = functional()
    model.evaluate(INPUTS, Y, 2, verbose=0)
    counts = model.get_layer("hits").metric.counts()

    assert (counts.correct, counts.total, model.get_layer("share").metric.sums()) == (
        3,
        5,
        Sums(2, 3),
    )


def test_predict_leaves_the_next_run_alone():
    """What predict pushes through is gone when the next run starts."""
    model = functional()
    model.predict(INPUTS, verbose=0)
    first = model.evaluate(INPUTS, Y, verbose=0, return_dict=True)
    model.predict(INPUTS, verbose=0)
    history = model.fit(INPUTS, Y, epochs=1, verbose=0).history

    assert records(first) == pytest.approx(EXPECTED)
    assert {key: history[key][0] for key in EXPECTED} == pytest.approx(EXPECTED)


def test_building_does_not_count():
    """Neither making the graph nor tracing it counts anything."""
    model = functional()

    assert float(model.get_layer("level").metric.result()) == 0.0


def test_called_directly():
    """Outside of a model the layer counts what it is called on, and returns the same tensor."""
    layer = RecordMetric(Ratio(share))
    y_pred = ops.convert_to_tensor(X)
    returned = layer(ops.convert_to_tensor(Y), y_pred)

    assert (returned is y_pred, layer.metric.sums()) == (True, Sums(2, 3))


def test_weights():
    """Weights are handed to the metric."""
    layer = RecordMetric(Accuracy("binary"))
    layer(
        ops.convert_to_tensor(Y), ops.convert_to_tensor(X), sample_weight=np.array([1, 1, 0, 0, 2])
    )

    assert layer.metric.counts().ratio == 0.75


class Inside(keras.Model):
    """A subclassed model that records on its way, twice nested."""

    def __init__(self):
        super().__init__()
        self.block = keras.Sequential(
            [
                keras.layers.Dense(1, kernel_initializer="ones"),
                RecordMetric(keras.metrics.Mean("m")),
            ]
        )

    def call(self, inputs):
        return self.block(inputs)


def test_subclassed_model():
    """In a subclassed model, within a nested one, the record is logged once."""
    model = Inside()
    model.compile(keras.optimizers.SGD(0.0), "mse")
    history = model.fit(X, Y, 2, 2, 0).history

    assert history["m"] == pytest.approx([X.mean()] * 2)


def test_beside_compiled_metrics():
    """Records stand beside the metrics given to compile."""
    history = functional(metrics=[Accuracy("binary")]).fit(INPUTS, Y, 2, 1, 0).history

    assert sorted(history) == ["accuracy", "hits", "level", "loss", "share"]
    assert history["accuracy"] == history["hits"]


def test_no_gradient_and_no_weights():
    """The layer changes neither the gradients nor the weights of a model."""
    losses = []
    for layer in (keras.layers.Identity(), RecordMetric(keras.metrics.Mean(name="m"))):
        keras.utils.set_random_seed(0)
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(3), layer])
        model.compile("sgd", "mse")
        losses.append(model.fit(X, Y, 2, 3, 0, shuffle=False).history["loss"])

    assert (losses[0], model.layers[-1].weights) == (losses[1], [])


def test_saved_and_loaded(tmp_path):
    """A saved model comes back with its records, and none of what they had counted."""
    model = functional()
    before = model.evaluate(INPUTS, Y, 2, verbose=0, return_dict=True)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    empty = loaded.get_layer("hits").metric.counts().total
    after = loaded.evaluate(INPUTS, Y, 2, verbose=0, return_dict=True)

    assert (empty, after) == (0, before)


def test_cloned():
    """clone_model makes records of its own."""
    model = functional()
    clone = keras.models.clone_model(model)
    clone.compile(loss="mse")
    clone.evaluate(INPUTS, Y, verbose=0)

    assert (
        clone.get_layer("hits").metric.counts().total,
        model.get_layer("hits").metric.counts().total,
    ) == (5, 0)


def test_weights_file_is_that_of_any_backend():
    """The state of a record is not among the weights, so files fit whatever wrote them."""
    model = functional()

    assert [variable.path for variable in model.weights] == [
        variable.path for variable in model.layers[1].weights + model.layers[2].weights
    ]


def test_mask_passes_through():
    """The mask of the last input stays on it, counts, and the first input's does not replace it."""
    inputs = keras.Input((3,), dtype="int32")
    hidden = keras.layers.Embedding(4, 1, mask_zero=True, embeddings_initializer="ones")(inputs)
    hidden = RecordMetric(keras.metrics.Sum(name="words"))(hidden)
    model = keras.Model(inputs, keras.layers.GlobalAveragePooling1D()(hidden))
    model.compile(loss="mse")
    ids = np.array([[1, 2, 0], [3, 0, 0]], "int32")
    pooled = model.predict(ids, verbose=0)

    layer = RecordMetric(keras.metrics.MeanSquaredError())
    y_true, y_pred = ops.ones((2, 3)), ops.ones((2, 3))
    keras.src.backend.set_keras_mask(y_true, ops.ones((2, 3), "bool"))
    returned = layer(y_true, y_pred)

    assert pooled.tolist() == [[1.0], [1.0]]
    assert keras.src.backend.get_keras_mask(returned) is None


def test_mixed_precision():
    """A mixed policy rounds neither what passes through nor what is recorded."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        inputs = keras.Input((1,), dtype="float32")
        hidden = RecordMetric(keras.metrics.Sum(name="total"))(inputs)
        model = keras.Model(inputs, [hidden, keras.layers.Dense(1)(hidden)])
        model.compile(loss=["mse", "mse"])
        x = np.full((4, 1), 2049.0, "float32")
        logs = model.evaluate(x, [x, x], 1, verbose=0, return_dict=True)
    finally:
        keras.config.set_dtype_policy(before)

    assert (float(logs["total"]), hidden.dtype) == (4 * 2049.0, "float32")


def test_functions():
    """A function is recorded as a ratio or as a mean, by what it returns."""
    layers = [
        RecordMetric(share),
        RecordMetric(lambda y_true, y_pred: y_pred, name="mean"),
        RecordMetric("mse"),
    ]
    for layer in layers:
        layer(ops.convert_to_tensor(Y), ops.convert_to_tensor(X))

    assert [float(layer.metric.result()) for layer in layers] == pytest.approx(
        [2 / 3, X.mean(), np.square(X - Y).mean()]
    )


def test_metrics_made_late():
    """A metric that makes its state when it first sees data works as well."""
    inputs = keras.Input((2,))
    hidden = RecordMetric(keras.metrics.AUC(multi_label=True, name="auc"))(inputs, inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile(keras.optimizers.SGD(0.0), "mse")
    x = np.array([[1, 0], [0, 1], [1, 0]], "float32")
    history = model.fit(x, x[:, :1], 2, 2, 0).history

    assert history["auc"] == [1.0, 1.0]


def test_early_stopping():
    """A record can be watched, with the mode said."""
    stopping = keras.callbacks.EarlyStopping("hits", mode="max", patience=0)
    history = functional().fit(INPUTS, Y, 2, 4, 0, [stopping]).history

    assert len(history["hits"]) == 2


def test_a_loop_of_ones_own_does_not_count_twice():
    """A custom loop that updates all metrics of the model leaves the records as they are."""
    model = functional()
    model.reset_metrics()
    y_pred = model({"x": X, "y": Y})
    for metric in model.metrics:
        if metric.name == "hits":
            metric.update_state(Y, y_pred)

    assert model.get_layer("hits").metric.counts().total == 5


@pytest.mark.parametrize(("inputs", "count"), [(([X, X, X],), 3), (([X, X], X), 3), (([],), 0)])
def test_too_many_tensors_refused(inputs, count):
    """The layer is called on one or two tensors."""
    with pytest.raises(InvalidArgument) as caught:
        RecordMetric(keras.metrics.Mean(name="m")).call(*inputs)

    assert str(caught.value) == (
        "The layer 'm' takes (y_true, y_pred) or one tensor of values, and weights as a keyword. "
        f"Received: {count} tensors. Use: layer(y_true, y_pred, sample_weight=weights)"
    )


def test_accuracy_as_a_word_refused():
    """A layer cannot resolve the word accuracy."""
    with pytest.raises(InvalidArgument) as caught:
        RecordMetric("accuracy")

    assert str(caught.value) == (
        "A layer does not see the loss, so it cannot tell which accuracy is meant. Received: "
        "metric='accuracy'. Use: RecordMetric(resolver.Accuracy('binary'))"
    )


def test_what_is_no_metric_refused():
    """What is no metric and cannot be called is refused."""
    with pytest.raises(InvalidType) as caught:
        RecordMetric(3)

    assert str(caught.value) == (
        "A layer records a Keras metric, or a function of (y_true, y_pred). Received: metric=3. "
        "Use: RecordMetric(keras.metrics.Mean(name='activity'))"
    )


def test_wrapped_function_keeps_its_name():
    """The layer is named after the metric, as the logs are."""
    assert RecordMetric(wrap_metric_function(share)).name == "share"
