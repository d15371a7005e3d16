"""`resolver.compile`: the one call that people learn."""

import keras
import numpy as np
import pytest

import resolver
from resolver.core.errors import PairingError

KERAS = tuple(map(int, keras.__version__.split(".")[:2]))

ROWS = 24
RNG = np.random.default_rng(7)
X = RNG.normal(size=(ROWS, 6)).astype("float32")
IDS = np.arange(ROWS) % 4
ONE_HOT = np.eye(4, dtype="float32")[IDS]
BITS = (np.arange(ROWS) % 2).astype("int64")
TAGS = np.stack([BITS, 1 - BITS, np.ones(ROWS, "int64")], axis=1)
SIGNS = 2 * BITS - 1
AMOUNTS = RNG.normal(size=ROWS) * 10


def head(units, activation=None, name="head"):
    """A model with one output."""
    inputs = keras.Input((6,))
    return keras.Model(inputs, keras.layers.Dense(units, activation, name=name)(inputs))


def two_heads(kind):
    """A model with a head for ids and one for bits, in a list or a dict."""
    inputs = keras.Input((6,))
    ids = keras.layers.Dense(4, name="ids")(inputs)
    bits = keras.layers.Dense(1, "sigmoid", name="bits")(inputs)
    return keras.Model(inputs, [ids, bits] if kind is list else {"ids": ids, "bits": bits})


def reference(task, threshold, y_true, y_pred):
    """Accuracy by plain NumPy."""
    if task == "multiclass":
        truth = y_true.argmax(-1) if y_true.shape == y_pred.shape else y_true.reshape(-1)
        return np.mean(y_pred.argmax(-1) == truth)
    return np.mean((y_pred > threshold) == (y_true.reshape(y_pred.shape) > 0))


PICKS = [
    (4, "softmax", IDS, "SparseCategoricalCrossentropy", False, "multiclass"),
    (4, "softmax", ONE_HOT, "CategoricalCrossentropy", False, "multiclass"),
    (4, None, IDS, "SparseCategoricalCrossentropy", True, "multiclass"),
    (4, None, ONE_HOT, "CategoricalCrossentropy", True, "multiclass"),
    (4, None, IDS[:, None], "SparseCategoricalCrossentropy", True, "multiclass"),
    (1, "sigmoid", BITS, "BinaryCrossentropy", False, "binary"),
    (1, None, BITS, "BinaryCrossentropy", True, "binary"),
    (1, None, BITS[:, None], "BinaryCrossentropy", True, "binary"),
    (3, "sigmoid", TAGS, "BinaryCrossentropy", False, "multilabel"),
    (3, None, TAGS, "BinaryCrossentropy", True, "multilabel"),
    (1, "tanh", SIGNS, "Hinge", None, "binary"),
    (1, None, SIGNS, "Hinge", None, "binary"),
]


@pytest.mark.parametrize(("units", "activation", "y", "loss", "from_logits", "task"), PICKS)
def test_the_same_call_picks_loss_and_accuracy_of_every_head(
    units, activation, y, loss, from_logits, task
):
    """The loss fits head and labels, and the accuracy logged is NumPy's on the predictions."""
    keras.utils.set_random_seed(1)
    model = head(units, activation)

    done = resolver.compile(model, labels=y)
    logged = model.evaluate(X, y, batch_size=7, verbose=0, return_dict=True)

    decision = done.decisions["head"]
    built = done.losses["head"]
    assert (loss, task) == (type(built).__name__, decision.task)
    assert from_logits == built.get_config().get("from_logits")
    predicted = keras.ops.convert_to_numpy(model(X))
    expected = reference(task, decision.threshold, y, predicted)
    assert pytest.approx(expected, abs=1e-6) == logged["accuracy"]


def test_a_regression_gets_mse_and_mae():
    """Continuous labels and a linear unit are a regression, measured by its mean error."""
    model = head(1)

    done = resolver.compile(model, labels=AMOUNTS)
    history = model.fit(X, AMOUNTS, verbose=0).history

    assert "MeanSquaredError" == type(done.losses["head"]).__name__
    assert ["loss", "mae"] == sorted(history)


@pytest.mark.parametrize("kind", [list, dict])
@pytest.mark.parametrize(
    "metrics", ["auto", "accuracy", ["accuracy"], {"ids": ["accuracy"], "bits": "accuracy"}]
)
def test_every_output_gets_its_own_metric_under_keras_names(kind, metrics):
    """One word, a flat list, or a dict: logs have `<output>_accuracy` for each output."""
    model = two_heads(kind)
    y = {"ids": IDS, "bits": BITS}
    y = y if kind is dict else [y["ids"], y["bits"]]

    done = resolver.compile(model, labels=y, metrics=metrics)
    logs = model.evaluate(X, y, verbose=0, return_dict=True)

    assert {"ids_accuracy", "bits_accuracy", "loss"} <= set(logs)
    assert done.metrics["ids"][0] is not done.metrics["bits"][0]
    assert "multiclass" == done.decisions["ids"].task
    assert "binary" == done.decisions["bits"].task


def test_labels_of_a_list_model_may_be_named():
    """A dict by output name is understood where the model's outputs are a list."""
    done = resolver.compile(two_heads(list), labels={"bits": BITS, "ids": IDS})

    assert ["multiclass", "binary"] == [each.task for each in done.decisions.values()]


@pytest.mark.skipif(
    KERAS < (3, 15), reason="before Keras 3.15 metrics of nested outputs have other names"
)
def test_nested_outputs_take_nested_labels():
    """Outputs in a dict of lists are compiled with labels of the same structure."""
    inputs = keras.Input((6,))
    heads = [keras.layers.Dense(4, name="a")(inputs), keras.layers.Dense(1, name="b")(inputs)]
    model = keras.Model(inputs, {"first": keras.layers.Dense(3, name="c")(inputs), "rest": heads})
    y = {"first": IDS % 3, "rest": [IDS, BITS]}

    resolver.compile(model, labels=y)
    history = model.fit(X, y, verbose=0).history

    assert {"a_accuracy", "b_accuracy", "c_accuracy", "loss"} <= set(history)


def test_the_name_written_is_the_name_logged():
    """History keeps the user's own spelling, as Keras does."""
    model = head(4)
    resolver.compile(model, labels=IDS, metrics=["ACC", "crossentropy"], weighted_metrics=["acc"])

    history = model.fit(X, IDS, sample_weight=np.ones(ROWS), verbose=0).history

    assert ["ACC", "acc", "crossentropy", "loss"] == sorted(history)


def test_other_metrics_are_kept_as_they_are():
    """Strings, objects and functions that are not ours to decide go to Keras."""
    model = head(4, "softmax")
    top = keras.metrics.SparseTopKCategoricalAccuracy(2, name="top2")

    def confidence(y_true, y_pred):  # noqa: ARG001 - Keras calls it so
        return keras.ops.max(y_pred, axis=-1)

    metrics = ["sparse_categorical_accuracy", top, confidence]
    resolver.compile(model, labels=IDS, metrics=metrics)
    history = model.fit(X, IDS, verbose=0).history

    assert ["confidence", "loss", "sparse_categorical_accuracy", "top2"] == sorted(history)


def test_one_metric_object_for_all_outputs_becomes_one_each():
    """An object written once for several outputs is not shared between them."""
    model = two_heads(list)
    error = keras.metrics.MeanAbsoluteError(name="mae")

    done = resolver.compile(model, labels=[IDS, BITS], metrics=[["accuracy", error], [error]])

    assert done.metrics["ids"][1] is not done.metrics["bits"][0]


def test_a_function_that_returns_a_pair_becomes_a_ratio():
    """(correct, total) is summed apart and divided once, where Keras would average a tuple."""
    model = head(4)

    def hits(y_true, y_pred):
        right = keras.ops.argmax(y_pred, -1) == keras.ops.cast(y_true, "int32")
        return keras.ops.sum(keras.ops.cast(right, "int32")), keras.ops.size(y_true)

    resolver.compile(model, labels=IDS, metrics=[hits, "accuracy"])
    model.fit(X, IDS, verbose=0)
    logged = model.evaluate(X, IDS, batch_size=5, verbose=0, return_dict=True)

    assert logged["accuracy"] == logged["hits"]


def test_an_explicit_loss_stands_and_is_evidence():
    """A loss that is given is compiled as it is, and decides how accuracy counts."""
    model = head(4, "softmax")
    loss = keras.losses.SparseCategoricalCrossentropy(ignore_class=3)

    done = resolver.compile(model, loss=loss, labels=IDS, metrics=["accuracy"])
    model.fit(X, IDS, verbose=0)
    model.evaluate(X, IDS, verbose=0)

    assert done.losses["head"] is loss
    assert 3 == done.decisions["head"].ignore_class
    assert int((IDS != 3).sum()) == done.metrics["head"][0].counts().total


@pytest.mark.parametrize("loss", ["CategoricalCrossEntropy", "Categorical_Crossentropy"])
def test_a_loss_in_a_spelling_keras_lacks_is_built(loss):
    """A string in any case is understood, and handed on in a form Keras understands."""
    model = head(4, "softmax")

    resolver.compile(model, loss=loss, labels=ONE_HOT)
    history = model.fit(X, ONE_HOT, verbose=0).history

    assert ["accuracy", "loss"] == sorted(history)


def test_labels_left_out_are_decided_on_the_first_batch():
    """Without labels the loss and the accuracy decide from the first batch's shape and dtype."""
    model = head(4, "softmax")

    done = resolver.compile(model)
    history = model.fit(X, ONE_HOT, verbose=0).history

    assert {"head": None} == done.decisions
    assert ["accuracy", "loss"] == sorted(history)


def test_labels_left_out_with_a_loss_given_are_decided_by_the_loss():
    """A loss alone says task and coding."""
    done = resolver.compile(head(1), loss=keras.losses.BinaryCrossentropy(from_logits=True))

    assert ("binary", 0.0) == (done.decisions["head"].task, done.decisions["head"].threshold)


def test_recompiling_keeps_nothing_of_the_old():
    """Keras keeps the old loss and metrics where an argument is left out; this call does not."""
    model = head(4)
    model.compile(loss="mse", metrics=["mae"])

    resolver.compile(model, labels=IDS, loss="auto", metrics=None)
    history = model.fit(X, IDS, verbose=0).history

    assert ["loss"] == list(history)
    assert "SparseCategoricalCrossentropy" in str(model.get_compile_config()["loss"])


def test_recompiling_with_no_loss_drops_the_old_one():
    """`loss=None` means that there is no loss, also after there was one."""
    inputs = keras.Input((6,))
    regularised = keras.layers.Dense(1, activity_regularizer="l2", name="head")(inputs)
    model = keras.Model(inputs, regularised)
    model.compile(loss="mse")
    zeros = np.zeros(ROWS)
    resolver.compile(model, labels=zeros, loss=None, metrics=None)

    dropped = model.evaluate(X, 100 + zeros, verbose=0)

    assert dropped < 100


def test_a_saved_model_loads_and_is_not_decided_anew(tmp_path):
    """The file holds the decision: a loaded model scores the same, whatever labels it is given."""
    model = head(4)
    resolver.compile(model, labels=IDS)
    model.fit(X, IDS, verbose=0)
    before = model.evaluate(X, IDS, verbose=0, return_dict=True)
    model.save(tmp_path / "model.keras")

    after = keras.models.load_model(tmp_path / "model.keras")

    assert before == pytest.approx(after.evaluate(X, IDS, verbose=0, return_dict=True))
    assert "resolver" in str(after.get_compile_config()["metrics"])


@pytest.mark.parametrize("exact", [True, False])
def test_exact_false_builds_the_stock_class(exact):
    """`exact=False` is Keras's own accuracy, rightly configured."""
    done = resolver.compile(head(1), labels=BITS, exact=exact)

    (metric,) = done.metrics["head"]
    assert ("Accuracy" if exact else "BinaryAccuracy") == type(metric).__name__
    assert 0.0 == metric.get_config()["threshold"]


@pytest.mark.parametrize("rules", ["keras3", "tf2"])
def test_rules_of_a_generation_are_followed_mistakes_included(rules):
    """A multi-label head is scored by argmax, as that generation does."""
    done = resolver.compile(
        head(3, "sigmoid"), labels=TAGS, rules=rules, loss="binary_crossentropy"
    )

    (metric,) = done.metrics["head"]
    assert "CategoricalAccuracy" == type(metric).__name__
    assert "accuracy" == metric.name


def test_keywords_may_differ_by_output():
    """One linear unit with class-like numbers is settled for one output alone."""
    inputs = keras.Input((6,))
    outputs = {"stars": keras.layers.Dense(1)(inputs), "kind": keras.layers.Dense(4)(inputs)}
    y = {"stars": IDS, "kind": IDS}

    done = resolver.compile(keras.Model(inputs, outputs), labels=y, task={"stars": "regression"})

    tasks = {name: each.task for name, each in done.decisions.items()}
    assert {"stars": "regression", "kind": "multiclass"} == tasks


def test_a_subclassed_model_is_read_through_its_call():
    """The softmax inside `call` is found; no attribute of a layer tells of it."""

    class Model(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(4)

        def call(self, inputs):
            return keras.ops.softmax(self.dense(inputs))

    model = Model()
    model(X[:2])

    done = resolver.compile(model, labels=IDS)
    model.fit(X, IDS, verbose=0)

    (loss,) = done.losses.values()
    assert False is loss.get_config()["from_logits"]


def test_an_undecidable_head_is_refused_by_name():
    """Class-like numbers under one linear unit are never guessed."""
    with pytest.raises(resolver.AmbiguousPairing) as refused:
        resolver.compile(head(1), labels=IDS)

    assert (
        "More than one reading of output 'head' is possible.\n\n"
        "  output  linear, shape (None, 1)\n"
        "  labels  int64, shape (None,), 0, 1, 2, 3 seen\n\n"
        "The readings left:\n"
        "  - exclusive classes, which need one unit for each\n"
        "  - continuous numbers\n\n"
        "Use: task='multiclass'  or  task='regression'"
    ) == str(refused.value)


def test_a_model_that_was_never_run_asks_for_a_batch():
    """A model without a shape is shown two rows, before anything else is said of it."""
    model = keras.Sequential([keras.layers.Dense(4, name="head")])
    with pytest.raises(resolver.AmbiguousPairing) as refused:
        resolver.compile(model, labels=IDS)
    done = resolver.compile(model, labels=IDS, probe=np.zeros((2, 6), "float32"))

    assert (
        "More than one reading is possible.\n\n"
        "  output  linear, unknown rank\n"
        "  labels  int64, shape (None,), 0, 1, 2, 3 seen\n\n"
        "The readings left:\n"
        "  - one label for each unit (one-hot, multi-hot or continuous rows)\n"
        "  - one class number for all units\n\n"
        "The model was not run on any batch yet, so that its output is unseen.\n\n"
        "Use: probe=x[:2]  or  task='multilabel'  or  resolver.Labels((None,), coding='index')"
        "  or  resolver.Labels((None,), coding='one_hot')"
    ) == str(refused.value)
    assert "probe=x[:2]" == refused.value.settle[0]
    assert ["multiclass"] == [each.task for each in done.decisions.values()]


def test_accuracy_of_a_regression_is_refused():
    """Only a written "accuracy" is refused; "auto" is the mean absolute error."""
    with pytest.raises(resolver.PairingError, match="R301 accuracy-on-regression"):
        resolver.compile(head(1), labels=AMOUNTS, metrics=["accuracy"])


def test_labels_that_name_no_output_are_refused():
    """A key that is no output is shown beside those that are."""
    with pytest.raises(resolver.core.errors.InvalidArgument) as refused:
        resolver.compile(two_heads(list), labels={"ids": IDS, "bit": BITS})

    assert (
        "The labels name 'bit', but the model's outputs are 'ids', 'bits'. Use: labels={'ids': ...}"
    ) == str(refused.value)


def test_a_dict_of_metrics_for_an_unknown_output_is_refused():
    """Keras drops it silently for one output; here it is named, unless it is ignored."""
    with pytest.raises(PairingError) as refused:
        resolver.compile(head(4), labels=IDS, metrics={"zzz": "accuracy"})
    done = resolver.compile(head(4), labels=IDS, metrics={"zzz": "mae"}, ignore="unknown-output")

    assert ["metrics={'head': 'accuracy'}"] == [each.use for each in refused.value.findings]
    assert "If it is meant all the same, ignore=('unknown-output',)" in str(refused.value)
    assert {"head": []} == done.metrics


def test_a_metric_that_keras_does_not_know_is_refused_at_once():
    """Keras itself looks at the names of metrics on the first batch only."""
    with pytest.raises(resolver.core.errors.InvalidArgument) as refused:
        resolver.compile(head(4), labels=IDS, metrics=["accuracy", "accurracy"])

    assert ("Keras knows no such metric. Received: 'accurracy'. Use: metric='accuracy'") == str(
        refused.value
    )


def test_what_was_compiled_prints_as_a_table():
    """The resolution shows task, loss, metrics and the evidence, in that order."""
    done = resolver.compile(head(1), labels=BITS)

    assert (
        "head       binary: positive above 0, binary labels\n"
        "  loss     BinaryCrossentropy(from_logits=True)\n"
        "  metrics  Accuracy(task='binary', coding='binary', threshold=0.0)\n"
        "  because  activation: linear; output shape: (None, 1), 1 unit; label shape: (None,), one "
        "label a\n"
        "           prediction; label dtype: int64; label values: 0, 1 seen"
    ) == str(done)
