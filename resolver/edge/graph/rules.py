"""The rules of the table in `passes`: what one call makes of the reading below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from resolver.edge.graph import moves
from resolver.edge.graph.activations import CONVEX, NORMALISED, UNKNOWN, Reading, over
from resolver.edge.graph.calls import Blank, Call, Move, Rule


def computes(call: Call) -> Reading:
    """Values of its own, then its activation."""
    return activated(call, getattr(call.op, "activation", None), Reading("linear"))


def activates(call: Call) -> Reading:
    """An activation layer."""
    return activated(call, call.op.activation, call.read(call.first))


def activated(call: Call, function: Any, below: Reading) -> Reading:
    """`function` applied last; it may be a function of Keras or an activation layer."""
    if function is None:
        return below
    if call.medium.is_layer(function):
        given = call.output
        return call.apply(
            replace(call, op=function, args=(given,), kwargs={}, read=lambda _: below)
        )
    name, axis = call.medium.named(function)
    return over(name, below, _from_end(axis, call.output.shape))


def applies(name: str) -> Rule:
    """The activation of that name, along the operation's axis if it has one."""

    def rule(call: Call) -> Reading:
        axis = getattr(call.op, "axis", -1)
        return over(name, call.read(call.first), _from_end(axis, call.first.shape))

    return rule


def _from_end(axis: Any, shape: moves.Dims | None) -> int | None:
    """One axis as an index from the end; ``None`` for several, or if the rank is unknown."""
    if isinstance(axis, (tuple, list)) and len(axis) == 1:
        axis = axis[0]
    if not isinstance(axis, int) or isinstance(axis, bool):
        return None
    if axis < 0:
        return axis
    return None if shape is None else axis - len(shape)


def relu(call: Call) -> Reading:
    """ReLU with its options: a slope makes it leaky; a maximum of 6 has a name of its own."""
    name = "relu6" if call.op.max_value == 6 else "relu"
    if call.op.negative_slope:
        name = "leaky_relu"
    return over(name, call.read(call.first)) if call.op.threshold >= 0 else UNKNOWN


def exponential(call: Call) -> Reading:
    """Exp undoes a logarithm."""
    below = call.read(call.first)
    undone = {"log_softmax": "softmax", "log_sigmoid": "sigmoid"}.get(below.activation or "")
    return replace(below, activation=undone) if undone else over("exponential", below)


def logarithm(call: Call) -> Reading:
    """The logarithm of probabilities has a name; any other has none."""
    below = call.read(call.first)
    name = {"softmax": "log_softmax", "sigmoid": "log_sigmoid"}.get(below.activation or "")
    return replace(below, activation=name) if name else UNKNOWN


def clipped(call: Call) -> Reading:
    """Clipping just inside [0, 1] guards a logarithm and leaves probabilities as they are."""
    below, low, high = call.read(call.first), call.op.x_min, call.op.x_max
    if below.activation not in ("softmax", "sigmoid"):
        return UNKNOWN
    plain = isinstance(low, (int, float)) and isinstance(high, (int, float))
    return below if plain and low <= 1e-3 and high >= 1 - 1e-3 else UNKNOWN


def leaves(call: Call) -> Reading:
    """The same values."""
    return call.read(call.first)


def moves_to(move: Move) -> Rule:
    """The same values elsewhere; `move` says where the normalised axis goes."""

    def rule(call: Call) -> Reading:
        return follow(call, call.read(call.first), move)

    return rule


def follow(call: Call, below: Reading, move: Move) -> Reading:
    """The reading below, if its normalised axis stays whole."""
    if below.activation not in NORMALISED:
        return below
    before, after = call.first.shape, call.output.shape
    if before is None or after is None:
        return UNKNOWN
    key = call.args[1] if len(call.args) > 1 else call.kwargs.get("key")
    axis = below.axis + len(before)
    layer = call.medium.is_layer(call.op)
    place = move(moves.Step(call.op, key, axis, tuple(before), tuple(after), layer))
    return UNKNOWN if place is None else replace(below, axis=place - len(after))


def upsampled(call: Call) -> Reading:
    """Nearest repeats values; every other interpolation mixes them."""
    nearest = getattr(call.op, "interpolation", "nearest") == "nearest"
    if not nearest or getattr(call.op, "pad_to_aspect_ratio", False):
        return UNKNOWN
    return follow(call, call.read(call.first), moves.outside_spatial)


def reduces(kinds: frozenset[str], axes_of: Callable[[Any, int], tuple[int, ...]]) -> Rule:
    """Values become one along some axes; those of `kinds` stay what they are."""

    def move(step: moves.Step) -> int | None:
        axes = axes_of(step.op, len(step.before))
        if step.axis in axes:
            return None
        kept = len(step.after) == len(step.before)
        return step.axis if kept else step.axis - sum(gone < step.axis for gone in axes)

    def rule(call: Call) -> Reading:
        below = call.read(call.first)
        return follow(call, below, move) if below.activation in kinds else UNKNOWN

    return rule


def pooled(op: Any, rank: int) -> tuple[int, ...]:
    """The axes that pooling reduces."""
    return tuple(moves.spatial(op, rank))


def along(op: Any, rank: int) -> tuple[int, ...]:
    """The axes that a mean, a maximum or a minimum reduces."""
    return moves.positions(op.axis, rank)


def merges(kinds: frozenset[str]) -> Rule:
    """Values of several tensors of one shape become one, element by element."""

    def rule(call: Call) -> Reading:
        agreed = _agreed(call)
        same = len({tuple(tensor.shape or ()) for tensor in call.tensors}) == 1
        fits = agreed.activation in kinds and (same or agreed.activation not in NORMALISED)
        return agreed if fits else UNKNOWN

    return rule


def joins(move: Move) -> Rule:
    """Tensors side by side: what all of them are, as long as no normalised axis is lengthened."""

    def rule(call: Call) -> Reading:
        return follow(call, _agreed(call), move)

    return rule


def _agreed(call: Call) -> Reading:
    """The reading of every input, if it is the same; a constant among them has none."""
    flat = call.leaves
    if not flat or len(call.tensors) != len(flat):
        return UNKNOWN
    first, *others = (call.read(tensor) for tensor in call.tensors)
    if any((first.activation, first.axis) != (one.activation, one.axis) for one in others):
        return UNKNOWN
    alike = all(first.beneath == one.beneath for one in others)
    return first if alike else replace(first, beneath=None)


def affine(call: Call) -> Reading:
    """A constant added, subtracted or multiplied; a constant divided by the tensor is no such."""
    below, tensors = call.read(call.first), call.tensors
    inverse = "Divide" in call.medium.kind(call.op) and call.args[0] is not tensors[0]
    return below if below.activation == "linear" and len(tensors) == 1 and not inverse else UNKNOWN


def multiplies(call: Call) -> Reading:
    """One tensor times weights; probabilities times a fixed matrix may be probabilities still."""
    if len(call.tensors) != 1:
        return UNKNOWN
    weights = any(map(call.medium.is_weights, call.leaves))
    bounded = call.read(call.first).activation in CONVEX - {"linear"}
    return Reading("linear") if weights or not bounded else UNKNOWN


def attends(call: Call) -> Reading:
    """Attention ends in a linear projection; its second output, the scores, is not followed."""
    return Reading("linear") if call.index == 0 else UNKNOWN


def tied(call: Call) -> Reading:
    """A reversible embedding gives logits, or rows of weights; a soft cap is a scaled tanh."""
    return Reading("linear") if getattr(call.op, "logit_soft_cap", None) is None else UNKNOWN


def wrapped(call: Call) -> Reading:
    """A layer around another that leaves the values of that one alone."""
    return call.apply(replace(call, op=call.op.layer))


def in_time(call: Call) -> Reading:
    """`TimeDistributed`: the wrapped layer sees everything but the time axis."""
    inner, outer = (_without_time(call, one) for one in (call.first, call.output))

    def read(_: Any) -> Reading:
        below = call.read(call.first)
        kept = inner.shape is not None and below.axis > -len(inner.shape)
        return below if kept or below.activation not in NORMALISED else UNKNOWN

    return call.apply(
        replace(call, op=call.op.layer, args=(inner,), kwargs={}, output=outer, read=read)
    )


def _without_time(call: Call, tensor: Any) -> Any:
    if tensor.shape is None:
        return Blank()
    shape = (tensor.shape[0], *tensor.shape[2:])
    return call.medium.tensor(shape, tensor.dtype)
