"""The pictures in the documentation are those that the code draws."""

from __future__ import annotations

import runpy
import struct

import pytest

from tests.house.tree import ROOT

PICTURES = ROOT / "docs" / "pictures"


def test_the_picture_of_a_terminal_is_drawn_by_the_code() -> None:
    """The SVG that is kept is, letter for letter, what `docs/pictures/make.py` draws today."""
    drawn = runpy.run_path(str(PICTURES / "make.py"))["terminal"]()

    assert (PICTURES / "explain.svg").read_text("utf-8") == drawn


def test_the_picture_of_a_terminal_stands_alone() -> None:
    """The SVG is small and fetches nothing, not even a font."""
    svg = (PICTURES / "explain.svg").read_text("utf-8")

    assert 20_000 > len(svg)
    assert not any(word in svg for word in ("@font-face", "url(http", "<image", "<script"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pictures_of_a_notebook_are_small(theme: str) -> None:
    """Each PNG has less than 100 kB and is as wide as a page."""
    picture = (PICTURES / f"notebook_{theme}.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])

    assert picture.startswith(b"\x89PNG")
    assert 100_000 > len(picture)
    assert (980, 430) == (width, height)
