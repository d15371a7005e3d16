"""What works on which engine, by the tests that show it: ``python -m tests.distributed.features``.

Every test here that shows something of an engine says so with `shows`; the table of
docs/distributed.md is made of nothing else. A cell names what it was tried on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

ENGINES: Final = {
    "mirrored": "`MirroredStrategy`",
    "tensorflow": "`MultiWorkerMirroredStrategy`",
    "devices": "JAX, one process",
    "jax": "JAX, processes",
    "torch": "torch, processes",
}
"""The engines, as the table heads them."""

REPLICAS: Final = (1, 2, 3, 4, 8)
"""How many replicas one process has: logical devices of its CPU."""

PROCESSES: Final = {"torch": (1, 2, 3, 4, 8), "tensorflow": (2,), "jax": (2,)}
"""In worlds of how many processes each engine runs."""

FEATURES: Final = (
    "`evaluate`, padded",
    "`fit`, padded",
    "`fit` and `evaluate`, not padded",
    "custom loop",
    "batches that do not divide",
    "a part without rows",
    "float, whole and boolean weights",
    "negative and NaN weights",
    "`metric.counts()` local, `resolver.sync` global",
    "a second `sync` adds nothing",
    "local and global counts kept apart",
    "other decisions refused, both shown",
    "other label ranges refused, both shown",
    "missing labels refused on all",
    "labels of the wrong rank refused on all",
    "repeated rows counted once",
)
"""The rows of the table, in order."""

NOTHING: Final = ""
TESTS: Final = Path(__file__).parent

Test = TypeVar("Test", bound=Callable[..., Any])


def shows(
    feature: str, *engines: str, on: Sequence[int] | None = None, says: str | None = None
) -> Callable[[Test], Test]:
    """Mark a test as what shows a feature.

    Args:
        feature: A row of the table.
        engines: The engines that it is shown of.
        on: With how many replicas or workers; those of `PROCESSES` if left out.
        says: What the cell says in place of these numbers, such as that Keras fails.
    """

    def mark(test: Test) -> Test:
        cells = test.__dict__.setdefault("cells_shown", {})
        for engine in engines:
            numbers = PROCESSES[engine] if on is None and says is None else on or ()
            cells[feature, engine] = says or ", ".join(map(str, numbers))
        return test

    return mark


def tests() -> Iterator[Any]:
    """Everything that the modules of tests here define."""
    for path in sorted(TESTS.glob("test_*.py")):
        yield from vars(import_module(f"tests.distributed.{path.stem}")).values()


def cells(marked: Iterable[Any]) -> dict[tuple[str, str], str]:
    """What tests show: (feature, engine) to what it was tried on.

    Raises:
        ValueError: If two tests say different things about one cell, or name what is no cell.
    """
    found: dict[tuple[str, str], str] = {}
    for test in marked:
        for cell, said in getattr(test, "cells_shown", {}).items():
            known = cell[0] in FEATURES and cell[1] in ENGINES
            if not known or found.setdefault(cell, said) != said:
                raise ValueError(f"{test.__name__} says {said!r} of {cell}")
    return found


def table() -> str:
    """The table, as Markdown."""
    found = cells(tests())
    lines = [["", *ENGINES.values()], ["---"] * (len(ENGINES) + 1)]
    lines += [
        [feature, *(found.get((feature, engine), NOTHING) for engine in ENGINES)]
        for feature in FEATURES
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    print(table(), end="")
