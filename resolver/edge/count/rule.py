"""How labels and predictions are compared, as one checked value. No Keras, no tensors."""

from __future__ import annotations

from collections.abc import Sequence
from types import UnionType
from typing import Final, NamedTuple

from resolver.core.counts import fingerprint
from resolver.core.errors import InvalidArgument

__all__ = ["Rule", "accuracy_rule", "classes_of"]

CODINGS: Final = {
    "binary": ("binary", "sign", "multi_hot", "soft", "one_hot"),
    "multilabel": ("multi_hot", "binary", "sign", "soft", "one_hot"),
    "multiclass": ("index", "one_hot", "soft"),
}
"""The codings each task can read; the first is its default."""

REDUCTIONS: Final = ("element", "sample")


class Rule(NamedTuple):
    """How labels and predictions are compared: the arguments of `Accuracy` that say so."""

    task: str
    coding: str
    threshold: float = 0.5
    axis: int = -1
    ignore_class: int | None = None
    reduction: str = "element"

    @property
    def positive(self) -> float:
        """The value above which an element-wise label is positive."""
        return 0.0 if self.coding == "sign" else 0.5

    @property
    def fingerprint(self) -> str:
        """What is counted, as `Counts.decision` holds it."""
        return fingerprint(
            self.task,
            threshold=self.threshold,
            ignore_class=self.ignore_class,
            reduction=self.reduction,
        )


def accuracy_rule(
    task: str,
    coding: str | None = None,
    *,
    threshold: float = 0.5,
    axis: int = -1,
    ignore_class: int | None = None,
    reduction: str = "element",
) -> Rule:
    """The arguments of `Accuracy`, checked.

    Raises:
        InvalidArgument: If one of them has no meaning.

    Example:
        >>> accuracy_rule("multiclass").coding
        'index'
    """
    if task not in CODINGS:
        raise _refuse("task", task, tuple(CODINGS), 'task="multiclass"')
    codings = CODINGS[task]
    coding = codings[0] if coding is None else coding
    if coding not in codings:
        raise _refuse(f"coding of {task} labels", coding, codings, f'coding="{codings[0]}"')
    if reduction not in REDUCTIONS:
        raise _refuse("reduction", reduction, REDUCTIONS, 'reduction="element"')
    if not _is(axis, int):
        raise _refuse("axis", axis, ("a whole number",), "axis=-1")
    if ignore_class is not None and not _is(ignore_class, int):
        raise _refuse("ignore_class", ignore_class, ("a whole number", "None"), "ignore_class=255")
    if not _is(threshold, int | float):
        raise _refuse("threshold", threshold, ("a number",), "threshold=0.5")
    return Rule(task, coding, float(threshold), axis, ignore_class, reduction)


def classes_of(rule: Rule, shape: Sequence[int | None]) -> int | None:
    """How many classes or labels predictions of a shape have; ``None`` if it does not say.

    Example:
        >>> classes_of(accuracy_rule("multiclass"), (None, 10))
        10
    """
    if rule.task == "binary":
        return None
    return shape[rule.axis if rule.task == "multiclass" else -1] if shape else None


def _is(value: object, kind: type | UnionType) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _refuse(what: str, value: object, allowed: tuple[str, ...], use: str) -> InvalidArgument:
    return InvalidArgument(
        f"The {what} of an accuracy must be one of: {', '.join(allowed)}. "
        f"Received: {value!r}. Use: {use}"
    )
