"""Adds up the reports of the test runs: ``python -m tests.house.tally FOLDER RUN...``.

The last line it prints is the count. It fails if a test failed, if a run left no report, or if
no test ran in one of them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Tally:
    """What became of some tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read(report: Path) -> Tally:
    """The tally of one JUnit report; an error while collecting or cleaning up is a failure."""
    total = Tally()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        seconds = float(suite.get("time", 0))
        total += Tally(max(tests - failed - skipped, 0), failed, skipped, seconds)
    return total


def main(folder: str, *runs: str) -> int:
    """Print one line a run and the sum; return the exit code."""
    reports = {run: Path(folder, f"{run}.xml") for run in runs}
    tallies = {run: read(path) for run, path in reports.items() if path.exists()}
    for run in runs:
        tally = tallies.get(run)
        shown = "no report" if tally is None else f"{tally} in {tally.seconds:.0f} s"
        print(f"{run:<12} {shown}")
    total = sum(tallies.values(), Tally())
    print(total)
    ran = len(tallies) == len(runs) and all(each.passed + each.failed for each in tallies.values())
    return 0 if ran and not total.failed else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
