"""The examples of replicas print the right number, and the number of what is found on the web."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT

FOLDER = ROOT / "examples" / "distributed"

SHOWN = {
    "tuple_accuracy": (
        "counted by hand    0.500000\n"
        "resolver           0.500000\n"
        "mean of the pairs  1.250000\n"
    ),
    "weighted_accuracy": (
        "counted by hand     0.840000\n"
        "resolver            0.840000\n"
        "mean of the ratios  0.694444\n"
    ),
    "weighted_mse": (
        "computed by hand   1.842105\n"
        "resolver           1.842105\n"
        "mean of the means  3.666667\n"
    ),
    "nothing_to_say": (
        "counted by hand     0.666667\n"
        "resolver            0.666667\n"
        "mean, None as zero  0.250000\n"
        "mean, 0 / 0         nan\n"
    ),
}  # fmt: skip

Running = dict[str, subprocess.Popen[str]]


@pytest.fixture(scope="module", name="running")
def _running() -> Iterator[Running]:
    """Every example as a process of its own, all started at once."""
    processes = {
        name: subprocess.Popen(
            [sys.executable, FOLDER / f"{name}.py"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"},
            text=True,
        )
        for name in SHOWN
    }
    yield processes
    for process in processes.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_shows_both_numbers(running: Running, name: str) -> None:
    """What is counted by hand and what resolver says are equal; what is found on the web is not."""
    out, err = running[name].communicate(timeout=150)

    assert 0 == running[name].returncode, err[-4000:]
    assert SHOWN[name] == out


def test_every_example_is_run() -> None:
    """No example of the folder is left out."""
    assert SHOWN.keys() == {path.stem for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_can_be_read_in_one_sitting(name: str) -> None:
    """An example has 40 to 85 lines, and opens with what is found on the web and what is right."""
    text = (FOLDER / f"{name}.py").read_text("utf-8")

    assert 40 <= len(text.splitlines()) <= 85
    assert "On the web, " in text.partition('"""\n\nfrom')[0]
