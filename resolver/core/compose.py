"""From a task to the whole decision: comparison, threshold, class axis, metric and loss."""

from __future__ import annotations

from resolver.core.decision import Choice, Decision
from resolver.core.evidence import gather
from resolver.core.losses import FAMILIES
from resolver.core.refuse import unknown_scores
from resolver.core.view import View

ELEMENTS = ("binary", "multilabel")
"""Tasks that are decided element by element."""


def compose(
    view: View,
    task: str,
    family: str | None,
    *,
    ignore_class: int | None,
    class_axis: int | None,
) -> Decision:
    """What a task means for an output and its labels.

    Args:
        view: Output and labels, laid against each other.
        task: The task that was decided.
        family: The family of the loss to choose; ``None`` where the loss given stands.
        ignore_class: A class id that is not counted, if the argument says so.
        class_axis: The class axis, if the argument says so.

    Raises:
        AmbiguousPairing: If the threshold depends on whether the output is logits.
    """
    given = view.loss
    fit = view.fit
    multiclass = task == "multiclass"
    axis = fit.axis if fit else (class_axis if class_axis is not None else -1)
    ignored = ignore_class if ignore_class is not None else given.ignore_class if given else None
    logits = _logits(view, task, family or (given.family if given else None))
    threshold = _threshold(view, logits, family) if task in ELEMENTS else None
    coding = _coding(view, task)
    metric = _metric(task, coding, threshold, axis, ignored)
    if family is None:
        loss = given.choice() if given else None
    elif given is not None and given.opaque:
        loss = None
    else:
        loss = _loss(family, logits, axis, ignored, view)
    return Decision(
        task=task,
        coding=coding,
        from_logits=logits,
        threshold=threshold,
        class_axis=axis if multiclass else None,
        ignore_class=ignored,
        metric=metric,
        loss=loss,
        evidence=gather(view, ignore_class=ignore_class, class_axis=class_axis),
        output=view.output,
        labels=view.labels,
    )


def _logits(view: View, task: str, family: str | None) -> bool | None:
    if view.from_logits is not None:
        return view.from_logits
    if view.loss is not None and view.loss.from_logits is not None:
        return view.loss.from_logits
    if family is not None and FAMILIES[family].reads != "scores" and task != "multiclass":
        return None
    known = {"softmax": False, "sigmoid": False, "log_softmax": True, "linear": True}
    return None if task == "regression" else known.get(view.group)


def _threshold(view: View, logits: bool | None, family: str | None) -> float:
    named = family or (view.loss.family if view.loss else None)
    reads = FAMILIES[named].reads if named else "scores"
    if reads == "margin" or view.coding == "sign":
        return 0.0
    if reads in ("real", "positive", "embedding"):
        return 0.5
    if logits is None:
        raise unknown_scores(view)
    return 0.0 if logits else 0.5


def _coding(view: View, task: str) -> str | None:
    if task == "regression":
        return "continuous"
    if view.coding is not None and not (task == "multiclass" and view.coding == "multi_hot"):
        return view.coding
    layout = view.fit.layout if view.fit else "rows"
    if layout == "index":
        return "index"
    by_task = {"multiclass": "one_hot", "multilabel": "multi_hot", "binary": "binary"}
    return by_task[task]


def _metric(
    task: str, coding: str | None, threshold: float | None, axis: int, ignored: int | None
) -> Choice | None:
    if task == "regression":
        return None
    arguments: dict[str, object] = {"task": task, "coding": coding}
    if task in ELEMENTS:
        arguments["threshold"] = threshold
    elif axis != -1:
        arguments["axis"] = axis
    if ignored is not None:
        arguments["ignore_class"] = ignored
    return Choice("resolver.Accuracy", arguments)


def _loss(
    family: str, logits: bool | None, axis: int, ignored: int | None, view: View
) -> Choice | None:
    row = FAMILIES[family]
    arguments: dict[str, object] = {}
    if row.reads == "scores":
        if logits is None:
            return None
        if logits:
            arguments["from_logits"] = True
    sparse = family == "sparse_categorical_crossentropy"
    if sparse and ignored is not None:
        arguments["ignore_class"] = ignored
    if row.rows == "class" and axis != -1:
        arguments["axis"] = axis
        if sparse:
            return Choice("resolver.SparseCategoricalCrossentropy", arguments)
    return Choice(f"losses.{row.cls}", arguments)
