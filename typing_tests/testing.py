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
