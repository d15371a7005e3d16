"""Outputs, labels, losses and metrics by output."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest

from resolver.core.errors import InvalidArgument
from resolver.core.structure import align, flatten, nested, pack

Pair = namedtuple("Pair", ["left", "right"])
NEST = {"a": [1, 2], "b": {"c": 3}}


def is_list_of_text(value: object) -> bool:
    """A list of strings is one entry, as metrics are."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


@pytest.mark.parametrize(
    ("structure", "leaves"),
    [
        (1, [1]),
        ([1, (2, 3)], [1, 2, 3]),
        ({"b": 1, "a": 2}, [1, 2]),
        (NEST, [1, 2, 3]),
        (Pair(1, [2]), [1, 2]),
        ([], []),
    ],
)
def test_leaves_come_from_left_to_right(structure: Any, leaves: list[int]) -> None:
    """Leaves are listed as they stand, dicts in the order of their keys."""
    assert leaves == flatten(structure)


def test_a_leaf_may_be_a_list() -> None:
    """What counts as one entry is not taken apart."""
    assert [["acc", "mae"], ["acc"]] == flatten([["acc", "mae"], ["acc"]], is_list_of_text)


@pytest.mark.parametrize("structure", [1, [1, [2, 3]], NEST, Pair(1, Pair(2, 3)), {}])
def test_packing_undoes_flattening(structure: Any) -> None:
    """Leaves put back make the structure they were taken from."""
    assert structure == pack(structure, flatten(structure))


def test_a_named_tuple_stays_one() -> None:
    """A named tuple of outputs is answered by one of its type."""
    assert Pair(3, 4) == pack(Pair(1, 2), [3, 4])
    assert isinstance(pack(Pair(1, 2), [3, 4]), Pair)


@pytest.mark.parametrize(
    ("value", "is_nested"), [([], True), ({}, True), ((), True), ("ab", False)]
)
def test_text_is_no_nest(value: object, is_nested: bool) -> None:
    """Lists, tuples and dicts are nests; a string is not."""
    assert is_nested is nested(value)


@pytest.mark.parametrize(
    ("structure", "names", "given", "entries"),
    [
        ("out", ["y"], 1, [1]),
        ("out", ["y"], [1], [1]),
        ("out", ["y"], {"y": 1}, [1]),
        ("out", ["y"], [[1]], [1]),
        (["o", "p"], ["a", "b"], [1, 2], [1, 2]),
        (["o", "p"], ["a", "b"], (1, 2), [1, 2]),
        (["o", "p"], ["a", "b"], {"b": 2, "a": 1}, [1, 2]),
        (["o", "p"], ["a", "b"], {"b": 2}, [None, 2]),
        ({"a": "o", "b": "p"}, ["a", "b"], {"b": 2, "a": 1}, [1, 2]),
        ({"a": "o", "b": "p"}, ["a", "b"], [1, 2], [1, 2]),
        ({"a": ["o", "p"], "b": "q"}, ["x", "y", "b"], {"b": 3, "a": [1, 2]}, [1, 2, 3]),
        ({"a": ["o", "p"], "b": "q"}, ["x", "y", "b"], {"a": {"y": 2}}, [None, 2, None]),
        ({"a": ["o", "p"], "b": "q"}, ["x", "y", "b"], [1, [2, 3]], [1, 2, 3]),
    ],
)
def test_entries_find_their_outputs(
    structure: Any, names: list[str], given: Any, entries: list[Any]
) -> None:
    """One entry for each output, from a structure, a dict by name or a list in order."""
    assert entries == align(structure, names, given, "labels")


@pytest.mark.parametrize(
    ("given", "entries"),
    [
        ([["acc", "mae"], ["acc"]], [["acc", "mae"], ["acc"]]),
        (["acc", "mae"], ["acc", "mae"]),
        ({"b": ["acc"]}, [None, ["acc"]]),
    ],
)
def test_an_entry_may_be_a_list(given: Any, entries: list[Any]) -> None:
    """Where one entry may be a list, a list with one for each output is still told apart."""
    assert entries == align(["o", "p"], ["a", "b"], given, "metrics", is_list_of_text)


@pytest.mark.parametrize(
    ("structure", "names", "given", "words"),
    [
        (
            ["o", "p"],
            ["a", "b"],
            [1, 2, 3],
            "The labels need one entry for each output ('a', 'b'). Received: 3 entries. "
            "Use: labels={'a': ..., 'b': ...}",
        ),
        (
            ["o", "p"],
            ["a", "b"],
            1,
            "The labels need one entry for each output ('a', 'b'). Received: 1 entry. "
            "Use: labels={'a': ..., 'b': ...}",
        ),
        (
            "o",
            ["a"],
            [1, 2],
            "The labels need one entry for each output ('a'). Received: 2 entries. "
            "Use: labels={'a': ...}",
        ),
        (
            "o",
            ["a"],
            {},
            "The labels need one entry for each output ('a'). Received: 0 entries. "
            "Use: labels={'a': ...}",
        ),
        (
            ["o", "p"],
            ["a", "b"],
            {"a": 1, "c": 2},
            "The labels name 'c', but the model's outputs are 'a', 'b'. Use: labels={'a': ...}",
        ),
        (
            {"a": ["o", "p"]},
            ["x", "y"],
            {"x": 1},
            "The labels name 'x', but the model's outputs are 'a'. Use: labels={'a': ...}",
        ),
    ],
)
def test_entries_without_an_output_are_refused(
    structure: Any, names: list[str], given: Any, words: str
) -> None:
    """Entries that match no output, or too few or too many, are refused by the outputs' names."""
    with pytest.raises(InvalidArgument) as refused:
        align(structure, names, given, "labels")

    assert words == str(refused.value)


def test_one_loss_is_spoken_of_in_the_singular() -> None:
    """A loss names and needs, where labels name and need."""
    with pytest.raises(InvalidArgument) as refused:
        align(["o", "p"], ["a", "b"], {"z": 1}, "loss")

    assert (
        "The loss names 'z', but the model's outputs are 'a', 'b'. Use: loss={'a': ...}"
    ) == str(refused.value)
