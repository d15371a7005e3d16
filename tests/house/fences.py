"""Runs the Python of a Markdown page in one namespace: ``python -m tests.house.fences PAGE``.

A fence of ``>>>`` lines is a doctest. Any other Python fence is run as it stands, and so is one of
``bash`` lines; if a ``text`` fence follows it, that is what it must have printed. Prints what
differs, then how many fences were run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from difflib import ndiff
from io import StringIO
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(page: str) -> tuple[int, str]:
    """How many fences of a page were run, and everything in which it differs from what happens."""
    fences = [(kind, body) for kind, body in FENCE.findall(page)]
    names: dict[str, object] = {"__name__": "__main__"}
    report = StringIO()
    ran = 0
    for place, (kind, body) in enumerate(fences):
        if kind not in ("python", "bash"):
            continue
        ran += 1
        after = fences[place + 1] if place + 1 < len(fences) else ("", "")
        shown = after[1] if after[0] == "text" else None
        if kind == "bash":
            _compare(shown, _shell(body, report), report)
        elif body.lstrip().startswith(">>>"):
            _examples(body, names, report)
        else:
            _compare(shown, _script(body, names), report)
    return ran, report.getvalue()


def _examples(body: str, names: dict[str, object], report: StringIO) -> None:
    test = doctest.DocTestParser().get_doctest(body, names, "fence", None, None)
    doctest.DocTestRunner(verbose=False).run(test, out=report.write, clear_globs=False)
    names.update(test.globs)


def _script(body: str, names: dict[str, object]) -> str:
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(body, "fence", "exec"), names)
    return printed.getvalue()


def _shell(body: str, report: StringIO) -> str:
    """What the lines print, with the Python that runs this; the last one must not fail."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", body],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        report.write(f"exit code {done.returncode} of {body}{done.stderr}")
    return done.stdout


def _compare(shown: str | None, printed: str, report: StringIO) -> None:
    if shown is not None and shown.split("\n") != printed.split("\n"):
        report.writelines(ndiff(shown.splitlines(True), printed.splitlines(True)))


if __name__ == "__main__":
    count, differences = run(Path(sys.argv[1]).read_text("utf-8"))
    print(differences, count, sep="\n")
