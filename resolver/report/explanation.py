"""Why a decision came out as it did, and what each Keras generation would have made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult

from resolver.core import wording
from resolver.core.contrast import Verdict
from resolver.core.counts import Counts
from resolver.core.decision import Decision
from resolver.core.finding import Finding
from resolver.report.findings import TONES
from resolver.report.html import html
from resolver.report.page import Card, Code, Facts, Grid, Page, Tone, Words
from resolver.report.terminal import Drawn, plain


@dataclass(frozen=True)
class Generation:
    """What one Keras generation makes of ``metrics=["accuracy"]`` for an output.

    Args:
        rules: Its name, one of `resolver.core.generations.RULES`.
        metric: The accuracy it picks; ``None`` if it fails.
        reason: The rule that decided, or the error and its cause.
        verdict: How its number lies to ours; ``None`` if we have none. Measured, it is
            ``"same"`` or ``"differs"``.
        why: What else it counts, or when its number differs.
        counts: What it counts on the data given; ``None`` if nothing was measured.
    """

    rules: str
    metric: str | None
    reason: str
    verdict: Verdict | None = None
    why: str = ""
    counts: Counts | None = None


@dataclass(frozen=True)
class Measured:
    """On which data numbers were measured.

    Args:
        counts: What our accuracy counts there; ``None`` if there is none, or nothing was measured.
        rows: How many rows were looked at; 0 if nothing was measured.
        of: How many there are.
        failed: Why nothing could be measured, if it was tried.
    """

    counts: Counts | None = None
    rows: int = 0
    of: int = 0
    failed: str = ""


@dataclass(frozen=True)
class Explained:
    """One output explained.

    Args:
        name: Name of the output.
        decision: What was decided; ``None`` if nothing could be.
        refused: Why nothing could be decided.
        generations: What each Keras generation makes of "accuracy" here.
        ambiguous: True if nothing could be decided because several readings are left.
        measured: On which data the numbers were measured.
        findings: What is wrong or doubtful about it, though it can be decided.
    """

    name: str
    decision: Decision | None
    refused: str | None
    generations: tuple[Generation, ...]
    ambiguous: bool = False
    measured: Measured = Measured()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, repr=False)
class Explanation:
    """Why a decision came out as it did, output by output.

    Prints as text, as tables in a terminal under rich, and as HTML in a notebook.

    Args:
        outputs: One explanation for each output, in their order.
    """

    outputs: tuple[Explained, ...]

    def __str__(self) -> str:
        return plain(self)

    __repr__ = __str__

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Drawn(_page(self))

    def _repr_html_(self) -> str:
        return html(_page(self))


def _page(explanation: Explanation) -> Page:
    cards = [_card(each) for each in explanation.outputs]
    together = _together(explanation.outputs)
    return Page((*cards, *([together] if together else [])))


def _card(explained: Explained) -> Card:
    title = Words(f"Output {explained.name}")
    return Card(title, tuple(_facts(explained)), (_generations(explained),))


def _facts(explained: Explained) -> Iterator[Facts]:
    decision = explained.decision
    if decision is None:
        tone: Tone = "doubt" if explained.ambiguous else "bad"
        said = "open" if explained.ambiguous else "refused"
        first, _, rest = (explained.refused or "").partition("\n\n")
        more = (("", Words(rest)),) if rest else ()
        yield Facts(None, ((said, Words(first, tone)), *more))
        return
    yield Facts(
        None,
        (
            ("output", Words(wording.output_text(decision.output))),
            ("labels", Words(wording.labels_text(decision.labels))),
        ),
    )
    evidence = enumerate(decision.evidence, 1)
    yield Facts(
        "Evidence, strongest first",
        tuple((f"{place}. {each.source}", Words(each.fact)) for place, each in evidence),
    )
    loss, metric = lines(decision)
    yield Facts(
        "Decision, and what to write",
        (
            ("task", Words(wording.task_text(decision))),
            ("loss", Code(loss) if loss else Words(wording.NO_LOSS, "doubt")),
            ("metric", Code(metric)),
        ),
    )
    if explained.findings:
        yield Facts("What does not fit, and what to write instead", tuple(_misfits(explained)))


def _misfits(explained: Explained) -> Iterator[tuple[str, Words]]:
    for each in explained.findings:
        yield each.severity, Words(f"{each.code} {each.name}: {each.title}", TONES[each.severity])
        yield "use", Words(each.use)


def lines(decision: Decision) -> tuple[str | None, str]:
    """The loss and the metric of a decision as expressions to paste.

    Returns:
        The loss, ``None`` if it is open; and the metric.
    """
    loss = decision.loss.line if decision.loss else None
    return loss, decision.metric.line if decision.metric else "'mae'"


def _together(outputs: tuple[Explained, ...]) -> Card | None:
    """The one call for all of several outputs, if each has its loss."""
    written = {each.name: lines(each.decision) for each in outputs if each.decision}
    if (
        len(outputs) < 2
        or len(written) < len(outputs)
        or any(not loss for loss, _ in written.values())
    ):
        return None
    losses = ", ".join(f"{name!r}: {loss}" for name, (loss, _) in written.items())
    metrics = ", ".join(f"{name!r}: [{metric}]" for name, (_, metric) in written.items())
    call = f"model.compile(loss={{{losses}}}, metrics={{{metrics}}})"
    return Card(Words("All outputs together"), (Facts(None, (("write", Code(call)),)),))


_TONES: Final[dict[Verdict, Tone]] = {
    "same": "good",
    "differs": "bad",
    "may differ": "doubt",
    "no meaning": "bad",
    "fails": "bad",
}


def _generations(explained: Explained) -> Grid:
    measured = explained.measured
    title = 'What "accuracy" is in each Keras'
    if measured.rows:
        spread = "" if measured.rows == measured.of else f" of {measured.of:,}, evenly spread"
        title += f", measured on {measured.rows:,} rows{spread}"
    elif measured.failed:
        title += f" (not measured: {measured.failed})"
    rows = [_ours(explained)] if explained.decision is not None else []
    rows += [_row(rules, each) for rules, each in _alike(explained.generations)]
    return Grid(title, ("rules", "accuracy is", "its number", "because"), tuple(rows))


def _ours(explained: Explained) -> tuple[Words, ...]:
    assert explained.decision is not None
    measured = explained.measured
    picks = "resolver.Accuracy" if explained.decision.metric else "none: a regression"
    failed = f"not measured: {measured.failed}" if measured.rows and measured.failed else ""
    return Words("resolver"), Words(picks), Words(_number(measured.counts)), Words(failed)


def _alike(generations: tuple[Generation, ...]) -> list[tuple[str, Generation]]:
    """Neighbours that say the same are said once, under both names."""
    found: list[tuple[str, Generation]] = []
    for each in generations:
        if found and _said(found[-1][1]) == _said(each):
            found[-1] = (f"{found[-1][0]}, {each.rules}", each)
        else:
            found.append((each.rules, each))
    return found


def _said(each: Generation) -> tuple[object, ...]:
    counted = each.counts and (each.counts.correct, each.counts.total)
    return each.metric, each.reason, each.verdict, each.why, counted


def _row(rules: str, each: Generation) -> tuple[Words, ...]:
    verdict = each.verdict or ""
    tone: Tone = _TONES[each.verdict] if each.verdict else "plain"
    number = " ".join(part for part in (_number(each.counts), verdict) if part)
    why = f"{each.reason}; {_when(each)}" if _when(each) else each.reason
    return Words(rules), Words(each.metric or "none"), Words(number, tone), Words(why)


def _when(each: Generation) -> str:
    if each.verdict in ("same", "fails") and each.counts is None:
        return ""
    if each.verdict == "may differ":
        return f"differs when {each.why}"
    return each.why


def _number(counts: Counts | None) -> str:
    if counts is None or not counts.total:
        return ""
    return f"{counts.ratio:.4f}"
