"""What label values say about how labels are written."""

from __future__ import annotations

import pytest

from resolver.core.codings import (
    classes_seen,
    coding,
    counts_classes,
    padded_one_hot,
    smoothed,
    within,
)
from resolver.core.layouts import Layout
from resolver.core.specs import Facts, Labels
from tests.core.samples import column, rows


@pytest.mark.parametrize(
    ("facts", "layout", "written"),
    [
        (column(0, 1), "element", "binary"),
        (column(0), "element", "binary"),
        (column(1), "element", "binary"),
        (column(-1, 1), "element", "sign"),
        (column(-1), "element", "sign"),
        (column(0, 1, 2), "element", "index"),
        (column(3, 200), "element", "index"),
        (column(0.05, 0.95), "element", "soft"),
        (column(0.2, 0.9), "element", "continuous"),
        (column(0.1, 0.5, 0.9), "element", "continuous"),
        (column(-2.5, 7), "element", "continuous"),
        (column(0, 1), "index", "index"),
        (column(-1, 0, 1, 2), "index", "index"),
        (column(0.5, 2), "index", "continuous"),
        (rows((1, 0), (0, 1)), "rows", "one_hot"),
        (rows((1, 0)), "rows", None),
        (rows((1, 1)), "rows", "multi_hot"),
        (rows((0, 0)), "rows", "multi_hot"),
        (rows((1, 0), (1, 1), times=50), "rows", "multi_hot"),
        (rows((-1, 1), (1, 1)), "rows", "sign"),
        (rows((0.9, 0.1), (0.2, 0.8)), "rows", "soft"),
        (rows((0.9, 0.1), (0, 0)), "rows", "soft"),
        (rows((0.9, 0.9), (0.2, 0.8)), "rows", "continuous"),
        (rows((3, 0), (1, 2)), "rows", "continuous"),
        (Facts(elements=2, nan=2), "element", None),
        (Facts(elements=4, text=True), "element", None),
        (Facts(), "rows", None),
        (None, "element", None),
    ],
)
def test_values_say_how_labels_are_written(
    facts: Facts | None, layout: Layout, written: str | None
) -> None:
    """The values, in the light of how labels lie, say how they are written, or prove nothing."""
    assert written == coding(Labels((None,), facts=facts), layout)


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        (rows((1, 0), (0, 1)), None),
        (rows((0.9, 0.1), (0.5, 0.5)), None),
        (rows((-1, 1), (1, 1)), "sign"),
        (rows((3, 0), (1, 2)), "continuous"),
    ],
)
def test_rows_prove_nothing_across_another_axis(facts: Facts, written: str | None) -> None:
    """Rows are read along the last axis: where classes lie on another one they are no evidence."""
    assert written == coding(Labels((None, 2, 9), facts=facts), "rows", -2)


def test_a_coding_that_was_said_stands_above_the_values() -> None:
    """A coding that was said is kept, whatever the values show."""
    assert "soft" == coding(Labels((None, 2), "bool", "soft", rows((1, 0), (0, 1))), "rows")


@pytest.mark.parametrize(
    ("dtype", "layout", "written"),
    [("bool", "element", "binary"), ("bool", "rows", None), ("int64", "element", None)],
)
def test_only_a_boolean_column_is_told_by_its_dtype(
    dtype: str, layout: Layout, written: str | None
) -> None:
    """Where no value was seen, booleans a prediction are binary; no other dtype says a thing."""
    assert written == coding(Labels((None,), dtype), layout)


@pytest.mark.parametrize(
    ("facts", "dtype", "can_be"),
    [
        (column(*range(10)), "int64", True),
        (column(*range(10), times=500), "int64", True),
        (column(*range(10)), "float32", True),
        (column(1, 2, 3, 4, 5), "int64", True),
        (column(1, 2, 3, 4, 5), None, True),
        (column(1, 2, 3, 4, 5), "float32", False),
        (column(1, 2), "float32", True),
        (column(-1, 0, 1), "int64", True),
        (column(3, 7, 2, 9), "int64", True),
        (column(2, 3, 7, 9, times=100), "int64", False),
        (column(0, 10, 20, times=3), "int64", True),
        (column(0, 10, 20, times=100), "int64", False),
        (column(*range(18, 91)), "int64", False),
        (column(*range(100)), "int64", True),
        (column(5, 9, 1000), "int64", False),
        (column(-3, 0, 3), "int64", False),
        (column(0.5, 2), "float32", False),
        (Facts(elements=3, nan=3), "float32", False),
    ],
)
def test_whole_numbers_can_be_class_numbers_until_enough_were_seen(
    facts: Facts, dtype: str | None, can_be: bool
) -> None:
    """A gap or a late start proves amounts only once a class would hardly have stayed out."""
    assert can_be is counts_classes(facts, dtype)


@pytest.mark.parametrize(
    ("facts", "padded"),
    [
        (rows((1, 0), (0, 0)), True),
        (rows((1, 0), (0, 1)), False),
        (rows((0, 0), (0, 0)), False),
        (rows((1, 1), (0, 0)), False),
    ],
)
def test_one_hot_rows_may_be_padded_with_zeros(facts: Facts, padded: bool) -> None:
    """Rows of which some are one-hot and the others all zeros are padded one-hot rows."""
    assert padded is padded_one_hot(facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (column(0, 1), "0, 1 seen"),
        (column(*range(10)), "0 to 9 seen"),
        (column(0.25, 1.5), "0.25, 1.5 seen"),
        (column(0.5, *range(70)), "0 to 69 seen (more than 64 values)"),
        (column(*range(70)), "0 to 69 seen"),
        (Facts(elements=3, text=True), "text"),
        (Facts(elements=3, nan=3), "only NaN seen"),
        (Facts(), "no values seen"),
        (column(-float("inf"), 0.5, 1, 2, 3), "-inf to 3 seen"),
    ],
)
def test_values_are_told_in_a_few_words(facts: Facts, words: str) -> None:
    """Up to four values are listed, more are told by their range."""
    assert words == classes_seen(facts)


def test_a_range_holds_its_bounds_and_no_unseen_values() -> None:
    """Bounds belong to a range; where nothing was seen nothing lies within it."""
    assert (True, False, False) == (
        within(column(0, 1), 0, 1),
        within(column(0, 1.01), 0, 1),
        within(Facts(), 0, 1),
    )


@pytest.mark.parametrize(
    ("facts", "is_smoothed"),
    [
        (column(0.05, 0.95), True),
        (column(0.1, 0.2), False),
        (column(0.05, 0.5, 0.95), False),
        (column(-1, 2), False),
    ],
)
def test_two_mirrored_fractions_are_smoothed_labels(facts: Facts, is_smoothed: bool) -> None:
    """Two fractions that add up to 1 are 0 and 1 after smoothing."""
    assert is_smoothed is smoothed(facts)
