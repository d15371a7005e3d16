"""Predictions of a model in shards of unequal sizes, one of them empty, and what they come to."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from resolver import Counts

CLASSES = 7
EDGES = (0, 0, 40, 41, 160, 300)
"""Where shards begin and end; the first has no rows."""

_RNG = np.random.default_rng(5)
LABELS = _RNG.integers(0, CLASSES, EDGES[-1])
SCORES = _RNG.random((EDGES[-1], CLASSES), dtype=np.float32)
SCORES[::3, :] = 0.25  # a tie: the first class wins
WEIGHTS = _RNG.random(EDGES[-1])

_HITS = SCORES.argmax(axis=1) == LABELS
COUNTS = Counts(int(_HITS.sum()), len(LABELS), "multiclass accuracy")
WEIGHTED = (float(WEIGHTS[_HITS].sum()), float(WEIGHTS.sum()))

PARTS = [slice(*edges) for edges in pairwise(EDGES)]
"""The rows of each shard."""


def write_npy(folder: Path) -> None:
    """``y-0.npy``, ``p-0.npy``, ``w-0.npy`` and so on."""
    for place, part in enumerate(PARTS):
        np.save(folder / f"y-{place}.npy", LABELS[part])
        np.save(folder / f"p-{place}.npy", SCORES[part])
        np.save(folder / f"w-{place}.npy", WEIGHTS[part])


def write_npz(folder: Path) -> None:
    """``part-0.npz`` with the arrays ``y`` and ``p``."""
    for place, part in enumerate(PARTS):
        np.savez(folder / f"part-{place}.npz", y=LABELS[part], p=SCORES[part])


def write_csv(folder: Path) -> None:
    """``part-0.csv`` with a column ``y`` and one for each class."""
    for place, part in enumerate(PARTS):
        (folder / f"part-{place}.csv").write_text(csv_text(part), "utf-8")


def csv_text(part: slice) -> str:
    """A shard as the text of a .csv file."""
    head = ["y", *(f"p{number}" for number in range(CLASSES))]
    rows = [[y, *map(str, p)] for y, p in zip(LABELS[part], SCORES[part], strict=True)]
    return "".join(f"{','.join(map(str, row))}\n" for row in [head, *rows])


def write_parquet(folder: Path) -> None:
    """``part-0.parquet`` with a list in each row, ``wide-0.parquet`` with a column a class."""
    import pyarrow as pa  # noqa: PLC0415 - only for those who write Parquet
    from pyarrow import parquet  # noqa: PLC0415

    for place, part in enumerate(PARTS):
        table = pa.table({"y": LABELS[part], "p": list(SCORES[part])})
        parquet.write_table(table, folder / f"part-{place}.parquet")
        columns = {str(number): SCORES[part, number] for number in range(CLASSES)}
        parquet.write_table(
            pa.table({"y": LABELS[part], **columns}), folder / f"wide-{place}.parquet"
        )
