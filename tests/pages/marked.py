"""What stands between two marks of a page, and is written from the code."""

from __future__ import annotations

__all__ = ["replaced"]


def replaced(page: str, start: str, end: str, table: str) -> str:
    """The page with another table between the marks, which stay."""
    before, _, rest = page.partition(start)
    return f"{before}{start}\n{table}\n{end}{rest.partition(end)[2]}"
