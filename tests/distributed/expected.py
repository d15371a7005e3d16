"""What is right of the workers' data: counted by NumPy alone, on all rows at once."""

from __future__ import annotations

import math
from typing import Any

from tests.distributed.workers.found import data

LABELS, SCORES, WEIGHTS = data()
HITS = SCORES.argmax(-1) == LABELS
COUNTS = [int(HITS.sum()), len(HITS)]


def weighted(weights: Any) -> list[Any]:
    """The sum of the weights of what is right, and of all of them."""
    if weights.dtype.kind == "f":
        return [math.fsum(weights[HITS].tolist()), math.fsum(weights.tolist())]
    return [int(weights[HITS].sum()), int(weights.sum())]


KINDS = {
    "bool": weighted(WEIGHTS > 5),
    "int": weighted(WEIGHTS.astype("int32")),
    "ratio": [int(((LABELS == 1) & (SCORES[:, 1] > 0.5)).sum()), int((LABELS == 1).sum())],
}
FLOAT = weighted(WEIGHTS)
