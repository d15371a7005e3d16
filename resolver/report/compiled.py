"""What was compiled, and losses and metrics as a person would write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from resolver.core import wording
from resolver.core.decision import Decision
from resolver.core.finding import Finding
from resolver.report.findings import TONES
from resolver.report.page import Card, Cell, Facts, Page, Words

SAID: Final[Mapping[str, object]] = {
    "task": None,
    "coding": None,
    "threshold": None,
    "from_logits": False,
    "axis": -1,
    "ignore_class": None,
    "label_smoothing": 0.0,
}
"""What is shown of a built object's config, unless it is the value here."""


def compiled_page(
    decisions: Mapping[str, Decision | None],
    losses: Mapping[str, Any],
    metrics: Mapping[str, Sequence[Any]],
    findings: Sequence[Finding] = (),
) -> Page:
    """What was compiled, a few lines for each output, and what is doubtful about it.

    Args:
        decisions: The decision for each output by its name.
        losses: The loss of each output, as it was compiled.
        metrics: The metrics of each output, as they were compiled.
        findings: What was found and did not stop it.
    """
    rows = [
        row
        for name, decision in decisions.items()
        for row in _output(name, decision, losses[name], metrics[name])
    ]
    rows += [
        (each.severity, Words(f"{each.code} {each.name}: {each.title}", TONES[each.severity]))
        for each in findings
    ]
    return Page((Card(None, (Facts(None, tuple(rows)),)),))


def _output(
    name: str, decision: Decision | None, loss: Any, metrics: Sequence[Any]
) -> Iterator[tuple[str, Cell]]:
    yield name, Words(_task(decision, loss))
    yield "  loss", Words(shown(loss))
    yield "  metrics", Words(", ".join(map(shown, metrics)) or "none")
    if decision:
        yield "  because", Words(because(decision))


def _task(decision: Decision | None, loss: Any) -> str:
    if decision is not None:
        return wording.task_text(decision)
    stands_for = getattr(loss, "stands_for", None)
    deferred = getattr(stands_for, "form", None) == "auto"
    return wording.DECIDED_LATER if deferred else wording.NO_DECISION


def because(decision: Decision) -> str:
    """The evidence in one line, strongest first."""
    return "; ".join(f"{each.source}: {each.fact}" for each in decision.evidence)


def shown(built: Any) -> str:
    """A loss or metric as a person would write it: its class and what was said of it."""
    if built is None or isinstance(built, str):
        return repr(built) if built else "none"
    stands_for = getattr(getattr(built, "stands_for", None), "shown", None)
    if stands_for:
        return str(stands_for)
    if not hasattr(built, "get_config"):
        return str(getattr(built, "__name__", type(built).__name__))
    config = built.get_config()
    said = {
        key: value
        for key, value in config.items()
        if key in SAID and value not in (None, SAID[key])
    }
    if config.get("task") == "multiclass":
        said.pop("threshold", None)
    written = ", ".join(f"{key}={value!r}" for key, value in said.items())
    return f"{type(built).__name__}({written})"
