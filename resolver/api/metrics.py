"""The `metrics` argument of `compile`, in every form, as one list for each output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resolver.api.arguments import Pair
from resolver.core.errors import InvalidArgument
from resolver.core.structure import align


def metrics_of(pair: Pair, metrics: Any, what: str) -> list[list[Any]]:
    """What was asked of each output.

    Args:
        pair: The outputs.
        metrics: ``None``; one metric; a flat list, which stands for every output unless it has
            one entry for each; a list of lists; or a dict by output name, nested like the outputs.
        what: ``"metrics"`` or ``"weighted_metrics"``, for messages.

    Raises:
        InvalidArgument: If a dict names no output, or a list has the wrong number of entries.
    """
    several = len(pair.outputs) > 1
    if metrics is None:
        return [[] for _ in pair.outputs]
    if isinstance(metrics, Mapping):
        named = align(pair.structure, pair.names, metrics, what, _is_list)
        return [_entries(each) for each in named]
    entries = _entries(metrics)
    if not several:
        return [_flat(entries)]
    if len(entries) == len(pair.outputs):
        return [_entries(each) for each in entries]
    if any(isinstance(each, (list, tuple, Mapping)) for each in entries):
        listed = ", ".join(map(repr, pair.names))
        raise InvalidArgument(
            f"The {what} need one list for each output ({listed}), or one flat list for all of "
            f"them. Received: {metrics!r}. Use: {what}={{{pair.names[0]!r}: ['accuracy']}}"
        )
    return [list(entries) for _ in pair.outputs]


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _entries(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _flat(entries: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for each in entries:
        if isinstance(each, Mapping):
            raise InvalidArgument(
                f"A model with one output takes a list of metrics. Received: {entries!r}. "
                "Use: metrics=['accuracy']"
            )
        flat += _flat(list(each)) if isinstance(each, (list, tuple)) else [each]
    return flat
