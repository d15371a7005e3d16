"""From what is known of an output, its labels and the loss to a decision, with its evidence.

1. Lay the labels against the output (`view`).
2. Decide by the strongest evidence there is: an explicit task, then a loss that is understood,
   then the table of activation, layout and coding (`table`).
3. Say what that means: comparison, threshold, class axis, the matching loss, the evidence.
"""

from __future__ import annotations

from resolver.core.codings import ENOUGH_ROWS, counts_classes, within_unit
from resolver.core.compose import compose
from resolver.core.decision import Decision
from resolver.core.errors import InvalidArgument
from resolver.core.losses import FAMILIES, Loss
from resolver.core.refuse import misfit, open_question, refuse
from resolver.core.replay import historical
from resolver.core.specs import TASKS, Labels, Output
from resolver.core.table import AMBIGUOUS, lookup
from resolver.core.view import View, lay


def decide(
    labels: Labels,
    output: Output,
    *,
    loss: Loss | None = None,
    task: str | None = None,
    from_logits: bool | None = None,
    class_axis: int | None = None,
    ignore_class: int | None = None,
    rules: str = "evidence",
) -> Decision:
    """Decide what 'accuracy' and 'the loss' mean for one output.

    Args:
        labels: The labels, ``y_true``.
        output: The output, ``y_pred``.
        loss: The loss given; ``None`` leaves it to the decision.
        task: ``"binary"``, ``"multilabel"``, ``"multiclass"`` or ``"regression"``.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        rules: ``"evidence"``, or a generation of Keras to follow, mistakes included.

    Returns:
        The decision. Its ``loss`` is ``None`` where the loss given is opaque, or where whether
        the output is logits is unknown and only the loss depends on it.

    Raises:
        AmbiguousPairing: If two readings stay possible.
        PairingError: If no loss can be right.
        InvalidArgument: If an argument has no meaning.

    Example:
        >>> decide(Labels((None,)), Output((None, 10), "softmax")).loss.line
        'keras.losses.SparseCategoricalCrossentropy()'
    """
    _check_arguments(task, class_axis, output)
    if rules != "evidence":
        return historical(labels, output, loss, rules)
    view = lay(labels, output, loss, task=task, from_logits=from_logits, class_axis=class_axis)
    if view.fit is None and not (loss and loss.opaque):
        raise refuse(misfit(view), view)
    found = _task_and_family(view)
    return compose(view, *found, ignore_class=ignore_class, class_axis=class_axis)


def _check_arguments(task: str | None, class_axis: int | None, output: Output) -> None:
    if task is not None and task not in TASKS:
        raise InvalidArgument(
            f"The task must be one of {', '.join(TASKS)}. "
            f"Received: task={task!r}. Use: task='multiclass'"
        )
    if output.shape == ():
        raise InvalidArgument(
            "An output needs at least its batch dimension. Received: shape=(). Use: shape=(None, 1)"
        )
    rank = None if output.shape is None else len(output.shape)
    if (
        class_axis is not None
        and rank is not None
        and not (-rank < class_axis < 0 or 0 < class_axis < rank)
    ):
        raise InvalidArgument(
            f"The class axis must be an axis of the output other than its batch, here 1 to "
            f"{rank - 1} or -1 to {1 - rank}. Received: class_axis={class_axis!r}. "
            f"Use: class_axis=-1"
        )


def _task_and_family(view: View) -> tuple[str, str | None]:
    """The task, and the family of the loss to choose; None where the loss given stands."""
    loss = view.loss
    if loss is not None and loss.family is not None:
        return (view.task or _task_of_loss(view, loss)), None
    if view.task is not None:
        return view.task, _family_of_task(view, view.task)
    return _by_table(view)


def _by_table(view: View) -> tuple[str, str]:
    if view.labels.facts is not None and view.labels.facts.text:
        raise refuse("label-encoding", view)
    fit = view.fit
    coding = view.coding
    if view.group == "sigmoid" and coding == "one_hot" and _few_rows(view):
        coding = None
    row = None if fit is None else lookup(view.group, fit.layout, coding)
    if row is None:
        raise open_question(view)
    if row.loss == AMBIGUOUS:
        if coding == "index" and not _class_like(view):
            return "regression", "mean_squared_error"
        raise open_question(view)
    if not row.task:
        name = row.loss
        if name == "units-below-classes" and not _class_like(view):
            name = "bounded-activation-regression"
        raise refuse(name, view)
    if view.group == "tanh" and row.task == "regression" and not _within_tanh(view):
        name = "bounded-activation-regression"
        raise refuse(name, view)
    return row.task, row.loss


def _task_of_loss(view: View, loss: Loss) -> str:
    family = FAMILIES[loss.family or ""]
    layout = view.fit.layout if view.fit else "rows"
    if layout == "index":
        return "multiclass"
    if family.task == "multiclass":
        return "multiclass" if layout == "rows" else "binary"
    softmax = view.group in ("softmax", "log_softmax") and layout == "rows"
    if softmax and view.coding != "multi_hot" and (family.task or family.reads == "probabilities"):
        return "multiclass"
    if family.task or family.reads == "probabilities":
        return "binary" if layout == "element" else "multilabel"
    return _task_under_regression_loss(view, layout)


def _task_under_regression_loss(view: View, layout: str) -> str:
    """Class labels under a regression loss are still classified, by activation and labels."""
    if view.coding in ("binary", "sign") and layout == "element":
        return "binary"
    if layout == "rows" and view.coding == "one_hot":
        return "multilabel" if view.group == "sigmoid" else "multiclass"
    if layout == "rows" and view.coding in ("multi_hot", "sign"):
        return "multilabel"
    if layout == "rows" and view.group == "softmax" and view.coding in ("soft", None):
        return "multiclass"
    return "regression"


def _family_of_task(view: View, task: str) -> str:
    layout = view.fit.layout if view.fit else "rows"
    if task == "regression" and layout != "index":
        return "mean_squared_error"
    if view.group == "other" or (view.group == "tanh" and view.coding != "sign"):
        name = "relu-output-classification"
    elif task == "multiclass" and layout != "element":
        return (
            "sparse_categorical_crossentropy" if layout == "index" else "categorical_crossentropy"
        )
    elif task == "multiclass":
        name = "softmax-one-unit" if view.group == "softmax" else "cce-on-one-unit"
    elif layout != "index":
        return "hinge" if view.coding == "sign" else "binary_crossentropy"
    else:
        name = "units-class-mismatch"
    raise refuse(name, view)


def _few_rows(view: View) -> bool:
    facts = view.labels.facts
    return view.labels.coding is None and (facts is None or facts.rows < ENOUGH_ROWS)


def _class_like(view: View) -> bool:
    facts = view.labels.facts
    return (
        facts is None or view.labels.coding is not None or counts_classes(facts, view.labels.dtype)
    )


def _within_tanh(view: View) -> bool:
    facts = view.labels.facts
    if facts is None or facts.minimum is None or facts.maximum is None:
        return True
    return within_unit(facts) or (facts.minimum >= -1 and facts.maximum <= 1)
