"""The arguments of `decide`, checked before anything is read into them."""

from __future__ import annotations

from resolver.core.errors import InvalidArgument
from resolver.core.losses import Loss
from resolver.core.specs import TASKS, Labels, Output


def check_arguments(
    labels: Labels,
    output: Output,
    loss: Loss | None,
    *,
    task: object,
    from_logits: object,
    class_axis: int | None,
    ignore_class: object,
) -> None:
    """Refuse arguments that have no meaning, alone or for this output.

    Raises:
        InvalidArgument: If one of them has none.
    """
    if output.shape == ():
        raise _missing("An output needs at least its batch dimension.", "(None, 1)")
    if labels.shape == ():
        raise _missing("Labels need at least their batch dimension; batch the data.", "(None,)")
    if task is not None and task not in TASKS:
        raise _refused("task", f"one of {', '.join(TASKS)}", task, "'multiclass'")
    if from_logits is not None and not isinstance(from_logits, bool):
        raise _refused("from_logits", "True, False or None", from_logits, "True")
    if ignore_class is not None and not _whole(ignore_class):
        raise _refused("ignore_class", "a whole number or None", ignore_class, "255")
    if class_axis is not None:
        if not _whole(class_axis):
            raise _refused("class_axis", "a whole number or None", class_axis, "-1")
        _check_axis(class_axis, output, "class axis", "class_axis")
    if output.axis != -1:
        _check_axis(output.axis, output, "axis of the activation", "axis")
    if loss is not None and loss.axis != -1:
        _check_axis(loss.axis, output, f"class axis of {loss.shown or loss.family}", "axis")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_axis(axis: int, output: Output, what: str, keyword: str) -> None:
    rank = None if output.shape is None else len(output.shape)
    if axis == -1 or rank is None or -rank < axis < 0 or 0 < axis < rank:
        return
    axes = {1: "-1", 2: "1 or -1"}.get(rank, f"1 to {rank - 1} or -1 to {1 - rank}")
    raise InvalidArgument(
        f"The {what} must be an axis of the output {output.shape} other than its batch: {axes}. "
        f"Received: {keyword}={axis!r}. Use: {keyword}=-1"
    )


def _missing(needed: str, use: str) -> InvalidArgument:
    return InvalidArgument(f"{needed} Received: shape=(). Use: shape={use}")


def _refused(keyword: str, needed: str, received: object, use: str) -> InvalidArgument:
    return InvalidArgument(
        f"{keyword} must be {needed}. Received: {keyword}={received!r}. Use: {keyword}={use}"
    )
