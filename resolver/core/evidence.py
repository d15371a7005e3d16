"""The facts that counted, strongest first."""

from __future__ import annotations

from resolver.core.codings import classes_seen
from resolver.core.decision import Evidence
from resolver.core.losses import FAMILIES, Loss
from resolver.core.view import View


def gather(view: View, *, ignore_class: int | None, class_axis: int | None) -> tuple[Evidence, ...]:
    """Every fact that counted in a decision, in the order of its strength.

    Args:
        view: Output and labels, laid against each other.
        ignore_class: A class id that is not counted, if the argument says so.
        class_axis: The class axis, if the argument says so.
    """
    facts = [
        *_arguments(view, ignore_class, class_axis),
        *_loss(view.loss),
        *_output(view),
        *_labels(view),
    ]
    return tuple(facts)


def _arguments(view: View, ignore_class: int | None, class_axis: int | None) -> list[Evidence]:
    said = {
        "task": view.task,
        "from_logits": view.from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    return [
        Evidence("argument", f"{key}={value!r}") for key, value in said.items() if value is not None
    ]


def _loss(loss: Loss | None) -> list[Evidence]:
    if loss is None:
        return []
    if loss.family is None:
        return [Evidence("loss", f"{loss.shown} is opaque: it says nothing")]
    parts = [loss.shown or loss.family]
    if FAMILIES[loss.family].reads == "scores":
        parts.append("reads logits" if loss.from_logits else "reads probabilities")
    if loss.axis != -1:
        parts.append(f"classes on axis {loss.axis}")
    if loss.ignore_class is not None:
        parts.append(f"leaves out class {loss.ignore_class}")
    return [Evidence("loss", ", ".join(parts))]


def _output(view: View) -> list[Evidence]:
    output = view.output
    facts = []
    if output.activation is not None:
        axis = f" on axis {output.axis}" if output.axis != -1 else ""
        facts.append(Evidence("activation", output.activation + axis))
    elif output.outside_unit:
        facts.append(Evidence("activation", "a probe shows values outside [0, 1]: logits"))
    units = view.units
    if output.shape is None:
        text = "unknown rank"
    elif units is None:
        text = f"{output.shape}, an unknown number of units"
    else:
        text = f"{output.shape}, {units} {'unit' if units == 1 else 'units'}"
    facts.append(Evidence("output shape", text))
    return facts


def _labels(view: View) -> list[Evidence]:
    labels = view.labels
    facts = []
    if labels.coding is not None:
        facts.append(Evidence("argument", f"labels are said to be {labels.coding}"))
    lies = {
        "element": "one label a prediction",
        "rows": "one label a unit",
        "index": "one class number for all units",
    }
    layout = f", {lies[view.fit.layout]}" if view.fit else ""
    facts.append(Evidence("label shape", f"{labels.shape}{layout}"))
    if labels.dtype is not None:
        facts.append(Evidence("label dtype", labels.dtype))
    seen = labels.facts
    if seen is not None and seen.elements:
        rows = f", {seen.one_hot_rows} of {seen.rows} rows one-hot" if seen.rows else ""
        sampled = " (sampled)" if seen.sampled else ""
        facts.append(Evidence("label values", classes_seen(seen) + rows + sampled))
    return facts
