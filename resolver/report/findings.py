"""What was found about a pairing."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult

from resolver.core import wording
from resolver.core.finding import Finding
from resolver.report.html import html
from resolver.report.page import Card, Cell, Code, Facts, Page, Tone, Words
from resolver.report.terminal import Drawn

TONES: Final[dict[str, Tone]] = {"error": "bad", "warning": "doubt", "note": "note"}
"""How loud a finding is said."""


@dataclass(frozen=True, repr=False)
class Report:
    """What was found about a pairing: iterable, errors first.

    Prints as text, as tables in a terminal under rich, and as HTML in a notebook.

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

    __repr__ = __str__

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
        yield Drawn(_page(self))

    def _repr_html_(self) -> str:
        return html(_page(self))

    def to_json(self) -> str:
        """The findings as a JSON list, one object each with the fields of `Finding`."""
        return json.dumps([asdict(each) for each in self.findings])


def _page(report: Report) -> Page:
    tone: Tone = "plain" if report.findings else "good"
    return Page(tuple(map(finding_card, report.findings)), Words(report.summary, tone))


def finding_card(found: Finding) -> Card:
    """One finding: what is wrong, what was seen, what is needed, and the line to write."""
    where = f" (output {found.output!r})" if found.output else ""
    title = Words(f"{found.severity} {found.code} {found.name}{where}", TONES[found.severity])
    seen = tuple((what, Words(fact)) for what, fact in found.seen)
    facts = Facts(
        None,
        (
            ("found", Words(found.title)),
            *seen,
            ("needed", Words(found.needed)),
            ("or else", Words(found.consequence)),
            ("use", _line(found.use)),
        ),
    )
    return Card(title, (facts,))


def _line(use: str) -> Cell:
    """Code to paste if it is nothing else: several ways out are parted by words."""
    try:
        ast.parse(f"f({use})")
    except SyntaxError:
        return Words(use)
    return Code(use)
