"""The evidence of a decision: each fact that counted, strongest first."""

from __future__ import annotations

import pytest

from resolver.core.decide import decide
from resolver.core.losses import Loss
from resolver.core.specs import Facts, Labels, Output
from tests.core.samples import column, rows

SCCE = Loss("sparse_categorical_crossentropy", True, 1, 255, shown="SCCE")


def test_every_kind_of_evidence_stands_in_its_order() -> None:
    """Arguments, loss, activation, output shape, label shape, label dtype, label values."""
    decision = decide(
        Labels((None, 8), "uint8", "index", column(0, 1, 2, 255)),
        Output((None, 3, 8), "softmax", axis=-2),
        loss=SCCE,
        task="multiclass",
        from_logits=True,
        class_axis=1,
        ignore_class=255,
    )

    assert [
        ("argument", "task='multiclass'"),
        ("argument", "from_logits=True"),
        ("argument", "class_axis=1"),
        ("argument", "ignore_class=255"),
        ("argument", "labels are said to be index"),
        ("loss", "SCCE, reads logits, classes on axis 1, leaves out class 255"),
        ("activation", "softmax on axis -2"),
        ("output shape", "(None, 3, 8), 3 units"),
        ("label shape", "(None, 8), one class number for all units"),
        ("label dtype", "uint8"),
        ("label values", "0, 1, 2, 255 seen"),
    ] == [(each.source, each.fact) for each in decision.evidence]


def test_plain_shapes_are_all_the_evidence_there_is() -> None:
    """Where only shapes are known, shapes are the evidence, and nothing is made up."""
    decision = decide(Labels((None,)), Output((None, 10)))

    assert [
        ("output shape", "(None, 10), 10 units"),
        ("label shape", "(None,), one class number for all units"),
    ] == [(each.source, each.fact) for each in decision.evidence]


@pytest.mark.parametrize(
    ("loss", "fact"),
    [
        (Loss(None, shown="mine"), "mine is opaque: it says nothing"),
        (Loss("binary_crossentropy", False, shown="'bce'"), "'bce', reads probabilities"),
        (Loss("binary_crossentropy", True, shown="'bce'"), "'bce', reads logits"),
        (Loss("binary_crossentropy", shown="'bce'"), "'bce'"),
        (Loss("hinge"), "hinge"),
        (Loss("dice", shown="keras.losses.Dice()"), "keras.losses.Dice()"),
    ],
)
def test_a_loss_is_told_as_it_was_written(loss: Loss, fact: str) -> None:
    """A loss is shown as it was written, with what it reads where it says so."""
    decision = decide(
        Labels((None, 1), facts=column(0, 1)), Output((None, 1), "sigmoid"), loss=loss
    )

    assert [fact] == [each.fact for each in decision.evidence if each.source == "loss"]


@pytest.mark.parametrize(
    ("output", "fact"),
    [
        (Output((None,), "sigmoid"), "(None,), 1 unit"),
        (Output((None, 1), "sigmoid"), "(None, 1), 1 unit"),
        (Output((None, 7, 1), "sigmoid"), "(None, 7, 1), 1 unit"),
        (Output((None, None), "sigmoid"), "(None, None), an unknown number of units"),
        (Output(None, "sigmoid"), "unknown rank"),
    ],
)
def test_the_units_are_told_as_far_as_known(output: Output, fact: str) -> None:
    """The shape of the output is told with its number of units, if that is known."""
    labels = Labels(output.shape and output.shape[:2])
    decision = decide(labels, output, task="binary")

    assert [fact] == [each.fact for each in decision.evidence if each.source == "output shape"]


@pytest.mark.parametrize(
    ("labels", "fact"),
    [
        (Labels((None, 3)), "(None, 3), one label a unit"),
        (Labels(None), "unknown rank, one label a unit"),
    ],
)
def test_how_labels_lie_is_told(labels: Labels, fact: str) -> None:
    """The shape of the labels is told with how they lie against the output."""
    decision = decide(labels, Output((None, 3), "sigmoid"), task="multilabel")

    assert [fact] == [each.fact for each in decision.evidence if each.source == "label shape"]


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        (rows((1, 0, 0), (0, 1, 0), times=8), ["0, 1 seen, 16 of 16 rows one-hot"]),
        (Facts(6, 0, 1, rows=2, one_hot_rows=2, sampled=True), None),
        (Facts(6, nan=6), ["only NaN seen"]),
        (Facts(), []),
    ],
)
def test_values_are_told_as_far_as_they_were_seen(facts: Facts, seen: list[str] | None) -> None:
    """Values are told with their one-hot rows, and that they are a sample if they are one."""
    decision = decide(Labels((None, 3), facts=facts), Output((None, 3), "softmax"))
    told = [each.fact for each in decision.evidence if each.source == "label values"]

    assert (["0 to 1 seen, 2 of 2 rows one-hot (sampled)"] if seen is None else seen) == told


def test_a_probe_is_told() -> None:
    """What a probe showed of an unknown head is evidence for its activation."""
    decision = decide(Labels((None,)), Output((None, 3), outside_unit=True))

    assert ("activation", "a probe shows values outside [0, 1]: logits") == (
        decision.evidence[0].source,
        decision.evidence[0].fact,
    )
