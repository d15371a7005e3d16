"""Findings against mathematics: every head under every loss on labels of every coding."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from resolver.core.findings import find
from resolver.core.losses import Loss
from resolver.core.pairing import Pairing
from resolver.core.specs import Labels, Output
from tests.core.samples import column, rows
from tests.laws.ideal import ACTIVATIONS, LOSSES, Array, unsound

TIMES = 30
UNITS = (1, 2, 3)
DTYPES = ("int64", "float32")


def labels_of(units: int) -> dict[str, Array]:
    """Every label that there is, by coding."""
    flat = {
        "ids": np.arange(max(units, 3)),
        "ids from 1": np.arange(1, max(units, 2) + 1),
        "bits": np.array([0, 1]),
        "signs": np.array([-1, 1]),
        "fractions": np.array([0.12, 0.37, 0.5, 0.88]),
        "amounts": np.array([-9.5, 2.25, 31.0]),
        "positive amounts": np.array([0.5, 2.25, 12.0]),
    }
    if units == 1:
        return flat
    flat["ids"] = np.arange(units)
    flat["ids beyond"] = np.arange(units + 2)
    eye = np.eye(units)
    several = np.maximum(eye, np.roll(eye, 1, axis=0))
    return flat | {
        "one-hot": eye,
        "multi-hot": np.unique(np.concatenate([eye, several]), axis=0),
        "soft": 0.7 * eye + 0.3 / units,
        "sign rows": 2 * eye - 1,
        "fraction rows": 0.8 * eye + 0.15,
        "amount rows": 20 * eye - 7.5,
    }


class Cell(NamedTuple):
    """One pairing."""

    activation: str
    loss: tuple[str, bool]
    coding: str
    dtype: str
    units: int

    def pairing(self) -> Pairing:
        """As the rules see it."""
        seen = labels_of(self.units)[self.coding]
        facts = (
            column(*seen.tolist(), times=TIMES)
            if seen.ndim == 1
            else rows(*map(tuple, seen.tolist()), times=TIMES)
        )
        family, logits = self.loss
        told = logits if (family, True) in LOSSES else None
        return Pairing(
            Output((None, self.units), self.activation),
            Labels((None, *seen.shape[1:]), self.dtype, facts=facts),
            Loss(family, from_logits=told),
        )

    def unsound(self) -> str:
        """As mathematics sees it, which knows no dtypes."""
        return _unsound(self.activation, self.loss, self.coding, self.units)


@cache
def _unsound(activation: str, loss: tuple[str, bool], coding: str, units: int) -> str:
    return unsound(activation, loss, labels_of(units)[coding], units)


def cells() -> Iterator[Cell]:
    """Every cell of the grid; whole labels come as integers and as floats."""
    for units in UNITS:
        for coding, seen in labels_of(units).items():
            whole = np.array_equal(seen, np.trunc(seen))
            for dtype in DTYPES if whole else DTYPES[1:]:
                for activation in ACTIVATIONS:
                    for loss in LOSSES:
                        yield Cell(activation, loss, coding, dtype, units)


LOUD = {
    "bce-multiclass": "a binary loss reaches one-hot rows, weighing each class on its own",
    "mse-classification": "a regression reaches one-hot rows, where a crossentropy is steeper",
    "sigmoid-multiclass": "sigmoids reach one-hot rows, though they need not sum to 1",
    "cce-on-one-unit": "one unit under a loss of rows reaches something by accident",
    "missing-from-logits": "log-probabilities over their sum have a sign that cancels",
    "relu-output-classification": "relu and tanh reach logits that are as far apart as is asked",
    "from-logits-on-probabilities": "soft labels can lie within what a second softmax reaches",
}
"""Findings of pairings that mathematics lets pass, and why they are told all the same."""

WEIGHING = ("fraction", "multi-hot", "soft")

UNTOLD = {
    "what depends on intent is a note": lambda cell: any(
        each.severity == "note" for each in find(cell.pairing())
    ),
    "rows that are not one-hot weigh the margins of a categorical hinge": lambda cell: (
        cell.loss[0] == "categorical_hinge" and cell.coding.split()[0] in WEIGHING
    ),
    "fractions between -1 and 1 weigh the margins of a hinge": lambda cell: (
        "hinge" in cell.loss[0] and cell.coding.split()[0] in ("fraction", "fractions", "soft")
    ),
    "a logarithmic loss cuts off negative predictions, which hardly last": lambda cell: (
        cell.loss[0] == "mean_squared_logarithmic_error"
        and cell.activation in ("linear", "tanh", "hard_tanh", "log_softmax")
    ),
    "overlap with a soft mask is largest at 0 or 1, as it is meant": lambda cell: (
        cell.loss[0] == "dice" and cell.coding == "fractions"
    ),
    "log-probabilities are distilled by a regression": lambda cell: (
        cell.activation == "log_softmax" and LOSSES[cell.loss][2] == "real"
    ),
}
"""Pairings that mathematics does not let pass, and why nothing, or a note, is told of them."""


def differences() -> tuple[int, dict[tuple[str, str], list[Cell]]]:
    """How many cells there are, and those on which findings and mathematics differ."""
    compared, differ = 0, dict[tuple[str, str], list[Cell]]()
    for cell in cells():
        compared += 1
        why = cell.unsound()
        told = {each.name for each in find(cell.pairing()) if each.severity != "note"}
        if why and not told:
            reasons = [reason for reason, holds in UNTOLD.items() if holds(cell)]
            differ.setdefault(("untold", reasons[0] if reasons else f"? {why}"), []).append(cell)
        elif told and not why:
            known = sorted(told & set(LOUD))
            name = known[0] if known else f"? {sorted(told)}"
            differ.setdefault(("loud", name), []).append(cell)
    return compared, differ


def test_findings_agree_with_mathematics() -> None:
    """What can be learned is let pass, what cannot is told; each difference has its reason."""
    compared, differ = differences()
    explained = {("loud", name) for name in LOUD} | {("untold", reason) for reason in UNTOLD}

    assert {} == {key: each[:9] for key, each in differ.items() if key not in explained}
    assert explained == set(differ)
    assert compared > 10_000
    assert sum(map(len, differ.values())) < compared * 0.06
