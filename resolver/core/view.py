"""One output and its labels laid against each other: what the decision table is asked about."""

from __future__ import annotations

from typing import Final, NamedTuple

from resolver.core import wording
from resolver.core.codings import (
    ENOUGH_ROWS,
    MASKED,
    UNIT,
    counts_classes,
    padded_one_hot,
    within,
)
from resolver.core.codings import coding as proven_coding
from resolver.core.layouts import Fit, fits
from resolver.core.losses import FAMILIES, Loss
from resolver.core.specs import Facts, Labels, Output
from resolver.core.table import group_of

SOFTMAX: Final = ("softmax", "log_softmax")
"""Activation groups in which the units compete."""

_BY_CODING: Final = {
    "index": (("index", "element"), ("index",)),
    "one_hot": (("rows",),),
    "multi_hot": (("rows", "element"), ("rows",)),
    "binary": (("element", "rows", "index"), ("element",)),
    "sign": (("element", "rows"),),
    "soft": (("rows", "element"),),
    "continuous": (("element", "rows"),),
}
"""Where labels of a coding that was said can lie, then where they usually do."""

_BY_TASK: Final = {
    "binary": (("element", "rows"), ("element",)),
    "multilabel": (("element", "rows"), ("rows",)),
    "multiclass": (("index", "rows"),),
    "regression": (("element", "rows"),),
}


class View(NamedTuple):
    """What the decision table is asked about.

    Args:
        output: The output.
        labels: Its labels.
        loss: The loss given; None if it is to be chosen.
        fit: How the labels lie; None if the shapes disagree.
        coding: How they are written; None if nothing is proven.
        group: Activation group of the table, after an explicit from_logits.
        from_logits: What the argument said.
        task: What the argument said.
    """

    output: Output
    labels: Labels
    loss: Loss | None
    fit: Fit | None
    coding: str | None
    group: str
    from_logits: bool | None = None
    task: str | None = None

    @property
    def layout(self) -> str:
        """How the labels lie, rows if the shapes disagree."""
        return "rows" if self.fit is None else self.fit.layout

    @property
    def units(self) -> int | None:
        """How many units lie along the class axis."""
        shape = self.output.shape
        if self.fit is None or shape is None or len(shape) < 2:
            return self.output.units
        return shape[self.fit.axis]


def lay(
    labels: Labels,
    output: Output,
    loss: Loss | None,
    *,
    task: str | None = None,
    from_logits: bool | None = None,
    class_axis: int | None = None,
) -> View:
    """Lay labels against an output; refuse if unknown dimensions leave it open.

    Raises:
        AmbiguousPairing: If the shapes fit in several ways and nothing chooses between them.
    """
    found = fits(labels.shape, output.shape, _axis(output, loss, class_axis))
    if len(found) > 1:
        found = _narrowed(found, labels, output, loss, task)
    fit = found[0] if found else None
    group = activation_group(output, from_logits)
    written = None
    if fit is not None:
        written = proven_coding(labels, fit.layout, fit.axis)
    if fit is not None and written is not None:
        written = _in_context(written, labels, fit.layout, group)
    return View(output, labels, loss, fit, written, group, from_logits, task)


def _in_context(written: str, labels: Labels, layout: str, group: str) -> str | None:
    """The coding as the layout and the activation let it be read."""
    facts = labels.facts
    if layout == "index":
        return "index" if written == "binary" else written
    if written == "index" and _two_classes(facts, layout, group):
        written = "binary"
    if layout == "element":
        return written
    if written == "binary":
        return "multi_hot"
    if labels.coding is not None or facts is None:
        return written
    if group in SOFTMAX and written == "multi_hot" and padded_one_hot(facts):
        # Under a softmax, rows of zeros among one-hot rows are padding, which a mask leaves out.
        return "one_hot"
    unproven = {
        "continuous": (group in SOFTMAX and not facts.rows and within(facts, 0, 1))
        or (group not in (*SOFTMAX, "sigmoid") and facts.distinct == MASKED),
        "one_hot": group == "sigmoid" and facts.rows < ENOUGH_ROWS,
    }
    return None if unproven.get(written) else written


def _two_classes(facts: Facts | None, layout: str, group: str) -> bool:
    """True if numbers said to be class numbers are 0 and 1, or can be no others."""
    if facts is None or not facts.elements:
        return layout == "element" and group == "sigmoid"
    return within(facts, 0, 1) and facts.distinct is not None and facts.distinct <= UNIT


def _axis(output: Output, loss: Loss | None, class_axis: int | None) -> int | None:
    """The class axis, if anything says it."""
    if class_axis is not None:
        return class_axis
    if loss is not None and loss.axis != -1:
        return loss.axis
    return None if output.axis == -1 else output.axis


def activation_group(output: Output, from_logits: bool | None) -> str:
    """The activation group; an explicit from_logits stands above what only bounds the output."""
    group = group_of(output.activation)
    if group == "unknown" and output.outside_unit:
        group = "linear"
    if from_logits is not None and group in ("unknown", "other", "tanh"):
        return "linear" if from_logits else "unknown"
    return group


def _narrowed(
    found: tuple[Fit, ...], labels: Labels, output: Output, loss: Loss | None, task: str | None
) -> tuple[Fit, ...]:
    """The one fit that what was said leaves; a wish that none fulfils is passed over."""
    for wish in _wishes(labels, output, loss, task):
        found = tuple(fit for fit in found if fit.layout in wish) or found
    if len(found) == 1:
        return found
    raise wording.open_layout(output, labels, found)


def _wishes(
    labels: Labels, output: Output, loss: Loss | None, task: str | None
) -> list[tuple[str, ...]]:
    """The layouts that each piece of evidence leaves, strongest first."""
    wishes: list[tuple[str, ...]] = []
    if labels.coding:
        wishes += _BY_CODING[labels.coding]
    if task is not None:
        wishes += _BY_TASK[task]
    if loss is not None and loss.family is not None:
        family = FAMILIES[loss.family]
        if family.rows == "element":
            wishes.append(("element", "rows"))
        else:
            wishes.append(("index",) if "index" in family.labels else ("rows",))
    group = group_of(output.activation)
    facts = labels.facts
    if group in SOFTMAX:
        wishes.append(("index", "rows"))
    elif group == "sigmoid" and output.units is None:
        wishes.append(("element", "rows"))
    if output.units is None and facts is not None and _many_classes(facts, labels.dtype):
        wishes.append(("index", "rows"))  # Class numbers, unless one unit is proven.
    if labels.shape is not None and facts is not None and facts.elements > facts.rows > 0:
        wishes.append(("rows",))  # The rows that were seen are wider than one number.
    return wishes


def _many_classes(facts: Facts, dtype: str | None) -> bool:
    return (facts.maximum or 0) > 1 and counts_classes(facts, dtype)
