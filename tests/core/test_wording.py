"""The words about pairings: short, whole, one name and one code for each kind."""

from __future__ import annotations

import re

import pytest

from resolver.core import wording
from resolver.core.finding import Finding
from resolver.core.kinds import KINDS
from resolver.core.losses import Loss
from resolver.core.specs import Facts, Labels, Output
from tests.core.samples import column, rows

CERTAIN = re.compile(r"[A-Z].*\.", re.DOTALL)


def test_each_kind_has_its_own_code() -> None:
    """Codes are unique, and written R1 for heads, R2 for labels, R3 for metrics."""
    codes = [kind.code for kind in KINDS.values()]

    assert len(codes) == len(set(codes))
    assert [] == [code for code in codes if not re.fullmatch(r"R[123]\d\d", code)]


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_speaks_in_sentences(name: str) -> None:
    """Title, need and consequence are sentences, each short enough for a line."""
    kind = KINDS[name]
    sentences = (kind.title, kind.needed, kind.consequence)

    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)
    assert kind.severity in ("error", "warning", "note")
    assert [] == [text for text in sentences if not CERTAIN.fullmatch(text) or len(text) > 100]


def test_a_finding_shows_everything_it_holds() -> None:
    """Code, name, output, title, facts in a column, need, consequence, and the line, in order."""
    found = wording.finding(
        "missing-from-logits",
        Output((None, 10), "linear", name="head"),
        Labels((None,), "int64", facts=column(*range(10))),
        "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
        loss=Loss("sparse_categorical_crossentropy", False, shown="'scce'"),
        also=(("metrics", "'accuracy'"),),
        severity="warning",
    )

    assert "warning" == found.severity
    assert (
        "R103 missing-from-logits (output 'head'): "
        "The loss expects probabilities, but the output is logits.\n\n"
        "  loss     'scce'\n"
        "  output   linear, shape (None, 10)\n"
        "  labels   int64, shape (None,), 0 to 9 seen\n"
        "  metrics  'accuracy'\n\n"
        "  A linear output needs from_logits=True.\n"
        "  Raw scores are clipped as if they were probabilities, "
        "and training stalls or diverges.\n\n"
        "Use: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    ) == str(found)


def found(name: str) -> Finding:
    """A finding of one kind."""
    return wording.finding(name, Output((None, 3)), Labels((None,)), "a line")


def test_several_findings_are_refused_together() -> None:
    """A refusal carries all findings, and names each of them once in the way out."""
    findings = (found("label-encoding"), found("head-rank"), found("head-rank"))
    error = wording.refusal(findings)

    assert findings == error.findings
    assert str(error).startswith("This pairing cannot be meant (3 findings).\n\nR204 label-enc")
    assert str(error).endswith(
        "\n\nIf it is meant all the same, ignore=('label-encoding', 'head-rank',)"
    )


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        ({}, "If it is meant all the same, ignore=('head-rank',)"),
        ({"chosen": True}, "If it is meant all the same, write the loss yourself: loss=..."),
        ({"final": True}, "Use: a line"),
        ({"chosen": True, "final": True}, "Use: a line"),
    ],
)
def test_a_refusal_ends_in_the_way_out_that_there_is(said: dict[str, bool], ending: str) -> None:
    """A finding may be ignored, a loss left to us may be written; some have no way out."""
    assert str(wording.refusal((found("head-rank"),), **said)).endswith("\n\n" + ending)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (Output((None, 3), "softmax"), "softmax, shape (None, 3)"),
        (Output((None, 3), "softmax", beneath="sigmoid"), "softmax over sigmoid, shape (None, 3)"),
        (Output(None), "activation unknown, unknown rank"),
        (Output((None, 3), outside_unit=True), "values outside [0, 1], shape (None, 3)"),
    ],
)
def test_outputs_are_told_in_a_few_words(output: Output, words: str) -> None:
    """An output is its activation and its shape."""
    assert words == wording.output_text(output)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (Labels((None,)), "dtype unknown, shape (None,)"),
        (Labels(None, "bool"), "bool, unknown rank"),
        (Labels((None,), coding="index"), "dtype unknown, shape (None,), said to be index"),
        (
            Labels(
                (None, 2), "float32", None, rows((1, 0), (0, 1)) + Facts(1, nan=1, sampled=True)
            ),
            "float32, shape (None, 2), 0, 1 seen, 1 NaN, 2 of 2 rows one-hot, sampled",
        ),
    ],
)
def test_labels_are_told_in_a_few_words(labels: Labels, words: str) -> None:
    """Labels are their dtype, their shape, and what was said or seen of them."""
    assert words == wording.labels_text(labels)


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (None, "not given"),
        (Loss("hinge"), "hinge"),
        (Loss("hinge", shown="'hinge'"), "'hinge'"),
    ],
)
def test_a_loss_is_told_as_it_was_written(loss: Loss | None, words: str) -> None:
    """A loss is shown as it was written, else by its family."""
    assert words == wording.loss_text(loss)
