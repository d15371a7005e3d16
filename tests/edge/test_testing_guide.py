"""The guide to property tests does what it shows, on each backend."""

from __future__ import annotations

from tests.house.fences import run
from tests.house.tree import ROOT


def test_the_guide_prints_what_it_shows() -> None:
    """Every fence of the guide runs, in one namespace, and prints the text below it."""
    ran, differences = run((ROOT / "docs" / "guides" / "testing.md").read_text("utf-8"))

    assert "" == differences
    assert 8 == ran
