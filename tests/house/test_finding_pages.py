"""Every kind of finding has its page, and the page says what the code says."""

from __future__ import annotations

import re

import pytest

from resolver.core.kinds import KINDS
from tests.house.finding_examples import EXAMPLES
from tests.house.finding_pages import COMMAND, FOLDER, HEADINGS, head, index, names


def test_every_kind_has_an_example() -> None:
    """A kind without an example in `finding_examples`, or an example of no kind, is named."""
    assert set() == KINDS.keys() ^ EXAMPLES.keys()


def test_every_kind_has_a_page() -> None:
    """A kind without a page, or a page of no kind, is named; the generator makes the pages."""
    pages = {path.stem for path in FOLDER.glob("*.md")} - {"README"}

    assert set() == KINDS.keys() ^ pages, f"run: {COMMAND}"


@pytest.mark.parametrize("name", sorted(KINDS.keys() & EXAMPLES.keys()))
def test_a_page_says_what_the_code_says(name: str) -> None:
    """Code, name, severity, title, what is needed and what follows are those of the kind."""
    page = (FOLDER / f"{name}.md").read_text("utf-8")

    assert page.startswith(head(name, KINDS[name])), f"run: {COMMAND}"
    assert list(HEADINGS) == re.findall(r"^## (.*)$", page, re.MULTILINE)


def test_the_index_lists_every_page() -> None:
    """The index is in the order of the codes and tells the severity of each kind."""
    assert index() == (FOLDER / "README.md").read_text("utf-8"), f"run: {COMMAND}"
    assert len(KINDS) == index().count(".md)")


def test_findings_are_seen_in_a_text() -> None:
    """The names are read off printed findings, those of one output and those of several."""
    text = "R101 softmax-one-unit: A\n\n  loss\n\nR203 label-out-of-range (output 'a'): B\n"

    assert ["softmax-one-unit", "label-out-of-range"] == names(text)
