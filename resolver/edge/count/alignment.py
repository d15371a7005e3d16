"""Which shapes of labels, predictions and weights fit together. Plain tuples, no tensors."""

from __future__ import annotations

from resolver.core.errors import InvalidArgument

__all__ = ["check_weights", "element_shape", "one_axis_less"]

Dims = tuple[int | None, ...]


def _fit(left: Dims, right: Dims) -> bool:
    """Whether two shapes can be equal; an unknown dimension can be anything."""
    return len(left) == len(right) and all(
        None in (a, b) or a == b for a, b in zip(left, right, strict=True)
    )


def _refuse(need: str, y_true: Dims, y_pred: Dims, use: str) -> InvalidArgument:
    return InvalidArgument(
        f"The labels do not fit the predictions: {need}. "
        f"Received: y_true.shape={y_true}, y_pred.shape={y_pred}. Use: {use}"
    )


def element_shape(y_true: Dims | None, y_pred: Dims) -> str | None:
    """Who gives way where labels and predictions are compared element by element.

    Args:
        y_true: Shape of the labels; ``None`` if even the rank is unknown.
        y_pred: Shape of the predictions.

    Returns:
        ``"y_true"`` or ``"y_pred"``: the one to reshape to the other's shape, as ``(B, 1)``
        to ``(B,)``; ``None`` if they agree.

    Raises:
        InvalidArgument: If they cannot agree.

    Example:
        >>> element_shape((32,), (32, 1))
        'y_pred'
    """
    if y_true is None:
        return "y_true"
    if _fit(y_true, y_pred):
        return None
    if y_true and _fit(y_true[:-1], y_pred) and y_true[-1] in (1, None):
        return "y_true"
    if y_pred and _fit(y_true, y_pred[:-1]) and y_pred[-1] in (1, None):
        return "y_pred"
    raise _refuse(
        "each element needs its own label",
        y_true,
        y_pred,
        'resolver.Accuracy("multiclass", "index"), if the labels are class ids; else equal shapes',
    )


def one_axis_less(y_true: Dims | None, y_pred: Dims, axis: int, coding: str) -> bool:
    """Whether multiclass labels must be reshaped to the predictions' shape without the classes.

    Args:
        y_true: Shape of the labels; ``None`` if even the rank is unknown.
        y_pred: Shape of the predictions.
        axis: The axis of the classes in `y_pred`, in ``[-rank, rank)``.
        coding: ``"index"``: one id a row; else the labels have the classes too.

    Returns:
        True if the labels carry a superfluous dimension of 1, or a rank that is unknown.

    Raises:
        InvalidArgument: If there is no such axis, or the labels do not fit.

    Example:
        >>> one_axis_less((8, 5, 1), (8, 5, 100), -1, "index")
        True
    """
    if not -len(y_pred) <= axis < len(y_pred):
        raise InvalidArgument(
            f"The predictions have no such axis of classes. Received: axis={axis}, "
            f"y_pred.shape={y_pred}. Use: axis=-1"
        )
    axis %= len(y_pred)
    if y_pred[axis] == 0:
        raise InvalidArgument(
            f"There are no classes to choose from. Received: axis={axis}, "
            f"y_pred.shape={y_pred}. Use: axis=-1"
        )
    rows = y_pred[:axis] + y_pred[axis + 1 :]
    if y_true is None:
        return True
    if coding != "index":
        if _fit(y_true, y_pred):
            return False
        raise _refuse(
            f"labels coded {coding!r} need the predictions' shape",
            y_true,
            y_pred,
            'resolver.Accuracy("multiclass", "index"), if the labels are class ids',
        )
    if _fit(y_true, rows):
        return False
    if len(y_true) == len(y_pred) and any(
        y_true[spare] in (1, None) and _fit(y_true[:spare] + y_true[spare + 1 :], rows)
        for spare in (axis, len(y_pred) - 1)
    ):
        return True
    raise _refuse(
        f"class ids need the shape {rows}",
        y_true,
        y_pred,
        'resolver.Accuracy("multiclass", "one_hot"), if the labels are one-hot rows',
    )


def check_weights(weights: Dims, rows: Dims, name: str = "sample_weight") -> Dims:
    """The shape in which weights or a mask broadcast against what is counted.

    As in Keras: weights may stop early (one weight for all tokens of a row), carry a last
    dimension of 1 too many, or have 1 where they are to be repeated.

    Args:
        weights: Shape of the weights.
        rows: Shape of the elements that are counted.
        name: What to call them in a message.

    Returns:
        The shape to reshape to, of the rank of `rows`; an unknown dimension stays ``None``.

    Raises:
        InvalidArgument: If they do not fit.

    Example:
        >>> check_weights((32,), (32, 7))
        (32, 1)
    """
    shape = weights
    if len(shape) == len(rows) + 1 and shape[-1] in (1, None):
        shape = shape[:-1]
    shape = shape + (1,) * (len(rows) - len(shape))
    if len(shape) == len(rows) and all(
        w in (1, None) or n is None or w == n for w, n in zip(shape, rows, strict=True)
    ):
        return shape
    raise InvalidArgument(
        f"The {name} does not fit what is counted. Received: {name}.shape={weights}, for "
        f"elements of shape {rows}. Use: {name} of shape {rows[:1]}"
    )
