"""The examples of docs/findings: each finds what its page is about, and the way out does not."""

from __future__ import annotations

import pytest

from resolver.core.kinds import KINDS
from tests.house.finding_examples import EXAMPLES
from tests.house.finding_pages import COMMAND, FOLDER, names, page, printed, script

NAMES = sorted(KINDS.keys() & EXAMPLES.keys())


@pytest.mark.parametrize("name", NAMES)
def test_the_example_finds_it(name: str) -> None:
    """The wrong call yields exactly this finding."""
    assert [name] == names(printed(script(EXAMPLES[name], wrong=True)))


@pytest.mark.parametrize("name", NAMES)
def test_what_to_use_instead_is_silent(name: str) -> None:
    """The right call yields no finding at all."""
    shown = printed(script(EXAMPLES[name], wrong=False))

    assert shown
    assert [] == names(shown)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_what_the_generator_writes(name: str) -> None:
    """Words and printed findings of a page are those of today."""
    assert page(name, KINDS[name]) == (FOLDER / f"{name}.md").read_text("utf-8"), f"run: {COMMAND}"
