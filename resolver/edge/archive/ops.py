"""Layers, operations and tensors as a saved config writes them; no Keras here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from resolver.edge.graph import passes
from resolver.edge.graph.activations import ALIASES, KNOWN
from resolver.edge.graph.calls import Blank, Medium, Rule
from resolver.edge.graph.moves import Dims

_OURS: Final = ("keras", "tf_keras", "tensorflow")
"""Packages whose classes are Keras's own."""

MODELS: Final = ("Functional", "Sequential", "Model")
"""Classes that hold a graph and run nothing else."""


@dataclass(frozen=True, slots=True)
class Tensor(Blank):
    """A tensor of a saved graph: which layer made it, in which of its calls, in which place."""

    made: tuple[str, int, int] = ("", 0, 0)


class SavedOp:
    """A layer or an operation of a config; its arguments are its attributes.

    Args:
        entry: What the config says of it: ``class_name``, ``config``, ``module``, ...
    """

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.entry = entry
        config = entry.get("config")
        self.config: Mapping[str, Any] = config if isinstance(config, Mapping) else {}
        self.kind = str(entry.get("class_name"))

    def __getattr__(self, name: str) -> Any:
        config = self.__dict__.get("config", {})
        if name not in config:
            raise AttributeError(name)
        return opened(config[name])

    @property
    def module(self) -> str:
        """The module of its class; empty where old files do not say."""
        return self.entry.get("module") or ""

    @property
    def is_op(self) -> bool:
        """True for an operation of `keras.ops`."""
        return self.module.startswith("keras.src.ops")

    @property
    def by_keras(self) -> bool:
        """True for a class of Keras's own; an old file names no module, only foreign ones so."""
        if ">" in self.kind or ">" in str(self.entry.get("registered_name")):
            return False
        return not self.module or self.module.partition(".")[0] in _OURS

    @property
    def is_model(self) -> bool:
        """True for a model with a graph that runs nothing else."""
        return self.by_keras and self.kind in MODELS and "layers" in self.config

    @property
    def built_with(self) -> Dims | None:
        """The shape it was built with, if it took one tensor and the file says so."""
        said = self.entry.get("build_config") or {}
        return dims(said.get("input_shape")) if isinstance(said, Mapping) else None


def dims(shape: Any) -> Dims | None:
    """A shape as it is written; None if it is none."""
    plain = isinstance(shape, (list, tuple)) and all(
        one is None or (isinstance(one, int) and not isinstance(one, bool)) for one in shape
    )
    return tuple(shape) if plain else None


def opened(value: Any) -> Any:
    """What a value of a config stands for: a layer, a slice, or itself."""
    if not isinstance(value, Mapping) or "class_name" not in value:
        return value
    if value["class_name"] == "__slice__":
        said = value["config"]
        return slice(said["start"], said["stop"], said["step"])
    if value["class_name"] == "__ellipsis__":
        return Ellipsis
    return SavedOp(value)


def rule_of(op: SavedOp) -> Rule | None:
    """The rule of an operation; ``None`` if the table has none, or the class is not Keras's."""
    if not op.by_keras:
        return None
    return passes.OPS.get(op.kind) if op.is_op else passes.LAYERS.get(op.kind)


class _Written:
    """The words of a saved config."""

    def flatten(self, structure: Any) -> list[Any]:
        if isinstance(structure, Mapping):
            return [leaf for key in sorted(structure) for leaf in self.flatten(structure[key])]
        if isinstance(structure, (list, tuple)):
            return [leaf for part in structure for leaf in self.flatten(part)]
        return [structure]

    def is_tensor(self, leaf: Any) -> bool:
        return isinstance(leaf, Blank)

    def is_weights(self, leaf: Any) -> bool:
        return False

    def is_layer(self, op: Any) -> bool:
        return isinstance(op, SavedOp) and not op.is_op and op.kind != "function"

    def kind(self, op: Any) -> str:
        return str(op.kind)

    def named(self, function: Any) -> tuple[str | None, int]:
        """Keras writes its own functions as their names, and all others in another way."""
        if not isinstance(function, str):
            return None, -1
        name = ALIASES.get(function, function)
        return (name if name in KNOWN else None), -1

    def tensor(self, shape: Dims, dtype: str) -> Any:
        return Blank(shape, dtype)


WRITTEN: Final[Medium] = _Written()
