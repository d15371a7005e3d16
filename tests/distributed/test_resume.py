"""An evaluation that is killed goes on from the counts it has saved."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.distributed.expected import COUNTS, LABELS, SCORES
from tests.distributed.processes import started

SHARDS = ((0, 40), (40, 40), (40, 70), (70, len(LABELS)))
"""The rows of each file; one file has none."""


@pytest.fixture(name="shards")
def _shards(tmp_path: Path) -> Path:
    """A folder of prediction files."""
    for place, (start, stop) in enumerate(SHARDS):
        columns = {"labels": LABELS[start:stop], "scores": SCORES[start:stop]}
        np.savez(tmp_path / f"{place}.npz", **columns)
    return tmp_path


def run(shards: Path, until: str | None) -> list[str]:
    """What an evaluation says; killed once it has reached a place, with no time to tidy up."""
    worker = started("resumed", str(shards), stdin=subprocess.PIPE)
    assert worker.stdin is not None
    assert worker.stdout is not None
    said = []
    with worker:
        for line in worker.stdout:
            said.append(line.strip())
            if said[-1] == until:
                worker.send_signal(signal.SIGKILL)
                break
            worker.stdin.write("\n")
            worker.stdin.flush()
    assert worker.returncode == (0 if until is None else -signal.SIGKILL)
    return said


def test_a_killed_evaluation_loses_and_doubles_nothing(shards: Path) -> None:
    """Killed before its counts are written, before they are kept, and after: the sum is right.

    Each start goes on behind what was kept: a shard is counted again if and only if its counts
    had not been. Once all are kept, a start counts nothing.
    """
    said = [run(shards, until) for until in ("counted 0", "written 1", "saved 2", None, None)]
    last = json.loads(said[-2][-1])

    assert ["counted 0", "counted 0", "counted 1", "counted 3"] == [lines[0] for lines in said[:4]]
    assert COUNTS == [last["correct"], last["total"]]
    assert [json.dumps(last)] == said[-1]
