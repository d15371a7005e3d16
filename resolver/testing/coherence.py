"""The property of a pairing: that output, labels, loss and metrics can be meant together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import hypothesis
import numpy as np
from hypothesis import strategies as st

from resolver.api.checking import check
from resolver.api.deciding import decide
from resolver.core.decision import Decision
from resolver.core.errors import AmbiguousPairing, PairingError
from resolver.core.finding import Finding
from resolver.core.specs import Labels
from resolver.edge.builders.read_compiled import compiled_loss
from resolver.edge.labels.read_labels import read_labels
from resolver.testing.case import Array, Case
from resolver.testing.search import Failed, search

__all__ = ["assert_coherent"]


def assert_coherent(
    model: Any,
    labels: Any,
    *,
    loss: Any = None,
    metrics: Any = None,
    ignore: Sequence[str] = (),
    settings: hypothesis.settings | None = None,
) -> None:
    """Nothing is wrong with a pairing, whatever labels of this kind a batch holds.

    For each batch that is drawn, `resolver.check` finds no error and no warning, and what is
    decided does not depend on the batch.

    Args:
        model: A model of one output, compiled or not, or an `Output`.
        labels: Labels of the kind that the model is for: a strategy such as
            ``testing.cases(task="multiclass", units=10)``, of which the labels and their coding are
            taken; a strategy of arrays; or one array, which is looked at as it is.
        loss: The loss, in any form Keras takes; left out, the one the model was compiled with.
        metrics: The metrics, likewise.
        ignore: Names of findings to leave out.
        settings: Of Hypothesis; ``None`` for those in force.

    Raises:
        AssertionError: If something is found or two batches are decided differently; says the
            simplest labels, what was seen, and the line to write instead.
        InvalidArgument: If an argument cannot be read.

    Example:
        >>> from resolver import testing
        >>> digits = testing.cases(task="multiclass", units=10)
        >>> assert_coherent(
        ...     Output((None, 10), "softmax"), digits, loss="sparse_categorical_crossentropy"
        ... )
    """
    __tracebackhide__ = True
    first: list[Decision] = []

    def holds(drawn: Any) -> None:
        coding = drawn.coding if isinstance(drawn, Case) else None
        y_true = np.asarray(drawn.y_true if isinstance(drawn, Case) else drawn)
        read = read_labels(y_true)
        read = read.coded(coding) if coding else read
        report = check(model, read, loss=loss, metrics=metrics, ignore=ignore)
        if not report.ok:
            raise Failed(_doubted(y_true, [*report.errors, *report.warnings]))
        if coding and not ignore:
            first[1:] = [_decided(y_true, read, model, loss)]
            _same(*first, y_true=y_true)

    search(labels if isinstance(labels, st.SearchStrategy) else st.just(labels), holds, settings)


def _doubted(y_true: Array, doubts: list[Finding]) -> str:
    return "\n\n".join(
        [
            "These labels cannot be meant with this output, loss and metrics.",
            _shown(y_true),
            *map(str, doubts),
        ]
    )


def _decided(y_true: Array, labels: Labels, model: Any, loss: Any) -> Decision:
    try:
        decision: Decision = decide(
            labels, model, loss=compiled_loss(model) if loss is None else loss
        )
    except (AmbiguousPairing, PairingError) as error:
        raise Failed(
            f"What these labels mean cannot be decided.\n\n{_shown(y_true)}\n\n{error}"
        ) from None
    return decision


def _same(first: Decision, then: Decision | None = None, *, y_true: Array) -> None:
    """Refuse a decision that another batch of the same kind has not had."""
    if then is not None and _meaning(first) != _meaning(then):
        raise Failed(
            "What is decided depends on which labels a batch holds.\n\n"
            f"{_shown(y_true)}\n\n  another batch  {_meaning(first)}\n"
            f"  this batch     {_meaning(then)}\n\n"
            "Use: resolver.decide(labels, model, task=...) with what is meant"
        )


def _meaning(decision: Decision) -> str:
    loss = decision.loss.line if decision.loss else "no loss that is known"
    return f"{decision.task}, from_logits={decision.from_logits}, {loss}"


def _shown(y_true: Array) -> str:
    return f"  y_true={y_true.tolist()!r}, {y_true.dtype} of shape {y_true.shape}"
