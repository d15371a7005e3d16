"""What the contracts of imports cannot say: the standard library only, and no way back up."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.house.tree import imports, python

OWN = sys.stdlib_module_names | {"resolver"}
PLAIN = OWN | {"hypothesis", "pytest", "tests"}


def foreign(folders: tuple[str, ...], allowed: frozenset[str] | set[str]) -> list[str]:
    """Imports below the folders of anything that is not allowed, as ``path:line name``."""
    return [
        f"{path}:{line} {name}"
        for path in python(*folders)
        for line, name in imports(path)
        if name.split(".")[0] not in allowed
    ]


def test_the_core_imports_the_standard_library_only() -> None:
    """No module of the core imports anything but Python's own modules and this package."""
    assert [] == foreign(("resolver/core",), OWN)


def test_that_the_test_of_the_core_can_fail() -> None:
    """The same look at the Keras floor does find Keras."""
    assert any(found.endswith(" keras") for found in foreign(("resolver/edge",), OWN))


def test_the_tests_of_the_core_need_no_framework() -> None:
    """The tests of the core import the package, pytest and Hypothesis; the laws NumPy besides."""
    assert [] == foreign(("tests/core",), PLAIN)
    assert [] == foreign(("tests/laws",), PLAIN | {"numpy"})


def test_no_room_goes_through_the_front_door() -> None:
    """Inside the package a room is imported by its own name, never through `resolver` itself."""
    through = [
        f"{path}:{line}"
        for path in python("resolver")
        for line, name in imports(path)
        if name == "resolver" and path != Path("resolver/__init__.py")
    ]

    assert [] == through
