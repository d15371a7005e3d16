"""Specs as values: what an output and its labels may be, and how facts add up."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from resolver.core.errors import InvalidArgument
from resolver.core.specs import CODINGS, DISTINCT_LIMIT, Facts, Labels, Output, Shape
from tests.core.samples import column, rows


@pytest.mark.parametrize(
    ("shape", "kept"),
    [
        ((None, 10), (None, 10)),
        ([None, 10], (None, 10)),
        (None, None),
        ((), ()),
        ((0, 3), (0, 3)),
    ],
)
def test_a_shape_is_a_tuple_of_whole_numbers_and_none(shape: Any, kept: Shape) -> None:
    """Tuples and lists of whole numbers and None are shapes; None is an unknown rank."""
    assert (kept, kept) == (Output(shape).shape, Labels(shape).shape)


@pytest.mark.parametrize("shape", [10, "10", (None, -1), (None, 2.0), (True,), (None, "3")])
def test_anything_else_is_no_shape(shape: Any) -> None:
    """Negative, fractional and boolean dimensions, and what is no tuple, are refused."""
    with pytest.raises(InvalidArgument) as output:
        Output(shape)
    with pytest.raises(InvalidArgument) as labels:
        Labels(shape)
    words = (
        "The shape of {} must be a tuple of whole numbers and None, or None when the rank is "
        f"unknown. Received: shape={shape!r}. Use: shape=(None, 10)"
    )

    assert words.format("an output") == str(output.value)
    assert words.format("labels") == str(labels.value)


def test_only_known_codings_can_be_said() -> None:
    """A coding that is none of the vocabulary is refused with the list of those that are."""
    with pytest.raises(InvalidArgument) as refused:
        Labels((None,), coding="onehot")

    assert (
        "The coding of labels must be one of index, one_hot, multi_hot, binary, sign, soft, "
        "continuous. Received: coding='onehot'. Use: coding='index'"
    ) == str(refused.value)


@pytest.mark.parametrize("coding", CODINGS)
def test_a_coding_can_be_said_later(coding: str) -> None:
    """Labels are values: saying their coding makes new ones and leaves the old."""
    labels = Labels((None, 3), "float32", None, rows((1, 0, 0)), "tags")
    said = labels.coded(coding)

    assert Labels((None, 3), "float32", coding, rows((1, 0, 0)), "tags") == said
    assert labels.coding is None


@pytest.mark.parametrize(
    ("shape", "units"),
    [
        ((None, 10), 10),
        ((None, 7, 1), 1),
        ((None,), 1),
        ((None, None), None),
        (None, None),
        ((), None),
    ],
)
def test_units_are_the_last_dimension(shape: Shape, units: int | None) -> None:
    """The units of an output are its last dimension; a rank-1 output has one."""
    assert units == Output(shape).units


@pytest.mark.parametrize(("shape", "rank"), [((None, 3), 2), ((), 0), (None, None)])
def test_the_rank_of_labels_may_be_unknown(shape: Shape, rank: int | None) -> None:
    """The rank counts the dimensions, and is unknown where they are."""
    assert rank == Labels(shape).rank


@pytest.mark.parametrize(
    ("value", "field"),
    [(Output((None,)), "shape"), (Labels((None,)), "coding"), (Facts(), "elements")],
)
def test_specs_do_not_change(value: Any, field: str) -> None:
    """Specs are values: they can be hashed, and nothing in them can be set."""
    with pytest.raises(FrozenInstanceError, match="cannot assign to field"):
        setattr(value, field, None)

    assert hash(value) == hash(value)


def test_facts_of_parts_add_up() -> None:
    """Counts add, bounds widen, distinct values unite, and doubts stay."""
    left = Facts(4, 0, 1, True, 0, False, frozenset({0, 1}), 2, 2, 0, 2)
    right = Facts(3, -2.5, 0.5, False, 1, False, frozenset({-2.5, 0.5}), 1, 0, 1, 0, True)
    both = Facts(7, -2.5, 1, False, 1, False, frozenset({0, 1, -2.5, 0.5}), 3, 2, 1, 2, True)

    assert both == left + right
    assert both == right + left


def test_nothing_seen_adds_nothing() -> None:
    """The facts of no values leave other facts as they are."""
    seen = rows((1, 0), (0, 0))

    assert (seen, seen) == (seen + Facts(), Facts() + seen)


def test_text_stays_text() -> None:
    """Facts of text and of numbers add up to facts with text."""
    assert (Facts(2, text=True) + column(0, 1)).text


def test_distinct_values_are_kept_up_to_a_limit() -> None:
    """Up to the limit distinct values are remembered; beyond it that there are more."""
    most = column(*range(DISTINCT_LIMIT))
    more = most + column(DISTINCT_LIMIT)

    assert frozenset(range(DISTINCT_LIMIT)) == most.distinct
    assert (None, None) == (more.distinct, (more + column(0)).distinct)
