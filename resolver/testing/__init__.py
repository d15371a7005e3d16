"""For your own property tests: what to draw, what it should come to, and the test in one line.

    testing.cases(task=...)                 Hypothesis strategies: labels, predictions, weights, ...
    testing.pairings(right=False)           outputs, labels and losses that cannot be meant together
    testing.references                      accuracies and losses in NumPy, to compare yours with
    testing.assert_agrees(mine, ...)        the same number as a reference, on every small case
    testing.assert_batch_split_invariant    the same number however the rows are cut into batches
    testing.assert_coherent(model, ...)     nothing to be found wrong, whatever a batch holds

Needs Hypothesis, but for the references: ``pip install 'keras-resolver[testing]'``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.opening import opened

if TYPE_CHECKING:
    from resolver.testing import references as references
    from resolver.testing.case import Case as Case
    from resolver.testing.case import PairingCase as PairingCase
    from resolver.testing.coherence import assert_coherent as assert_coherent
    from resolver.testing.measuring import assert_agrees as assert_agrees
    from resolver.testing.measuring import (
        assert_batch_split_invariant as assert_batch_split_invariant,
    )
    from resolver.testing.strategies.arrays import batch_splits as batch_splits
    from resolver.testing.strategies.arrays import masks as masks
    from resolver.testing.strategies.arrays import sample_weights as sample_weights
    from resolver.testing.strategies.arrays import y_pred as y_pred
    from resolver.testing.strategies.arrays import y_true as y_true
    from resolver.testing.strategies.cases import cases as cases
    from resolver.testing.strategies.cases import label_combinations as label_combinations
    from resolver.testing.strategies.pairings import outputs as outputs
    from resolver.testing.strategies.pairings import pairings as pairings

_ROOMS = {
    "Case": "case",
    "PairingCase": "case",
    "assert_agrees": "measuring",
    "assert_batch_split_invariant": "measuring",
    "assert_coherent": "coherence",
    "batch_splits": "strategies.arrays",
    "cases": "strategies.cases",
    "label_combinations": "strategies.cases",
    "masks": "strategies.arrays",
    "outputs": "strategies.pairings",
    "pairings": "strategies.pairings",
    "references": "references",
    "sample_weights": "strategies.arrays",
    "y_pred": "strategies.arrays",
    "y_true": "strategies.arrays",
}

__all__ = [
    "Case",
    "PairingCase",
    "assert_agrees",
    "assert_batch_split_invariant",
    "assert_coherent",
    "batch_splits",
    "cases",
    "label_combinations",
    "masks",
    "outputs",
    "pairings",
    "references",
    "sample_weights",
    "y_pred",
    "y_true",
]


def __getattr__(name: str) -> object:
    value = opened(__name__, _ROOMS, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
