"""Keras's own metrics and losses, where they are asked for by name or mean the same."""

from __future__ import annotations

from typing import Any

import keras

from resolver.core.decision import Decision
from resolver.core.errors import InvalidArgument
from resolver.core.losses import read_string
from resolver.edge.builders.build import build_loss

_CROSSENTROPIES = {
    "binary": keras.metrics.BinaryCrossentropy,
    "multilabel": keras.metrics.BinaryCrossentropy,
    "index": keras.metrics.SparseCategoricalCrossentropy,
    "rows": keras.metrics.CategoricalCrossentropy,
}


def get_metric(identifier: Any) -> Any:
    """What `keras.metrics.get` makes of anything but our words.

    Raises:
        InvalidArgument: If Keras knows no such metric.
    """
    return _get(keras.metrics.get, identifier, "metric", "'accuracy'")


def get_loss(identifier: Any) -> Any:
    """What `keras.losses.get` makes of anything but our words.

    Raises:
        InvalidArgument: If Keras knows no such loss.
    """
    return _get(keras.losses.get, identifier, "loss", "'auto'")


def spelled(loss: Any) -> Any:
    """A loss as it was given; a spelling that Keras does not know is built instead."""
    if not isinstance(loss, str):
        return loss
    try:
        keras.losses.get(loss)
    except ValueError:
        choice = read_string(loss).choice()
        return loss if choice is None else build_loss(choice)
    return loss


def _get(get: Any, identifier: Any, what: str, ours: str) -> Any:
    refusal = InvalidArgument(
        f"Keras knows no such {what}. Received: {identifier!r}. Use: {what}={ours}"
    )
    try:
        found = get(identifier)
    except (ValueError, TypeError) as error:
        raise refusal from error
    if found is None:
        raise refusal
    return found


def crossentropy_metric(decision: Decision, name: str) -> Any:
    """The crossentropy that a decision means, as a metric of the name that was written.

    Args:
        decision: A decision that is no regression and knows whether the output is logits.
        name: The name in the logs.
    """
    kind = decision.task
    if kind == "multiclass":
        kind = "index" if decision.coding == "index" else "rows"
    arguments: dict[str, Any] = {"name": name, "from_logits": bool(decision.from_logits)}
    if decision.class_axis not in (None, -1):
        arguments["axis"] = decision.class_axis
    return _CROSSENTROPIES[kind](**arguments)
