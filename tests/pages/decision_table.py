"""Writes the table of docs/decision.md from the code: ``python -m tests.pages.decision_table``."""

from __future__ import annotations

from pathlib import Path

from resolver.core.kinds import KINDS
from resolver.core.losses import FAMILIES
from resolver.core.table import AMBIGUOUS, AUTO, Row
from tests.pages.marked import replaced

PAGE = Path("docs/decision.md")
START, END = "<!-- the table, from core/table.py -->\n", "<!-- the end of the table -->"

GROUPS = {
    "softmax log_softmax sigmoid linear tanh other unknown": "any",
    "linear tanh other unknown": "none, tanh, other, unknown",
}
CODINGS = {"index one_hot multi_hot binary sign soft continuous -": "any"}


def _words(said: str, names: dict[str, str]) -> str:
    if said in names:
        return names[said]
    words = {"linear": "none", "-": "not proven", "one_hot": "one-hot", "multi_hot": "multi-hot"}
    return ", ".join(words.get(each, each) for each in said.split())


def _outcome(row: Row) -> str:
    if row.loss == AMBIGUOUS:
        return "asked for: `task=`"
    if row.loss in KINDS:
        return f"refused: [{row.loss}](findings/{row.loss}.md)"
    return f"{row.task}: `{FAMILIES[row.loss].cls}`"


def table() -> str:
    """The rows in the order in which they are tried."""
    lines = ["| activation | labels lie | and are | what is decided |", "|---|---|---|---|"]
    lines += [
        f"| {_words(row.groups, GROUPS)} | {_words(row.layouts, {})} "
        f"| {_words(row.codings, CODINGS)} | {_outcome(row)} |"
        for row in AUTO
    ]
    return "\n".join(lines) + "\n"


def written(page: str) -> str:
    """The page with the table of today."""
    return replaced(page, START, END, table())


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
