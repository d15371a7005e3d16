"""`resolve_metric`, `resolve_loss`, `decide`, `explain` and `count`, called directly."""

import importlib

import keras
import numpy as np
import pytest

import resolver
from resolver.core.errors import InvalidArgument, InvalidType, StockMetricError

LOGITS = keras.losses.BinaryCrossentropy(from_logits=True)
SOFTMAX = resolver.Output((None, 10), "softmax")


@pytest.mark.parametrize("word", ["accuracy", "Accuracy", "acc", "ACC"])
def test_accuracy_keeps_the_name_that_was_written(word):
    """Any case is understood, and the metric is called what the user wrote."""
    metric = resolver.resolve_metric(word, (None,), SOFTMAX)

    assert (word, "multiclass") == (metric.name, metric.get_config()["task"])


@pytest.mark.parametrize(
    ("y_true", "y_pred", "expected"),
    [
        ((None,), (None, 1), "BinaryCrossentropy"),
        ((None,), SOFTMAX, "SparseCategoricalCrossentropy"),
        ((None, 10), SOFTMAX, "CategoricalCrossentropy"),
    ],
)
def test_crossentropy_as_a_metric_is_the_stock_one(y_true, y_pred, expected):
    """ "ce" is the crossentropy metric of the decision, with its from_logits."""
    metric = resolver.resolve_metric("ce", y_true, y_pred, task=None, from_logits=True)

    assert (expected, True) == (type(metric).__name__, metric.from_logits)


def test_any_other_metric_goes_to_keras():
    """What is not ours to decide is what keras.metrics.get makes of it."""
    metric = resolver.resolve_metric("mae", (None,), (None, 1))

    assert isinstance(metric, keras.metrics.MeanAbsoluteError)


def test_any_other_loss_goes_to_keras():
    """What is not ours to decide is what keras.losses.get makes of it."""
    assert isinstance(resolver.resolve_loss("Huber", (None,), (None, 1)), keras.losses.Huber)


@pytest.mark.parametrize(
    ("verb", "what", "ours"),
    [(resolver.resolve_metric, "metric", "accuracy"), (resolver.resolve_loss, "loss", "auto")],
)
def test_a_name_keras_does_not_know_is_refused(verb, what, ours):
    """An unknown string ends in an error of ours that shows it."""
    with pytest.raises(InvalidArgument) as refused:
        verb("nonsense", (None,), SOFTMAX)

    assert (f"Keras knows no such {what}. Received: 'nonsense'. Use: {what}='{ours}'") == str(
        refused.value
    )


def test_resolve_loss_answers_in_the_structure_of_the_outputs():
    """Several outputs get one loss each, in the same dict."""
    outputs = {"kind": SOFTMAX, "sure": resolver.Output((None, 1), "sigmoid")}

    losses = resolver.resolve_loss("auto", {"kind": (None,), "sure": (None,)}, outputs)

    assert {"kind": "SparseCategoricalCrossentropy", "sure": "BinaryCrossentropy"} == {
        name: type(loss).__name__ for name, loss in losses.items()
    }


def test_crossentropy_is_never_a_regression_loss():
    """ "auto" may pick mse; "crossentropy" refuses continuous labels."""
    amounts = np.linspace(0.5, 40.25, 50)
    output = resolver.Output((None, 1), "linear")

    assert isinstance(resolver.resolve_loss("auto", amounts, output), keras.losses.MeanSquaredError)
    with pytest.raises(resolver.PairingError, match="R109 classification-loss-for-regression"):
        resolver.resolve_loss("crossentropy", amounts, output)


def test_a_loss_for_an_unknown_activation_is_refused():
    """Accuracy needs no activation where argmax decides; the loss does."""
    assert "multiclass" == resolver.decide((None,), (None, 10)).task
    with pytest.raises(resolver.AmbiguousPairing) as refused:
        resolver.resolve_loss("auto", (None,), (None, 10))

    assert ("from_logits=True", "from_logits=False") == refused.value.settle


def test_exact_false_names_what_the_stock_class_lacks():
    """No stock accuracy leaves a class out."""
    with pytest.raises(StockMetricError, match="ignore_class"):
        resolver.resolve_metric("accuracy", (None,), SOFTMAX, ignore_class=0, exact=False)


@pytest.mark.parametrize("form", ["tuple", "spec", "tensor", "array", "model", "layer", "labels"])
def test_outputs_and_labels_are_read_in_every_form(form):
    """Shapes, specs, symbolic tensors, arrays, models and layers decide alike."""
    inputs = keras.Input((4,))
    layer = keras.layers.Dense(10)
    tensor = layer(inputs)
    y_pred = {
        "tuple": (None, 10),
        "spec": keras.KerasTensor((None, 10)),
        "tensor": tensor,
        "array": np.zeros((3, 10), "float32"),
        "model": keras.Model(inputs, tensor),
        "layer": layer,
        "labels": resolver.Output((None, 10), "linear"),
    }[form]
    y_true = resolver.Labels((None,)) if form == "labels" else np.arange(3)

    decision = resolver.decide(y_true, y_pred)

    assert ("multiclass", "index") == (decision.task, decision.coding)


def test_an_object_that_is_no_output_is_refused():
    """What was received is shown, with the line to write."""
    with pytest.raises(InvalidType) as refused:
        resolver.decide((None,), "softmax")

    assert (
        "An output is a shape, a spec, a KerasTensor, an array, a layer, a model or a "
        "resolver.Output. Received: 'softmax' (type str). "
        "Use: resolver.Output((None, 10), 'softmax')"
    ) == str(refused.value)


@pytest.mark.parametrize("y_pred", [[0.5, 0.25], [[0.5, 0.5], [0.25, 0.75]], [np.float32(0.5), 1]])
def test_predictions_that_are_a_list_of_numbers_are_refused(y_pred):
    """A list is several outputs, which is said before each number is taken for one."""
    with pytest.raises(InvalidType) as refused:
        resolver.decide([0, 1], y_pred)

    first = repr(y_pred[0] if np.ndim(y_pred) == 1 else y_pred[0][0])
    assert (
        "A list is several outputs; the predictions of one output are an array. Received: a list "
        f"of 2, the first number {first}. Use: numpy.asarray(y_pred)"
    ) == str(refused.value)


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="tf_keras needs TensorFlow")
def test_a_model_of_tf_keras_is_refused():
    """A model of Keras 2 is named as such, and not as an object of no kind."""
    tf_keras = importlib.import_module("tf_keras")

    with pytest.raises(InvalidType) as refused:
        resolver.compile(tf_keras.Sequential([tf_keras.layers.Dense(1)]), labels=(None,))

    assert (
        "A model or layer of tf_keras cannot be read: its objects belong to Keras 2. Received: "
        "tf_keras.src.engine.sequential.Sequential. Use: import keras in place of tf_keras, and "
        "build it again"
    ) == str(refused.value)


def test_explain_shows_evidence_and_every_generation():
    """The explanation lists the evidence in order and what each Keras would have picked."""
    text = str(resolver.explain(resolver.Output((None, 3), "sigmoid", name="tags"), (None, 3)))

    assert (
        """\
Output tags
output  sigmoid, shape (None, 3)
labels  dtype unknown, shape (None, 3)

Evidence, strongest first
1. activation    sigmoid
2. output shape  (None, 3), 3 units
3. label shape   (None, 3), one label a unit

Decision, and what to write
task    multilabel: positive above 0.5, multi_hot labels
loss    keras.losses.BinaryCrossentropy()
metric  resolver.Accuracy(task='multilabel', coding='multi_hot', threshold=0.5)

What "accuracy" is in each Keras
rules        accuracy is           its number
resolver     resolver.Accuracy
keras3, tf2  categorical_accuracy  differs
    the labels have no fewer dimensions than the output, and are not one column against more; it
    looks only at the largest score and the largest label of each row
tf1, keras1  categorical_accuracy  differs
    there is no loss that says otherwise; it looks only at the largest score and the largest label
    of each row"""
        == text
    )


def test_a_refusal_is_part_of_an_explanation():
    """What `decide` would raise is shown, and so is what Keras would do."""
    (explained,) = resolver.explain((None, 10), (None, None)).outputs

    assert explained.decision is None
    assert explained.refused.startswith("More than one reading is possible.")


def test_an_explanation_is_html_in_a_notebook():
    """Facts are escaped, and each output has a title of its own."""
    html = resolver.explain(
        resolver.Output((None, 3), "softmax", name="<x>"), (None,)
    )._repr_html_()

    assert '<div class="title">Output &lt;x&gt;</div>' in html
    assert "keras.losses.SparseCategoricalCrossentropy()" in html


def test_count_adds_up_over_chunks():
    """Arrays, lists of chunks and iterators of chunks give the same two integers."""
    rng = np.random.default_rng(3)
    y, p = rng.integers(0, 7, 100), rng.normal(size=(100, 7))

    whole = resolver.count(y, p)

    assert int((p.argmax(1) == y).sum()) == whole.correct
    assert whole == resolver.count([y[:33], y[33:]], [p[:33], p[33:]])
    assert whole == resolver.count(iter([y[:9], y[9:]]), iter([p[:9], p[9:]]))


def test_count_refuses_an_iterator_without_chunks():
    """Nothing to count is said, not counted as zero."""
    with pytest.raises(InvalidArgument) as refused:
        resolver.count(iter([]), iter([]))

    assert (
        "There is nothing to count. Received: an iterator without chunks. "
        "Use: resolver.count(y_true, y_pred) with at least one chunk"
    ) == str(refused.value)


def test_count_of_scores_in_the_unit_interval_needs_from_logits():
    """Scores in [0, 1] prove nothing, so the threshold is not guessed."""
    y, p = np.array([0, 1, 1, 0]), np.array([0.1, 0.7, 0.4, 0.2])

    with pytest.raises(resolver.AmbiguousPairing, match="from_logits=False"):
        resolver.count(y, p)
    assert (3, 4) == (
        resolver.count(y, p, from_logits=False).correct,
        resolver.count(y, p, from_logits=False).total,
    )
