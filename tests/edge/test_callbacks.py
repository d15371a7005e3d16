"""`BatchCounts`: what each single batch scored."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import ops

from resolver.core.counts import Counts
from resolver.core.errors import PairingWarning
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.ratio import Ratio, Sums, wrap_metric_function
from resolver.edge.train.callbacks import BatchCounts
from resolver.edge.train.layers import RecordMetric

BACKEND = keras.backend.backend()
BINARY = "binary accuracy, threshold=0.5"

X = np.array([[0.9], [0.1], [0.8], [0.2], [0.7], [0.6], [0.1]], "float32")
Y = np.array([[1], [1], [0], [0], [1], [0], [1]], "float32")
HITS = ((X > 0.5) == (Y > 0.5)).ravel()


def share(y_true, y_pred):
    return ops.logical_and(y_true > 0.5, y_pred > 0.5), y_true > 0.5


def compiled(metrics, **arguments):
    """A model that returns its input, so that what a batch scores is known."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.layers[-1].set_weights([np.ones((1, 1)), np.zeros(1)])
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=metrics, **arguments)
    return model


def batches_of(values, size):
    return [values[start : start + size] for start in range(0, len(values), size)]


def counts_of(hits, size):
    return [Counts(int(part.sum()), len(part), BINARY) for part in batches_of(hits, size)]


LOOPS = [{}, {"run_eagerly": True}]
if BACKEND != "torch":
    LOOPS.append({"jit_compile": True})


@pytest.mark.parametrize("arguments", LOOPS, ids=str)
def test_each_batch_of_fit(arguments):
    """Every batch of every epoch has its own counts, train and validation apart."""
    batches = BatchCounts()
    compiled([Accuracy("binary")], **arguments).fit(
        X, Y, 2, 3, 0, [batches], validation_data=(X, Y), validation_batch_size=3, shuffle=False
    )

    assert batches.counts == {
        "accuracy": counts_of(HITS, 2) * 3,
        "val_accuracy": counts_of(HITS, 3) * 3,
    }


def test_history_is_of_single_batches():
    """The ratios are those of the batches, and not the running value of the logs."""
    batches = BatchCounts()
    compiled([Accuracy("binary")]).fit(X, Y, 2, 1, 0, [batches], shuffle=False)

    assert batches.history == {"accuracy": [part.mean() for part in batches_of(HITS, 2)]}


def test_epochs_say_where_the_cuts_are():
    """How many batches belong to each epoch is kept beside the lists."""
    batches = BatchCounts()
    compiled([Accuracy("binary")]).fit(
        X, Y, 2, 2, 0, [batches], validation_data=(X, Y), validation_batch_size=4
    )

    assert batches.epochs == {"accuracy": [4, 4], "val_accuracy": [2, 2]}


@pytest.mark.skipif(BACKEND == "torch", reason="Keras has no steps_per_execution on torch")
def test_an_execution_is_one_entry():
    """With steps_per_execution an entry covers the batches of one execution."""
    batches = BatchCounts()
    compiled([Accuracy("binary")], steps_per_execution=2).fit(
        X, Y, 2, 1, 0, [batches], shuffle=False
    )

    assert batches.counts == {"accuracy": counts_of(HITS, 4)}


def test_each_evaluation_starts_anew():
    """Two evaluations with the same callback do not add to each other's lists."""
    batches, model = BatchCounts(), compiled([Accuracy("binary")])
    seen = []
    for size in (2, 4):
        model.evaluate(X, Y, size, verbose=0, callbacks=[batches])
        seen.append(batches.counts)

    assert seen == [{"accuracy": counts_of(HITS, 2)}, {"accuracy": counts_of(HITS, 4)}]


def test_ratios_and_empty_batches():
    """A ratio has its two sums for each batch, and None where there was nothing to say."""
    y_true = np.array([[1], [1], [0], [0], [1], [0], [1]], "float32")
    batches = BatchCounts()
    compiled([Ratio(share)]).fit(X, y_true, 2, 1, 0, [batches], shuffle=False)

    assert (batches.counts, batches.history) == (
        {"share": [Sums(1, 2), Sums(0, 0), Sums(1, 1), Sums(0, 1)]},
        {"share": [0.5, None, 1.0, 0.0]},
    )


def test_float_sums():
    """Floats are taken apart again batch by batch."""
    batches = BatchCounts()
    compiled([Ratio(lambda y_true, y_pred: (y_pred, 1), name="r")]).fit(
        X, Y, 2, 1, 0, [batches], shuffle=False
    )

    assert [one.numerator for one in batches.counts["r"]] == pytest.approx(
        [float(part.sum(dtype="float64")) for part in batches_of(X, 2)], rel=1e-6
    )


def test_weighted_counts():
    """Weighted metrics count what the weights of each batch add up to."""
    weights = np.array([0.5, 2, 0, 1, 1, 4, 0.25], "float32")
    batches = BatchCounts()
    model = compiled(None, weighted_metrics=[Accuracy("binary")])
    model.fit(X, Y, 2, 1, 0, [batches], shuffle=False, sample_weight=weights)

    assert [one.total for one in batches.counts["accuracy"]] == [2.5, 1.0, 5.0, 0.25]


def test_names_of_several_outputs():
    """Metrics of several outputs, and equal names, are called what the logs call them."""
    inputs = keras.Input((1,))
    outputs = {name: keras.layers.Dense(1, name=name)(inputs) for name in ("a", "b")}
    model = keras.Model(inputs, outputs)
    model.compile(
        "sgd",
        "mse",
        metrics={"a": [Accuracy("binary"), Accuracy("binary")], "b": [Ratio(share), "mae"]},
    )
    batches = BatchCounts()
    history = model.fit(X, {"a": Y, "b": Y}, 4, 1, 0, [batches]).history

    assert sorted(batches.counts) == ["a_accuracy", "a_accuracy_1", "b_share"]
    assert set(batches.counts) <= set(history)


def test_sums_of_batches_are_those_of_the_epoch():
    """The counts of the batches of an epoch add up to the metric's own."""
    metric, batches = Accuracy("binary"), BatchCounts()
    compiled([metric]).fit(X, Y, 2, 1, 0, [batches])

    assert sum(batches.counts["accuracy"]) == metric.counts()


def test_metrics_in_the_graph():
    """A metric that a layer records is listed under the layer's name."""
    inputs = keras.Input((1,))
    hidden = RecordMetric(Ratio(lambda y_true, y_pred: (y_pred > 0.5, y_true <= 2)), name="high")(
        inputs, inputs
    )
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile("sgd", "mse")
    batches = BatchCounts()
    model.fit(X, Y, 2, 1, 0, [batches], shuffle=False)

    assert batches.counts == {"high": [Sums(1, 2), Sums(1, 2), Sums(2, 2), Sums(0, 1)]}


def test_means_are_left_out():
    """A function that turns out to return one tensor has no exact counts to list."""
    batches = BatchCounts()
    metrics = [wrap_metric_function(lambda y_true, y_pred: y_pred, name="mean"), Ratio(share)]
    compiled(metrics).fit(X, Y, 4, 1, 0, [batches])

    assert list(batches.counts) == ["share"]


def test_read_in_the_middle():
    """The lists can be read while an epoch runs; the running batch is not in them yet."""
    batches, seen = BatchCounts(), []

    class Reader(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            seen.append(len(batches.counts.get("accuracy", [])))

    compiled([Accuracy("binary")]).fit(X, Y, 2, 1, 0, [batches, Reader()])

    assert (seen, len(batches.counts["accuracy"])) == ([0, 1, 2, 3], 4)


def test_many_batches_are_read_on_the_way(monkeypatch):
    """Snapshots do not pile up on the device without bound."""
    monkeypatch.setattr("resolver.edge.train.callbacks.PENDING", 2)
    batches = BatchCounts()
    compiled([Accuracy("binary")]).fit(X, Y, 1, 1, 0, [batches], shuffle=False)

    assert (batches.counts["accuracy"], batches.epochs["accuracy"]) == (counts_of(HITS, 1), [7])


def test_a_reset_in_between_is_not_guessed_over():
    """A batch during which another callback reset the metrics is None, with a warning."""

    class Intruder(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 1:
                if BACKEND == "jax":
                    self.model.jax_state_sync()
                self.model.evaluate(X, Y, verbose=0)

    batches = BatchCounts()
    with pytest.warns(PairingWarning) as caught:
        compiled([Accuracy("binary")]).fit(X, Y, 2, 1, 0, [Intruder(), batches], shuffle=False)
    expected = counts_of(HITS, 2)
    expected[1] = None

    assert batches.counts == {"accuracy": expected}
    ours = [str(one.message) for one in caught if one.category is PairingWarning]
    assert ours[0] == (
        "The metric 'accuracy' was reset while a batch was counted, perhaps by an evaluation from "
        "another callback; what the batch counted is not known and is listed as None. "
        "Use: with resolver.callbacks.isolated(model):"
    )


def test_other_callbacks_stay_asynchronous():
    """No hook is used that would make Keras wait for each step to run its callbacks."""
    waits = ("on_batch_end", "on_train_batch_end", "on_test_batch_end", "on_predict_batch_end")

    assert [name for name in waits if name in vars(BatchCounts)] == []
