"""Writes the numbers of docs/migration/keras.md: ``python -m tests.pages.generation_table``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np

import resolver
from resolver.core.counts import Counts
from tests.pages.marked import replaced

PAGE = Path("docs/migration/keras.md")
START, END = "<!-- the numbers, by tests/pages -->\n", "<!-- the end of the numbers -->"
RULES = ("keras1", "tf1", "tf2", "keras3")
ROWS = 1000
COLUMNS = ("Keras 1", "TF 2.0", "TF 2.2", "Keras 3", "resolver")


class Case(NamedTuple):
    """One head, its loss, and data on which the number is taken."""

    title: str
    activation: str
    loss: str
    arguments: dict[str, Any]
    x: Any
    y: Any


def cases() -> Iterator[Case]:
    """Heads that people train; the scores lean towards the labels, as those of a model do."""
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 5, ROWS)
    one_hot = np.eye(5)[ids]
    tags, bits = rng.integers(0, 2, (ROWS, 4)), rng.integers(0, 2, ROWS)
    many = (rng.normal(size=(ROWS, 5)) + 2 * one_hot).astype("float32")
    four = (rng.normal(size=(ROWS, 4)) + 2 * tags - 1).astype("float32")
    one = (rng.normal(size=(ROWS, 1)) + 2 * bits[:, None] - 1).astype("float32")
    logits = {"from_logits": True}
    sparse = "SparseCategoricalCrossentropy"
    yield Case("softmax, class numbers", "softmax", sparse, {}, many, ids)
    yield Case("softmax, one-hot", "softmax", "CategoricalCrossentropy", {}, many, one_hot)
    yield Case("softmax, one-hot, binary loss", "softmax", "BinaryCrossentropy", {}, many, one_hot)
    yield Case("one sigmoid", "sigmoid", "BinaryCrossentropy", {}, one, bits[:, None])
    yield Case("one logit", "linear", "BinaryCrossentropy", logits, one, bits[:, None])
    yield Case("tanh, labels -1 and 1", "tanh", "Hinge", {}, one, 2 * bits[:, None] - 1)
    yield Case("four sigmoids, four labels", "sigmoid", "BinaryCrossentropy", {}, four, tags)
    yield Case("four logits, four labels", "linear", "BinaryCrossentropy", logits, four, tags)


def head(case: Case, package: Any = keras) -> Any:
    """A model of any Keras whose inputs are logits, and whose output is the head."""
    size = case.x.shape[-1:]
    inputs = package.layers.Input(shape=size)
    return package.Model(inputs, package.layers.Activation(case.activation)(inputs))


def counted(case: Case) -> list[Counts | None]:
    """What each generation counts, and what we do."""
    loss = getattr(keras.losses, case.loss)(**case.arguments)
    (told,) = resolver.explain(head(case), case.y, x=case.x, loss=loss).outputs
    past = {each.rules: each.counts for each in told.generations}
    return [*(past[rules] for rules in RULES), told.measured.counts]


def live(case: Case, package: Any) -> float:
    """What a Keras that is installed says."""
    model = head(case, package)
    loss = getattr(package.losses, case.loss)(**case.arguments)
    model.compile("sgd", loss, metrics=["accuracy"])
    return float(model.evaluate(case.x, case.y, verbose=0, return_dict=True)["accuracy"])


def table() -> str:
    """A line for each case; what differs from ours is bold."""
    lines = [f"| head and labels | {' | '.join(COLUMNS)} |", "|---" * 6 + "|"]
    for case in cases():
        *past, ours = (counts.ratio for counts in counted(case) if counts is not None)
        cells = [f"{each:.3f}" if each == ours else f"**{each:.3f}**" for each in past]
        lines.append(f"| {case.title} | {' | '.join([*cells, f'{ours:.3f}'])} |")
    return "\n".join(lines) + "\n"


def written(page: str) -> str:
    """The page with the numbers of today."""
    return replaced(page, START, END, table())


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
