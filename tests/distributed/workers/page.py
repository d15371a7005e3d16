"""Runs the Python of a page as one worker: ``page PAGE``. The environment says which one."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.distributed.workers.found import tell
from tests.house import fences

if __name__ == "__main__":
    _, differences = fences.run(Path(sys.argv[1]).read_text("utf-8"))
    tell({"differences": differences})
