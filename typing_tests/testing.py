"""Property tests of one's own metric, as an author of tests writes them."""

from __future__ import annotations

from typing import Any, assert_type

from hypothesis import given
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from resolver import testing

assert_type(testing.cases(task="multiclass", units=5), SearchStrategy[testing.Case])
assert_type(testing.y_true(task="binary", rows=3), SearchStrategy[NDArray[Any]])
assert_type(testing.batch_splits(4), SearchStrategy[tuple[int, ...]])


@given(testing.cases(task="multilabel", weights=True))
def test_mine(case: testing.Case) -> None:
    """A case is a batch to measure."""
    assert_type(case.batches((1, 1)), list[testing.Case])


def proves(metric: Any, model: Any) -> None:
    """A property is a call that returns nothing."""
    digits = testing.cases(task="multiclass", units=10)

    assert_type(testing.assert_batch_split_invariant(metric, digits, empty=True), None)
    assert_type(
        testing.assert_agrees(metric, testing.references.categorical_accuracy, digits), None
    )
    assert_type(testing.assert_coherent(model, digits, loss="mse", ignore=["head-rank"]), None)
