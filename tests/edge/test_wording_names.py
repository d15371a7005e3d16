"""Every name of Keras and of ours that a text of the package speaks of is real."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import keras
import pytest

import resolver

PACKAGE = Path(resolver.__file__).parent
KERAS = re.compile(r"\bkeras(?:\.[A-Za-z]\w*)+(?![\w§])")
CALL = re.compile(r"\b(keras(?:\.[A-Za-z]\w*)+)\(([^()]*)\)")
OURS = re.compile(r"\bresolver\.([A-Z]\w*)")
EVERYWHERE = {"name", "dtype", "reduction"}
"""Arguments that Keras hands on to a base class."""


def texts() -> Iterator[str]:
    """Every string of the package; what is filled in stands as §."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        filled = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        parts = {id(part) for node in filled for part in node.values}
        for node in filled:
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "§" for part in node.values
            )
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in parts:
                yield text


def real(name: str) -> bool:
    """True if a dotted name leads somewhere in Keras."""
    try:
        reduce(getattr, name.split(".")[1:], keras)
    except AttributeError:
        return False
    return True


def unknown_arguments(name: str, written: str) -> list[str]:
    """The keywords of a call that the thing called does not take."""
    parameters = inspect.signature(reduce(getattr, name.split(".")[1:], keras)).parameters
    keywords = re.findall(r"(?:^|, )(\w+)=", written)
    return [word for word in keywords if word not in parameters and word not in EVERYWHERE]


TEXTS = list(texts())


def test_every_name_of_keras_is_real() -> None:
    """Each keras.x.y in a message, a table or a docstring exists in this Keras."""
    named = {name for text in TEXTS for name in KERAS.findall(text)}

    assert len(named) > 20
    assert set() == {name for name in named if not name.startswith("keras.src") and not real(name)}


def test_every_argument_of_keras_is_real() -> None:
    """Each keyword in a call of Keras that a text shows is one that Keras takes."""
    calls = {call for text in TEXTS for call in CALL.findall(text) if "=" in call[1]}

    assert len(calls) > 5
    assert {} == {
        f"{name}({written})": unknown
        for name, written in calls
        if real(name) and (unknown := unknown_arguments(name, written))
    }


def test_every_name_of_ours_is_at_the_front_door() -> None:
    """Each resolver.X that a text tells people to write can be written."""
    named = {name for text in TEXTS for name in OURS.findall(text)}

    assert "Labels" in named
    assert set() == {name for name in named if not hasattr(resolver, name)}


@pytest.mark.parametrize(
    ("name", "written", "unknown"),
    [
        ("keras.layers.Dense", "1, activation='sigmoid'", []),
        ("keras.layers.Dense", "1, activaton='sigmoid'", ["activaton"]),
        ("keras.losses.Hinge", "from_logits=True", ["from_logits"]),
    ],
)
def test_an_argument_that_is_not_real_is_found(name: str, written: str, unknown: list[str]) -> None:
    """The check above can fail: a misspelt or missing argument is seen."""
    assert unknown == unknown_arguments(name, written)


def test_a_name_that_is_not_real_is_found() -> None:
    """The check above can fail: a name that leads nowhere is seen."""
    assert (True, False) == (real("keras.losses.Hinge"), real("keras.losses.Hing"))
