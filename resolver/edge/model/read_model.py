"""Reads a model's outputs: shape, dtype, name, and what was applied last.

The activation is read from the graph, not from the last layer's attribute (`follow`, `passes`). A
model that has no graph is looked into by calling it on symbolic tensors (`trace`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import keras

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.specs import Output
from resolver.edge.graph.activations import UNKNOWN, Reading
from resolver.edge.graph.calls import Blank, Call
from resolver.edge.model.follow import Graph, apply, has_graph, written_by_keras
from resolver.edge.model.live import LIVE
from resolver.edge.model.probe import outside_unit, run
from resolver.edge.model.trace import specs, trace

__all__ = ["Reading", "read_activation", "read_outputs"]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The outputs of something: symbolic tensors in a structure, and how to read one.

    `batched` says that the first dimension is the batch, whatever number it is.
    """

    outputs: Any
    read: Callable[[Any], Reading]
    names: list[str | None]
    batched: bool = False


def read_outputs(model: Any, *, probe: Any = None) -> Any:
    """The outputs of a model, in the model's own output structure.

    Reading leaves no trace: no weight, no built state and no node of the graph changes, and no
    random state moves. With one exception: a `probe` builds a model that was never built.

    Args:
        model: A Keras model, a layer, a KerasTensor, or a list or dict of KerasTensors.
        probe: A batch of inputs as the model takes them. At most 32 rows are run, in inference,
            to see whether a value leaves [0, 1] (`Output.outside_unit`).

    Returns:
        One `Output`, or a list, a dict or any nesting of them. The activation is ``None`` where
        it cannot be known, and so is the shape of a model that was never built. A name is the key
        of a dict, else what `model.output_names` says.

    Raises:
        InvalidType: If `model` is none of these.
        InvalidArgument: If the model cannot be run on the probe, or there is no model to run.

    Example:
        >>> inputs = keras.Input((4,))
        >>> scores = keras.layers.Dense(3, activation="softmax", name="kind")(inputs)
        >>> read_outputs(keras.Model(inputs, keras.layers.Dropout(0.1)(scores))).activation
        'softmax'
    """
    values = None if probe is None else _probed(model, probe)
    seen = _look_at(model)
    flat = keras.tree.flatten(seen.outputs)
    outputs = [_output(leaf, seen.read(leaf), seen.batched) for leaf in flat]
    named = [replace(one, name=name) for one, name in zip(outputs, _names(seen), strict=True)]
    if values is not None and len(values) == len(named):
        named = [_shown(one, value) for one, value in zip(named, values, strict=True)]
    return keras.tree.pack_sequence_as(seen.outputs, named)


def read_activation(tensor: Any) -> Reading:
    """What was applied last to a KerasTensor.

    Args:
        tensor: A KerasTensor of a model's graph.

    Returns:
        The activation by its Keras name (``None`` if unknown), the axis it normalised, counted
        from the end, and the bounded activation directly beneath it.

    Raises:
        InvalidType: If it is no KerasTensor.

    Example:
        >>> read_activation(keras.ops.sigmoid(keras.Input((4,)))).activation
        'sigmoid'
    """
    if not isinstance(tensor, keras.KerasTensor):
        raise _no_model(tensor)
    return Graph().read(tensor)


def _no_model(seen: object) -> InvalidType:
    return InvalidType(
        "Outputs are read from a Keras model, a layer, a KerasTensor, or a list or dict of "
        f"KerasTensors. Received: {seen!r} (of type {type(seen).__name__}). "
        "Use: read_outputs(keras.Model(inputs, outputs))"
    )


def _probed(model: Any, probe: Any) -> list[Any]:
    if not isinstance(model, keras.layers.Layer):
        raise InvalidArgument(
            "A probe needs a model or a layer to run it through. Received: "
            f"{type(model).__name__}. Use: read_outputs(keras.Model(inputs, outputs), probe=x)"
        )
    return run(model, probe)


def _look_at(model: Any) -> _Seen:
    if isinstance(model, (keras.layers.Layer, keras.Function)):
        if has_graph(model):
            return _graph_seen(model)
        return _layer_seen(model)
    leaves = keras.tree.flatten(model)
    if not leaves or not all(isinstance(leaf, keras.KerasTensor) for leaf in leaves):
        raise _no_model(model)
    return _Seen(model, Graph().read, [_made_by(leaf) for leaf in leaves])


def _graph_seen(model: Any) -> _Seen:
    outputs = model.outputs
    structure = getattr(getattr(model, "_functional", model), "_outputs_struct", outputs)
    names = getattr(model, "output_names", None) or [_made_by(tensor) for tensor in outputs]
    return _Seen(structure, Graph().read, list(names))


def _made_by(tensor: Any) -> str | None:
    history = getattr(tensor, "_keras_history", None)
    operation = None if history is None else history.operation
    return None if operation is None else str(operation.name)


def _layer_seen(layer: Any) -> _Seen:
    """A layer, or a model without a graph: its last call, or a call of our own."""
    is_model = isinstance(layer, keras.Model)
    if layer._inbound_nodes and not is_model:
        outputs = list(layer._inbound_nodes[-1].outputs)
        return _Seen(_single(outputs), Graph().read, [layer.name] * len(outputs))
    seen = _called(layer) if layer.built else None
    if seen is None:
        blank = Blank()
        call = Call(layer, (blank,), {}, blank, 0, lambda _: UNKNOWN, apply, LIVE)
        return _Seen(blank, lambda _: apply(call), [None if is_model else layer.name])
    count = len(keras.tree.flatten(seen.outputs))
    return replace(seen, names=[None if is_model else layer.name] * count)


def _single(outputs: list[Any]) -> Any:
    return outputs[0] if len(outputs) == 1 else outputs


def _called(layer: Any) -> _Seen | None:
    """What a built layer gives for the input shapes it was built with."""
    calls = list(_calls_of(layer))
    for args, kwargs in () if written_by_keras(layer) else calls:
        traced = trace(layer, args, kwargs)
        if traced is not None:
            given = [(stand_in, lambda: UNKNOWN) for stand_in, _ in traced.inputs]
            return _Seen(traced.outputs, Graph(given, traced.nodes).read, [], batched=True)
    for args, kwargs in calls:
        outputs = specs(layer, args, kwargs)
        if outputs is not None:
            return _Seen(outputs, _reader_of(layer, args, kwargs, outputs), [], batched=True)
    return None


def _reader_of(
    layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any], outputs: Any
) -> Callable[[Any], Reading]:
    flat = keras.tree.flatten(outputs)

    def read(tensor: Any) -> Reading:
        index = next(place for place, one in enumerate(flat) if one is tensor)
        return apply(Call(layer, args, kwargs, tensor, index, lambda _: UNKNOWN, apply, LIVE))

    return read if written_by_keras(layer) else lambda _: UNKNOWN


def _calls_of(layer: Any) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Arguments to call a built layer with, likeliest first.

    Keras remembers the shapes a layer was built with, and no dtypes. The batch is left open, as a
    model treats it; some code needs to know it, so the batch it was built with comes next.
    """
    if isinstance(layer, keras.Function):
        yield (layer._inputs_struct,), {}
        return
    shapes = layer._build_shapes_dict or {}
    for free in (True, False):
        for dtype in (layer.compute_dtype, "int32"):
            given = {key: _tensors(shape, dtype, free) for key, shape in shapes.items()}
            if len(given) == 1:
                yield tuple(given.values()), {}
            elif given:
                yield (), {key.removesuffix("_shape"): one for key, one in given.items()}


def _tensors(shape: Any, dtype: str, free: bool) -> Any:
    if isinstance(shape, dict):
        return {key: _tensors(part, dtype, free) for key, part in shape.items()}
    if not isinstance(shape, (list, tuple)):
        return None
    if not all(dim is None or isinstance(dim, int) for dim in shape):
        return [_tensors(part, dtype, free) for part in shape]
    batch = (None,) if free and shape else tuple(shape[:1])
    return keras.KerasTensor((*batch, *shape[1:]), dtype=dtype, name="given")


def _output(tensor: Any, reading: Reading, batched: bool) -> Output:
    shape, dtype = getattr(tensor, "shape", None), getattr(tensor, "dtype", None)
    if shape is None:
        return Output(None, reading.activation, axis=reading.axis, beneath=reading.beneath)
    return Output(
        shape=(None, *shape[1:]) if batched and shape else tuple(shape),
        activation=reading.activation,
        dtype=keras.backend.standardize_dtype(dtype),
        axis=reading.axis,
        beneath=reading.beneath,
    )


def _names(seen: _Seen) -> list[str | None]:
    """The keys of a plain dict, which Keras prefers; else the names as they are."""
    if isinstance(seen.outputs, dict) and not any(map(_nested, seen.outputs.values())):
        keys = keras.tree.pack_sequence_as(seen.outputs, list(range(len(seen.outputs))))
        return [str(key) for key, _ in sorted(keys.items(), key=lambda item: item[1])]
    return seen.names


def _nested(part: Any) -> bool:
    return isinstance(part, (dict, list, tuple))


def _shown(output: Output, values: Any) -> Output:
    """An output with what a probe showed of it, and its shape and dtype if they were unknown."""
    known = replace(output, outside_unit=outside_unit(values))
    if output.shape is None:
        known = replace(known, shape=(None, *values.shape[1:]))
    return known if output.dtype else replace(known, dtype=str(values.dtype))
