"""What is right of the workers' data: counted by NumPy alone, on all rows at once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

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

LOSS = float(
    np.mean(np.log(np.exp(SCORES.astype("float64")).sum(-1)) - SCORES[np.arange(len(HITS)), LABELS])
)
"""The mean crossentropy of the scores, taken as logits."""


def odd(others: int) -> dict[str, list[Any]]:
    """What odd weights add up to on one worker or replica, and ones on the others.

    Of four rows that weigh 1 elsewhere three are right, and one of these weighs oddly on the one.
    """
    nan = pytest.approx(math.nan, nan_ok=True)
    return {
        "whole": [3 * others, 4 * others + 1],
        "negative": [3 * others - 0.5, 4 * others + 0.5],
        "nan": [nan, nan],
    }
