"""Labels written as text."""

from __future__ import annotations

import pytest

from resolver.core.errors import InvalidArgument
from resolver.core.labelspec import is_label_text, parse_labels
from resolver.core.specs import Facts, Labels

DIGITS = Facts(elements=10, minimum=0, maximum=9, distinct=frozenset(range(10)))
SIGNS = Facts(elements=2, minimum=-1, maximum=1, distinct=frozenset({-1, 1}))
WORDS = Facts(1000, 0, 999, distinct=None, next_minimum=1, next_maximum=998)
UNIT = Facts(elements=2, minimum=0.0, maximum=1.0, whole=False, distinct=None)
HALVES = Facts(elements=3, minimum=0, maximum=1, whole=False, distinct=frozenset({0, 0.5, 1}))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("int64[N] 0..9", Labels((None,), "int64", facts=DIGITS)),
        ("int64[N,T] 0..999", Labels((None, None), "int64", facts=WORDS)),
        ("float32[N,10] one_hot", Labels((None, 10), "float32", "one_hot")),
        ("  float32 [ None , ? , 3 ]  soft ", Labels((None, None, 3), "float32", "soft")),
        ("bool[32,5]", Labels((32, 5), "bool")),
        ("float32[N,1] 0.0..1.0", Labels((None, 1), "float32", facts=UNIT)),
        ("float32[N] 0..1.0", Labels((None,), "float32", facts=UNIT)),
        ("int8[Batch] {-1, 1} sign", Labels((None,), "int8", "sign", SIGNS)),
        ("int8[B] sign {-1,1}", Labels((None,), "int8", "sign", SIGNS)),
        ("float64[N] {0,0.5,1}", Labels((None,), "float64", facts=HALVES)),
        ("string[...]", Labels(None, "string")),
        ("uint8", Labels(None, "uint8")),
        ("uint8[]", Labels((), "uint8")),
    ],
)
def test_text_becomes_labels(text: str, labels: Labels) -> None:
    """A dtype, dimensions, a coding and values are read, in any order and spacing."""
    assert labels == parse_labels(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it does not begin with a dtype"),
        ("[N]", "it does not begin with a dtype"),
        (
            "real[N]",
            "'real' is not one of bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, "
            "float16, bfloat16, float32, float64, string",
        ),
        ("int64[n]", "'n' is no dimension: a whole number, or N, ?, None if unknown"),
        ("int64[N,]", "'' is no dimension: a whole number, or N, ?, None if unknown"),
        ("int64[-1]", "'-1' is no dimension: a whole number, or N, ?, None if unknown"),
        ("int64[N] 9..0", "the range 9..0 ends before it begins"),
        ("int64[N] 0-9", "'0-9' is neither a coding, nor a range 0..9, nor a set {-1,1}"),
        ("int64[N", "'[N' is neither a coding, nor a range 0..9, nor a set {-1,1}"),
        ("int64[N] {}", "'{}' is neither a coding, nor a range 0..9, nor a set {-1,1}"),
        ("int64[N] index soft", "'soft' says a second time what was said before"),
        ("int64[N] 0..9 {1}", "'{1}' says a second time what was said before"),
    ],
)
def test_text_that_cannot_be_read_says_why(text: str, why: str) -> None:
    """A slip in the grammar is named, and a line that works is shown."""
    with pytest.raises(InvalidArgument) as error:
        parse_labels(text)

    assert (
        f"The labels {text!r} cannot be read: {why}. Labels as text are a dtype, dimensions in "
        f"brackets, then a coding or the values they take. Use: 'int64[N] 0..9'"
    ) == str(error.value)


def test_ranges_too_wide_to_list_have_no_distinct_values() -> None:
    """Up to 64 whole numbers of a range are listed as distinct values, more are not."""
    listed, wide = parse_labels("int8[N] 0..63").facts, parse_labels("int8[N] 0..64").facts

    assert (64, None) == (len(listed.distinct), wide.distinct)


def test_only_text_that_begins_with_a_dtype_is_meant_as_labels() -> None:
    """Class names are told from labels written as text by the dtype in front."""
    seen = [is_label_text(text) for text in ("int64[N]", "int64[n", "cat", "", "[N]")]

    assert [True, True, False, False, False] == seen
