"""Runs the Python of a Markdown page in one namespace: ``python -m tests.house.fences PAGE``.

A fence of ``>>>`` lines is a doctest. Any other Python fence is run as it stands; if a ``text``
fence follows it, that is what it must have printed. Prints what differs, then how many fences
were run.
"""

from __future__ import annotations

import doctest
import re
import sys
from contextlib import redirect_stdout
from difflib import ndiff
from io import StringIO
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(page: str) -> tuple[int, str]:
    """How many Python fences a page has, and everything in which it differs from what happens."""
    fences = [(kind, body) for kind, body in FENCE.findall(page)]
    names: dict[str, object] = {"__name__": "__main__"}
    report = StringIO()
    ran = 0
    for place, (kind, body) in enumerate(fences):
        if kind != "python":
            continue
        ran += 1
        after = fences[place + 1] if place + 1 < len(fences) else ("", "")
        if body.lstrip().startswith(">>>"):
            _examples(body, names, report)
        else:
            _script(body, after[1] if after[0] == "text" else None, names, report)
    return ran, report.getvalue()


def _examples(body: str, names: dict[str, object], report: StringIO) -> None:
    test = doctest.DocTestParser().get_doctest(body, names, "fence", None, None)
    doctest.DocTestRunner(verbose=False).run(test, out=report.write, clear_globs=False)
    names.update(test.globs)


def _script(body: str, shown: str | None, names: dict[str, object], report: StringIO) -> None:
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(body, "fence", "exec"), names)
    if shown is not None and shown.split("\n") != printed.getvalue().split("\n"):
        report.writelines(ndiff(shown.splitlines(True), printed.getvalue().splitlines(True)))


if __name__ == "__main__":
    count, differences = run(Path(sys.argv[1]).read_text("utf-8"))
    print(differences, count, sep="\n")
