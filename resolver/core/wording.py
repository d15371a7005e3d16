"""The sentences about a pairing that more than one room needs, built from facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from resolver.core.codings import classes_seen
from resolver.core.decision import Decision
from resolver.core.errors import AmbiguousPairing, PairingError
from resolver.core.finding import Finding, Severity
from resolver.core.kinds import KINDS
from resolver.core.layouts import Fit
from resolver.core.losses import Loss
from resolver.core.specs import Labels, Output, Shape

LAYOUTS: Final = {
    "element": "one unit, one label for each of its predictions",
    "rows": "one label for each unit (one-hot, multi-hot or continuous rows)",
    "index": "one class number for all units",
}
"""How labels can lie against an output, as readings to choose from."""

SCORES: Final = (
    "logits: positive above 0, and the loss needs from_logits=True",
    "probabilities: positive above 0.5",
)
"""What an output of unknown activation can be."""

READINGS: Final = {
    "binary": "two classes, one score for both",
    "multilabel": "independent labels, one score for each",
    "multiclass": "exclusive classes, which need one unit for each",
    "regression": "continuous numbers",
}
"""The tasks, as readings to choose from."""


def shape_text(shape: Shape) -> str:
    """``shape (None, 10)``, or that the rank is unknown."""
    return "unknown rank" if shape is None else f"shape {shape}"


def output_text(output: Output) -> str:
    """An output in a few words: ``softmax, shape (None, 10)``."""
    if output.activation is None:
        said = "values outside [0, 1]" if output.outside_unit else "activation unknown"
    elif output.beneath:
        said = f"{output.activation} over {output.beneath}"
    else:
        said = output.activation
    return f"{said}, {shape_text(output.shape)}"


def labels_text(labels: Labels) -> str:
    """Labels in a few words: ``int64, shape (None,), 0 to 9 seen``."""
    parts = [labels.dtype or "dtype unknown", shape_text(labels.shape)]
    if labels.coding:
        parts.append(f"said to be {labels.coding}")
    facts = labels.facts
    if facts is not None and facts.elements:
        parts.append(classes_seen(facts))
        if facts.nan:
            parts.append(f"{facts.nan} NaN")
        if facts.rows:
            parts.append(f"{facts.one_hot_rows} of {facts.rows} rows one-hot")
        if facts.sampled:
            parts.append("sampled")
    return ", ".join(parts)


NO_LOSS: Final = "open: whether the output is logits is unknown; say from_logits="
"""What is shown in place of a loss that cannot be chosen."""

NO_DECISION: Final = "left as given"
"""What is shown in place of a decision that was neither possible nor needed."""

ALL_WELL: Final = "Nothing is wrong with this pairing, as far as it was seen."
"""The summary of a report without findings."""

DECIDED_LATER: Final = "decided on the first batch, from the labels' shape and dtype"
"""What is shown in place of a decision that waits for labels."""

CLASSES_UNSEEN: Final = "classes under a regression loss: no label value was seen that tells"
"""What labels under a regression loss can be, as long as none was seen."""


def task_text(decision: Decision) -> str:
    """A decision's task in a few words: ``multiclass: argmax on axis -1 against class ids``."""
    if decision.task == "regression":
        return "regression"
    if decision.threshold is not None:
        return f"{decision.task}: positive above {decision.threshold:g}, {decision.coding} labels"
    return f"{decision.task}: argmax on axis {decision.class_axis}, {decision.coding} labels"


def loss_text(loss: Loss | None) -> str:
    """A loss as it was written."""
    return "not given" if loss is None else loss.shown or str(loss.family)


def finding(
    name: str,
    output: Output,
    labels: Labels,
    use: str,
    *,
    loss: Loss | None = None,
    also: tuple[tuple[str, str], ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding of one kind about one output.

    Args:
        name: Name of the kind.
        output: The output.
        labels: Its labels.
        use: The line to write instead.
        loss: The loss, if one was given.
        also: More facts, as (what, fact) pairs.
        severity: How certain this case is, where it differs from its kind.
    """
    seen = [("output", output_text(output)), ("labels", labels_text(labels))]
    if loss is not None:
        seen.insert(0, ("loss", loss_text(loss)))
    found = _of_kind(name, (*seen, *also), use, output.name)
    return found if severity is None else replace(found, severity=severity)


def unknown_output(what: str, strange: Sequence[object], known: Sequence[str], use: str) -> Finding:
    """The finding about an argument that names outputs the model does not have."""
    return _of_kind("unknown-output", ((what, _listed(strange)), ("outputs", _listed(known))), use)


def _of_kind(
    name: str, seen: tuple[tuple[str, str], ...], use: str, output: str | None = None
) -> Finding:
    """What is always true of a kind, with what was seen."""
    kind = KINDS[name]
    return Finding(
        code=kind.code,
        name=name,
        severity=kind.severity,
        title=kind.title,
        seen=seen,
        needed=kind.needed,
        consequence=kind.consequence,
        use=use,
        output=output,
    )


def _listed(names: Sequence[object]) -> str:
    return ", ".join(map(repr, names))


def refusal(
    findings: tuple[Finding, ...], *, chosen: bool = False, final: bool = False
) -> PairingError:
    """The error that carries findings, all of them.

    Args:
        findings: What was found.
        chosen: True if the loss was left to us, so that there is none to keep all the same.
        final: True if there is nothing to keep at all: no words make shapes fit.
    """
    head = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    body = "\n\n".join(str(each) for each in findings)
    names = ", ".join(repr(name) for name in dict.fromkeys(each.name for each in findings))
    way_out = "write the loss yourself: loss=..." if chosen else f"ignore=({names},)"
    kept = "" if final else f"\n\nIf it is meant all the same, {way_out}"
    return PairingError(f"This pairing cannot be meant ({head}).\n\n{body}{kept}", findings)


def warning(found: Finding) -> str:
    """A finding as a warning, with the way to silence it."""
    return f"{found}\n\nIf it is meant, ignore=({found.name!r},)"


def open_layout(output: Output, labels: Labels, found: tuple[Fit, ...]) -> AmbiguousPairing:
    """The error that names the ways in which labels can lie, and what settles each."""
    layouts = {fit.layout for fit in found}
    axes = list(dict.fromkeys(fit.axis for fit in found))
    settle = [f"class_axis={axis}" for axis in axes] if len(axes) > 1 else []
    if "element" in layouts:
        settle.append("task='binary'")
    if "element" in layouts and "rows" not in layouts:
        settle.append("task='regression'")
    if "rows" in layouts and len(layouts) > 1:
        settle.append("task='multilabel'")
    if "index" in layouts and len(layouts) > 1:
        codings = ("index", "one_hot") if "rows" in layouts else ("index",)
        settle += [f"resolver.Labels({labels.shape}, coding={each!r})" for each in codings]
    readings = tuple(
        LAYOUTS[fit.layout] + (f", classes on axis {fit.axis}" if len(axes) > 1 else "")
        for fit in found
    )
    return ambiguous(output, labels, readings, tuple(settle))


def ambiguous(
    output: Output, labels: Labels, readings: tuple[str, ...], settle: tuple[str, ...]
) -> AmbiguousPairing:
    """The error that names the readings left and what settles them."""
    where = f" of output {output.name!r}" if output.name else ""
    listed = "\n".join(f"  - {reading}" for reading in readings)
    return AmbiguousPairing(
        f"More than one reading{where} is possible.\n\n"
        f"  output  {output_text(output)}\n  labels  {labels_text(labels)}\n\n"
        f"The readings left:\n{listed}\n\nUse: {'  or  '.join(settle)}",
        readings,
        settle,
    )


def with_probe(left_open: AmbiguousPairing) -> AmbiguousPairing:
    """The error for a model of which nothing is seen until it is run."""
    settle = ("probe=x[:2]", *left_open.settle)
    said = str(left_open).rpartition("\n\nUse: ")[0]
    return AmbiguousPairing(
        f"{said}\n\nThe model was not run on any batch yet, so that its output is unseen.\n\n"
        f"Use: {'  or  '.join(settle)}",
        left_open.readings,
        settle,
    )
