"""Writes docs/findings, a page for each kind of finding: ``python -m tests.house.finding_pages``.

What a kind says comes from `resolver.core.kinds`, the rest from `finding_examples`; what a page
shows as printed is what its example prints.
"""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO

from resolver.core.kind import Kind
from resolver.core.kinds import KINDS
from tests.house.finding_examples import EXAMPLES, Example
from tests.house.tree import ROOT

FOLDER = ROOT / "docs" / "findings"
COMMAND = "python -m tests.house.finding_pages"
HEADINGS = ("What it does", "Why is this bad", "Example", "Use instead")

_SEVERITIES = {
    "error": "Error: `resolver.compile` refuses it.",
    "warning": "Warning: `resolver.compile` warns of it.",
    "note": "Note: only `resolver.check` shows it.",
}
_GROUPS = {"1": "Head and loss", "2": "Labels", "3": "Metrics"}
_FOUND = re.compile(r"^R\d{3} ([\w-]+)(?: \(output .*\))?: ", re.MULTILINE)


def script(example: Example, *, wrong: bool) -> str:
    """The Python of an example as it is shown and run."""
    arguments = example.wrong if wrong else example.right
    verb = "decide" if example.caught == "resolver.PairingError" else "check"
    listed = "".join(f"    {argument},\n" for argument in arguments)
    call = f"resolver.{verb}(\n{listed})"
    if wrong and example.caught:
        body = "\n".join(f"    {line}" for line in call.splitlines())
        ran = f"try:\n{body}\nexcept {example.caught} as refused:\n    print(refused)\n"
    else:
        ran = f"print({call}{'.task' if verb == 'decide' else ''})\n"
    modules = [name for name in ("functools", "keras", "np") if f"{name}." in ran]
    written = {"functools": "import functools\n\n", "np": "import numpy as np\n"}
    imports = "".join(written.get(name, f"import {name}\n") for name in modules)
    return f"{imports}import resolver\n\n{ran}"


def printed(code: str) -> str:
    """What a script prints."""
    shown = StringIO()
    with redirect_stdout(shown):
        exec(compile(code, "example", "exec"), {"__name__": "__main__"})
    return shown.getvalue()


def names(text: str) -> list[str]:
    """The findings that a text tells of, in order."""
    return _FOUND.findall(text)


def head(name: str, kind: Kind) -> str:
    """What a page says before its examples, all of it from the kind but the reasons."""
    return (
        f"# {name}\n\n"
        f"`{kind.code}` · {_SEVERITIES[kind.severity]} Switch it off with `ignore=({name!r},)`.\n\n"
        f"## {HEADINGS[0]}\n\nIt finds this: {_lower(kind.title)} {kind.needed}\n\n"
        f"## {HEADINGS[1]}\n\n{kind.consequence} {EXAMPLES[name].why}\n\n"
    )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def page(name: str, kind: Kind) -> str:
    """The whole page of a kind; its examples are run."""
    example = EXAMPLES[name]
    wrong, right = script(example, wrong=True), script(example, wrong=False)
    return (
        f"{head(name, kind)}"
        f"## {HEADINGS[2]}\n\n```python\n{wrong}```\n\n```text\n{printed(wrong)}```\n\n"
        f"## {HEADINGS[3]}\n\n```python\n{right}```\n\n```text\n{printed(right)}```\n"
    )


def index() -> str:
    """The page that lists the others."""
    lines = [
        "# Findings\n\nWhat `resolver.check`, `resolver.compile` and `python -m resolver check` "
        "can find.\nA severity is that of the usual case: where less is certain, less is said."
    ]
    for group, title in _GROUPS.items():
        lines.append(f"\n## {title}\n\n| code | finding | severity | what is wrong |")
        lines.append("|---|---|---|---|")
        lines += [
            f"| {kind.code} | [{name}]({name}.md) | {kind.severity} | {kind.title} |"
            for name, kind in sorted(KINDS.items(), key=lambda item: item[1].code)
            if kind.code[1] == group
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "README.md").write_text(index(), "utf-8")
    for name, kind in KINDS.items():
        (FOLDER / f"{name}.md").write_text(page(name, kind), "utf-8")


if __name__ == "__main__":
    main()
