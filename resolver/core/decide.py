"""From what is known of an output, its labels and the loss to a decision, with its evidence.

1. Lay the labels against the output (`view`).
2. Decide by the strongest evidence there is: an explicit task, then a loss that is understood,
   then the table of activation, layout and coding (`table`).
3. Say what that means: comparison, threshold, class axis, the matching loss, the evidence.
"""

from __future__ import annotations

from typing import Final

from resolver.core.arguments import check_arguments
from resolver.core.codings import counts_classes, within
from resolver.core.compose import ELEMENTS, compose
from resolver.core.decision import Decision
from resolver.core.losses import FAMILIES, Family, Loss
from resolver.core.refuse import misfit, open_task, refuse
from resolver.core.replay import historical
from resolver.core.specs import Labels, Output
from resolver.core.table import AMBIGUOUS, lookup
from resolver.core.view import SOFTMAX, View, lay

_BOUNDS: Final = {"sigmoid": (0, 1), "tanh": (-1, 1)}
"""What the activations of a group can reach."""


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
    if loss is not None and loss.form == "auto":
        loss = None
    check_arguments(
        labels,
        output,
        loss,
        task=task,
        from_logits=from_logits,
        class_axis=class_axis,
        ignore_class=ignore_class,
    )
    if rules != "evidence":
        return historical(labels, output, loss, rules)
    view = lay(labels, output, loss, task=task, from_logits=from_logits, class_axis=class_axis)
    chosen, family = _task_and_family(view)
    return compose(view, chosen, family, ignore_class=ignore_class, class_axis=class_axis)


def _task_and_family(view: View) -> tuple[str, str | None]:
    """The task, and the family of the loss to choose; None where the loss given stands."""
    loss, task = view.loss, view.task
    if loss is None or loss.family is None:
        if view.fit is None and loss is None:
            raise refuse(misfit(view), view)
        return (task, _family_of_task(view, task)) if task else _by_table(view)
    family = FAMILIES[loss.family]
    if task is None and family.task is None and family.rows == "class":
        raise refuse("accuracy-without-classes", view)
    if view.fit is None:
        raise refuse(misfit(view), view)
    task = task or _task_of_loss(view, family)
    if task in ELEMENTS and view.layout == "index":
        raise refuse("units-class-mismatch", view)
    if task == "multiclass" and view.layout == "element":
        raise refuse(_one_unit(view), view)
    return task, None


def _by_table(view: View) -> tuple[str, str]:
    facts = view.labels.facts
    if facts is not None and facts.text:
        raise refuse("label-encoding", view)
    if view.fit is None:
        return _settled(view)
    row = lookup(view.group, view.fit.layout, view.coding)
    task, loss = row.task, row.loss
    if loss == AMBIGUOUS:
        if view.coding != "index" or _class_like(view):
            return _settled(view)
        task, loss = "regression", "mean_squared_error"
    if not task:
        raise refuse(_reason(loss, view), view)
    if task != "regression":
        return task, loss
    if not _reachable(view):
        raise refuse("bounded-activation-regression", view)
    if view.from_logits is not None and facts is not None and within(facts, 0, 1):
        return ("binary" if view.layout == "element" else "multilabel"), "binary_crossentropy"
    return task, loss


def _settled(view: View) -> tuple[str, str]:
    """The one task that is left; from_logits, if said, speaks of classes."""
    tasks = _tasks_left(view)
    if view.from_logits is not None:
        tasks = tuple(task for task in tasks if task != "regression")
    if len(tasks) > 1:
        raise open_task(view, tasks)
    return tasks[0], _family_of_task(view, tasks[0])


def _tasks_left(view: View) -> tuple[str, ...]:
    if view.layout == "rows":
        return ("multiclass", "multilabel", "regression")
    two = view.labels.facts is None or _two_values(view)
    if view.labels.coding == "index":
        return ("binary", "multiclass") if two else ("multiclass",)
    if view.coding == "index" and not two:
        return ("multiclass", "regression")
    return ("binary", "regression")


def _task_of_loss(view: View, family: Family) -> str:
    layout = view.layout
    if layout == "index":
        amounts = family.task is None and view.coding == "continuous"
        return "regression" if amounts else "multiclass"
    if family.task == "multiclass":
        return "multiclass" if layout == "rows" else "binary"
    classes = family.task is not None or family.reads == "probabilities"
    softmax = view.group in SOFTMAX and layout == "rows"
    if softmax and classes and view.coding not in ("multi_hot", "sign"):
        return "multiclass"
    if classes:
        return "binary" if layout == "element" else "multilabel"
    return _task_under_regression_loss(view, layout)


def _task_under_regression_loss(view: View, layout: str) -> str:
    """Class labels under a regression loss are still classified, by activation and labels."""
    if layout == "element":
        return "binary" if view.coding in ("binary", "sign") else "regression"
    if view.coding == "one_hot":
        return "multilabel" if view.group == "sigmoid" else "multiclass"
    if view.coding in ("multi_hot", "sign"):
        return "multilabel"
    if view.group == "softmax" and view.coding in ("soft", None):
        return "multiclass"
    return "regression"


def _family_of_task(view: View, task: str) -> str:
    """The family of the loss for a task that was said."""
    layout, coding = view.layout, view.coding
    if task == "regression" and layout != "index":
        return "mean_squared_error"
    wrong = _against_task(view, task)
    if wrong is not None:
        raise refuse(wrong, view)
    if task == "multiclass":
        sparse = layout == "index"
        return "sparse_categorical_crossentropy" if sparse else "categorical_crossentropy"
    return "hinge" if coding == "sign" or view.group == "tanh" else "binary_crossentropy"


def _against_task(view: View, task: str) -> str | None:
    """The name of what no loss for a task of classes can mend."""
    layout, coding = view.layout, view.coding
    one_by_one = task in ELEMENTS
    if layout == "index" and task != "multiclass":
        return "units-class-mismatch"
    if layout == "element" and (task == "multiclass" or view.group in SOFTMAX):
        return _one_unit(view)
    if view.group == "other" or (view.group == "tanh" and not one_by_one):
        return "relu-output-classification"
    if coding == "continuous" and (one_by_one or layout == "index") and not _fractions(view):
        return "classification-loss-for-regression"
    if coding == "sign" and (not one_by_one or view.group in (*SOFTMAX, "sigmoid")):
        return "label-encoding"
    if coding == "index" and one_by_one and view.labels.facts is not None:
        return "label-encoding" if _two_values(view) else "units-below-classes"
    return None


def _one_unit(view: View) -> str:
    return "softmax-one-unit" if view.group in SOFTMAX else "cce-on-one-unit"


def _reason(name: str, view: View) -> str:
    """What is wrong with class numbers beyond 0 and 1 on one sigmoid unit."""
    if name != "units-below-classes" or view.coding != "index":
        return name
    if _two_values(view):
        return "label-encoding"
    return name if _class_like(view) else "bounded-activation-regression"


def _class_like(view: View) -> bool:
    labels = view.labels
    if labels.facts is None or labels.coding is not None:
        return True
    return counts_classes(labels.facts, labels.dtype)


def _two_values(view: View) -> bool:
    facts = view.labels.facts
    return facts is not None and facts.distinct is not None and len(facts.distinct) == 2


def _fractions(view: View) -> bool:
    facts = view.labels.facts
    return facts is not None and view.layout != "index" and within(facts, 0, 1)


def _reachable(view: View) -> bool:
    """False if labels were seen that the activation cannot reach."""
    facts, bounds = view.labels.facts, _BOUNDS.get(view.group)
    if facts is None or facts.minimum is None or bounds is None:
        return True
    return within(facts, *bounds)
