"""What is said of a generation's number before any data are seen holds on any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resolver.core import generations
from resolver.core.contrast import contrast
from resolver.core.decide import decide
from resolver.core.errors import InvalidArgument, ResolverError
from resolver.core.losses import read_string
from resolver.core.specs import Labels, Output
from resolver.edge.count.counting import count_arrays
from resolver.edge.count.past import count_past

LOSSES = (None, "binary_crossentropy", "sparse_categorical_crossentropy", "mse", "hinge")

PAIRS = {
    "bit": (Labels((None,), coding="binary"), Output((None, 1), "sigmoid")),
    "bit column": (Labels((None, 1), coding="binary"), Output((None, 1), "sigmoid")),
    "logit": (Labels((None,), coding="binary"), Output((None, 1), "linear")),
    "sign": (Labels((None,), coding="sign"), Output((None, 1), "tanh")),
    "tags": (Labels((None, 3), coding="multi_hot"), Output((None, 3), "sigmoid")),
    "tag logits": (Labels((None, 3), coding="multi_hot"), Output((None, 3), "linear")),
    "index": (Labels((None,), coding="index"), Output((None, 3), "softmax")),
    "index column": (Labels((None, 1), coding="index"), Output((None, 3), "softmax")),
    "one-hot": (Labels((None, 3), coding="one_hot"), Output((None, 3), "softmax")),
    "soft": (Labels((None, 3), coding="soft"), Output((None, 3), "softmax")),
    "tokens": (Labels((None, 4), coding="index"), Output((None, 4, 3), "softmax")),
    "ignored": (Labels((None, 4), coding="index"), Output((None, 4, 3), "softmax")),
    "channels first": (Labels((None, 3), coding="index"), Output((None, 2, 3), "softmax", axis=-2)),
}
ARGUMENTS: dict[str, dict[str, int]] = {
    "ignored": {"ignore_class": 255},
    "channels first": {"class_axis": -2},
}

SCORES = [-2.5, -1.0, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 3.0]
LABELS = {"sign": [-1, 1], "index": [0, 1, 2], "soft": [0.0, 0.25, 0.5, 1.0]}
ROWS = 6


def _bounded(output: Output) -> bool:
    return output.activation in ("sigmoid", "softmax")


def _settled(name: str, rules: str, loss: str | None) -> tuple[object, ...] | None:
    labels, output = PAIRS[name]
    said = None if loss is None else read_string(loss)
    outcome = generations.metric(rules, "accuracy", labels.shape, output.shape, said)
    try:
        decision = decide(labels, output, loss=said, **ARGUMENTS.get(name, {}))
    except ResolverError:
        return None
    if outcome.name is None or decision.metric is None:
        return None
    return name, rules, outcome.name, decision, contrast(decision, rules, outcome)


CASES = [
    case
    for name in PAIRS
    for rules in generations.RULES
    for loss in LOSSES
    if (case := _settled(name, rules, loss))
]


@pytest.mark.parametrize("verdict", ["same", "may differ"])
@given(data=st.data())
@settings(max_examples=300)
def test_a_number_said_to_be_the_same_is_the_same(verdict: str, data: st.DataObject) -> None:
    """What is called the same is equal on any data, what may differ is unless its reason holds."""
    cases = [case for case in CASES if case[4].verdict == verdict]
    name, rules, metric, decision, _ = data.draw(st.sampled_from(cases))
    labels, output = PAIRS[name]
    shapes = [(ROWS, *(dim or 1 for dim in (each.shape or ())[1:])) for each in (labels, output)]
    values = list(LABELS.get(labels.coding or "", [0, 1]))
    scores = [each for each in SCORES if 0 <= each <= 1] if _bounded(output) else SCORES
    if verdict == "may differ" and name != "ignored":
        # The reasons of the rest: logits between 0 and 0.5, or that round to neither 0 nor 1.
        scores = [-0.25, 0.0, 0.75, 1.0]
    y_true = data.draw(arrays(np.float32, shapes[0], elements=st.sampled_from(values)))
    y_pred = data.draw(arrays(np.float32, shapes[1], elements=st.sampled_from(scores)))

    ours = count_arrays(y_true, y_pred, **dict(decision.metric.arguments))
    theirs = count_past(rules, metric, y_true, y_pred)

    assert (ours.correct, ours.total) == (theirs.correct, theirs.total)


@pytest.mark.parametrize("case", CASES, ids=[f"{each[0]} {each[1]} {each[2]}" for each in CASES])
def test_a_number_said_to_differ_can_differ(case: tuple[object, ...]) -> None:
    """For whatever is not called the same there are data on which the numbers differ."""
    name, rules, metric, decision, found = case
    labels, output = PAIRS[name]  # type: ignore[index]
    rng = np.random.default_rng(3)
    shapes = [(400, *(dim or 1 for dim in (each.shape or ())[1:])) for each in (labels, output)]
    values = list(LABELS.get(labels.coding or "", [0, 1]))
    if name == "ignored":
        values.append(255)
    y_true = rng.choice(values, shapes[0])
    y_pred = rng.random(shapes[1]) if _bounded(output) else rng.normal(0.3, 1, shapes[1])
    ours = count_arrays(y_true, y_pred, **dict(decision.metric.arguments))  # type: ignore[attr-defined]
    try:
        theirs = count_past(rules, metric, y_true, y_pred).ratio  # type: ignore[arg-type]
    except InvalidArgument:  # it fails, or stretches one over the other: no number to compare
        assert found.verdict == "differs"  # type: ignore[attr-defined]
        return

    assert (ours.ratio == theirs) == (found.verdict == "same")  # type: ignore[attr-defined]
