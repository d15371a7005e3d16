"""The door of `resolver.testing` is light, lists what it opens, and says what is missing."""

from __future__ import annotations

import importlib
import re
import sys

import pytest

from resolver import testing
from resolver.core.errors import NotInstalled
from tests.house.tree import fresh


def test_importing_testing_loads_neither_hypothesis_nor_keras() -> None:
    """A fresh interpreter that imports the package of strategies has loaded none of them yet."""
    code = "import sys, resolver.testing; print({'hypothesis', 'keras', 'numpy'} & {*sys.modules})"

    assert "set()" == fresh("-c", code).strip()


def test_every_name_is_there_and_explained() -> None:
    """Each name that the door lists can be had, and has a docstring of its own."""
    names = {name: getattr(testing, name) for name in dir(testing)}

    assert sorted(testing.__all__) == sorted(names)
    assert [] == [name for name, value in names.items() if not value.__doc__]


def test_an_unknown_name_of_testing_is_refused_as_python_does() -> None:
    """A name that is not there raises AttributeError."""
    with pytest.raises(
        AttributeError, match=r"^module 'resolver.testing' has no attribute 'case_'$"
    ):
        testing.case_  # noqa: B018


def test_without_hypothesis_the_line_that_installs_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where Hypothesis is missing, a strategy says what to install."""
    message = (
        "This needs a package that is not installed. Received: hypothesis. "
        "Use: pip install 'keras-resolver[testing]'"
    )
    for name in [name for name in sys.modules if name.startswith("resolver.testing.strategies")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(vars(testing), "cases", raising=False)

    with pytest.raises(NotInstalled, match=f"^{re.escape(message)}$"):
        importlib.import_module("resolver").testing.cases  # noqa: B018
