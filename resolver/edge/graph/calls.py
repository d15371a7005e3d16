"""One call in a model's graph, live or saved, as the rules of the table look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from resolver.edge.graph import moves
from resolver.edge.graph.activations import Reading


@dataclass(frozen=True, slots=True)
class Blank:
    """A tensor of which nothing is known: the input of a layer that was never called."""

    shape: moves.Dims | None = None
    dtype: str = "float32"


class Medium(Protocol):
    """What a graph is made of: the live objects of Keras, or the words of a saved config."""

    def flatten(self, structure: Any) -> list[Any]:
        """The leaves of nested lists and dicts, a dict's in the order of its sorted keys."""

    def is_tensor(self, leaf: Any) -> bool:
        """True for a tensor of the graph."""

    def is_weights(self, leaf: Any) -> bool:
        """True for a variable."""

    def is_layer(self, op: Any) -> bool:
        """True for a layer, false for an operation or a function."""

    def kind(self, op: Any) -> str:
        """The name of an operation's class."""

    def named(self, function: Any) -> tuple[str | None, int]:
        """The Keras name of an activation function, None if unknown, and the axis it works on."""

    def tensor(self, shape: moves.Dims, dtype: str) -> Any:
        """A tensor outside of any graph."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation, as the graph remembers it.

    Args:
        op: The operation: a layer, a model or an op.
        args: The positional arguments, tensors among them.
        kwargs: The keyword arguments.
        output: The output that is read, a KerasTensor or `Blank`.
        index: Its place among the flattened outputs.
        read: Reads another tensor of the same graph.
        apply: Reads another call, for a layer that wraps one.
        medium: What the graph is made of.
    """

    op: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    output: Any
    index: int
    read: Callable[[Any], Reading]
    apply: Callable[[Call], Reading]
    medium: Medium

    @property
    def tensors(self) -> list[Any]:
        """The tensors it was called with, in order."""
        return [leaf for leaf in self.leaves if self._is_tensor(leaf)]

    @property
    def leaves(self) -> list[Any]:
        """Everything it was called with, in order."""
        return self.medium.flatten((self.args, self.kwargs))

    def _is_tensor(self, leaf: Any) -> bool:
        return isinstance(leaf, Blank) or self.medium.is_tensor(leaf)

    @property
    def first(self) -> Any:
        """The tensor it was called on."""
        if self.args and self._is_tensor(self.args[0]):
            return self.args[0]  # nearly always; flattening costs more than all the rest
        tensors = self.tensors
        return tensors[0] if tensors else Blank()


Rule = Callable[[Call], Reading]
Move = Callable[[moves.Step], int | None]
