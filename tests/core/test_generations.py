"""The historical rules: what each Keras generation makes of "accuracy" and "crossentropy"."""

from __future__ import annotations

import pytest

from resolver.core import generations
from resolver.core.errors import InvalidArgument
from resolver.core.losses import Loss
from resolver.core.specs import Shape

BCE = Loss("binary_crossentropy", from_logits=False)
SCCE = Loss("sparse_categorical_crossentropy", from_logits=False)
BY_SHAPES = ("keras3", "tf2")
BY_LOSS = ("tf1", "keras1")


@pytest.mark.parametrize("rules", BY_SHAPES)
@pytest.mark.parametrize(
    ("labels", "output", "name"),
    [
        ((None,), (None, 1), "binary_accuracy"),
        ((None, 2), (None, 1), "binary_accuracy"),
        ((1,), (1,), "binary_accuracy"),
        ((None,), (None, 10), "sparse_categorical_accuracy"),
        ((None, 1), (None, 10), "sparse_categorical_accuracy"),
        ((None, 7), (None, 7, 10), "sparse_categorical_accuracy"),
        ((32, 1), (32,), "sparse_categorical_accuracy"),
        ((None, 10), (None, 10), "categorical_accuracy"),
        ((None, None), (None, 10), "categorical_accuracy"),
        ((None,), (None,), "categorical_accuracy"),
        ((None, 7, 10), (None, 10), "categorical_accuracy"),
    ],
)
def test_since_tensorflow_2_2_the_shapes_decide(
    rules: str, labels: Shape, output: Shape, name: str
) -> None:
    """Since TensorFlow 2.2 the ranks and the last dimensions of labels and output decide."""
    outcome = generations.metric(rules, "accuracy", labels, output)

    assert (name, None) == (outcome.name, outcome.error)


@pytest.mark.parametrize("rules", BY_LOSS)
@pytest.mark.parametrize(
    ("output", "loss", "name"),
    [
        ((None, 1), SCCE, "binary_accuracy"),
        ((None, 5), BCE, "binary_accuracy"),
        ((None, 5), SCCE, "sparse_categorical_accuracy"),
        ((None, 5), Loss("categorical_crossentropy"), "categorical_accuracy"),
        ((None, 5), Loss("mean_squared_error", form="string"), "categorical_accuracy"),
        ((None, 5), None, "categorical_accuracy"),
        ((None, None), BCE, "binary_accuracy"),
        ((None,), None, "categorical_accuracy"),
    ],
)
def test_before_tensorflow_2_2_the_output_and_the_loss_decide(
    rules: str, output: Shape, loss: Loss | None, name: str
) -> None:
    """Before TensorFlow 2.2 one unit means binary, and for more the loss decides."""
    outcome = generations.metric(rules, "accuracy", (None, 5), output, loss)

    assert (name, None) == (outcome.name, outcome.error)


@pytest.mark.parametrize("rules", BY_LOSS)
@pytest.mark.parametrize(
    ("loss", "reason"),
    [
        (Loss("binary_crossentropy", form="partial"), "a partial hides the loss"),
        (Loss("binary_crossentropy", form="declared"), "the loss is none of Keras's own"),
        (Loss(None, form="function"), "the loss is none of Keras's own"),
        (Loss("binary_crossentropy", form="auto"), "there is no loss that says otherwise"),
        (
            Loss("mean_squared_error"),
            "the loss is neither binary nor sparse categorical crossentropy",
        ),
    ],
)
def test_a_loss_that_is_not_recognised_means_categorical(
    rules: str, loss: Loss, reason: str
) -> None:
    """A partial, a wrapper or a loss of one's own is taken for a categorical one."""
    outcome = generations.metric(rules, "accuracy", (None, 5), (None, 5), loss)

    assert generations.Outcome("categorical_accuracy", None, reason) == outcome


@pytest.mark.parametrize("form", ["string", "object", "function", "config"])
@pytest.mark.parametrize("rules", BY_LOSS)
def test_a_loss_in_the_open_is_recognised_in_every_form(rules: str, form: str) -> None:
    """A string, an object, a function and a config of binary crossentropy all mean binary."""
    loss = Loss("binary_crossentropy", form=form)  # type: ignore[arg-type]
    outcome = generations.metric(rules, "accuracy", (None, 5), (None, 5), loss)

    assert "the loss is binary crossentropy" == outcome.reason


@pytest.mark.parametrize(
    ("rules", "loss", "error", "reason"),
    [
        (
            "tf1",
            Loss("binary_crossentropy", form="string", shown="'BinaryCrossentropy'"),
            "AttributeError",
            "the string names a class of losses and not a function",
        ),
        (
            "keras1",
            Loss("binary_crossentropy", form="string", shown="'BinaryCrossentropy'"),
            "ValueError",
            "this generation knows no such loss",
        ),
        (
            "tf1",
            Loss("binary_crossentropy", form="class"),
            "ValueError",
            "the loss is a class and not an object",
        ),
        ("tf1", Loss("dice", form="string"), "ValueError", "this generation knows no such loss"),
        ("tf1", Loss("dice", form="config"), "ValueError", "this generation knows no such loss"),
        (
            "keras1",
            Loss("binary_crossentropy", form="string", shown="'bce'"),
            "ValueError",
            "this generation knows no such loss",
        ),
    ],
)
def test_a_loss_that_cannot_be_compiled_fails_first(
    rules: str, loss: Loss, error: str, reason: str
) -> None:
    """A loss that the generation cannot compile fails, whatever the metric."""
    outcomes = {
        generations.metric(rules, string, None, None, loss) for string in ("accuracy", "AUC")
    }

    assert {generations.Outcome(None, error, reason)} == outcomes


@pytest.mark.parametrize(
    ("rules", "labels", "output", "error"),
    [
        ("keras3", None, (None, 3), "ValueError"),
        ("tf2", (None,), None, "ValueError"),
        ("keras3", (), (None, 3), "IndexError"),
        ("tf2", (None,), (), "IndexError"),
        ("keras3", (), None, "ValueError"),
        ("keras3", (None, 1), (None,), "TypeError"),
        ("tf2", (None, 1), (None, None), "TypeError"),
        ("tf1", (None,), None, "TypeError"),
        ("tf1", (None,), (), "IndexError"),
        ("keras1", (None,), None, "TypeError"),
    ],
)
def test_shapes_on_which_a_generation_fails(
    rules: str, labels: Shape, output: Shape, error: str
) -> None:
    """Unknown ranks, missing dimensions and comparisons with an unknown one raise."""
    outcome = generations.metric(rules, "accuracy", labels, output)

    assert (None, error) == (outcome.name, outcome.error)


@pytest.mark.parametrize("rules", BY_LOSS)
def test_the_labels_do_not_count_where_the_loss_decides(rules: str) -> None:
    """The shape of the labels, even an unknown rank, changes nothing before TensorFlow 2.2."""
    shapes: tuple[Shape, ...] = (None, (), (None,), (None, 1), (None, 5), (None, 7, 5))
    outcomes = {generations.metric(rules, "acc", labels, (None, 5), SCCE) for labels in shapes}

    assert 1 == len(outcomes)


@pytest.mark.parametrize("rules", BY_SHAPES)
def test_the_loss_does_not_count_where_the_shapes_decide(rules: str) -> None:
    """The loss changes nothing since TensorFlow 2.2, which is how multi-label models broke."""
    losses = (None, BCE, SCCE, Loss(None), Loss("dice", form="string"), Loss("dice", form="class"))
    outcomes = {
        generations.metric(rules, "accuracy", (None, 5), (None, 5), loss) for loss in losses
    }

    assert {"categorical_accuracy"} == {outcome.name for outcome in outcomes}


@pytest.mark.parametrize(
    ("rules", "string", "name"),
    [
        ("keras3", "ACC", "binary_accuracy"),
        ("tf2", "Accuracy", "binary_accuracy"),
        ("tf1", "ACC", "ACC"),
        ("keras1", "Accuracy", "Accuracy"),
        ("tf2", "CE", "binary_crossentropy"),
        ("tf1", "ce", "binary_crossentropy"),
        ("tf1", "CE", "CE"),
        ("keras1", "crossentropy", "binary_crossentropy"),
        ("keras3", "mse", "mse"),
        ("keras1", " acc", " acc"),
    ],
)
def test_which_strings_are_special(rules: str, string: str, name: str) -> None:
    """The case of the letters counts in the older generations; other strings are passed on."""
    outcome = generations.metric(rules, string, (None,), (None, 1))

    assert (name, None) == (outcome.name, outcome.error)


def test_keras_3_has_no_crossentropy_metric() -> None:
    """'crossentropy' among the metrics of Keras 3 is an error."""
    outcome = generations.metric("keras3", "CE", (None,), (None, 1))

    assert (
        generations.Outcome(None, "ValueError", "crossentropy is a loss to this generation")
        == outcome
    )


@pytest.mark.parametrize(
    ("rules", "string", "name", "error"),
    [
        ("keras3", "crossentropy", "sparse_categorical_crossentropy", None),
        ("keras3", "CE", "sparse_categorical_crossentropy", None),
        ("keras3", "mse", "mse", None),
        ("tf2", "ce", None, "ValueError"),
        ("tf1", "crossentropy", None, "ValueError"),
        ("keras1", "ce", None, "ValueError"),
        ("keras1", "accuracy", "accuracy", None),
    ],
)
def test_which_losses_are_special(
    rules: str, string: str, name: str | None, error: str | None
) -> None:
    """Only Keras 3 decides the loss 'crossentropy'; other strings are passed on."""
    outcome = generations.loss(rules, string, (None,), (None, 10))

    assert (name, error) == (outcome.name, outcome.error)


@pytest.mark.parametrize("verb", [generations.metric, generations.loss])
def test_unknown_rules_are_refused(verb: object) -> None:
    """Rules that do not exist are refused with the list of those that do."""
    with pytest.raises(InvalidArgument) as e:
        verb("keras2", "accuracy", (None,), (None, 1))  # type: ignore[operator]

    assert (
        "The historical rules are keras3, tf2, tf1, keras1. Received: rules='keras2'. "
        "Use: rules='keras3'" == str(e.value)
    )


def test_every_generation_has_its_rules() -> None:
    """The table has one row for each name of rules, in the same order."""
    assert generations.RULES == tuple(generations.GENERATIONS)
