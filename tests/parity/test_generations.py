"""Our historical rules against the live programs, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import keras
import pytest

from resolver.core import generations
from resolver.core.decide import decide
from resolver.core.errors import PairingError
from resolver.core.specs import Labels, Output

from . import grid, keras1, oracles
from .grid import Cell
from .losses import GIVEN
from .oracles import Answer

Tally = dict[str, tuple[int, int]]
Ask = Callable[[Cell], Answer]


def _ours(rules: str, cell: Cell, passed_on: Callable[[str], Answer]) -> Answer:
    outcome = generations.metric(rules, cell.string, cell.labels, cell.output, cell.given.read)
    if outcome.name == cell.string:
        return passed_on(cell.string)
    return Answer(outcome.name, outcome.error)


def _differences(
    rules: str, cells: Iterable[Cell], ask: Ask, passed_on: Callable[[str], Answer]
) -> tuple[int, list[str]]:
    """How many cells were compared, and the cells on which we differ, written out."""
    compared, found = 0, []
    with oracles.no_variables():
        for cell in cells:
            ours, theirs = _ours(rules, cell, passed_on), ask(cell)
            compared += 1
            if ours != theirs:
                found.append(f"{cell}: ours {ours}, theirs {theirs}")
    return compared, found


@cache
def _keras3_passed_on(string: str) -> Answer:
    return oracles.passed_on(oracles.KERAS3_GET, string)


@cache
def _tf_keras_passed_on(string: str) -> Answer:
    return oracles.passed_on(oracles.TF_KERAS_GET, string)


def _ask_keras3(cell: Cell) -> Answer:
    return oracles.keras3_metric(cell.string, *oracles.specs(cell.labels, cell.output, cell.dtypes))


def _ask_tf2(cell: Cell) -> Answer:
    return oracles.tf2_metric(cell.string, *oracles.specs(cell.labels, cell.output, cell.dtypes))


COMPILED = {given.label: oracles.tf1_compiled(given.live) for given in GIVEN}


def _ask_tf1(cell: Cell) -> Answer:
    loss, error = COMPILED[cell.given.label]
    if error is not None:
        return Answer(None, error)
    return oracles.tf1_metric(cell.string, cell.output, loss)


LIVE: dict[str, tuple[Ask, Callable[[str], Answer]]] = {
    "keras3": (_ask_keras3, _keras3_passed_on),
    "tf2": (_ask_tf2, _tf_keras_passed_on),
    "tf1": (_ask_tf1, _tf_keras_passed_on),
    "keras1": (keras1.metric, keras1.passed_on),
}
GRID: dict[str, Callable[[], Iterable[Cell]]] = {
    "keras3": grid.by_shapes,
    "tf2": grid.by_shapes_slowly,
    "tf1": grid.by_loss,
    "keras1": grid.by_loss,
}


@pytest.mark.parametrize("rules", generations.RULES)
def test_metrics_are_what_each_generation_makes_of_them(rules: str, tally: Tally) -> None:
    """On every cell of the grid our rules give the live program's metric or its exception."""
    compared, found = _differences(rules, GRID[rules](), *LIVE[rules])
    tally[f"metrics, {rules}"] = (compared, len(found))

    assert [] == found


def test_the_grid_has_a_hundred_thousand_cells() -> None:
    """At least 100,000 metric cells are asked of a live program, no two of one grid alike."""
    grids = {rules: list(GRID[rules]()) for rules in ("keras3", "tf2", "tf1")}
    distinct: dict[str, set[object]] = {
        "keras3": {(cell.string, cell.labels, cell.output) for cell in grids["keras3"]},
        "tf2": {(cell.string, cell.labels, cell.output) for cell in grids["tf2"]},
        "tf1": {(cell.string, cell.output, cell.given.label) for cell in grids["tf1"]},
    }
    cells = {rules: len(distinct[rules]) for rules in grids}

    assert cells == {rules: len(found) for rules, found in grids.items()}
    assert 100_000 <= sum(cells.values())


@pytest.mark.parametrize("rules", generations.RULES)
def test_other_strings_are_passed_on(rules: str, tally: Tally) -> None:
    """A string that a generation does not decide ends as `metrics.get` alone would have it."""
    shapes = ((None, 1), (None, 3), None)
    cells = (
        grid.by_shapes(grid.OTHER_STRINGS, shapes)
        if rules in ("keras3", "tf2")
        else grid.by_loss(grid.OTHER_STRINGS, shapes, GIVEN[::9])
    )
    compared, found = _differences(rules, cells, *LIVE[rules])
    tally[f"other strings, {rules}"] = (compared, len(found))

    assert [] == found


LOSS_STRINGS = ("crossentropy", "ce", "Crossentropy", "CE")


def test_losses_are_what_keras_3_makes_of_them(tally: Tally) -> None:
    """For every pair of shapes 'crossentropy' is the loss, or the exception, of Keras 3."""
    cells, found = grid.by_shapes(LOSS_STRINGS), []
    for cell in cells:
        outcome = generations.loss("keras3", cell.string, cell.labels, cell.output)
        y_true, y_pred = oracles.specs(cell.labels, cell.output, cell.dtypes)
        theirs = oracles.keras3_loss(cell.string, y_true, y_pred)
        if theirs != (outcome.name, outcome.error):
            found.append(f"{cell}: ours {outcome}, theirs {theirs}")
    tally["losses, keras3"] = (len(cells), len(found))

    assert [] == found


@pytest.mark.parametrize("string", LOSS_STRINGS)
def test_losses_before_keras_3_know_no_crossentropy(string: str) -> None:
    """Before Keras 3 'crossentropy' is no loss, in any letters."""
    ours = [generations.loss(rules, string, (None,), (None, 3)).error for rules in ("tf2", "tf1")]
    theirs = [oracles.tf2_loss(string).error, oracles.tf1_compiled(string)[1]]

    assert theirs == ours


@pytest.mark.parametrize(("labels", "output"), [((3,), (3, 4)), ((3, 4), (3, 4)), ((3,), (3, 1))])
def test_a_spec_a_symbol_and_an_array_are_decided_alike(
    labels: tuple[int, ...], output: tuple[int, ...]
) -> None:
    """Keras 3 answers as we do for symbolic tensors and for arrays too, not for specs alone."""
    name = generations.metric("keras3", "accuracy", labels, output).name
    symbols = keras.KerasTensor(labels), keras.KerasTensor(output)
    arrays = keras.ops.zeros(labels), keras.ops.zeros(output)

    assert (name, None) == oracles.keras3_metric("accuracy", *symbols)
    assert (name, None) == oracles.keras3_metric("accuracy", *arrays)


CLASSES = {
    "metrics.BinaryAccuracy": "binary_accuracy",
    "metrics.CategoricalAccuracy": "categorical_accuracy",
    "metrics.SparseCategoricalAccuracy": "sparse_categorical_accuracy",
}


def _decided(rules: str, cell: Cell) -> str | None:
    """The metric of `decide`; None where it refuses, as the generation does."""
    labels, output = Labels(cell.labels), Output(cell.output)
    try:
        decision = decide(labels, output, loss=cell.given.read, rules=rules)
    except PairingError:
        return None
    return CLASSES[decision.metric.name] if decision.metric else None


@pytest.mark.parametrize("rules", generations.RULES)
def test_decide_follows_the_rules_it_is_told_to(rules: str) -> None:
    """`decide(rules=...)` gives the live program's accuracy, and refuses where that raises."""
    cells = grid.by_shapes(("accuracy",), grid.SHAPES[::2])
    if rules in ("tf1", "keras1"):
        cells = list(grid.by_loss(("accuracy",), ((None, 1), (None, 3), None)))
    cells = [cell for cell in cells if () not in (cell.labels, cell.output)]
    with oracles.no_variables():
        found = [cell for cell in cells if _decided(rules, cell) != LIVE[rules][0](cell).name]

    assert [] == found
