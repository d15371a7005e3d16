"""The guide to property tests does what it shows, on each backend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.house.fences import run
from tests.house.tree import ROOT


@pytest.fixture(name="_same_search")
def _same_search_as_shown() -> Iterator[None]:
    """The search that the page shows: of several least cases another one finds another."""
    before = settings.get_current_profile_name()
    settings.load_profile("ci")
    yield
    settings.load_profile(before)


@pytest.mark.usefixtures("_same_search")
def test_the_guide_prints_what_it_shows() -> None:
    """Every fence of the guide runs, in one namespace, and prints the text below it."""
    ran, differences = run((ROOT / "docs" / "guides" / "testing.md").read_text("utf-8"))

    assert "" == differences
    assert 8 == ran
