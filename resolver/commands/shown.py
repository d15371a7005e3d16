"""What a check came to, as text, as JSON, or as annotations of a GitHub workflow."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from resolver.core import wording
from resolver.core.pairing import Pairing
from resolver.report import Report

FORMATS: Final = ("text", "json", "github")

_LEVELS: Final = {"error": "error", "warning": "warning", "note": "notice"}


class Doubt(NamedTuple):
    """Something that could not be told.

    Args:
        output: Name of the output it concerns; None for the model.
        why: Why not, in one sentence.
        use: What to write so that it can be told.
    """

    output: str | None
    why: str
    use: str


class Checked(NamedTuple):
    """What a check came to.

    Args:
        model: Path of the model.
        pairings: What was looked at, one for each output.
        report: What was found.
        doubts: What could not be told.
    """

    model: str
    pairings: tuple[Pairing, ...]
    report: Report
    doubts: tuple[Doubt, ...]


def show(checked: Checked, form: str) -> str:
    """A check in one of `FORMATS`."""
    return {"text": _text, "json": _json, "github": _github}[form](checked)


def drawn(checked: Checked) -> RenderableType:
    """A check as a terminal likes it: the findings as tables, in colour."""
    more = [Text(_untold(checked).removeprefix("\n"))] if checked.doubts else []
    return Group(Text(_looked_at(checked)), Text(), checked.report, *more)


def _text(checked: Checked) -> str:
    return f"{_looked_at(checked)}\n\n{checked.report}{_untold(checked)}"


def _looked_at(checked: Checked) -> str:
    lines = [line for pairing in checked.pairings for line in _seen(pairing)]
    return "\n".join([checked.model, *lines])


def _untold(checked: Checked) -> str:
    parts = ["", "", "Could not tell:"] if checked.doubts else []
    for doubt in checked.doubts:
        where = f"output {doubt.output!r}: " if doubt.output else ""
        parts.append(f"  - {where}{doubt.why}\n    Use: {doubt.use}")
    return "\n".join(parts)


def _seen(pairing: Pairing) -> list[str]:
    """What was looked at, in the order in which it counts."""
    facts = _facts(pairing)
    name = facts.pop("name") or "output"
    return [f"  {name}", *(f"    {what:<8}{text}" for what, text in facts.items())]


def _facts(pairing: Pairing) -> dict[str, Any]:
    labels = pairing.labels
    unknown = labels.shape is None and labels.dtype is None
    return {
        "name": pairing.output.name,
        "output": wording.output_text(pairing.output),
        "labels": "not given" if unknown else wording.labels_text(labels),
        "loss": wording.loss_text(pairing.loss),
        "metrics": ", ".join(each.shown for each in pairing.metrics) or "none",
    }


def _json(checked: Checked) -> str:
    return json.dumps(
        {
            "model": checked.model,
            "ok": checked.report.ok,
            "outputs": [_facts(pairing) for pairing in checked.pairings],
            "findings": [asdict(each) for each in checked.report],
            "could_not_tell": [doubt._asdict() for doubt in checked.doubts],
        },
        indent=2,
    )


def _github(checked: Checked) -> str:
    found = [
        annotation(
            _LEVELS[each.severity],
            f"{each.code} {each.name}",
            checked.model,
            f"{_where(each.output)}{each.title} {each.needed}\n{each.consequence}\nUse: {each.use}",
        )
        for each in checked.report
    ]
    told = [
        annotation(
            "notice",
            "could not tell",
            checked.model,
            f"{_where(each.output)}{each.why}\nUse: {each.use}",
        )
        for each in checked.doubts
    ]
    return "\n".join([*found, *told, checked.report.summary])


def _where(output: str | None) -> str:
    return f"Output {output!r}: " if output else ""


def annotation(level: str, title: str, file: str, message: str) -> str:
    """One line that GitHub shows beside a run, escaped as it asks for.

    Example:
        >>> annotation("error", "R101 softmax-one-unit", "a,b.keras", "100% wrong")
        '::error file=a%2Cb.keras,title=R101 softmax-one-unit::100%25 wrong'
    """
    properties = ",".join(f"{key}={_escaped(text, ':,')}" for key, text in _pairs(file, title))
    return f"::{level} {properties}::{_escaped(message)}"


def _pairs(file: str, title: str) -> list[tuple[str, str]]:
    return [("file", file), ("title", title)]


def _escaped(text: str, more: str = "") -> str:
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def failure(message: str) -> str:
    """The annotation of what could not be read at all."""
    return f"::error title=could not tell::{_escaped(message)}"
