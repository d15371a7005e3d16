"""Graphs of live Keras objects: which rule an operation has, and what its arguments are."""

from __future__ import annotations

from typing import Any, Final

import keras

from resolver.edge.graph import passes
from resolver.edge.graph.calls import Medium, Rule
from resolver.edge.graph.moves import Dims
from resolver.edge.model import functions

LAYERS: Final[dict[type, Rule]] = {
    getattr(keras.layers, name): rule
    for name, rule in passes.LAYERS.items()
    if hasattr(keras.layers, name)  # an older Keras has fewer
}
"""Keras's own layers, by class."""


def rule_of(op: Any) -> Rule | None:
    """The rule of an operation; ``None`` if the table has none.

    A layer must be Keras's own, or inherit its `call` unchanged from one that is.
    """
    kind: Any = type(op)
    if not isinstance(op, keras.layers.Layer):
        return passes.OPS.get(kind.__name__) if kind.__module__.startswith("keras.src.") else None
    known: Any = next((one for one in kind.__mro__ if one in LAYERS), None)
    if known is None or kind.call is not known.call or "call" in vars(op):
        return None
    return LAYERS[known]


class _Live:
    """The objects of Keras."""

    def flatten(self, structure: Any) -> list[Any]:
        return list(keras.tree.flatten(structure))

    def is_tensor(self, leaf: Any) -> bool:
        return isinstance(leaf, keras.KerasTensor)

    def is_weights(self, leaf: Any) -> bool:
        return isinstance(leaf, keras.Variable)

    def is_layer(self, op: Any) -> bool:
        return isinstance(op, keras.layers.Layer)

    def kind(self, op: Any) -> str:
        return type(op).__name__

    def named(self, function: Any) -> tuple[str | None, int]:
        return functions.named(function)

    def tensor(self, shape: Dims, dtype: str) -> Any:
        return keras.KerasTensor(shape, dtype=dtype, name="apart")


LIVE: Final[Medium] = _Live()
