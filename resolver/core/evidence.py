"""The facts that counted, strongest first."""

from __future__ import annotations

from typing import Final

from resolver.core.codings import classes_seen
from resolver.core.decision import Evidence
from resolver.core.losses import FAMILIES, Loss
from resolver.core.specs import Facts
from resolver.core.view import View

_LIES: Final = {
    "element": "one label a prediction",
    "rows": "one label a unit",
    "index": "one class number for all units",
}


def gather(view: View, *, ignore_class: int | None, class_axis: int | None) -> tuple[Evidence, ...]:
    """Every fact that counted in a decision, in the order of its strength.

    Args:
        view: Output and labels, laid against each other.
        ignore_class: A class id that is not counted, if the argument says so.
        class_axis: The class axis, if the argument says so.
    """
    output, labels = view.output, view.labels
    facts = _arguments(view, ignore_class, class_axis)
    if view.loss is not None:
        facts.append(Evidence("loss", _of_loss(view.loss)))
    if output.activation is not None:
        axis = f" on axis {output.axis}" if output.axis != -1 else ""
        facts.append(Evidence("activation", output.activation + axis))
    elif output.outside_unit:
        facts.append(Evidence("activation", "a probe shows values outside [0, 1]: logits"))
    facts.append(Evidence("output shape", _of_output(view)))
    lies = f", {_LIES[view.fit.layout]}" if view.fit else ""
    shape = "unknown rank" if labels.shape is None else str(labels.shape)
    facts.append(Evidence("label shape", shape + lies))
    if labels.dtype is not None:
        facts.append(Evidence("label dtype", labels.dtype))
    if labels.facts is not None and labels.facts.elements:
        facts.append(Evidence("label values", _of_values(labels.facts)))
    return tuple(facts)


def _arguments(view: View, ignore_class: int | None, class_axis: int | None) -> list[Evidence]:
    said = (
        ("task", view.task),
        ("from_logits", view.from_logits),
        ("class_axis", class_axis),
        ("ignore_class", ignore_class),
    )
    facts = [Evidence("argument", f"{key}={value!r}") for key, value in said if value is not None]
    if view.labels.coding is not None:
        facts.append(Evidence("argument", f"labels are said to be {view.labels.coding}"))
    return facts


def _of_loss(loss: Loss) -> str:
    if loss.family is None:
        return f"{loss.shown or 'the loss'} is opaque: it says nothing"
    parts = [loss.shown or loss.family]
    if FAMILIES[loss.family].reads == "scores" and loss.from_logits is not None:
        parts.append("reads logits" if loss.from_logits else "reads probabilities")
    if loss.axis != -1:
        parts.append(f"classes on axis {loss.axis}")
    if loss.ignore_class is not None:
        parts.append(f"leaves out class {loss.ignore_class}")
    return ", ".join(parts)


def _of_output(view: View) -> str:
    shape, units = view.output.shape, view.units
    if shape is None:
        return "unknown rank"
    if units is None:
        return f"{shape}, an unknown number of units"
    return f"{shape}, {units} {'unit' if units == 1 else 'units'}"


def _of_values(facts: Facts) -> str:
    rows = f", {facts.one_hot_rows} of {facts.rows} rows one-hot" if facts.rows else ""
    return classes_seen(facts) + rows + (" (sampled)" if facts.sampled else "")
