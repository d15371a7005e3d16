"""What an example in a docstring may use without importing it: the package and its plain values."""

from __future__ import annotations

import pytest

import resolver


@pytest.fixture(autouse=True, scope="session")
def _names(doctest_namespace: dict[str, object]) -> None:
    doctest_namespace["resolver"] = resolver
    for name in ("Counts", "Labels", "Output"):
        doctest_namespace[name] = getattr(resolver, name)
