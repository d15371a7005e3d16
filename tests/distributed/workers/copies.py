"""Copies of a process: what is loaded once serves many workers."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.distributed.processes import LONGEST


def together(*actions: Callable[[], Any]) -> list[Any]:
    """What each action returns, as JSON has it; each runs in a copy of this process of its own.

    No engine may have been started before: its threads are not copied.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, str(place)) for place in range(len(actions))]
        copies = [_copied(*each) for each in zip(actions, files, strict=True)]
        _wait_for(copies)
        return [json.loads(file.read_text("utf-8")) for file in files]


def _wait_for(copies: list[int]) -> None:
    """End all copies, and this process, as soon as one of them has failed."""
    left = set(copies)
    while left:
        copy, failed = os.wait()
        left.discard(copy)
        if failed:
            for each in left:
                os.kill(each, signal.SIGKILL)
            sys.exit(1)


def _copied(action: Callable[[], Any], file: Path) -> int:
    copy = os.fork()
    if copy:
        return copy
    # No copy outlives the patience of whoever waits for this process.
    signal.alarm(LONGEST)
    try:
        file.write_text(json.dumps(action()), "utf-8")
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    # Not through Python's own end, whose cleaning up waits for threads that were not copied.
    os._exit(0)
