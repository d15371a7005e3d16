"""The shape that a layer gives, from its config and the shapes it is called with.

Only what is certain is told. A layer that is not in the table, or a config that lacks what the
shape depends on, gives None: the shape is then unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from resolver.edge.archive.ops import SavedOp, Tensor, dims
from resolver.edge.graph import moves
from resolver.edge.graph.moves import Dims

Shaped = Callable[[SavedOp, Dims], Dims | None]
"""The shape a layer gives for one tensor."""

Enter = Callable[[SavedOp, Dims], Dims | None]
"""The shape that a layer inside a layer gives."""


def shape_after(
    op: SavedOp,
    shapes: Sequence[Dims | None],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    enter: Enter,
) -> Dims | None:
    """The shape of what a layer gives.

    Args:
        op: The layer.
        shapes: The shapes of the tensors it is called with.
        args: Its positional arguments, tensors among them.
        kwargs: Its keyword arguments.
        enter: The shape that a layer inside it gives.
    """
    known = [shape for shape in shapes if shape is not None]
    if not known or len(known) != len(shapes) or not op.by_keras:
        return None
    try:
        return _shape(op, known, args, kwargs, enter)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def _shape(
    op: SavedOp,
    shapes: list[Dims],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    enter: Enter,
) -> Dims | None:
    first = shapes[0]
    if op.is_op:
        if op.kind in _MERGES:
            return _same(shapes, all(isinstance(one, (int, float, Tensor)) for one in args))
        return _OPS[op.kind](op, first) if len(shapes) == 1 else None
    if op.kind in _MERGES:
        return _same(shapes, True)
    if op.kind == "Concatenate":
        return _joined(op.axis, shapes)
    if op.kind == "MultiHeadAttention":
        own = op.config.get("output_shape")
        return first if own is None else (*first[:-1], *([own] if isinstance(own, int) else own))
    if op.kind == "ReversibleEmbedding":
        return (*first[:-1], op.input_dim) if kwargs.get("reverse") else (*first, op.output_dim)
    if op.kind == "TimeDistributed":
        inner = enter(op.layer, (first[0], *first[2:]))
        return None if inner is None else (inner[0], first[1], *inner[1:])
    if op.kind == "Bidirectional":
        return _bidirectional(op, enter(op.layer, first))
    if op.kind == "SpectralNormalization":
        return enter(op.layer, first)
    return _LAYERS[op.kind](op, first) if len(shapes) == 1 else None


def _same(shapes: list[Dims], merges: bool) -> Dims | None:
    """What tensors of one shape give, element by element; broadcasting is not followed."""
    return shapes[0] if merges and len(set(shapes)) == 1 else None


def _joined(axis: int, shapes: list[Dims]) -> Dims | None:
    first = shapes[0]
    place = axis % len(first)
    sizes = [shape[place] for shape in shapes]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    return (*first[:place], total, *first[place + 1 :])


def _kept(_: SavedOp, shape: Dims) -> Dims:
    return shape


def _last(name: str) -> Shaped:
    """The last dimension is an argument of the layer."""
    return lambda op, shape: (*shape[:-1], getattr(op, name))


def _flattened(_: SavedOp, shape: Dims) -> Dims:
    rest = shape[1:]
    known = [one for one in rest if one is not None]
    return (shape[0], math.prod(known) if len(known) == len(rest) else None)


def _reshaped(op: SavedOp, shape: Dims) -> Dims:
    return (shape[0], *_filled(list(op.target_shape), _flattened(op, shape)[1]))


def _filled(target: list[int], total: int | None) -> Dims:
    """A target shape with its one -1 worked out."""
    rest = math.prod(one for one in target if one != -1)
    free = total // rest if total is not None and rest else None
    return tuple(free if one == -1 else one for one in target)


def _permuted(op: SavedOp, shape: Dims) -> Dims:
    return (shape[0], *(shape[place] for place in op.dims))


def _spatial(sizes: Callable[[SavedOp, int, int], int | None], channels: str | None) -> Shaped:
    """Each spatial axis by itself; then the channels, if an argument says how many."""

    def rule(op: SavedOp, shape: Dims) -> Dims:
        axes = list(moves.spatial(op, len(shape)))
        after = list(shape)
        for place, axis in enumerate(axes):
            size = shape[axis]
            after[axis] = None if size is None else sizes(op, place, size)
        if channels is not None:
            after[1 if axes[0] == 2 else -1] = getattr(op, channels)
        return tuple(after)

    return rule


def _at(value: Any, place: int) -> int:
    return int(value[place] if isinstance(value, (list, tuple)) else value)


def _windows(op: SavedOp, place: int, size: int) -> int | None:
    """How many windows fit: convolution and pooling."""
    window = op.config.get("kernel_size", op.config.get("pool_size"))
    stride = op.config.get("strides")
    step = _at(window if stride is None else stride, place)
    reach = (_at(window, place) - 1) * _at(op.config.get("dilation_rate", 1), place) + 1
    if op.padding in ("same", "causal"):
        return -(-size // step)
    return (size - reach) // step + 1 if op.padding == "valid" else None


def _widened(op: SavedOp, place: int, size: int) -> int | None:
    """Transposed convolution, where nothing else was asked for than its padding."""
    step, window = _at(op.strides, place), _at(op.kernel_size, place)
    plain = op.config.get("output_padding") is None
    if not plain or _at(op.config.get("dilation_rate", 1), place) != 1:
        return None
    return size * step if op.padding == "same" else size * step + max(window - step, 0)


def _edges(sign: int, name: str) -> Callable[[SavedOp, int, int], int | None]:
    """Cropping and padding at both ends of each axis."""

    def sizes(op: SavedOp, place: int, size: int) -> int | None:
        said = getattr(op, name)
        both = said if all(isinstance(one, int) for one in said) else said[place]
        return size + sign * int(sum(both))

    return sizes


def _deepened(op: SavedOp, shape: Dims) -> Dims:
    axes = moves.spatial(op, len(shape))
    channels = 1 if axes[0] == 2 else -1
    after = list(_spatial(_windows, None)(op, shape) or shape)
    size = shape[channels]
    after[channels] = None if size is None else size * int(op.depth_multiplier)
    return tuple(after)


def _resized(op: SavedOp, shape: Dims) -> Dims:
    after = list(shape)
    for axis, size in zip(moves.spatial(op, len(shape)), (op.height, op.width), strict=True):
        after[axis] = size
    return tuple(after)


def _pooled_away(op: SavedOp, shape: Dims) -> Dims:
    axes = moves.spatial(op, len(shape))
    kept = bool(op.config.get("keepdims"))
    return tuple(
        1 if place in axes else one for place, one in enumerate(shape) if kept or place not in axes
    )


def _recurrent(op: SavedOp, shape: Dims) -> Dims:
    return (*shape[:2], op.units) if op.return_sequences else (shape[0], op.units)


def _bidirectional(op: SavedOp, inner: Dims | None) -> Dims | None:
    units = None if inner is None else inner[-1]
    if inner is None or units is None or op.merge_mode is None:
        return None
    return (*inner[:-1], 2 * units) if op.merge_mode == "concat" else inner


def _einsum(op: SavedOp, shape: Dims) -> Dims | None:
    """The batch, then what was asked for; an ellipsis is not followed."""
    said = op.output_shape
    own = dims([said] if isinstance(said, int) else said)
    return None if "." in op.equation or own is None else (shape[0], *own)


def _reduced(op: SavedOp, shape: Dims) -> Dims:
    axes = moves.positions(op.axis, len(shape))
    return tuple(
        1 if place in axes else one
        for place, one in enumerate(shape)
        if op.keepdims or place not in axes
    )


def _opened_axis(op: SavedOp, shape: Dims) -> Dims:
    count = 1 if isinstance(op.axis, int) else len(op.axis)
    places = moves.positions(op.axis, len(shape) + count)
    rest = iter(shape)
    return tuple(1 if place in places else next(rest) for place in range(len(shape) + count))


def _squeezed(op: SavedOp, shape: Dims) -> Dims | None:
    if op.axis is None:
        return None if None in shape[1:] else tuple(one for one in shape if one != 1)
    closed = moves.positions(op.axis, len(shape))
    return tuple(one for place, one in enumerate(shape) if place not in closed)


def _transposed(op: SavedOp, shape: Dims) -> Dims:
    return shape[::-1] if op.axes is None else tuple(shape[place] for place in op.axes)


def _table(*rows: tuple[Shaped, str]) -> dict[str, Shaped]:
    return {name: rule for rule, names in rows for name in names.split()}


_MERGES: Final = "Add Subtract Multiply Divide TrueDivide Average Maximum Minimum".split()

_LAYERS: Final = _table(
    (_last("units"), "Dense"),
    (lambda op, shape: (*shape, op.output_dim), "Embedding"),
    (_einsum, "EinsumDense"),
    (_kept, "Activation Softmax ReLU LeakyReLU PReLU ELU Identity ActivityRegularization"),
    (_kept, "Dropout AlphaDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D"),
    (_kept, "GaussianDropout GaussianNoise Masking BatchNormalization LayerNormalization"),
    (_kept, "GroupNormalization UnitNormalization RMSNormalization Rescaling"),
    (_flattened, "Flatten"),
    (_reshaped, "Reshape"),
    (_permuted, "Permute"),
    (lambda op, shape: (shape[0], op.n, *shape[1:]), "RepeatVector"),
    (_recurrent, "SimpleRNN LSTM GRU"),
    (_spatial(_windows, "filters"), "Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D"),
    (_deepened, "DepthwiseConv1D DepthwiseConv2D"),
    (_resized, "Resizing"),
    (_spatial(_widened, "filters"), "Conv1DTranspose Conv2DTranspose Conv3DTranspose"),
    (_spatial(_windows, None), "MaxPooling1D MaxPooling2D MaxPooling3D"),
    (_spatial(_windows, None), "AveragePooling1D AveragePooling2D AveragePooling3D"),
    (_spatial(lambda op, place, size: size * _at(op.size, place), None), "UpSampling1D"),
    (_spatial(lambda op, place, size: size * _at(op.size, place), None), "UpSampling2D"),
    (_spatial(lambda op, place, size: size * _at(op.size, place), None), "UpSampling3D"),
    (_spatial(_edges(-1, "cropping"), None), "Cropping1D Cropping2D Cropping3D"),
    (_spatial(_edges(1, "padding"), None), "ZeroPadding1D ZeroPadding2D ZeroPadding3D"),
    (_pooled_away, "GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D"),
    (_pooled_away, "GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D"),
)

_OPS: Final = _table(
    (_kept, "Softmax LogSoftmax Sparsemax Sigmoid HardSigmoid SparseSigmoid LogSigmoid Tanh"),
    (_kept, "HardTanh TanhShrink Relu Relu6 LeakyRelu Elu Selu Celu Silu HardSilu Gelu"),
    (_kept, "Softplus SparsePlus Squareplus Softsign SoftShrink HardShrink Threshold ReLU"),
    (_kept, "Exp Log Clip Cast SaturateCast StopGradient Copy Negative Flip Roll"),
    (_reduced, "Mean Max Min Amax Amin Sum"),
    (_opened_axis, "ExpandDims"),
    (_squeezed, "Squeeze"),
    (_transposed, "Transpose"),
)
