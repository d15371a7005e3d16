"""Claim: what docs/measured.md says, which this writes.

    python benchmarks/measured.py            # run everything, print the tables
    python benchmarks/measured.py --write    # and write docs/measured.md and its pictures
    python benchmarks/measured.py --write --keep growth memory    # these as they were measured last

What was measured is kept in build/measured/, one file of JSON for each part.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import accuracy
import language_model
import per_batch

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "measured"
BACKENDS = ["tensorflow", "jax", "torch"]
ONCE = [mode for mode in accuracy.MODES if mode != "torch+2"]
IN_KERAS = [mode for mode in ONCE if mode != "numpy"]

PARTS: dict[str, Callable[[], Iterable[dict[str, Any]]]] = {
    "update": lambda: accuracy.updates(list(accuracy.MODES)),
    "growth": lambda: accuracy.updates(IN_KERAS, "--growth", "--quick"),
    "memory": lambda: accuracy.memory(ONCE),
    "fit": lambda: language_model.results(BACKENDS),
    "batch": lambda: per_batch.results(BACKENDS),
}


def measured(part: str, keep: bool) -> list[dict[str, Any]]:
    """One part of the page: run now, or as it was kept."""
    path = KEPT / f"{part}.json"
    if not keep:
        results = list(PARTS[part]())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(results))
    kept: list[dict[str, Any]] = json.loads(path.read_text())
    return kept


def main() -> None:
    """Run every part; write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write docs/measured.md")
    parser.add_argument("--keep", nargs="*", default=[], choices=list(PARTS), metavar="PART")
    options = parser.parse_args()
    results = {part: measured(part, part in options.keep) for part in PARTS}
    if options.write:
        # Here, because not everyone who measures has what draws.
        from _page import page
        from _plot import draw

        paths = draw(results)
        paths.append(ROOT / "docs" / "measured.md")
        paths[-1].write_text(page(results))
        for path in paths:
            print(f"Written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
