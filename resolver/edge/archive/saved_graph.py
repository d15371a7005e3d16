"""The graph of a saved model, and what was applied last to each of its tensors.

A config writes a graph as layers with the calls made of them. Three spellings are read: that of
Keras 3 (tensors with shapes), that of Keras 2 (names and numbers), and that of a Sequential.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from resolver.edge.archive.dtypes import dtype_after
from resolver.edge.archive.ops import WRITTEN, SavedOp, Tensor, dims, opened, rule_of
from resolver.edge.archive.shapes import shape_after
from resolver.edge.graph.activations import UNKNOWN, Reading
from resolver.edge.graph.calls import Blank, Call
from resolver.edge.graph.moves import Dims

Made = tuple[str, int, int]


class _Node(NamedTuple):
    """One call of a layer."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class SavedGraph:
    """The tensors of one saved model.

    Args:
        model: The model.
        given: Ways to read its inputs, where it is called inside another model.
        shapes: The shapes of its inputs there.
    """

    def __init__(
        self,
        model: SavedOp,
        given: list[Callable[[], Reading]] | None = None,
        shapes: list[Dims | None] | None = None,
    ) -> None:
        self._ops: dict[str, SavedOp] = {}
        self._nodes: dict[str, list[_Node]] = {}
        self._shapes: dict[Made, Dims | None] = {}
        self._dtypes: dict[Made, str | None] = {}
        self._found: dict[Made, Reading] = {}
        self._counts: dict[str, int] = {}
        self._old = False
        if model.kind == "Sequential":
            self._load_chain(model)
        else:
            self._load(model)
        self.outputs = WRITTEN.flatten(self.structure)
        self.inputs = [leaf.made for leaf in WRITTEN.flatten(self._inputs) if leaf]
        for made, shape in zip(self.inputs, shapes or [], strict=False):
            if self._shapes.get(made) is None:
                self._shapes[made] = shape
        self._given: dict[Made, Callable[[], Reading]] = dict(
            zip(self.inputs, given or [], strict=False)
        )

    def _load(self, model: SavedOp) -> None:
        layers = model.config["layers"]
        self._ops = {_name(entry): SavedOp(entry) for entry in layers}
        calls = {_name(entry): entry.get("inbound_nodes") or [] for entry in layers}
        self._counts = {name: len(each) for name, each in calls.items()}
        self._nodes = {name: [self._node(one) for one in each] for name, each in calls.items()}
        self._inputs = self._ends(model.config.get("input_layers", []))
        self.structure = self._ends(model.config["output_layers"])

    def _load_chain(self, model: SavedOp) -> None:
        layers = model.config["layers"]
        given = dims(model.config.get("build_input_shape")) or model.built_with
        last = Tensor(made=("", 0, 0))
        self._inputs, self._shapes[last.made] = last, given
        for place, entry in enumerate(layers):
            op, made = SavedOp(entry), (f"{place}", 0, 0)
            if op.kind == "InputLayer":
                self._shapes[last.made] = _input_shape(op)
                continue
            known = op.built_with or dims(op.config.get("batch_input_shape"))
            if known is not None and self._shapes.get(last.made) is None:
                self._shapes[last.made] = known
            self._ops[made[0]] = op
            self._nodes[made[0]] = [_Node((last,), {})]
            last = Tensor(made=made)
        self.structure = last

    def _ends(self, written: Any) -> Any:
        """Inputs or outputs in their structure."""
        if _is_place(written):
            chain = self._kind(written[0]) == "Sequential" and not self._old
            return Tensor(made=self._made(written, own=not chain))
        if isinstance(written, Mapping):
            return {key: self._ends(each) for key, each in written.items()}
        return [self._ends(each) for each in written]

    def _made(self, written: Any, *, own: bool) -> Made:
        """Where a tensor was made; `own` says that a model's own call was counted as its first."""
        name, node, place = written[:3]
        op = self._ops.get(name)
        node -= op is not None and op.is_model and own
        return name, min(max(node, 0), max(self._counts.get(name, 0) - 1, 0)), place

    def _kind(self, name: str) -> str:
        op = self._ops.get(name)
        return "" if op is None else op.kind

    def _node(self, call: Any) -> _Node:
        if isinstance(call, Mapping):
            args, kwargs = self._opened(call.get("args", [])), self._opened(call.get("kwargs", {}))
            return _Node(tuple(args), kwargs)
        calls = [call] if _is_place(call) else call
        self._old = True
        tensors = [Tensor(made=self._made(one, own=True)) for one in calls]
        kwargs = calls[0][3] if calls and len(calls[0]) > 3 else {}
        return _Node((tensors[0] if len(tensors) == 1 else tensors,), dict(kwargs))

    def _opened(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._opened(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        if value.get("class_name") == "__keras_tensor__":
            said = value["config"]
            made = self._made(said["keras_history"], own=False)
            self._shapes[made], self._dtypes[made] = dims(said.get("shape")), said.get("dtype")
            return Tensor(made=made)
        if "class_name" in value:
            return opened(value)
        return {key: self._opened(each) for key, each in value.items()}

    def shape(self, made: Made) -> Dims | None:
        """The shape of a tensor: as it was written down, or as its layer makes it."""
        if made not in self._shapes:
            self._shapes[made] = None
            self._shapes[made] = self._shape_made(made)
        return self._shapes[made]

    def _shape_made(self, made: Made) -> Dims | None:
        op, node = self._ops.get(made[0]), self._call(made)
        if op is None or node is None:
            return None if op is None else _input_shape(op)
        shapes = [self.shape(one.made) for one in _tensors(node)]
        if op.is_model:
            return _shape_inside(op, shapes, made[2])
        return shape_after(op, shapes, node.args, node.kwargs, _entered) if not made[2] else None

    def name(self, made: Made) -> str:
        """The name of the layer that made a tensor."""
        op = self._ops.get(made[0])
        return made[0] if op is None else str(op.entry.get("name") or op.config.get("name"))

    def dtype(self, made: Made) -> str | None:
        """The dtype of a tensor, likewise."""
        if made not in self._dtypes:
            self._dtypes[made] = None
            op, node = self._ops.get(made[0]), self._call(made)
            dtypes = [self.dtype(one.made) for one in _tensors(node)] if node else []
            if op is not None and op.is_model and not made[2]:
                inner = SavedGraph(op)
                self._dtypes[made] = inner.dtype(inner.outputs[0].made)
            elif op is not None and not (op.is_op and node and _holds_array(node)):
                self._dtypes[made] = dtype_after(op, dtypes)
        return self._dtypes[made]

    def _call(self, made: Made) -> _Node | None:
        nodes = self._nodes.get(made[0], [])
        return nodes[made[1]] if made[1] < len(nodes) else None

    def tensor(self, tensor: Tensor) -> Tensor:
        """A tensor with its shape and dtype."""
        made = tensor.made
        return Tensor(self.shape(made), self.dtype(made) or "float32", made)

    def read(self, tensor: Any) -> Reading:
        """What was applied last to a tensor."""
        if not isinstance(tensor, Tensor):
            return UNKNOWN
        made = tensor.made
        if made in self._given:
            return self._given[made]()
        if made not in self._found:
            self._found[made] = UNKNOWN  # what a tensor that hangs on itself is
            self._found[made] = self._follow(made)
        return self._found[made]

    def _follow(self, made: Made) -> Reading:
        op, node = self._ops.get(made[0]), self._call(made)
        if op is None or node is None or "float" not in (self.dtype(made) or "float"):
            return UNKNOWN
        args, kwargs = self._shaped(node.args), self._shaped(node.kwargs)
        output = self.tensor(Tensor(made=made))
        return apply(Call(op, args, kwargs, output, made[2], self.read, apply, WRITTEN))

    def _shaped(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            return self.tensor(value)
        if isinstance(value, Mapping):
            return {key: self._shaped(each) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._shaped(each) for each in value)
        return value


def _name(entry: Mapping[str, Any]) -> str:
    return str(entry.get("name") or entry["config"]["name"])


def _is_place(written: Any) -> bool:
    return (
        isinstance(written, (list, tuple))
        and len(written) >= 3
        and isinstance(written[0], str)
        and isinstance(written[1], int)
    )


def _tensors(node: _Node) -> list[Tensor]:
    leaves = WRITTEN.flatten((node.args, node.kwargs))
    return [leaf for leaf in leaves if isinstance(leaf, Tensor)]


def _holds_array(node: _Node) -> bool:
    """Whether an operand is an array: each backend has its own rule what dtype comes of it."""
    operands = (*node.args, *node.kwargs.values())
    return any(isinstance(x, SavedOp) and x.kind == "__numpy__" for x in operands)


def _input_shape(op: SavedOp) -> Dims | None:
    said = op.config.get("batch_shape", op.config.get("batch_input_shape"))
    return dims(said)


def _shape_inside(op: SavedOp, shapes: list[Dims | None], place: int) -> Dims | None:
    """The shape of an output of a model, if it is called on the shapes it was made with."""
    inner = SavedGraph(op, shapes=shapes)
    if [inner.shape(made) for made in inner.inputs] != shapes:
        return None
    return inner.shape(inner.outputs[place].made)


def _entered(op: SavedOp, shape: Dims) -> Dims | None:
    return (
        _shape_inside(op, [shape], 0) if op.is_model else shape_after(op, [shape], (), {}, _entered)
    )


def apply(call: Call) -> Reading:
    """What one call did, by the table, or by entering the model that was called."""
    op = call.op
    if not isinstance(op, SavedOp):
        return UNKNOWN
    rule = _inside if op.is_model else rule_of(op)
    try:
        return UNKNOWN if rule is None else rule(call)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return UNKNOWN  # an operation that is not what the table takes it for


def _inside(call: Call) -> Reading:
    """A model inside a model: its inputs are read outside."""
    outer = call.tensors
    shapes = [tensor.shape for tensor in outer]
    graph = SavedGraph(call.op, shapes=shapes)
    if len(graph.inputs) != len(outer):
        return UNKNOWN
    given = [
        _reader(call, graph.shape(made), one) for made, one in zip(graph.inputs, outer, strict=True)
    ]
    inner = SavedGraph(call.op, given, shapes)
    return inner.read(inner.outputs[call.index])


def _reader(call: Call, inner: Dims | None, outer: Blank) -> Callable[[], Reading]:
    if inner is not None and outer.shape is not None and len(inner) != len(outer.shape):
        return lambda: UNKNOWN
    return lambda: call.read(outer)
