"""One TensorFlow process for all of parity, and the tally of what was compared."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

TALLY = pytest.StashKey[dict[str, tuple[int, int]]]()


@pytest.fixture(name="tally")
def _tally(request: pytest.FixtureRequest) -> dict[str, tuple[int, int]]:
    """Cells compared and differences found, by what was compared."""
    return request.config.stash.setdefault(TALLY, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many cells were compared, and how many differed."""
    tally = terminalreporter.config.stash.get(TALLY, {})
    for name, (cells, differences) in tally.items():
        terminalreporter.write_line(f"parity: {cells:>7,} cells {name}, {differences} differences")
