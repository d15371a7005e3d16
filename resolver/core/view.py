"""One output and its labels laid against each other: what the decision table is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from resolver.core import wording
from resolver.core.codings import coding as proven_coding
from resolver.core.codings import padded_one_hot
from resolver.core.layouts import Fit, fits
from resolver.core.losses import FAMILIES, Loss
from resolver.core.specs import Labels, Output
from resolver.core.table import group_of

_LAYOUTS_OF_CODING: Final = {
    "index": ("index", "element"),
    "one_hot": ("rows",),
    "multi_hot": ("rows", "element"),
    "binary": ("element", "rows", "index"),
    "sign": ("element", "rows"),
    "soft": ("rows", "element"),
    "continuous": ("element", "rows"),
}
"""Where a coding that was said can lie."""


@dataclass(frozen=True, slots=True)
class View:
    """What the decision table is asked about.

    Args:
        output: The output.
        labels: Its labels.
        loss: The loss given; None or of form "auto" if it is to be chosen.
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
    def units(self) -> int | None:
        """How many units lie along the class axis."""
        if self.fit is None or self.output.shape is None or len(self.output.shape) < 2:
            return self.output.units
        return self.output.shape[self.fit.axis]


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
    fit = _chosen(_candidates(labels, output, loss, class_axis), labels, output, loss, task)
    group = _group(output, from_logits)
    layout = fit.layout if fit else "rows"
    written = _in_context(proven_coding(labels, layout), labels, layout, group)
    return View(output, labels, loss, fit, written, group, from_logits, task)


def _in_context(written: str | None, labels: Labels, layout: str, group: str) -> str | None:
    """The coding as the layout and the activation let it be read."""
    if layout == "index":
        return "index" if written == "binary" else written
    if layout == "rows" and written == "binary":
        return "multi_hot"
    facts = labels.facts
    softmax = layout == "rows" and group in ("softmax", "log_softmax")
    if softmax and labels.coding is None and facts is not None and padded_one_hot(facts):
        # Under a softmax, rows of zeros among one-hot rows are padding, which a mask leaves out.
        return "one_hot"
    return written


def _candidates(
    labels: Labels, output: Output, loss: Loss | None, class_axis: int | None
) -> tuple[Fit, ...]:
    for axis in (
        class_axis,
        None if loss is None or loss.axis == -1 else loss.axis,
        None if output.axis == -1 else output.axis,
    ):
        if axis is not None:
            return fits(labels.shape, output.shape, axis)
    return fits(labels.shape, output.shape)


def _group(output: Output, from_logits: bool | None) -> str:
    group = group_of(output.activation)
    if group == "unknown" and output.outside_unit:
        group = "linear"
    if from_logits and group in ("unknown", "other"):
        return "linear"
    return group


def _chosen(
    found: tuple[Fit, ...], labels: Labels, output: Output, loss: Loss | None, task: str | None
) -> Fit | None:
    """The one fit that what was said leaves; a wish that leaves none is not a reason to drop all."""
    for wish in _wishes(labels, output, loss, task):
        found = tuple(fit for fit in found if fit.layout in wish) or found
    if len(found) < 2:
        return found[0] if found else None
    raise wording.ambiguous(
        output,
        labels,
        tuple(wording.LAYOUTS[fit.layout] for fit in found),
        (
            "resolver.Labels(shape, coding='index')",
            "resolver.Labels(shape, coding='one_hot')",
            "task='multilabel'",
        ),
    )


def _wishes(
    labels: Labels, output: Output, loss: Loss | None, task: str | None
) -> list[tuple[str, ...]]:
    wishes: list[tuple[str, ...]] = []
    if labels.coding:
        wishes.append(_LAYOUTS_OF_CODING[labels.coding])
    if task in ("multiclass", "binary", "multilabel"):
        wishes.append(("index", "rows") if task == "multiclass" else ("element", "rows"))
    if loss is not None and loss.family is not None:
        family = FAMILIES[loss.family]
        if family.rows == "element":
            wishes.append(("element", "rows"))
        else:
            wishes.append(("index",) if "index" in family.labels else ("rows",))
    if group_of(output.activation) in ("softmax", "log_softmax"):
        wishes.append(("index", "rows"))
    if output.units is None and group_of(output.activation) == "sigmoid":
        wishes.append(("element", "rows"))
    return wishes
