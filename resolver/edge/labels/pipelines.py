"""Labels in a tf.data pipeline, read so that nothing the user will iterate changes.

The element_spec tells shape and dtype. For values, the labels are followed down the pipeline:
past what only regroups or reorders elements (batch, shuffle, prefetch, cache), past a zip, and
past a map that hands the labels through. At a source in memory they are read whole. Where
they are computed, a few elements of *that* step are read, if all that lies below it only
computes: then a second reading yields the same, and no state moves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from resolver.core.specs import Facts, Labels
from resolver.core.tick import Tick, silent
from resolver.edge.labels.arrays import dtype_name, kin, read_array, shape_of
from resolver.edge.labels.structure import labels_part

_LEAVES_ALONE: Final = ("Prefetch", "Options", "AssertCardinality", "Restructured")
_REORDERS: Final = (*_LEAVES_ALONE, "Shuffle", "Repeat", "Cache")
_BATCHES: Final = ("Batch", "ParallelBatch")
_SOURCES: Final = ("TensorSlice", "Tensor")
_MAPS: Final = ("Map", "ParallelMap")
_SELECTS: Final = ("Take", "Skip", "Shard", "Filter", "TakeWhile")
_READS_FILES: Final = ("TFRecord", "TextLine", "FixedLengthRecord")
_REGROUPS: Final = (*_BATCHES, "PaddedBatch", "Unbatch", "Zip", "Concatenate", "Repeat")
_COMPUTES: Final = frozenset(
    (*_SOURCES, *_READS_FILES, *_MAPS, *_SELECTS, *_REGROUPS, *_LEAVES_ALONE, "Range")
)
"""Steps that yield the same again when they are read again, if their functions do."""

_CALLS: Final = ("StatefulPartitionedCall", "If", "While", "Case")
_READS_STATE: Final = frozenset(
    ("ReadVariableOp", "LookupTableFindV2", "LookupTableSizeV2", *_CALLS, "Assert")
)
"""Operations TensorFlow calls stateful that change nothing; the bodies they call are judged."""

_ACTS: Final = ("PyFunc", "Write", "Save", "Print", "Log", "Debug")
"""Words in the names of operations that act on the outside, stateful or not."""

_NO_ROWS: Final = -99  # no class axis: an array of labels has fewer dimensions

_ROWS: Final = 256
_ROWS_OF_LABELS: Final = 1_024


def is_pipeline(data: object) -> bool:
    """True for what has the element_spec of TensorFlow: datasets and iterators over them."""
    return hasattr(data, "element_spec")


def read_pipeline(data: Any, class_axis: int = -1, tick: Tick = silent) -> Any:
    """The labels of a tf.data pipeline, in the structure of its second component.

    Raises:
        InvalidArgument: If its elements are not ``(x, y)`` or ``(x, y, sample_weight)``.
    """
    spec = labels_part(data.element_spec, "a tf.data.Dataset")
    first = _leaves(data.element_spec[0])
    readable = kin(data, "tensorflow", "DatasetV2") and first is not None
    return _structure(data if readable else None, spec, [first or 0], class_axis, tick)


def _structure(data: Any, spec: Any, place: list[int], class_axis: int, tick: Tick) -> Any:
    """Labels in the structure of a spec; `place` counts leaves in TensorFlow's order."""
    if isinstance(spec, Mapping):
        found = {key: _structure(data, spec[key], place, class_axis, tick) for key in sorted(spec)}
        return {key: found[key] for key in spec}
    if isinstance(spec, (tuple, list)):
        return tuple(_structure(data, each, place, class_axis, tick) for each in spec)
    replicas = getattr(spec, "_value_specs", None)  # of a distributed dataset
    spec = replicas[0] if replicas else spec
    shape = shape_of(spec) if hasattr(spec, "shape") else None
    axis = class_axis if class_axis < 0 else class_axis - len(shape or ())
    if shape is None or axis <= -len(shape) or shape[axis] is None:
        axis = _NO_ROWS
    leaf, place[0] = place[0], place[0] + (_leaves(spec) or 0)
    readable = data is not None and _leaves(spec) == 1
    facts = _facts(data, leaf, axis, 0, tick) if readable else None
    return Labels(shape, dtype_name(getattr(spec, "dtype", None)), facts=facts)


def _leaves(spec: Any) -> int | None:
    """How many tensors an element has; None if that cannot be told."""
    if isinstance(spec, (Mapping, tuple, list)):
        counts = [_leaves(each) for each in _in_order(spec)]
        return None if None in counts else sum(count or 0 for count in counts)
    if type(spec).__name__ in ("TensorSpec", "RaggedTensorSpec", "SparseTensorSpec"):
        return 1
    return 0 if type(spec).__name__ == "NoneTensorSpec" else None


def _in_order(structure: Any) -> list[Any]:
    if isinstance(structure, Mapping):
        return [structure[key] for key in sorted(structure)]
    return list(structure)


def _flat(element: Any) -> Iterator[Any]:
    if isinstance(element, (Mapping, tuple, list)):
        for each in _in_order(element):
            yield from _flat(each)
    elif element is not None:
        yield element


def _kind(data: Any) -> str:
    """What a step does, by the name of its class: ``_ParallelMapDataset`` is "ParallelMap"."""
    return type(data).__name__.strip("_").removesuffix("V2").removesuffix("Dataset")


def _facts(data: Any, leaf: int, axis: int, depth: int, tick: Tick) -> Facts | None:
    """The facts of one leaf of the elements; `depth` tells how often they are batched above."""
    kind, below = _kind(data), _inputs(data)
    if not kin(data, "tensorflow", type(data).__name__):
        return None
    if kind in _REORDERS and not _in_a_file(data):
        return _facts(below[0], leaf, axis, depth, tick)
    if kind in _BATCHES:
        return _facts(below[0], leaf, axis, depth + 1, tick)
    if kind == "Unbatch":
        return _facts(below[0], leaf, axis, depth - 1, tick)
    if kind == "Concatenate":
        parts = [_facts(each, leaf, axis, depth, tick) for each in below]
        return None if None in parts else sum((part for part in parts if part), Facts())
    if kind == "Zip":
        return _facts_of_zip(below, leaf, axis, depth, tick)
    if kind in _SOURCES and _in_memory(data._tensors[leaf]):
        return _facts_of_source(data._tensors[leaf], kind, axis, depth)
    origin = _handed_through(data, leaf) if kind in _MAPS else None
    if origin is not None:
        return _facts(below[0], origin, axis, depth, tick)
    return _peek(data, leaf, axis, depth, tick) if _only_computes(data) else None


def _in_a_file(data: Any) -> bool:
    """True for a cache on disk, which may hold other elements than what lies below it."""
    return _kind(data) == "Cache" and bool(np.asarray(data._filename).item())


def _inputs(data: Any) -> list[Any]:
    return list(data._inputs()) if hasattr(data, "_inputs") else []


def _facts_of_zip(below: list[Any], leaf: int, axis: int, depth: int, tick: Tick) -> Facts | None:
    for each in below:
        count = _leaves(each.element_spec)
        if count is None:
            return None
        if leaf < count:
            return _facts(each, leaf, axis, depth, tick)
        leaf -= count
    return None


def _in_memory(tensor: Any) -> bool:
    return hasattr(tensor, "numpy") and dtype_name(tensor.dtype) not in ("variant", "resource")


def _facts_of_source(tensor: Any, kind: str, axis: int, depth: int) -> Facts | None:
    try:
        values: Any = np.asarray(memoryview(tensor))  # a view; numpy() would copy
    except (BufferError, TypeError, ValueError):
        values = tensor.numpy()
    values = np.asarray(values)
    if (kind == "Tensor" and depth > 0) or values.ndim == 0:
        values = values[None]
    return read_array(values, axis).facts


def _handed_through(data: Any, leaf: int) -> int | None:
    """Which leaf of its input a map hands through as this one of its output, unchanged."""
    function = data._map_func.function
    graph = getattr(function, "graph", None)
    if graph is None or leaf >= len(graph.outputs):
        return None
    tensor = graph.outputs[leaf]
    while tensor.op.type == "Identity":
        tensor = tensor.op.inputs[0]
    count = _leaves(_inputs(data)[0].element_spec)
    names = [each.name for each in graph.inputs[: count or 0]]
    return names.index(tensor.name) if tensor.name in names else None


def _only_computes(data: Any) -> bool:
    """True if reading this step twice reads the same, and changes nothing anywhere."""
    return (
        _kind(data) in _COMPUTES
        and kin(data, "tensorflow", type(data).__name__)
        and all(_is_pure(function) for function in data._functions())
        and all(_kind(data) == "TFRecord" or _only_computes(each) for each in _inputs(data))
    )


def _is_pure(wrapper: Any) -> bool:
    graph = getattr(wrapper.function, "graph", None)
    registry = sys.modules.get("tensorflow.python.framework.op_def_registry")
    if graph is None or registry is None:
        return False
    code = graph.as_graph_def()
    own = {function.signature.name for function in code.library.function}
    used = {node.op for node in code.node}
    used |= {node.op for function in code.library.function for node in function.node_def}
    return all(_is_harmless(name, registry) for name in used - own)


def _is_harmless(name: str, registry: Any) -> bool:
    operation = registry.get(name)
    if operation is None or any(word in name for word in _ACTS):
        return False
    return name in _READS_STATE or not operation.is_stateful


def _peek(data: Any, leaf: int, axis: int, depth: int, tick: Tick) -> Facts | None:
    """The facts of the first elements of a step that only computes."""
    limit = _ROWS_OF_LABELS if _leaves(data.element_spec) == 1 else _ROWS
    values: list[Any] = []
    rows = 0
    try:
        for element in data:
            if rows >= limit:
                break
            value = list(_flat(element))[leaf]
            value = getattr(value, "flat_values", value)  # of a ragged tensor
            alone = depth > 0 or shape_of(value) == ()
            values.append(np.asarray(value)[None] if alone else value)
            rows += (shape_of(values[-1]) or (1,))[0] or 1
            tick(min(rows, limit), limit)
        else:
            limit = 0
        return _facts_of_values(values, axis) + Facts(sampled=limit > 0)
    except Exception:  # the pipeline of the user fails, or no eager execution: no values are known
        return None


def _facts_of_values(values: list[Any], axis: int) -> Facts:
    if len({shape_of(value) for value in values}) == 1:
        values = [np.concatenate(values)] if isinstance(values[0], np.ndarray) else values
    return sum((read_array(value, axis).facts or Facts() for value in values), Facts())
