"""Where an axis goes when values are moved: plain arithmetic on shapes.

Each rule takes one step of values and returns the position of the axis afterwards, or ``None`` if
the axis does not stay whole.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

Dims = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation that moves values.

    Args:
        op: The operation.
        key: What it was called with beside the tensor; the index of ``x[key]``.
        axis: The position of the axis that is followed, from the start.
        before: The shape of the input.
        after: The shape of the output.
        layer: Whether the operation is a layer, which leaves the batch alone.
    """

    op: Any
    key: Any
    axis: int
    before: Dims
    after: Dims
    layer: bool = True

    @property
    def size(self) -> int | None:
        """The size of the axis."""
        return self.before[self.axis]


def positions(axes: Any, rank: int) -> tuple[int, ...]:
    """Axes as Keras takes them (an int, a sequence, ``None`` for all) as positions."""
    if axes is None:
        return tuple(range(rank))
    return tuple(axis % rank for axis in ([axes] if isinstance(axes, int) else axes))


def spatial(op: Any, rank: int) -> range:
    """The positions of the spatial axes an operation on images or sequences works on."""
    data_format = getattr(op, "data_format", "channels_last")
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError(data_format)  # a default that is not written down is not known
    return range(1, rank - 1) if data_format == "channels_last" else range(2, rank)


def stays(step: Step) -> int | None:
    """Values change place along an axis as a whole: flip, roll."""
    return step.axis


def outside_spatial(step: Step) -> int | None:
    """Cropping and repeating work on the spatial axes only."""
    return None if step.axis in spatial(step.op, len(step.before)) else step.axis


def reshaped(step: Step) -> int | None:
    """An axis is whole if one of its size has as many values behind it, or before it."""
    behind = _product(step.before[step.axis + 1 :])
    for place, dim in enumerate(step.after):
        if dim is None or dim != step.size:
            continue
        if behind is not None and _product(step.after[place + 1 :]) == behind:
            return place
        if place and step.axis and _same_front(step, place):
            return place
    return None


def _product(dims: Dims) -> int | None:
    known = [dim for dim in dims if dim is not None]
    return math.prod(known) if len(known) == len(dims) else None


def _same_front(step: Step, place: int) -> bool:
    """True if as many values lie before the axis as did, the batch being the same in a layer."""
    if not step.layer:
        return False
    front = _product(step.before[1 : step.axis])
    return front is not None and front == _product(step.after[1:place])


def flattened(step: Step) -> int | None:
    """Flatten puts the channels last before it flattens."""
    rank = len(step.before)
    if step.op.data_format == "channels_last" or rank < 2:
        return reshaped(step)
    order = (0, *range(2, rank), 1)
    turned = tuple(step.before[place] for place in order)
    return reshaped(replace(step, axis=order.index(step.axis), before=turned))


def permuted(step: Step) -> int | None:
    """`Permute(dims)`: the dims count from 1, the batch apart."""
    return (0, *step.op.dims).index(step.axis)


def transposed(step: Step) -> int | None:
    """`ops.transpose(x, axes)`; without axes the order is turned round."""
    rank = len(step.before)
    axes = step.op.axes
    return rank - 1 - step.axis if axes is None else positions(axes, rank).index(step.axis)


def swapped(step: Step) -> int | None:
    """`ops.swapaxes(x, axis1, axis2)`."""
    one, other = positions((step.op.axis1, step.op.axis2), len(step.before))
    return {one: other, other: one}.get(step.axis, step.axis)


def carried(step: Step) -> int | None:
    """`ops.moveaxis(x, source, destination)`."""
    rank = len(step.before)
    sources, targets = positions(step.op.source, rank), positions(step.op.destination, rank)
    if step.axis in sources:
        return targets[sources.index(step.axis)]
    rest = [place for place in range(rank) if place not in sources]
    free = [place for place in range(rank) if place not in targets]
    return free[rest.index(step.axis)]


def expanded(step: Step) -> int | None:
    """`ops.expand_dims(x, axis)` opens new axes."""
    rank = len(step.after)
    opened = positions(step.op.axis, rank)
    return [place for place in range(rank) if place not in opened][step.axis]


def squeezed(step: Step) -> int | None:
    """`ops.squeeze(x, axis)` closes axes of size 1."""
    ones = tuple(place for place, dim in enumerate(step.before) if dim == 1)
    closed = ones if step.op.axis is None else positions(step.op.axis, len(step.before))
    return None if step.axis in closed else step.axis - sum(place < step.axis for place in closed)


def repeated_rows(step: Step) -> int | None:
    """`RepeatVector(n)`: (batch, features) becomes (batch, n, features)."""
    return 2 if step.axis == 1 else None


def apart(step: Step) -> int | None:
    """Repeating, splitting and joining along another axis."""
    along = step.op.axis
    return None if along is None or along % len(step.before) == step.axis else step.axis


def unstacked(step: Step) -> int | None:
    """`ops.unstack(x, axis=...)` takes one axis away."""
    taken: int = step.op.axis % len(step.before)
    return None if taken == step.axis else step.axis - (taken < step.axis)


def stacked(step: Step) -> int | None:
    """`ops.stack(tensors, axis)` opens one axis."""
    opened: int = step.op.axis % len(step.after)
    return step.axis + (opened <= step.axis)


def tiled(step: Step) -> int | None:
    """Tiling and broadcasting, aligned at the end; whole if the size stays."""
    repeats: Any = getattr(step.op, "repeats", ())
    times: Sequence[int] = (repeats,) if isinstance(repeats, int) else tuple(repeats)
    from_end = step.axis - len(step.before)
    if len(times) >= -from_end and times[from_end] != 1:
        return None
    same = step.size is not None and step.size == step.after[from_end]
    return from_end + len(step.after) if same else None


def lost(step: Step) -> int | None:  # noqa: ARG001
    """Gathering by index keeps single values; whether it keeps whole rows is not followed."""
    return None


def cut(step: Step) -> int | None:
    """`ops.slice(x, start, shape)`: whole if the size stays."""
    return step.axis if step.size is not None and step.after[step.axis] == step.size else None


def picked(step: Step) -> int | None:
    """`x[key]` with slices, numbers, ``None`` and an ellipsis; an index array is not followed."""
    keys = list(step.key) if isinstance(step.key, (tuple, list)) else [step.key]
    if not all(_plain(part) for part in keys):
        return None
    consumed = sum(part is not None and part is not Ellipsis for part in keys)
    fill: list[Any] = [slice(None)] * (len(step.before) - consumed)
    at = next((place for place, part in enumerate(keys) if part is Ellipsis), len(keys))
    return _place(keys[:at] + fill + keys[at + 1 :], step)


def _plain(part: Any) -> bool:
    number = isinstance(part, int) and not isinstance(part, bool)
    return part is None or part is Ellipsis or number or isinstance(part, slice)


def _place(keys: list[Any], step: Step) -> int | None:
    """The position after an index with one key for each axis, and ``None`` for a new axis."""
    source = place = 0
    for part in keys:
        if part is not None and source == step.axis:
            return place if isinstance(part, slice) and _whole(part, step.size) else None
        source += part is not None
        place += not isinstance(part, int)
    return None


def _whole(part: slice, size: int | None) -> bool:
    if part.start in (None, 0) and part.stop is None and part.step in (None, 1):
        return True
    bounds = (part.start, part.stop, part.step)
    if size is None or not all(bound is None or isinstance(bound, int) for bound in bounds):
        return False
    return len(range(*part.indices(size))) == size
