"""Each row of the tables of names is the same number, by the other library and by ours."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, hamming_loss
from torchmetrics.classification import BinaryAccuracy, MulticlassAccuracy, MultilabelAccuracy

import resolver

PAGE = Path("docs/migration/metrics.md").read_text("utf-8").split("\n## ")[0]
ROWS = re.findall(r"(?m)^\| `(.+?)` \| `(.+?)` \|$", PAGE)
RNG = np.random.default_rng(0)
NAMES = {
    "resolver": resolver,
    "accuracy_score": accuracy_score,
    "hamming_loss": hamming_loss,
    "BinaryAccuracy": BinaryAccuracy,
    "MulticlassAccuracy": MulticlassAccuracy,
    "MultilabelAccuracy": MultilabelAccuracy,
    "t": torch.from_numpy,
    "ids": RNG.integers(0, 5, 200),
    "probs": RNG.dirichlet(np.ones(5), 200),
    "bits": RNG.integers(0, 2, 200),
    "prob": RNG.random(200),
    "tags": RNG.integers(0, 2, (200, 4)),
    "tag_probs": RNG.random((200, 4)),
    "w": RNG.integers(0, 4, 200),
}


@pytest.mark.parametrize(("theirs", "ours"), ROWS)
def test_a_row_is_one_number_written_both_ways(theirs: str, ours: str) -> None:
    """What the page puts side by side is equal, to the rounding of the other library."""
    assert eval(ours, NAMES) == pytest.approx(float(eval(theirs, NAMES)), rel=1e-6)


def test_the_tables_have_rows() -> None:
    """Both libraries are there."""
    assert 10 == len(ROWS)
