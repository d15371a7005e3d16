"""What is told of the pairings near the edges of the rules, and nothing else."""

from __future__ import annotations

import pytest

from resolver.core.findings import find
from tests.core.verdicts import VERDICTS


@pytest.mark.parametrize("title", VERDICTS)
def test_all_that_is_told_of_a_pairing(title: str) -> None:
    """Each pairing is told what is listed for it: every finding, its severity and its line."""
    verdict = VERDICTS[title]

    assert verdict.told == tuple(
        f"{each.severity} {each.name}: {each.use}" for each in find(verdict.pairing)
    )
