"""Looks inside a layer by calling its `call` on symbolic tensors, and leaves no trace of it.

A symbolic call writes to what it passes: every layer remembers the call as a node (a second node
makes `layer.output` of a model ambiguous), names are counted, losses are cleared, a layer that was
never called is built. `undisturbed` takes all of that back, or keeps it from happening.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import keras
from keras.src.backend import AutocastScope
from keras.src.backend.common import global_state
from keras.src.layers.layer import CallContext

_CLOSED: Final = 1000
"""More dimensions than any input has: what an unbuilt layer asks for while it must not be built."""

_BATCH: Final = 7
"""A batch for a `call` that must know its size: it is tried where an open one fails."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What a symbolic call showed.

    Args:
        outputs: The outputs, in the structure that `call` returned.
        nodes: Identity of a tensor -> the node that made it; the operations have forgotten it.
        inputs: Pairs of a stand-in and the tensor it stands for.
    """

    outputs: Any
    nodes: dict[int, Any]
    inputs: list[tuple[Any, Any]]


def trace(layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Traced | None:
    """Calls `layer.call` on stand-ins for the KerasTensors among the arguments.

    Returns:
        What was seen; ``None`` if the call cannot be made on symbolic tensors, as with the raw
        operations of a backend.
    """
    for batch in (None, _BATCH):
        try:
            with undisturbed(layer):
                return _seen(layer, args, kwargs, batch)
        except Exception:  # whatever a foreign `call` raises, it cannot be read this way
            continue
    return None


def _seen(layer: Any, args: Any, kwargs: Any, batch: int | None) -> Traced:
    inputs: list[tuple[Any, Any]] = []
    nodes: list[Any] = []
    try:
        given, options = keras.tree.map_structure(
            lambda leaf: _stand_in(layer, leaf, inputs, batch), (args, kwargs)
        )
        outputs = layer.call(*given, **_inference(layer, options))
    finally:
        nodes += _forget([stand_in for stand_in, _ in inputs])
    made = {id(tensor): node for node in nodes for tensor in node.outputs}
    return Traced(outputs, made, inputs)


def specs(layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The outputs of a layer as KerasTensors without a history; ``None`` if they cannot be told."""
    try:
        with undisturbed(layer):
            return layer.compute_output_spec(*args, **_inference(layer, dict(kwargs)))
    except Exception:  # as in `trace`
        return None


def _stand_in(layer: Any, leaf: Any, inputs: list[tuple[Any, Any]], batch: int | None) -> Any:
    if not isinstance(leaf, keras.KerasTensor):
        return leaf
    floating = "float" in leaf.dtype and getattr(layer, "autocast", False)
    sized = batch is not None and leaf.shape and leaf.shape[0] is None
    stand_in = keras.Input(
        batch_shape=(batch, *leaf.shape[1:]) if sized else leaf.shape,
        dtype=layer.compute_dtype if floating else leaf.dtype,
        name=f"stand_in_{len(inputs)}",
    )
    inputs.append((stand_in, leaf))
    return stand_in


def _inference(layer: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    if "training" in inspect.signature(layer.call).parameters:
        return {"training": False, **kwargs}
    return kwargs


def _forget(inputs: list[Any]) -> list[Any]:
    """Takes out of the graph every node that hangs on these inputs, and returns them in order."""
    found: dict[int, Any] = {}
    reached = {id(tensor) for tensor in inputs}
    waiting = [tensor._keras_history.operation for tensor in inputs]
    while waiting:
        for node in waiting.pop()._outbound_nodes:
            if id(node) not in found and any(id(one) in reached for one in node.input_tensors):
                found[id(node)] = node
                reached.update(id(one) for one in node.outputs)
                waiting.append(node.operation)
    for node in found.values():
        _drop(node, node.operation._inbound_nodes)
        for tensor in node.input_tensors:
            if tensor._keras_history.operation is not None:
                _drop(node, tensor._keras_history.operation._outbound_nodes)
    return list(found.values())


def _drop(node: Any, nodes: list[Any]) -> None:
    for place in reversed(range(len(nodes))):
        if nodes[place] is node:
            nodes.pop(place)


@contextmanager
def undisturbed(layer: Any) -> Iterator[None]:
    """Within it a layer can be called without leaving a mark on it, its sublayers or Keras.

    Variables keep their values (a stateless scope takes the updates), losses stay, names are
    counted anew afterwards, and a sublayer that is not built refuses to be called.
    """
    layers = layer._flatten_layers()
    marks = [(one, one._called, one._parent_path) for one in layers]
    counters = global_state.get_global_attribute("object_name_uids")
    counted = None if counters is None else dict(counters)
    closed = [(one, one.input_spec) for one in layers if not one.built and one is not layer]
    try:
        for one, _ in closed:
            one.input_spec = keras.layers.InputSpec(min_ndim=_CLOSED)
        with _inference_context(layer), _autocast(layer), keras.StatelessScope():
            yield
    finally:
        for one, spec in closed:
            one.input_spec = spec
        for one, called, path in marks:
            if (one._called, one._parent_path) != (called, path):
                one._called, one._parent_path = called, path
        global_state.set_global_attribute("object_name_uids", counters)
        if counters is not None and counted is not None:
            counters.clear()
            counters.update(counted)


@contextmanager
def _inference_context(layer: Any) -> Iterator[None]:
    """As inside a call of `layer` for inference: sublayers inherit training=False, losses stay."""
    before = global_state.get_global_attribute("current_call_ctx")
    context = CallContext(entry_layer=layer)
    context.training = False
    global_state.set_global_attribute("current_call_ctx", context)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        global_state.set_global_attribute("current_call_ctx", before)


def _autocast(layer: Any) -> Any:
    mixed = layer.compute_dtype != layer.variable_dtype and "float" in layer.compute_dtype
    return AutocastScope(layer.compute_dtype if mixed else None)
