"""The count that `make test` ends with can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.tally import main


def report(folder: Path, run: str, counts: str) -> None:
    """Write the report of one run with these counts."""
    (folder / f"{run}.xml").write_text(f"<testsuites><testsuite {counts}/></testsuites>")


def test_the_runs_are_added_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last line is the sum over all runs, and nothing failed."""
    report(tmp_path, "core", 'tests="5" failures="0" errors="0" skipped="1" time="1"')
    report(tmp_path, "jax", 'tests="3" failures="0" errors="0" skipped="0" time="2"')
    code = main(str(tmp_path), "core", "jax")

    assert (0, "7 passed, 0 failed, 1 skipped") == (code, capsys.readouterr().out.splitlines()[-1])


def test_a_failure_and_an_error_fail_the_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One failed test and one that broke outside its body are two that failed."""
    report(tmp_path, "core", 'tests="5" failures="1" errors="1" skipped="0" time="1"')
    code = main(str(tmp_path), "core")

    assert (1, "3 passed, 2 failed") == (code, capsys.readouterr().out.splitlines()[-1])


def test_a_run_without_a_report_fails_the_whole(tmp_path: Path) -> None:
    """A run that never wrote its report is not taken for a good one."""
    report(tmp_path, "core", 'tests="5" failures="0" errors="0" skipped="0" time="1"')

    assert 1 == main(str(tmp_path), "core", "torch")


def test_a_run_without_tests_fails_the_whole(tmp_path: Path) -> None:
    """A run in which nothing ran, or everything was skipped, is not taken for a good one."""
    report(tmp_path, "core", 'tests="2" failures="0" errors="0" skipped="2" time="1"')

    assert 1 == main(str(tmp_path), "core")
