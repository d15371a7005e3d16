"""An expression laid out in any width is still the same Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.report.layout import lay_out

NAMES = st.sampled_from(
    ["keras.losses.SparseCategoricalCrossentropy", "resolver.Accuracy", "f", "'mae'", "a.b.c"]
)
VALUES = st.one_of(
    st.integers(-9, 999).map(repr),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["'index'", "'a, (b'", '"it\'s"', "None", "True", "(None, 10)", "(1,)", "[]"]),
    NAMES,
)


def _calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    keywords = st.dictionaries(st.sampled_from(["task", "threshold", "axis"]), inner, max_size=3)
    call = st.tuples(NAMES.filter(lambda name: "'" not in name), keywords).map(
        lambda both: f"{both[0]}({', '.join(f'{key}={value}' for key, value in both[1].items())})"
    )
    lists = st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
    keys = st.sampled_from(["'kind'", "'a.b'", "'(odd)'"])
    dicts = st.dictionaries(keys, inner, max_size=3).map(
        lambda items: f"{{{', '.join(f'{key}: {value}' for key, value in items.items())}}}"
    )
    return st.one_of(call, lists, dicts)


EXPRESSIONS = st.recursive(VALUES, _calls, max_leaves=12)


@given(EXPRESSIONS, st.integers(20, 160))
def test_a_layout_is_the_same_expression(text: str, width: int) -> None:
    """Whatever the width, the lines parse to what the one line parses to."""
    lines = lay_out(text, width)

    assert ast.dump(ast.parse(text, mode="eval")) == ast.dump(
        ast.parse("\n".join(lines), mode="eval")
    )


@given(EXPRESSIONS, st.integers(20, 160))
def test_a_keyword_is_still_a_keyword(text: str, width: int) -> None:
    """A line that is written as a keyword argument can be pasted into a call."""
    lines = "\n".join(lay_out(f"loss={text}", width))

    assert ast.dump(ast.parse(f"f(loss={text})")) == ast.dump(ast.parse(f"f({lines}\n)"))


@given(EXPRESSIONS)
def test_a_width_that_suffices_is_kept(text: str) -> None:
    """An expression that fits is left on its line."""
    assert [text] == lay_out(text, len(text))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        (
            "resolver.Accuracy(task='binary', coding='sign')",
            40,
            ["resolver.Accuracy(", "    task='binary',", "    coding='sign',", ")"],
        ),
        (
            "loss=keras.losses.SparseCategoricalCrossentropy()",
            40,
            ["loss=keras.losses", ".SparseCategoricalCrossentropy()"],
        ),
        (
            "f(metrics={'kind': [keras.losses.BinaryCrossentropy(from_logits=True)]})",
            36,
            [
                "f(",
                "  metrics={",
                "    'kind': [",
                "      keras.losses",
                "      .BinaryCrossentropy(",
                "        from_logits=True,",
                "      ),",
                "    ],",
                "  },",
                ")",
            ],
        ),
    ],
)
def test_lines_are_broken_where_python_may_be(text: str, width: int, expected: list[str]) -> None:
    """One argument a line; inside brackets also before a dot."""
    assert expected == lay_out(text, width)
