"""Measuring for `explain`: what we count and what each Keras generation counts, on data given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, Final

import numpy as np

from resolver.api.arguments import Pair
from resolver.api.waiting import waiting
from resolver.core.counts import Counts
from resolver.core.decision import Decision
from resolver.core.errors import InvalidArgument, ResolverError
from resolver.core.structure import align, flatten
from resolver.edge.count.counting import count_arrays, numbers
from resolver.edge.count.past import count_past
from resolver.report import Explained, Generation, Measured

MODEL_ROWS: Final = 1_024
"""Rows a model is run on at most."""

PREDICTIONS: Final = 10_000_000
"""Predictions that are counted at most, for each output."""


def measure(
    explained: Sequence[Explained], pair: Pair, y_pred: Any, labels: Any, x: Any
) -> list[Explained]:
    """The explanations with numbers, where they can be had.

    Args:
        explained: What is said of each output so far.
        pair: The outputs and their labels, as they were read.
        y_pred: What was given for the output: predictions, or the model to run on ``x``.
        labels: The labels as they were given.
        x: Inputs, if a model is to be run.

    Raises:
        InvalidArgument: If ``x`` cannot be laid beside the labels, or there is nothing to run.
    """
    truths = _labels(pair, labels)
    if x is None:
        guesses = flatten(y_pred)
        found = [_beside(*both) for both in zip(truths, guesses, strict=True)]
    else:
        found = _run(pair, y_pred, truths, x)
    return [_measured(each, *both) for each, both in zip(explained, found, strict=True)]


def _labels(pair: Pair, labels: Any) -> list[Any]:
    """The labels of each output as arrays; None for what is no array."""
    if isinstance(labels, tuple) and labels and hasattr(labels[0], "shape"):
        labels = labels[1] if len(labels) > 1 else None
    if len(pair.outputs) == 1 and not isinstance(labels, Mapping):
        return [_numbers(labels)]
    try:
        return [_numbers(each) for each in align(pair.structure, pair.names, labels, "labels")]
    except ResolverError:
        return [None] * len(pair.outputs)


def _numbers(values: Any) -> Any:
    if values is None or isinstance(values, (str, tuple)):
        return None
    try:
        array = numbers(values)
    except (ResolverError, TypeError, ValueError, RuntimeError):
        return None  # text, a dataset, a spec: nothing to measure against
    return array if array.ndim else None


Found = tuple[Any, Any, Measured]


def _beside(truth: Any, guess: Any) -> Found:
    """Labels and predictions of the rows that are counted."""
    scores = _numbers(guess)
    if truth is None or scores is None:
        return None, None, Measured()
    if len(truth) != len(scores):
        failed = f"{len(truth):,} rows of labels, {len(scores):,} of predictions"
        return None, None, Measured(failed=failed)
    picked = spread(len(scores), max(1, PREDICTIONS * len(scores) // max(1, scores.size)))
    if len(picked) < len(scores):
        truth, scores = truth[picked], scores[picked]
    return truth, scores, Measured(rows=len(picked), of=len(truth))


def spread(total: int, limit: int) -> Any:
    """At most ``limit`` row numbers, evenly spread, both ends among them.

    Example:
        >>> spread(9, 3).tolist(), spread(2, 3).tolist()
        ([0, 4, 8], [0, 1])
    """
    if total <= limit:
        return np.arange(total)
    return np.linspace(0, total - 1, limit).astype(np.int64)


def _run(pair: Pair, model: Any, truths: Sequence[Any], x: Any) -> list[Found]:
    room = import_module("resolver.edge.model.predict")
    total = room.rows_of(x)
    lengths = {len(truth) for truth in truths if truth is not None}
    if lengths != {total}:
        received = ", ".join(map(str, sorted(lengths))) or "no array"
        raise InvalidArgument(
            "What a model predicts is measured against labels of the same rows. Received: x with "
            f"{total} rows, labels with {received}. Use: resolver.explain(model, y, x=x)"
        )
    picked = spread(total, MODEL_ROWS)
    with waiting("running the model") as tick:
        said = room.predict(model, x, picked, tick)
    looked = Measured(rows=len(picked), of=total)
    return [
        (None if truth is None else truth[picked], np.asarray(guess), looked)
        for truth, guess in zip(truths, _along(pair.structure, said), strict=True)
    ]


def _along(structure: Any, values: Any) -> list[Any]:
    """The leaves of ``values`` in the order in which a structure has its keys."""
    if isinstance(structure, Mapping):
        return [leaf for key in structure for leaf in _along(structure[key], values[key])]
    if isinstance(structure, (list, tuple)):
        pairs = zip(structure, values, strict=True)
        return [leaf for node, value in pairs for leaf in _along(node, value)]
    return [values]


def _measured(explained: Explained, truth: Any, guess: Any, looked: Measured) -> Explained:
    if truth is None or guess is None:
        return replace(explained, measured=replace(looked, rows=0))
    ours, failed = _ours(explained.decision, truth, guess)
    looked = replace(looked, counts=ours, failed=failed)
    past = tuple(_count(each, truth, guess, ours) for each in explained.generations)
    if ours is None and all(each.counts is None for each in past):
        looked = replace(looked, rows=0)
    return replace(explained, measured=looked, generations=past)


def _ours(decision: Decision | None, truth: Any, guess: Any) -> tuple[Counts | None, str]:
    if decision is None or decision.metric is None:
        return None, ""
    arguments: dict[str, Any] = dict(decision.metric.arguments)
    try:
        counts = count_arrays(truth, guess, **arguments)
    except ResolverError as error:
        return None, str(error).partition(" Use: ")[0]
    return (counts, "") if counts.total else (None, "nothing is counted in these rows")


def _count(each: Generation, truth: Any, guess: Any, ours: Counts | None) -> Generation:
    """A generation with its number; where ours is known too, the two are compared."""
    if each.metric is None:
        return each
    try:
        counts = count_past(each.rules, each.metric, truth, guess)
    except (InvalidArgument, ValueError):  # shapes that this generation fails on, or stretches
        return each
    if ours is None or not counts.total:
        return replace(each, counts=counts)
    same = counts.correct * ours.total == ours.correct * counts.total
    return replace(each, counts=counts, verdict="same" if same else "differs")
