"""Follows a tensor back through its graph, to what was applied last.

One step back is one call of an operation: the table in `passes` says what it does, a model inside
the model is entered, and a layer of the user's own is looked into by calling it on symbolic
tensors (`trace`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import keras

from resolver.edge.graph.activations import UNKNOWN, Reading
from resolver.edge.graph.calls import Blank, Call
from resolver.edge.model.live import LIVE, rule_of
from resolver.edge.model.trace import trace

__all__ = ["Graph", "apply", "has_graph", "written_by_keras"]


class Graph:
    """The readings of the tensors of one graph, each found when it is asked for.

    Args:
        given: Tensors that come from outside this graph, with the way to read them there.
        nodes: Nodes that their operations have forgotten, by the identity of their outputs.
    """

    def __init__(
        self,
        given: Iterable[tuple[Any, Callable[[], Reading]]] = (),
        nodes: dict[int, Any] | None = None,
    ) -> None:
        self._given = {id(tensor): (tensor, read) for tensor, read in given}
        self._nodes = nodes or {}
        self._found: dict[int, Reading] = {}

    def read(self, tensor: Any) -> Reading:
        """What was applied last to a tensor of this graph."""
        key = id(tensor)
        if key in self._given:
            return self._given[key][1]()
        if key not in self._found:
            self._found[key] = UNKNOWN  # what a tensor that hangs on itself is
            self._found[key] = self._follow(tensor)
        return self._found[key]

    def _follow(self, tensor: Any) -> Reading:
        node = self._nodes.get(id(tensor)) or _node_of(tensor)
        if node is None or "float" not in tensor.dtype:
            return UNKNOWN
        index = next(place for place, one in enumerate(node.outputs) if one is tensor)
        made = node.arguments
        return apply(
            Call(node.operation, made.args, made.kwargs, tensor, index, self.read, apply, LIVE)
        )


def _node_of(tensor: Any) -> Any:
    """The call that made a tensor; ``None`` for an input."""
    history = getattr(tensor, "_keras_history", None)
    if history is None or history.operation is None:
        return None
    nodes = history.operation._inbound_nodes
    if history.node_index >= len(nodes):
        return None
    node = nodes[history.node_index]
    return node if any(one is tensor for one in node.outputs) else None


def apply(call: Call) -> Reading:
    """What one call did, by the table or by looking inside."""
    rule = rule_of(call.op) or _way_inside(call.op)
    try:
        return rule(call)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return UNKNOWN  # an operation that is not what the table takes it for


def _way_inside(op: Any) -> Callable[[Call], Reading]:
    """How to read an operation that the table does not have."""
    if has_graph(op):
        return _inside
    if isinstance(op, keras.Sequential) and written_by_keras(op):
        return _along
    if isinstance(op, keras.layers.Layer) and not written_by_keras(op):
        return _looked_into
    return lambda _: UNKNOWN


def has_graph(op: Any) -> bool:
    """A functional or sequential model, whose `call` runs its graph and nothing else."""
    kept = written_by_keras(op) and isinstance(op, keras.Function | keras.Sequential)
    return kept and hasattr(op, "outputs")


def written_by_keras(op: Any) -> bool:
    """True if the `call` of an operation is one that Keras has written."""
    return "call" not in vars(op) and type(op).call.__module__.startswith("keras.src.")


def _inside(call: Call) -> Reading:
    """A model inside a model: its inputs are read outside."""
    pairs = zip(call.op.inputs, _arguments(call), strict=True)
    given = [(inner, _reader(call, inner, outer)) for inner, outer in pairs]
    return Graph(given).read(call.op.outputs[call.index])


def _arguments(call: Call) -> list[Any]:
    """The tensors a nested model was called with, in the order of its inputs."""
    given = call.args[0] if call.args else next(iter(call.kwargs.values()))
    if isinstance(given, dict) and not isinstance(getattr(call.op, "_inputs_struct", None), dict):
        return [given[tensor.name] for tensor in call.op.inputs]
    return list(keras.tree.flatten(given))


def _reader(call: Call, inner: Any, outer: Any) -> Callable[[], Reading]:
    if not isinstance(outer, keras.KerasTensor) or len(inner.shape) != len(outer.shape):
        return lambda: UNKNOWN
    return lambda: call.read(outer)


def _looked_into(call: Call) -> Reading:
    """A layer of the user's own: its `call` is made on symbolic tensors."""
    shaped = not any(isinstance(tensor, Blank) for tensor in call.tensors)
    seen = trace(call.op, call.args, call.kwargs) if shaped and call.op.built else None
    if seen is None:
        return UNKNOWN
    given = [(inner, _reader(call, inner, outer)) for inner, outer in seen.inputs]
    return Graph(given, seen.nodes).read(keras.tree.flatten(seen.outputs)[call.index])


def _along(call: Call) -> Reading:
    """A Sequential that has no graph yet: its layers, one on the other, shapes unknown."""
    read = call.read
    for layer in call.op.layers:
        step = Call(layer, (Blank(),), {}, Blank(), 0, read, apply, LIVE)
        read = partial(_step, step)
    return read(Blank())


def _step(call: Call, _: Any) -> Reading:
    return apply(call)
