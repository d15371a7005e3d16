"""The README's table of what is picked, row by row, against the decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.core.decide import decide
from resolver.core.specs import Facts, Labels, Output

README = Path(__file__).parents[2] / "README.md"

ACTIVATIONS = {
    "softmax": [("softmax", 3)],
    "sigmoid": [("sigmoid", 1), ("sigmoid", 3)],
    "none (logits), several units": [("linear", 3)],
    "none (logits)": [("linear", 1), ("linear", 3)],
    "tanh or none": [("tanh", 1), ("linear", 1)],
    "none, or one that reaches them": [("linear", 1), ("relu", 1), ("softplus", 3)],
}
"""What the first column means: activations with numbers of units."""

LABELS = {
    "class numbers": ["index"],
    "one-hot, or distributions": ["one_hot", "soft"],
    "0/1, one unit; multi-hot rows": ["binary", "multi_hot"],
    "-1/1": ["sign"],
    "continuous": ["continuous"],
}
"""What the second column means: codings."""

COMPARISONS = {
    "argmax against class numbers": (None, "index"),
    "argmax against argmax": (None, "rows"),
    "each element, above 0.5": (0.5, None),
    "each element, above 0": (0.0, None),
    'refused; `metrics="auto"` is `"mae"`': (None, None),
}
"""What the last column means: threshold and layout."""


def rows() -> list[tuple[str, str, str, str]]:
    """The rows of the table under "What it picks"."""
    section = README.read_text("utf-8").split("## What it picks")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def cases() -> list[tuple[Output, Labels, str, str]]:
    """Every pairing the table speaks of, with the loss and the accuracy it states."""
    return [
        (Output((None, units), activation), labels, loss.strip("`"), comparison)
        for head, written, loss, comparison in rows()
        for activation, units in ACTIVATIONS[head]
        for coding in LABELS[written]
        for labels in _labels(coding, units)
    ]


def _labels(coding: str, units: int) -> list[Labels]:
    if coding == "index":
        return [Labels((None,), coding=coding)]
    if coding in ("binary", "sign"):
        return [Labels((None,), coding=coding)] if units == 1 else []
    if coding == "continuous":
        amounts = Facts(elements=90, minimum=0.5, maximum=40.25, whole=False, distinct=None)
        return [Labels((None,) if units == 1 else (None, units), facts=amounts)]
    return [Labels((None, units), coding=coding)] if units > 1 else []


@pytest.mark.parametrize(("output", "labels", "loss", "comparison"), cases())
def test_the_table_of_the_readme_is_true(
    output: Output, labels: Labels, loss: str, comparison: str
) -> None:
    """Each row of the table names the loss and the comparison that are decided."""
    decision = decide(labels, output)

    assert decision.loss is not None
    assert f"keras.losses.{loss}" == decision.loss.line
    threshold, layout = COMPARISONS[comparison]
    assert threshold == decision.threshold
    assert (layout == "index") == (decision.coding == "index")
    assert (comparison.startswith("refused")) == (decision.metric is None)


def test_every_row_of_the_table_is_tried() -> None:
    """No row of the README's table is without a pairing."""
    tried = {(loss, comparison) for _, _, loss, comparison in cases()}

    assert {(loss.strip("`"), comparison) for _, _, loss, comparison in rows()} == tried
