"""The kinds of input of torchmetrics 0.10: where we agree, and where we differ on purpose."""

from __future__ import annotations

import pytest

from resolver.core.decide import decide
from resolver.core.errors import ResolverError
from resolver.edge.labels.read_labels import read_labels

from .differences import TORCHMETRICS
from .input_kinds import INCORRECT, REFUSED, USUAL, Kind, meant, output, values

KINDS = USUAL + INCORRECT
AGREED = [kind for kind in KINDS if not kind.difference]


def _name(kind: Kind) -> str:
    return kind.name


def _ours(kind: Kind, batch: int) -> str:
    try:
        decision = decide(read_labels(values(kind, batch)), output(kind), **kind.said)
    except ResolverError as error:
        return type(error).__name__
    return f"{decision.task} {decision.coding}"


@pytest.mark.parametrize("kind", KINDS, ids=_name)
def test_each_kind_of_input_is_decided_as_the_table_says(kind: Kind) -> None:
    """Every kind of input comes out with the task and coding, or the error, of the table."""
    assert kind.ours == _ours(kind, 32)


@pytest.mark.parametrize("kind", [kind for kind in AGREED if kind.theirs != REFUSED], ids=_name)
def test_a_batch_of_one_is_decided_as_its_kind(kind: Kind) -> None:
    """One sample of a kind on which torchmetrics and we agree is decided as all of them."""
    assert kind.ours == _ours(kind, 1)


@pytest.mark.parametrize("kind", KINDS, ids=_name)
def test_we_differ_from_torchmetrics_exactly_where_a_reason_is_given(kind: Kind) -> None:
    """A kind without a reason has torchmetrics' task or refusal, one with a reason has not."""
    task = kind.ours.split()[0]
    ours = REFUSED if task in ("PairingError", "AmbiguousPairing") else task

    assert (kind.difference == "") == (ours == meant(kind))


def test_every_reason_is_used() -> None:
    """The list of differences holds those of the table and no others."""
    assert set(TORCHMETRICS) == {kind.difference for kind in KINDS} - {""}
