"""Counts of arrays do not depend on where the arrays lie or how they are cut."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resolver.core.counts import Counts
from resolver.core.errors import InvalidArgument
from resolver.edge.count.counting import count_arrays
from tests.edge.accuracy_cases import CASES, Case

RNG = np.random.default_rng(3)
SCORES = RNG.standard_normal((90, 30)).astype("float32")
IDS = np.where(np.arange(90) % 3, SCORES.argmax(-1), 0)
WHOLE = count_arrays(IDS, SCORES, task="multiclass")


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_blocks_count_as_the_whole(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at one or two rows at a time, the table's integers stay."""
    monkeypatch.setattr("resolver.edge.count.counting.BLOCK", 8)
    counts = count_arrays(
        case.y_true, case.y_pred, sample_weight=case.sample_weight, mask=case.mask, **case.rule
    )

    assert (case.correct, case.total) == (counts.correct, counts.total)


def test_memory_mapped_files_count(tmp_path: Path) -> None:
    """Files are counted where they lie."""
    np.save(tmp_path / "scores.npy", SCORES)
    mapped = np.load(tmp_path / "scores.npy", mmap_mode="r")

    assert WHOLE == count_arrays(IDS, mapped, task="multiclass")


@pytest.mark.parametrize("wrap", [list, tuple, iter])
def test_chunks_count_as_the_whole(wrap: Any) -> None:
    """Lists and iterators of chunks, uneven and empty ones too, give the whole's counts."""
    cuts = [0, 1, 1, 40, 90]
    labels, scores, weights = (
        wrap([part[a:b] for a, b in pairwise(cuts)]) for part in (IDS, SCORES, np.ones(90, "int64"))
    )

    assert WHOLE == count_arrays(labels, scores, sample_weight=weights, task="multiclass")


def test_counts_of_files_add() -> None:
    """A loop over prediction files ends in one exact number."""
    parts = [count_arrays(IDS[i::4], SCORES[i::4], task="multiclass") for i in range(4)]

    assert WHOLE == sum(parts, Counts.empty())


def test_missing_chunks_are_refused() -> None:
    """More chunks of one than of the other cannot be paired."""
    with pytest.raises(InvalidArgument) as error:
        count_arrays([IDS[:5]], [SCORES[:5], SCORES[5:]], task="multiclass")

    assert (
        "Labels, predictions and weights must come in equally many chunks. "
        "Received: chunks=1 of one and more of another. "
        "Use: count(labels, predictions) with one label chunk for each prediction chunk"
    ) == str(error.value)


def test_text_is_refused() -> None:
    """Names of classes cannot be compared with scores."""
    with pytest.raises(InvalidArgument) as error:
        count_arrays(np.array(["cat", "dog"]), SCORES[:2], task="multiclass")

    assert (
        "Only numbers can be counted. Received: an array of dtype <U3. "
        "Use: np.unique(labels, return_inverse=True)[1], if these are names of classes"
    ) == str(error.value)


def test_sums_of_weights_exceed_64_bits() -> None:
    """Weights near the end of 64 bits are summed as Python integers."""
    weights = np.full(4, 2**63 - 1)
    counts = count_arrays(np.zeros(4), np.ones((4, 2)), task="multiclass", sample_weight=weights)

    assert 4 * (2**63 - 1) == counts.total


def test_sums_of_float_weights_keep_double_precision() -> None:
    """The sum of chunks of float weights keeps far more than seven digits."""
    weights = RNG.random(1000, dtype="float32")
    chunk = (np.ones(1000), np.ones(1000, "float32"))
    counts = sum(
        (count_arrays(*chunk, task="binary", sample_weight=weights) for _ in range(50)),
        Counts.empty(),
    )
    expected = 50 * weights.astype("float64").sum()

    assert abs(counts.total / expected - 1) < 1e-14
