"""Counts of one part of the data, by a decision that was taken before for all parts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from resolver.api.refusing import refuse_regression
from resolver.core.counts import Counts
from resolver.core.decision import Decision
from resolver.core.errors import InvalidArgument, ResolverError
from resolver.core.tick import Tick, silent
from resolver.edge.count.counting import count_arrays
from resolver.edge.count.rule import accuracy_rule, classes_of

__all__ = ["Measure", "count_part", "measure_of"]


class Measure(NamedTuple):
    """By what every part is counted; plain data, for it travels to workers.

    Args:
        arguments: The arguments of the accuracy that was decided.
        classes: How many classes or labels each prediction has; ``None`` if that is not known.
        source: Where that was seen, for messages.
    """

    arguments: dict[str, Any]
    classes: int | None
    source: str

    @property
    def nothing(self) -> Counts:
        """No samples, of this decision."""
        return Counts(0, 0, accuracy_rule(**self.arguments).fingerprint)


def measure_of(decision: Decision, source: str) -> Measure:
    """What a decision says to count.

    Args:
        decision: The decision, on the shape of the predictions of any part.
        source: Where its shapes are from.

    Raises:
        PairingError: If it is of a regression.

    Example:
        >>> from resolver.core.decide import decide
        >>> measure_of(decide(Labels((None,)), Output((None, 10))), "part 0").classes
        10
    """
    refuse_regression("accuracy", decision)
    assert decision.metric is not None
    arguments: dict[str, Any] = dict(decision.metric.arguments)
    shape = decision.output.shape
    return Measure(
        arguments, None if shape is None else classes_of(accuracy_rule(**arguments), shape), source
    )


def count_part(
    measure: Measure,
    y_true: Any,
    y_pred: Any,
    sample_weight: Any = None,
    mask: Any = None,
    *,
    name: str = "",
    tick: Tick = silent,
) -> Counts:
    """Count one part.

    Args:
        measure: By what it is counted.
        y_true: Labels, as `resolver.count` takes them.
        y_pred: Predictions, likewise.
        sample_weight: Weights, likewise.
        mask: What is counted, likewise.
        name: What the part is called, for messages.
        tick: Told how many rows are done.

    Returns:
        Its counts; none if it has no rows, whatever the other dimensions of its arrays are.

    Raises:
        InvalidArgument: If the arrays do not fit each other, or not the other parts.
    """
    if np.shape(y_true)[:1] == np.shape(y_pred)[:1] == (0,):
        return measure.nothing
    try:
        _same_classes(measure, np.shape(y_pred))
        return count_arrays(
            y_true, y_pred, **measure.arguments, sample_weight=sample_weight, mask=mask, tick=tick
        )
    except ResolverError as error:
        if not name:
            raise
        raise InvalidArgument(f"{name}: {error}") from error


def _same_classes(measure: Measure, shape: tuple[int, ...]) -> None:
    rule = accuracy_rule(**measure.arguments)
    known = -len(shape) <= rule.axis < len(shape)
    number = classes_of(rule, shape) if known else None
    if None not in (number, measure.classes) and number != measure.classes:
        raise InvalidArgument(
            "All parts must have predictions of as many classes. "
            f"Received: {number} here, and {measure.classes} in {measure.source}. "
            "Use: predictions of one model"
        )
