"""What is drawn has the shape, dtype and coding that were asked for, and shrinks to little."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from resolver import testing
from resolver.core.errors import InvalidArgument
from resolver.core.specs import CODINGS, TASKS, Output
from resolver.edge.labels.read_labels import read_labels
from resolver.testing import Case, PairingCase
from resolver.testing.strategies.rows import COMBINATIONS

UNITS = {"binary": 1, "multilabel": 3, "multiclass": 3, "regression": 1}
options = st.fixed_dictionaries(
    {
        "rows": st.integers(0, 4),
        "sides": st.sampled_from([(), (2,), (1, 2)]),
        "column": st.booleans(),
        "weights": st.booleans(),
        "masked": st.booleans(),
        "certain": st.booleans(),
    }
)


@given(testing.label_combinations(), options, st.data())
def test_a_case_has_the_shapes_that_were_asked_for(
    pair: tuple[str, str], said: dict[str, Any], data: st.DataObject
) -> None:
    """Labels, predictions, weights and masks of every task and coding fit each other."""
    task, coding = pair
    case = data.draw(testing.cases(task=task, coding=coding, **said))
    inner = (said["rows"], *said["sides"])
    width = 1 if coding == "index" else UNITS[task]
    flat = width == 1 and not said["column"]

    assert (*inner, UNITS[task]) == case.y_pred.shape
    assert (inner if flat else (*inner, width)) == case.y_true.shape
    assert (inner[:1] if said["weights"] else None) == getattr(case.sample_weight, "shape", None)
    assert (inner if said["masked"] else None) == getattr(case.mask, "shape", None)
    assert ("float32", len(case)) == (case.y_pred.dtype, said["rows"])


@given(testing.label_combinations(), st.data())
def test_labels_are_written_in_their_coding(pair: tuple[str, str], data: st.DataObject) -> None:
    """What the package sees in drawn labels is what their coding promises."""
    task, coding = pair
    seen = read_labels(data.draw(testing.y_true(task=task, coding=coding, units=UNITS[task]))).facts
    low, high = {"sign": (-1, 1), "continuous": (-4, 4), "index": (0, 2)}.get(coding, (0, 1))

    assert low <= seen.minimum <= seen.maximum <= high
    assert seen.whole or coding in ("soft", "continuous")
    assert coding != "sign" or seen.distinct <= {-1, 1}
    assert coding != "one_hot" or seen.one_hot_rows == seen.rows > 0
    assert (task, coding) != ("multiclass", "soft") or seen.distribution_rows == seen.rows > 0


@given(st.integers(1, 40), st.booleans(), st.data())
def test_probabilities_add_up_exactly(units: int, certain: bool, data: st.DataObject) -> None:
    """Each row of multiclass probabilities sums to 1 without rounding, however many units."""
    drawn = data.draw(testing.y_pred(task="multiclass", units=units, certain=certain))

    assert [1.0] * len(drawn) == drawn.sum(-1).tolist()
    assert certain or units == 1 or 0 < drawn.min() <= drawn.max() < 1


def test_every_task_and_coding_is_drawn() -> None:
    """The combinations have all tasks and all codings of the package, and no others."""
    pairs = {(task, coding) for task, codings in COMBINATIONS.items() for coding in codings}

    assert set(TASKS) == {task for task, _ in pairs}
    assert set(CODINGS) == {coding for _, coding in pairs}
    for pair in pairs:
        assert pair == find(testing.label_combinations(), lambda drawn, pair=pair: drawn == pair)


@given(st.integers(0, 9), st.booleans(), st.data())
def test_sizes_of_batches_add_up(rows: int, empty: bool, data: st.DataObject) -> None:
    """A split into batches covers the rows, and has a batch without rows only where it may."""
    sizes = data.draw(testing.batch_splits(rows, empty=empty))

    assert rows == sum(sizes)
    assert empty or rows == 0 or 0 not in sizes


@pytest.mark.parametrize(
    ("pair", "holds", "simplest"),
    [
        (
            ("multiclass", "index"),
            lambda case: case.y_pred[0].argmax() != case.y_true[0],
            "Case(task='multiclass', coding='index', y_true=[1], y_pred=[[0.875, 0.0625, 0.0625]])",
        ),
        (
            ("multiclass", "index"),
            lambda case: len(case) > 1,
            "Case(task='multiclass', coding='index', y_true=[0, 0], "
            "y_pred=[[0.875, 0.0625, 0.0625], [0.875, 0.0625, 0.0625]])",
        ),
        (
            ("multiclass", "one_hot"),
            lambda case: case.y_pred[0, 0] == case.y_pred[0, 1],
            "Case(task='multiclass', coding='one_hot', y_true=[[1.0, 0.0, 0.0]], "
            "y_pred=[[0.4375, 0.4375, 0.125]])",
        ),
        (
            ("multilabel", "multi_hot"),
            lambda case: case.y_true.all(),
            "Case(task='multilabel', coding='multi_hot', y_true=[[1.0, 1.0, 1.0]], "
            "y_pred=[[0.5, 0.5, 0.5]])",
        ),
        (
            ("binary", "sign"),
            lambda case: case.y_pred[0, 0] > 0,
            "Case(task='binary', coding='sign', y_true=[-1.0], y_pred=[[0.25]], from_logits=None)",
        ),
        (
            ("regression", "continuous"),
            lambda case: abs(case.y_pred[0, 0] - case.y_true[0]) > 5,
            "Case(task='regression', coding='continuous', y_true=[1.25], y_pred=[[-4.0]], "
            "from_logits=None)",
        ),
    ],
)
def test_what_is_found_is_small(
    pair: tuple[str, str], holds: Callable[[Case], bool], simplest: str
) -> None:
    """The case that Hypothesis ends with is the least that shows the fault, written in one line."""
    assert simplest == repr(find(testing.cases(task=pair[0], coding=pair[1]), holds))


@given(testing.label_combinations(), options, st.data())
def test_a_case_is_shown_as_the_line_that_makes_it(
    pair: tuple[str, str], said: dict[str, Any], data: st.DataObject
) -> None:
    """What is printed of a case makes the same case again."""
    case = data.draw(testing.cases(task=pair[0], coding=pair[1], **said | {"rows": 2}))

    assert repr(case) == repr(eval(repr(case), {"Case": Case}))


@given(testing.cases(task="multiclass", rows=4, weights=True, masked=True), st.data())
def test_batches_of_a_case_are_its_rows(case: Case, data: st.DataObject) -> None:
    """Cut into batches, a case keeps every row with its weight and mask, in order."""
    batches = case.batches(data.draw(testing.batch_splits(4, empty=True)))

    for name in ("y_true", "y_pred", "sample_weight", "mask"):
        parts = [row for batch in batches for row in getattr(batch, name).tolist()]
        assert getattr(case, name).tolist() == parts


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: testing.y_true(task="ranking"),
            "The task must be one of binary, multilabel, multiclass, regression. "
            "Received: task='ranking'. Use: task='multiclass'",
        ),
        (
            lambda: testing.y_true(task="binary", coding="one_hot"),
            "Labels of a binary task are written as binary, sign, soft. "
            "Received: coding='one_hot'. Use: coding='binary'",
        ),
        (
            lambda: testing.y_pred(task="binary", units=2),
            "A binary task has exactly 1 unit. Received: units=2. Use: units=1",
        ),
        (
            lambda: testing.y_pred(task="multilabel", units=1),
            "A multilabel task has at least 2 units. Received: units=1. Use: units=3",
        ),
        (
            lambda: testing.y_true(task="multiclass", coding="one_hot", ignore_class=0),
            "Only class ids can be mixed with an ignored one. "
            "Received: coding='one_hot', ignore_class=0. Use: coding='index'",
        ),
        (
            lambda: testing.pairings(right=False, task="regression"),
            "There are no wrong pairings of a regression task. "
            "Received: task='regression'. Use: task='multiclass'",
        ),
        (
            lambda: Case("binary", "binary", [1, 0], [[0.5], [0.5]]).batches((1, 2)),
            "The sizes of the batches must add up to the rows of the case, 2. "
            "Received: sizes=(1, 2). Use: sizes=(2,)",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Callable[[], object], message: str) -> None:
    """A task, coding, number of units or of rows that does not exist is refused, in words."""
    with pytest.raises(InvalidArgument, match=f"^{re.escape(message)}$"):
        draw()


def test_nan_is_drawn_where_it_is_wanted() -> None:
    """With `nan` one number of a row may be NaN, in each place of it."""
    strategy = testing.y_pred(task="multiclass", units=2, rows=1, nan=True)

    for place in (0, 1):
        drawn = find(strategy, lambda row, place=place: np.isnan(row[0, place]))

        assert 1 == np.isnan(drawn).sum()


def test_an_ignored_class_is_mixed_in() -> None:
    """Class ids with an ignored one among them are drawn, and shrink to that one alone."""
    strategy = testing.cases(task="multiclass", ignore_class=255)

    assert [255] == find(strategy, lambda case: 255 in case.y_true).y_true.tolist()


@given(testing.outputs("multiclass", units=5), st.sampled_from((True, False)), st.data())
def test_pairings_have_the_units_that_were_asked_for(
    output: Output, right: bool, data: st.DataObject
) -> None:
    """Outputs and pairings of a task have its heads, units and rows."""
    case = data.draw(testing.pairings(task="multilabel", right=right, units=5, rows=2))

    assert (5, (2, 5)) == (case.output.units, case.y_true.shape)
    assert right is (case.finding is None)
    assert (5, True) == (output.units, output.activation in ("softmax", "linear"))


def test_a_pairing_is_shown_as_the_line_that_makes_it() -> None:
    """The least wrong pairing is one row, in one line that makes it again."""
    case = find(testing.pairings(right=False, task="multiclass"), lambda _: True)

    assert repr(case) == repr(eval(repr(case), {"PairingCase": PairingCase, "Output": Output}))
    assert ([0], "from-logits-on-probabilities") == (case.y_true.tolist(), case.finding)
