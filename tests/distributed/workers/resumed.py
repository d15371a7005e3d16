"""An evaluation that may be killed at any moment: ``resumed FOLDER``.

It counts shards of labels and scores one by one, and keeps what it has in one file, which is
replaced as a whole. It says on its output where it is, and goes on when it is told to.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

# Arrays are counted by NumPy, whatever the backend: the lightest one will do.
os.environ["KERAS_BACKEND"] = "numpy"

import numpy as np

import resolver

FOLDER = Path(sys.argv[1])
STATE = FOLDER / "counts.json"


def reached(place: str) -> None:
    """Say where it is, and wait."""
    print(place, flush=True)
    sys.stdin.readline()


def evaluate(shards: list[Path]) -> None:
    """Count every shard that the state does not yet hold."""
    done, counts = 0, resolver.Counts.empty()
    if STATE.exists():
        state = json.loads(STATE.read_text("utf-8"))
        done, counts = state["done"], resolver.Counts.from_json(state["counts"])
    for place, shard in enumerate(shards[done:], done):
        with np.load(shard) as data:
            counts += resolver.count(data["labels"], data["scores"], task="multiclass")
        reached(f"counted {place}")
        # One file for both, and written beside: there is no moment at which they disagree.
        beside = STATE.with_suffix(".part")
        beside.write_text(json.dumps({"done": place + 1, "counts": counts.to_json()}), "utf-8")
        reached(f"written {place}")
        os.replace(beside, STATE)
        reached(f"saved {place}")
    print(counts.to_json(), flush=True)


if __name__ == "__main__":
    evaluate(sorted(FOLDER.glob("*.npz")))
