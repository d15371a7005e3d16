"""Long work shows a bar: after a second, in a terminal, and only where Keras may talk."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from resolver.api import waiting as room
from resolver.api.waiting import waiting
from resolver.core.tick import silent
from resolver.edge.count.counting import BLOCK, count_arrays


class Terminal(io.StringIO):
    """A stderr that says it is a terminal, or that it is none."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set: seconds since the start of the work."""
    now = [0.0]
    monkeypatch.setattr(room, "monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    return now


def watch(monkeypatch: pytest.MonkeyPatch, *, tty: bool = True) -> Terminal:
    """A stderr that is looked at afterwards."""
    terminal = Terminal(tty=tty)
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def test_work_of_more_than_a_second_shows_a_bar(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    """The bar says what is done, how much of how much, and is gone afterwards."""
    terminal = watch(monkeypatch)
    with waiting("counting") as tick:
        tick(1, 8)
        clock[0] = 1.5
        tick(3, 8)
        tick(8, 8)

    assert "counting" in terminal.getvalue()
    assert "8/8" in terminal.getvalue()
    assert terminal.getvalue().endswith(("\x1b[2K", "\x1b[?25h\r\x1b[1A\x1b[2K"))


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """Within the first second nothing is written at all."""
    terminal = watch(monkeypatch)
    with waiting("counting") as tick:
        clock[0] = 0.9
        tick(3, 8)

    assert "" == terminal.getvalue()


def test_an_unknown_amount_is_shown_too(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    """Where nobody knows how much there is, what is done is shown."""
    terminal = watch(monkeypatch)
    with waiting("counting") as tick:
        clock[0] = 2
        tick(5, None)

    assert "5/?" in terminal.getvalue()


def test_the_bar_goes_when_work_fails(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """An error leaves no bar behind, and the cursor is back."""
    terminal = watch(monkeypatch)

    def fail() -> None:
        with waiting("counting") as tick:
            clock[0] = 2
            tick(1, 8)
            raise ValueError("no more")

    with pytest.raises(ValueError, match=r"^no more$"):
        fail()

    assert "\x1b[?25h" in terminal.getvalue()


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """Where stderr is no terminal nothing is written, however long it takes."""
    terminal = watch(monkeypatch, tty=False)
    with waiting("counting") as tick:
        clock[0] = 100
        tick(3, 8)

    assert tick is silent
    assert "" == terminal.getvalue()


def test_a_program_without_stderr_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has no stderr, as under pythonw, gets nothing."""
    monkeypatch.setattr(sys, "stderr", None)
    with waiting("counting") as tick:
        tick(3, 8)

    assert tick is silent


@pytest.mark.parametrize("allowed", [True, False])
def test_keras_is_asked_whether_to_talk(
    monkeypatch: pytest.MonkeyPatch, clock: list[float], allowed: bool
) -> None:
    """Where Keras is loaded, its interactive logging decides."""
    config = SimpleNamespace(is_interactive_logging_enabled=lambda: allowed)
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(config=config))  # type: ignore[arg-type]
    terminal = watch(monkeypatch)
    with waiting("counting") as tick:
        clock[0] = 2
        tick(3, 8)

    assert allowed == ("counting" in terminal.getvalue())


def test_waiting_loads_nothing(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """Keras is not loaded to be asked."""
    watch(monkeypatch)
    with waiting("counting") as tick:
        clock[0] = 2
        tick(3, 8)

    assert "keras" not in sys.modules


ROWS = 3 * BLOCK // 2
LABELS = np.zeros(ROWS, "int8")
SCORES = np.zeros((ROWS, 2), "float16")


def chunks(array: np.ndarray) -> list[np.ndarray]:
    """Five chunks of unequal length."""
    return np.array_split(array[:1003], 5)


@pytest.mark.parametrize(
    ("labels", "scores", "steps", "total"),
    [
        (LABELS, SCORES, 3, ROWS),
        (chunks(LABELS), chunks(SCORES), 5, 1003),
        (iter(chunks(LABELS)), iter(chunks(SCORES)), 5, None),
    ],
    ids=["array", "list", "iterator"],
)
def test_counting_tells_how_far_it_is(
    labels: np.ndarray | list[np.ndarray] | Iterator[np.ndarray],
    scores: np.ndarray | list[np.ndarray] | Iterator[np.ndarray],
    steps: int,
    total: int | None,
) -> None:
    """After each block the rows done so far are told, at last all of them."""
    told: list[tuple[int, int | None]] = []
    counts = count_arrays(
        labels, scores, task="multiclass", tick=lambda done, of: told.append((done, of))
    )

    assert steps == len(told)
    assert told == sorted(told, key=lambda each: each[0])
    assert {total} == {of for _, of in told}
    assert counts.total == told[-1][0] == (total or 1003)
