"""`explain` on real numbers: arrays of predictions, and models run on the inputs given."""

from __future__ import annotations

import keras
import numpy as np
import pytest

import resolver
from resolver.core.errors import InvalidArgument
from resolver.core.specs import Labels

RNG = np.random.default_rng(11)
ROWS = 300
X = RNG.normal(size=(ROWS, 4)).astype("float32")
TAGS = (X @ RNG.normal(size=(4, 3)) > 0.5).astype("int64")
IDS = RNG.integers(0, 3, ROWS)


def head(units, activation, name="head"):
    """A small model with one output."""
    keras.utils.set_random_seed(1)
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units, activation, name=name)])


def numbers(explained):
    """Our counts, and verdict and counts of each generation."""
    ours = explained.measured.counts
    past = {
        each.rules: (each.verdict, each.counts and each.counts.correct)
        for each in explained.generations
    }
    return (ours.correct, ours.total), past


def test_an_array_of_predictions_is_measured():
    """Given predictions and labels, each accuracy is counted on all rows, and the two compared."""
    scores = RNG.random((ROWS, 3)).astype("float32")
    (explained,) = resolver.explain(scores, TAGS, from_logits=False).outputs
    hits = int(((scores > 0.5) == TAGS).sum())
    rows = int((scores.argmax(1) == TAGS.argmax(1)).sum())

    assert (
        (hits, 3 * ROWS),
        dict.fromkeys(("keras3", "tf2", "tf1", "keras1"), ("differs", rows)),
    ) == (numbers(explained))
    assert (ROWS, ROWS, "") == (
        explained.measured.rows,
        explained.measured.of,
        explained.measured.failed,
    )


def test_a_tensor_of_the_backend_is_measured():
    """Predictions and labels may be tensors of the backend."""
    scores = RNG.normal(size=(ROWS, 3)).astype("float32")
    (plain,) = resolver.explain(scores, IDS).outputs
    tensors = keras.ops.convert_to_tensor(scores), keras.ops.convert_to_tensor(IDS)
    (explained,) = resolver.explain(*tensors).outputs

    assert numbers(plain) == numbers(explained)
    assert int((scores.argmax(1) == IDS).sum()) == explained.measured.counts.correct


def test_a_model_is_run_when_its_inputs_are_given():
    """With x the model's own predictions are measured, as `evaluate` would."""
    model = head(3, "sigmoid")
    (explained,) = resolver.explain(model, TAGS, x=X).outputs
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    stock = model.evaluate(X, TAGS, verbose=0, return_dict=True)["accuracy"]
    scores = keras.ops.convert_to_numpy(model(X))
    (ours, past) = numbers(explained)

    assert (int(((scores > 0.5) == TAGS).sum()), 3 * ROWS) == ours
    assert np.float32(past["keras3"][1] / ROWS) == pytest.approx(stock, abs=1e-6)


class Untouched(keras.Model):
    """A model that may be read and not run."""

    def __init__(self):
        super().__init__()
        self.head = keras.layers.Dense(3, "sigmoid")
        self.runs = 0

    def build(self, shape):
        self.head.build(shape)
        super().build(shape)

    def call(self, x):
        if not isinstance(x, keras.KerasTensor):
            self.runs += 1
        return self.head(x)


def test_a_model_is_never_run_in_silence():
    """Without x nothing is measured and the model is not run; the difference is said in words."""
    model = Untouched()
    model.build((None, 4))
    before = model.runs
    (explained,) = resolver.explain(model, TAGS).outputs

    assert before == model.runs
    assert (None, 0) == (explained.measured.counts, explained.measured.rows)
    assert {None} == {each.counts for each in explained.generations}
    assert "looks only at the largest score" in explained.generations[0].why


def test_a_model_is_left_as_it_was():
    """A run for an explanation leaves weights, metrics and the seed of dropout alone."""
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(3, "sigmoid"),
        ]
    )
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X, TAGS, verbose=0)

    def state():
        values = [*model.variables, *model.metrics_variables]
        return [np.array(keras.ops.convert_to_numpy(each)) for each in values]

    before = state()
    resolver.explain(model, TAGS, x=X)

    assert all(map(np.array_equal, before, state()))


def test_a_long_run_is_a_sample():
    """At most 1,024 rows are run, evenly spread with both ends, and the text says so."""
    x = np.arange(5000, dtype="float32")[:, None]
    y = (x[:, 0] < 2500).astype("int64")
    model = keras.Sequential([keras.Input((1,)), keras.layers.Activation("sigmoid")])
    explanation = resolver.explain(model, y, x=x)
    (explained,) = explanation.outputs

    assert (1024, 5000) == (explained.measured.rows, explained.measured.of)
    # Only row 0 scores no more than 0.5, and it is a positive one.
    assert 511 == explained.measured.counts.correct
    assert "measured on 1,024 rows of 5,000, evenly spread" in str(explanation)


def test_several_outputs_are_measured_each():
    """The outputs of a dict are measured against the labels of their names, in any order."""
    inputs = keras.Input((4,))
    model = keras.Model(
        inputs,
        {
            "z_kind": keras.layers.Dense(3, name="z_kind")(inputs),
            "a_tags": keras.layers.Dense(3, "sigmoid", name="a_tags")(inputs),
        },
    )
    explanation = resolver.explain(model, {"a_tags": TAGS, "z_kind": IDS}, x=X)
    said = {key: keras.ops.convert_to_numpy(each) for key, each in model(X).items()}
    right = {
        "z_kind": int((said["z_kind"].argmax(1) == IDS).sum()),
        "a_tags": int(((said["a_tags"] > 0.5) == TAGS).sum()),
    }

    assert right == {each.name: each.measured.counts.correct for each in explanation.outputs}
    assert "All outputs together" in str(explanation)


def test_several_inputs_are_run_together():
    """Inputs may be a list or a dict of arrays."""
    one, two = keras.Input((4,), name="one"), keras.Input((4,), name="two")
    both = keras.layers.Dense(3, "sigmoid")(keras.layers.add([one, two]))
    as_list, as_dict = keras.Model([one, two], both), keras.Model({"one": one, "two": two}, both)
    (listed,) = resolver.explain(as_list, TAGS, x=[X, X]).outputs
    (named,) = resolver.explain(as_dict, TAGS, x={"one": X, "two": X}).outputs

    assert numbers(listed) == numbers(named)


def test_a_pair_of_data_is_measured_against_its_labels():
    """Labels may come as (x, y); the model is still run only on what x= says."""
    model = head(3, "sigmoid")
    (alone,) = resolver.explain(model, (X, TAGS)).outputs
    (run,) = resolver.explain(model, (X, TAGS), x=X).outputs

    assert alone.measured.counts is None
    assert 3 * ROWS == run.measured.counts.total


@pytest.mark.parametrize(
    ("labels", "x", "message"),
    [
        (
            TAGS,
            X[:10],
            "What a model predicts is measured against labels of the same rows. Received: x with "
            "10 rows, labels with 300. Use: resolver.explain(model, y, x=x)",
        ),
        (
            (None, 3),
            X,
            "What a model predicts is measured against labels of the same rows. Received: x with "
            "300 rows, labels with no array. Use: resolver.explain(model, y, x=x)",
        ),
        (
            TAGS,
            [X, X[:9]],
            "Inputs must have one number of rows. Received: x with 9, 300 rows. Use: x=x_test",
        ),
        (
            TAGS,
            iter([X]),
            "Inputs are arrays, one for each input of the model. Received: list_iterator. "
            "Use: x=x_test",
        ),
    ],
)
def test_inputs_that_cannot_be_laid_beside_the_labels_are_refused(labels, x, message):
    """x must be arrays of as many rows as the labels have."""
    with pytest.raises(InvalidArgument) as refused:
        resolver.explain(head(3, "sigmoid"), labels, x=x)

    assert message == str(refused.value)


def test_inputs_without_a_model_are_refused():
    """x needs a model to be run on."""
    with pytest.raises(InvalidArgument) as refused:
        resolver.explain(resolver.Output((None, 3), "sigmoid"), TAGS, x=X)

    assert (
        "x= is what a model is run on, and there is none. Received: Output. "
        "Use: resolver.explain(model, y, x=x), or resolver.explain(predictions, y)"
    ) == str(refused.value)


def test_rows_that_do_not_match_are_said():
    """Predictions of other rows than the labels are not measured, and the text says why."""
    text = str(resolver.explain(RNG.random((9, 3)), TAGS, from_logits=False))

    assert "(not measured: 300 rows of labels, 9 of predictions)" in text


def test_rows_of_which_nothing_counts_are_said():
    """Where every label is of the ignored class, there is a number of Keras's and none of ours."""
    ids = np.full(20, 255)
    ids[0] = 1
    scores = RNG.random((20, 3))
    (explained,) = resolver.explain(scores, ids, ignore_class=255).outputs
    (void,) = resolver.explain(scores[1:], ids[1:], ignore_class=255, task="multiclass").outputs
    text = str(resolver.explain(scores[1:], ids[1:], ignore_class=255, task="multiclass"))

    assert 1 == explained.measured.counts.total
    assert (None, 0) == (void.measured.counts, void.generations[0].counts.correct)
    assert "not measured: nothing is counted in these rows" in text


def test_labels_that_are_only_described_are_not_measured():
    """A shape or a text is enough for a decision, and nothing is said of measuring."""
    text = str(resolver.explain(RNG.random((9, 3)), Labels((None,), coding="index")))

    assert "measured" not in text


def test_a_regression_has_no_number_of_its_own():
    """What Keras calls accuracy on amounts is shown, and that it means nothing."""
    (explained,) = resolver.explain(RNG.normal(size=(50, 1)), RNG.normal(size=50) * 30).outputs

    assert "regression" == explained.decision.task
    assert {("no meaning", 0)} == {
        (each.verdict, each.counts.correct) for each in explained.generations
    }


def test_what_does_not_fit_is_part_of_an_explanation():
    """What can be decided may still be wrong: the finding and the line to write are shown."""
    output = resolver.Output((None, 1), "softmax", name="head")
    told = resolver.explain(output, (None,), loss="binary_crossentropy")

    assert [each.name for each in told.outputs[0].findings] == ["softmax-one-unit"]
    assert (
        "What does not fit, and what to write instead\n"
        "error  R101 softmax-one-unit: A softmax over one unit is always 1.\n"
        "use    keras.layers.Dense(1, activation='sigmoid')\n"
    ) in str(told)
    right = resolver.explain(
        resolver.Output((None, 1), "sigmoid"), (None,), loss="binary_crossentropy"
    )
    assert right.outputs[0].findings == ()
    assert "does not fit" not in str(right)
