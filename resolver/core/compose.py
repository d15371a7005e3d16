"""From a task to the whole decision: comparison, threshold, class axis, metric and loss."""

from __future__ import annotations

from typing import Final

from resolver.core.decision import Choice, Decision
from resolver.core.evidence import gather
from resolver.core.losses import FAMILIES
from resolver.core.refuse import unknown_scores
from resolver.core.view import View

ELEMENTS: Final = ("binary", "multilabel")
"""Tasks that are decided element by element."""

_LOGITS: Final = {"softmax": False, "sigmoid": False, "log_softmax": True, "linear": True}
"""Whether the output of an activation group is logits."""

_USUAL: Final = {"multilabel": "multi_hot", "binary": "binary"}
_ELEMENT_CODINGS: Final = ("binary", "multi_hot", "one_hot", "sign", "soft")


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
    axis = view.fit.axis if view.fit else (class_axis if class_axis is not None else -1)
    ignored = ignore_class if ignore_class is not None else given.ignore_class if given else None
    reads = _reads(family or (given.family if given else None))
    logits = None if task == "regression" else _logits(view, reads)
    threshold = _threshold(view, reads, logits) if task in ELEMENTS else None
    coding = _coding(view, task)
    # Counted from the front: TensorFlow computes on no axis counted from the end but the last.
    front = axis + len(view.output.shape) if view.output.shape and axis != -1 else axis
    loss = given.choice() if given is not None else _loss(family or "", logits, front, ignored)
    return Decision(
        task,
        coding,
        logits,
        threshold,
        axis if task == "multiclass" else None,
        ignored,
        _metric(task, coding, threshold, axis, ignored),
        loss,
        gather(view, ignore_class=ignore_class, class_axis=class_axis),
        view.output,
        view.labels,
    )


def _reads(family: str | None) -> str:
    return FAMILIES[family].reads if family else "scores"


def _logits(view: View, reads: str) -> bool | None:
    if view.from_logits is not None:
        return view.from_logits
    if view.loss is not None and view.loss.from_logits is not None:
        return view.loss.from_logits
    if reads == "margin":
        return None
    logits = _LOGITS.get(view.group)
    return logits if reads == "scores" or logits is False else None


def _threshold(view: View, reads: str, logits: bool | None) -> float:
    if reads == "margin" or view.coding == "sign":
        return 0.0
    if logits is not None:
        return 0.0 if logits else 0.5
    if reads == "scores":
        raise unknown_scores(view)
    return 0.5


def _coding(view: View, task: str) -> str:
    """The coding as the comparison reads it."""
    coding = view.coding
    if task == "regression":
        return "continuous"
    if task != "multiclass":
        if coding in _ELEMENT_CODINGS:
            return str(coding)
        return "soft" if coding == "continuous" else _USUAL[task]
    if view.layout == "index":
        return "index"
    return "soft" if coding in ("soft", "continuous", "sign") else "one_hot"


def _metric(
    task: str, coding: str, threshold: float | None, axis: int, ignored: int | None
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


def _loss(family: str, logits: bool | None, axis: int, ignored: int | None) -> Choice | None:
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
