"""Decisions as something to look at: plain text, a rich table in a terminal, HTML in a notebook."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from resolver.core import wording
from resolver.core.decision import Decision
from resolver.core.finding import Finding

SAID = {
    "task": None,
    "coding": None,
    "threshold": None,
    "from_logits": False,
    "axis": -1,
    "ignore_class": None,
    "label_smoothing": 0.0,
}
"""What is shown of a built object's config, unless it is the value here."""

TEXT_WIDTH = 100
"""Columns of plain text, where no terminal says how wide it is."""


@dataclass(frozen=True)
class Explained:
    """One output explained.

    Args:
        name: Name of the output.
        decision: What was decided; ``None`` if nothing could be.
        refused: Why nothing could be decided.
        generations: What each Keras generation makes of "accuracy" here, as (rules, metric).
        ambiguous: True if nothing could be decided because several readings are left.
    """

    name: str
    decision: Decision | None
    refused: str | None
    generations: tuple[tuple[str, str], ...]
    ambiguous: bool = False


@dataclass(frozen=True)
class Explanation:
    """Why a decision came out as it did; prints as a table for each output."""

    outputs: tuple[Explained, ...]

    def __str__(self) -> str:
        return plain(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for each in self.outputs:
            yield _explained(each)

    def _repr_html_(self) -> str:
        return "\n".join(_html(each) for each in self.outputs)


@dataclass(frozen=True)
class Report:
    """What was found about a pairing: iterable, errors first. Prints as text.

    Args:
        findings: The findings, none if all is well.
    """

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True if there is no error and no warning."""
        return all(each.severity == "note" for each in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What can never be meant."""
        return self._of("error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is legal and rarely meant."""
        return self._of("warning")

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What depends on intent."""
        return self._of("note")

    def _of(self, severity: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity == severity)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        return "\n\n".join([*map(str, self.findings), self.summary])

    @property
    def summary(self) -> str:
        """How much was found, in one line."""
        if not self.findings:
            return wording.ALL_WELL
        numbers = {"error": self.errors, "warning": self.warnings, "note": self.notes}
        return ", ".join(
            f"{len(each)} {name}{'s' if len(each) > 1 else ''}"
            for name, each in numbers.items()
            if each
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.findings:
            yield _findings(self.findings)
        yield Text(self.summary)

    def _repr_html_(self) -> str:
        rows = "".join(_finding_html(each) for each in self.findings)
        return f"<table><caption>{escape(self.summary)}</caption>{rows}</table>"

    def to_json(self) -> str:
        """The findings as a JSON list, one object each with the fields of `Finding`."""
        return json.dumps([asdict(each) for each in self.findings])


def _findings(found: tuple[Finding, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("severity", "finding", "output", "what is wrong", "use"):
        table.add_column(head, overflow="fold")
    for each in found:
        table.add_row(
            Text(each.severity, style=_STYLES[each.severity]),
            f"{each.code} {each.name}",
            each.output or "",
            Text(each.title),
            Text(each.use),
        )
    return table


_STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}


def _finding_html(found: Finding) -> str:
    cells = (found.severity, f"{found.code} {found.name}", found.output or "", found.title)
    written = "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in cells)
    return f"<tr>{written}<td style='text-align:left'><code>{escape(found.use)}</code></td></tr>"


def plain(renderable: RenderableType, width: int = TEXT_WIDTH) -> str:
    """What rich would show, without colour, at a fixed width."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    console.print(renderable)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def resolution(
    decisions: Mapping[str, Decision | None],
    losses: Mapping[str, Any],
    metrics: Mapping[str, Sequence[Any]],
) -> str:
    """What was compiled, in a few lines for each output.

    Args:
        decisions: The decision for each output by its name.
        losses: The loss of each output, as it was compiled.
        metrics: The metrics of each output, as they were compiled.
    """
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, decision in decisions.items():
        table.add_row(name, Text(_task(decision, losses[name])))
        table.add_row("  loss", Text(shown(losses[name])))
        table.add_row("  metrics", Text(", ".join(map(shown, metrics[name])) or "none"))
        if decision:
            table.add_row("  because", Text(because(decision)))
    return plain(table)


def _task(decision: Decision | None, loss: Any) -> str:
    if decision is not None:
        return wording.task_text(decision)
    stands_for = getattr(loss, "stands_for", None)
    deferred = getattr(stands_for, "form", None) == "auto"
    return wording.DECIDED_LATER if deferred else wording.NO_DECISION


def because(decision: Decision) -> str:
    """The evidence in one line, strongest first."""
    return "; ".join(f"{each.source}: {each.fact}" for each in decision.evidence)


def facts(explained: Explained) -> Iterator[tuple[str, str]]:
    """What is said of one output, as (what, text) pairs, in reading order."""
    decision = explained.decision
    if decision is None:
        yield "refused", explained.refused or ""
    else:
        yield "output", wording.output_text(decision.output)
        yield "labels", wording.labels_text(decision.labels)
        for place, each in enumerate(decision.evidence, 1):
            yield f"{place}. {each.source}", each.fact
        yield "task", wording.task_text(decision)
        yield "loss", decision.loss.line if decision.loss else wording.NO_LOSS
        yield "metric", decision.metric.line if decision.metric else "'mae'"
    yield from explained.generations


def _explained(explained: Explained) -> Table:
    table = Table(
        title=f"Output {explained.name}",
        title_justify="left",
        title_style="bold",
        show_header=False,
        box=None,
        pad_edge=False,
    )
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for what, text in facts(explained):
        table.add_row(what, Text(text))
    return table


def _html(explained: Explained) -> str:
    rows = "".join(
        f"<tr><th scope='row' style='text-align:left;vertical-align:top;padding-right:1em'>"
        f"{escape(what)}</th><td style='text-align:left;white-space:pre-wrap'>"
        f"{escape(text)}</td></tr>"
        for what, text in facts(explained)
    )
    return f"<table><caption>Output {escape(explained.name)}</caption>{rows}</table>"


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
