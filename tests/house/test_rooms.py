"""Rooms stay small, and tests stay sentences."""

from __future__ import annotations

import ast
from statistics import median
from typing import TypeGuard

import pytest

from tests.house.tree import ROOT, Function, functions, length, python, tree

CODE = ("resolver", "benchmarks")


def test_no_module_is_longer_than_300_lines() -> None:
    """A module can be read in one sitting."""
    lengths = {
        str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in python(*CODE)
    }

    assert {} == {path: lines for path, lines in lengths.items() if lines > 300}


def test_no_function_is_longer_than_50_lines() -> None:
    """A function fits on a screen, its docstring apart."""
    long = [
        f"{path}:{each.lineno} {each.name} has {length(each)}"
        for path in python(*CODE)
        for each in functions(path)
        if length(each) > 50
    ]

    assert [] == long


def test_most_functions_are_short() -> None:
    """Half of the functions of the package have at most 10 lines."""
    assert median(length(each) for path in python("resolver") for each in functions(path)) <= 10


def test_length_leaves_the_docstring_out() -> None:
    """A function of two lines has two, whatever its docstring says."""
    source = 'def two():\n    """One.\n\n    Two.\n    """\n    return 2\n'
    function = ast.parse(source).body[0]

    assert isinstance(function, Function)
    assert 2 == length(function)


def test_every_test_says_what_it_states() -> None:
    """Each test function has a docstring: one sentence, with its full stop."""
    silent = [
        f"{path}:{each.lineno} {each.name}"
        for path in python("tests")
        for each in functions(path)
        if each.name.startswith("test_") and not (ast.get_docstring(each) or "").endswith(".")
    ]

    assert [] == silent


def unpinned(function: Function) -> list[int]:
    """Lines of the `pytest.raises` and `pytest.warns` of a function that pin no text.

    Text is pinned by ``match=``, or by what is done afterwards with what was caught: the
    ``.value`` of an error, the list of warnings.
    """
    nodes = list(ast.walk(function))
    errors = {ast.unparse(node.value) for node in nodes if _attribute(node, "value")}
    names = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    read = {"pytest.raises": errors, "pytest.warns": names}
    return [
        item.context_expr.lineno
        for node in nodes
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(call := item.context_expr, ast.Call) and ast.unparse(call.func) in read
        if all(word.arg != "match" for word in call.keywords)
        if item.optional_vars is None
        or ast.unparse(item.optional_vars) not in read[ast.unparse(call.func)]
    ]


def _attribute(node: ast.AST, name: str) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and node.attr == name


def test_every_error_is_held_to_its_words() -> None:
    """Each `pytest.raises` and `pytest.warns` pins the text of what it catches."""
    loose = [
        f"{path}:{line}"
        for path in python("tests")
        for each in functions(path)
        for line in unpinned(each)
    ]

    assert [] == sorted(set(loose))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("with pytest.raises(ValueError):\n        f()", [2]),
        ("with pytest.raises(ValueError) as e:\n        f()", [2]),
        ("with pytest.raises(ValueError, match='^a$'):\n        f()", []),
        ("with pytest.raises(ValueError) as e:\n        f()\n    assert str(e.value) == 'a'", []),
        ("with pytest.warns(UserWarning):\n        f()", [2]),
        ("with pytest.warns(UserWarning) as w:\n        f()", [2]),
        (
            "with pytest.warns(Warning) as w:\n        f()\n    assert 'a' == str(w[0].message)",
            [],
        ),
    ],
)
def test_an_unpinned_error_is_seen(source: str, expected: list[int]) -> None:
    """The look at errors sees the ones that pin no text, and only those."""
    function = ast.parse(f"def test():\n    {source}\n").body[0]

    assert isinstance(function, Function)
    assert expected == unpinned(function)


LEAVES_OUT = {
    "pytest.skip",
    "pytest.xfail",
    "pytest.mark.skip",
    "pytest.mark.skipif",
    "pytest.mark.xfail",
}


def unreasoned(module: ast.Module) -> list[int]:
    """Lines that skip a test, or expect it to fail, and do not say why."""
    nodes = list(ast.walk(module))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    called = {id(call.func) for call in calls}
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    bare = [
        node for node in nodes if isinstance(node, ast.Attribute) and id(node) not in called | inner
    ]
    silent = [call for call in calls if _leaves_out(call.func) and not _has_reason(call)]
    return [node.lineno for node in [*filter(_leaves_out, bare), *silent]]


def _leaves_out(node: ast.expr) -> bool:
    return ast.unparse(node) in LEAVES_OUT


def _has_reason(call: ast.Call) -> bool:
    said = any(word.arg == "reason" for word in call.keywords)
    return said or (".mark." not in ast.unparse(call.func) and bool(call.args))


def test_no_test_is_left_out_in_silence() -> None:
    """Every skip and every expected failure carries its reason."""
    silent = [f"{path}:{line}" for path in python("tests") for line in unreasoned(tree(path))]

    assert [] == silent


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@pytest.mark.skip\ndef test(): pass", [1]),
        ("raises(pytest.skip.Exception)", []),
        ("@pytest.mark.skipif(True)\ndef test(): pass", [1]),
        ("def test():\n    pytest.skip()", [2]),
        ("def test():\n    pytest.skip('torch has no strings')", []),
        ("@pytest.mark.xfail(reason='known')\ndef test(): pass", []),
    ],
)
def test_a_silent_skip_is_seen(source: str, expected: list[int]) -> None:
    """The look at skips sees those without a reason, and only those."""
    assert expected == unreasoned(ast.parse(source))
