"""What every worker's script does alike: data to count, and a place for what it finds out."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ROWS = 103
CLASSES = 5


def data(rows: int = ROWS) -> tuple[Array, Array, Array]:
    """Labels, scores and float weights; the same on every worker."""
    rng = np.random.default_rng(7)
    labels = rng.integers(0, CLASSES, rows).astype("int32")
    scores = rng.random((rows, CLASSES), dtype="float32")
    scores[np.arange(0, rows, 2), labels[::2]] += 1.0
    return labels, scores, rng.random(rows, dtype="float32") * 10


def share(rank: int, workers: int, rows: int = ROWS) -> slice:
    """An uneven part of the rows; of more than two workers the last has none."""
    ends = np.linspace(0, 1, workers if workers > 2 else workers + 1) ** 2 * rows
    edges = [*ends.astype(int), *[rows] * (workers + 1 - len(ends))]
    return slice(*list(pairwise(edges))[rank])


def shown(value: Any) -> Any:
    """A value as JSON has it; counts as [correct, total, reduced]."""
    if isinstance(value, dict):
        return {key: shown(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shown(each) for each in value]
    if hasattr(value, "reduced"):
        first, second = getattr(value, "correct", None), getattr(value, "total", None)
        return [*(value if first is None else (first, second)), value.reduced]
    return value


def raised(action: Callable[[], Any]) -> str:
    """The error of an action, with its words."""
    try:
        value = action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return f"no error: {value!r}"


def tell(found: dict[str, Any]) -> None:
    """Print what was found, as the last line."""
    print(json.dumps(found), flush=True)
