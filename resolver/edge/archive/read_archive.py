"""Reads a saved model without Keras: its outputs, its loss and metrics, and what stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resolver.core.configs import is_config, loss_of_config, metric_of_config
from resolver.core.errors import InvalidArgument
from resolver.core.specs import Output
from resolver.edge.archive.files import open_saved
from resolver.edge.archive.ops import SavedOp, Tensor
from resolver.edge.archive.saved_graph import SavedGraph
from resolver.edge.graph.activations import UNKNOWN, Reading


@dataclass(frozen=True, slots=True)
class Archive:
    """What a saved model says of itself.

    Args:
        outputs: One `Output`, or a list, a dict or any nesting of them.
        loss: What it was compiled with: a `Loss`, or a list or dict of them; None if nothing.
        metrics: Its metrics, likewise, each a `Metric`.
        weighted_metrics: Its weighted metrics, likewise.
        foreign: The class of the model, if it is not one of Keras's own: what it trains is then
            not known, nor what its ``call`` does.
    """

    outputs: Any
    loss: Any
    metrics: Any
    weighted_metrics: Any
    foreign: str | None


def read_archive(path: str | Path) -> Archive:
    """Read a saved model. No weight is read and no code is run.

    Args:
        path: A ``.keras`` archive, an ``.h5`` file of a whole model, or a ``.json`` config.

    Raises:
        InvalidArgument: If it cannot be read, or holds a model without a graph.
    """
    saved = open_saved(path)
    model = SavedOp(saved.model)
    if not isinstance(model.config.get("layers"), list):
        raise InvalidArgument(
            f"The model {str(path)!r} cannot be read: its class {model.kind!r} writes no graph "
            f"into its config. Use: resolver.check(model, labels)"
        )
    foreign = None if model.is_model else model.kind
    compiled: Mapping[str, Any] = saved.compiled or {}
    return Archive(
        _outputs(model, path, foreign is None),
        _mapped(compiled.get("loss"), loss_of_config),
        _mapped(compiled.get("metrics"), metric_of_config),
        _mapped(compiled.get("weighted_metrics"), metric_of_config),
        foreign,
    )


def _outputs(model: SavedOp, path: str | Path, trusted: bool) -> Any:
    try:
        graph = SavedGraph(model)
        names = _names(graph.structure, graph)
        return _built(graph.structure, iter(names), graph, trusted)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InvalidArgument(
            f"The model {str(path)!r} cannot be read: its config is not written as Keras writes "
            f"one ({type(error).__name__}: {error}). Use: model.save('model.keras')"
        ) from error


def _built(structure: Any, names: Any, graph: SavedGraph, trusted: bool) -> Any:
    if isinstance(structure, Tensor):
        reading = graph.read(structure) if trusted else UNKNOWN
        return _output(structure, reading, next(names), graph)
    if isinstance(structure, Mapping):
        return {key: _built(structure[key], names, graph, trusted) for key in sorted(structure)}
    return [_built(each, names, graph, trusted) for each in structure]


def _output(tensor: Tensor, reading: Reading, name: str, graph: SavedGraph) -> Output:
    return Output(
        graph.shape(tensor.made),
        reading.activation,
        graph.dtype(tensor.made),
        name,
        axis=reading.axis,
        beneath=reading.beneath,
    )


def _names(structure: Any, graph: SavedGraph) -> list[str]:
    """The keys of a plain dict, which Keras prefers; else the layers' names."""
    plain = isinstance(structure, Mapping) and all(
        isinstance(each, Tensor) for each in structure.values()
    )
    if plain:
        return sorted(map(str, structure))
    return [graph.name(tensor.made) for tensor in graph.outputs]


def _mapped(said: Any, read: Callable[[Any], Any]) -> Any:
    """A structure of configs, each of them read."""
    if is_config(said) or not isinstance(said, (list, tuple, Mapping)):
        return None if said is None else read(said)
    if isinstance(said, Mapping):
        return {key: _mapped(each, read) for key, each in said.items()}
    return [_mapped(each, read) for each in said]
