"""Every page that shows Python shows what it does; tests/distributed has the pages for workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import fences
from tests.pages import decision_table

PAGES = [
    *sorted(page for page in Path("docs").glob("*.md") if page.stem != "distributed"),
    *sorted(Path("docs/migration").glob("*.md")),
    *(Path("docs/guides", f"{name}.md") for name in ("compile", "libraries", "pipelines")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_does_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its Python and its commands run from top to bottom, and print what the page says."""
    text = page.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    count, differences = fences.run(text)

    assert "" == differences
    assert text.count("```python\n") + text.count("```bash\n") == count


def test_the_table_of_the_decision_is_that_of_the_code() -> None:
    """docs/decision.md has every row that is tried, in the order in which it is tried."""
    page = decision_table.PAGE.read_text("utf-8")

    assert decision_table.written(page) == page, "run: python -m tests.pages.decision_table"
