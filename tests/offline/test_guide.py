"""The guide for files does what it shows: every fence is run, in one folder, from top to bottom."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.fences import FENCE
from tests.house.tree import ROOT

FENCES = FENCE.findall((ROOT / "docs" / "guides" / "offline.md").read_text("utf-8"))
RUN = {"python": [sys.executable], "bash": ["bash", "-eu"]}

Printed = list[tuple[str, str]]
"""What each fence that is run has printed, and what the page shows below it."""


@pytest.fixture(scope="module", name="printed")
def _printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("guide")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    printed = []
    for (kind, body), (after, shown) in zip(FENCES, [*FENCES[1:], ("", "")], strict=True):
        if kind in RUN:
            (folder / "fence").write_text(body, "utf-8")
            done = subprocess.run(
                [*RUN[kind], "fence"],
                cwd=folder,
                env={**os.environ, "PATH": path},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{body}\n{done.stderr}"
            printed.append((done.stdout, shown if after == "text" else ""))
    return printed


def test_every_fence_prints_what_the_page_shows(printed: Printed) -> None:
    """A fence that a text follows has printed that text, and any other nothing."""
    assert [shown for _, shown in printed] == [out for out, _ in printed]


def test_every_way_ends_with_the_same_integers(printed: Printed) -> None:
    """The command, started again too, the loop, processes, Beam and Dask come to one number."""
    sums = [out.splitlines()[0] for out, _ in printed if " of 5537 (" in out.partition("\n")[0]]
    added = [out.splitlines()[1] for out, _ in printed if out.startswith('{"correct"')]

    assert 5 == len(sums)
    assert {sums[0]} == {*sums, *added}
