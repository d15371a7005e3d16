"""From a decision to the objects of Keras that it names.

================================================== =============================================
decided                                            built
================================================== =============================================
a loss                                             the stock class of `keras.losses`
class numbers, classes not on the last axis        `resolver.edge.loss.axis_loss`: no stock loss can
one unit that has no axis of its own, or labels    `resolver.edge.loss.axis_loss.ElementLoss` around
without it: (B,); (B, T) against (B, T, 1)         the stock loss, which averages too early
accuracy, exact                                    `resolver.edge.count.accuracy.Accuracy`
accuracy, ``exact=False``                          a stock class, or a refusal
================================================== =============================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import keras

from resolver.core.decision import Choice, Decision
from resolver.core.errors import InvalidArgument, StockMetricError
from resolver.core.layouts import fits
from resolver.core.wording import ambiguous
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.loss.axis_loss import ElementLoss, SparseCategoricalCrossentropy

_SPARSE: Final = "SparseCategoricalCrossentropy"
_SCORES: Final = (
    "logits: the loss needs from_logits=True",
    "probabilities: the loss keeps from_logits=False",
)


def build_loss(decided: Decision | Choice, **keywords: Any) -> Any:
    """Build the loss that a decision or a choice names.

    A loss of the user's own is not built: it is used as it was given.

    Args:
        decided: The decision, or the choice alone, which knows no shapes.
        **keywords: ``reduction``, ``name`` and ``dtype``, as in `keras.losses.Loss`.

    Returns:
        A new `keras.losses.Loss`.

    Raises:
        AmbiguousPairing: If whether the output is logits is left open.
        InvalidArgument: If the loss given is opaque, so that there is nothing to build.

    Example:
        >>> build_loss(Choice("losses.Huber", {"delta": 2.0})).name
        'huber_loss'
    """
    if isinstance(decided, Choice):
        return _loss(decided, keywords)
    if decided.loss is None:
        raise _nothing_to_build(decided)
    loss = _loss(decided.loss, keywords)
    axis = _element_axis(decided)
    return loss if axis is None else ElementLoss(loss, axis)


def build_metric(decision: Decision, *, name: str, exact: bool = True) -> Any:
    """Build the metric that "accuracy" means.

    Args:
        decision: The decision. One that follows the rules of a historical Keras names a stock
            class, which is built as it is.
        name: The name the user wrote, which logs and ``history`` keep.
        exact: Whether to count exactly with `resolver.Accuracy`; otherwise a stock class of
            Keras is built where one can be right.

    Returns:
        A new `keras.metrics.Metric` called ``name``.

    Raises:
        InvalidArgument: If the decision has no accuracy, as a regression.
        StockMetricError: If no stock class counts this rightly and ``exact`` is false.
    """
    choice = decision.metric
    if choice is None:
        raise InvalidArgument(
            f"A {decision.task} has no accuracy to build. "
            f"Received: name={name!r}. Use: metrics=['mae']"
        )
    arguments: dict[str, Any] = {**choice.arguments, "name": name}
    if choice.name.startswith("metrics."):
        return getattr(keras.metrics, choice.name.removeprefix("metrics."))(**arguments)
    return Accuracy(**arguments) if exact else _stock(decision, name)


def build_regression_metric(name: str = "mae") -> Any:
    """Build what ``metrics="auto"`` means for a regression: the mean absolute error.

    Args:
        name: The name that logs and ``history`` show.
    """
    return keras.metrics.MeanAbsoluteError(name=name)


def _loss(choice: Choice, keywords: Mapping[str, Any]) -> Any:
    name = choice.name.rpartition(".")[-1]
    arguments: dict[str, Any] = {**choice.arguments, **keywords}
    if name == _SPARSE and arguments.get("axis", -1) != -1:
        return SparseCategoricalCrossentropy(**arguments)
    return getattr(keras.losses, name)(**arguments)


def _nothing_to_build(decision: Decision) -> Exception:
    if all(fact.source != "loss" for fact in decision.evidence):
        return ambiguous(
            decision.output, decision.labels, _SCORES, ("from_logits=True", "from_logits=False")
        )
    return InvalidArgument(
        "The loss given is opaque: it is used as it is, and there is none to build. "
        f"Received: a decision for {decision.task} without a loss. Use: loss='auto'"
    )


def _element_axis(decision: Decision) -> int | None:
    """The axis of a single unit where a stock loss would average over another; None if it is right.

    The stock losses are right for (B, 1), and for (B, T, 1) with labels of that shape.
    """
    output, labels = decision.output.shape, decision.labels.shape
    if output is None:
        return None
    if len(output) == 1:
        return -1
    fit = next(iter(fits(labels, output)), None) if labels is not None and len(output) > 2 else None
    if fit is None or labels is None or fit.layout != "element":
        return None
    return fit.axis if len(labels) < len(output) or fit.axis != -1 else None


class _Lack(NamedTuple):
    """What stock Keras cannot count: when, why, and what was seen."""

    holds: Callable[[Decision, Mapping[str, Any]], bool]
    why: str
    seen: str


def _elementwise(decision: Decision) -> bool:
    return decision.task != "multiclass"


def _moved(decision: Decision, _: Mapping[str, Any]) -> bool:
    axis = _element_axis(decision) if _elementwise(decision) else decision.class_axis
    return axis not in (None, -1)


def _rounds(decision: Decision, _: Mapping[str, Any]) -> bool:
    whole = {"bfloat16": 2**8, "float16": 2**11}.get(decision.output.dtype or "")
    classes = None if decision.output.shape is None else decision.output.units
    return not _elementwise(decision) and whole is not None and (classes is None or classes > whole)


def _unread(decision: Decision, _: Mapping[str, Any]) -> bool:
    plain = ("binary", "multi_hot", "one_hot")
    return _elementwise(decision) and decision.coding not in plain


_LACKS: Final = (
    _Lack(lambda _, said: said.get("ignore_class") is not None, "leaves out a class", "ignored"),
    _Lack(_moved, "has an axis for the classes", "axis"),
    _Lack(_unread, "reads element by element other labels than 0/1", "coding"),
    _Lack(_rounds, "compares class numbers as whole numbers in this dtype", "dtype"),
)
"""What no stock accuracy does."""


def _stock(decision: Decision, name: str) -> Any:
    choice = decision.metric
    said = choice.arguments if choice else {}
    lacks = [lack for lack in _LACKS if lack.holds(decision, said)]
    if lacks:
        seen = ", ".join(_seen(decision, lack.seen) for lack in lacks)
        raise StockMetricError(
            f"exact=False asks for a stock accuracy, and none of Keras "
            f"{', and none '.join(lack.why for lack in lacks)}. Received: {seen}. Use: exact=True"
        )
    if _elementwise(decision):
        return keras.metrics.BinaryAccuracy(threshold=decision.threshold, name=name)
    if decision.coding == "index":
        return keras.metrics.SparseCategoricalAccuracy(name=name)
    return keras.metrics.CategoricalAccuracy(name=name)


def _seen(decision: Decision, what: str) -> str:
    return {
        "ignored": f"ignore_class={decision.ignore_class!r}",
        "axis": f"classes on axis {decision.class_axis or _element_axis(decision)}",
        "coding": f"labels coded {decision.coding!r}",
        "dtype": f"{decision.output.units} classes as {decision.output.dtype}",
    }[what]
