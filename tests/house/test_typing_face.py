"""The files that type checkers read use the whole public face, as people will."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import resolver
import resolver.beam
import resolver.callbacks
import resolver.layers

FILES = sorted(Path("typing_tests").glob("*.py"))
PUBLIC = {
    *resolver.__all__,
    *resolver.beam.__all__,
    *resolver.callbacks.__all__,
    *resolver.layers.__all__,
    *(name for name in dir(resolver) if inspect.ismodule(getattr(resolver, name))),
}


def test_every_public_name_is_used_where_types_are_checked() -> None:
    """No public name can change its type without a checker telling."""
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Attribute, ast.Name))
    }

    assert PUBLIC - used == set()


TAKES_ARRAYS = ("y_true", "y_pred", "labels", "x", "y", "sample_weight", "mask")


@pytest.mark.parametrize("name", resolver.__all__)
def test_an_editor_shows_the_shapes_of_what_a_call_takes(name: str) -> None:
    """Where a call takes arrays, its docstring says of each what it is, with a shape or a form."""
    verb = getattr(resolver, name)
    if inspect.isclass(verb) or not set(TAKES_ARRAYS) & set(inspect.signature(verb).parameters):
        return
    said = inspect.getdoc(verb) or ""
    arguments = said.partition("Args:")[2].partition("Returns:")[0]

    for argument in set(TAKES_ARRAYS) & set(inspect.signature(verb).parameters):
        assert f"\n    {argument}: " in arguments, argument
    assert any(each in arguments for each in ("(rows", "(batch", "(None", "Labels.of")), name
