"""docs/distributed.md says what the tests here show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.distributed import features
from tests.distributed.processes import ROOT, finished, free_ports, started, xla_flags

PAGE = ROOT / "docs" / "distributed.md"


SCRIPTS = {
    "Local, global, and never twice": ("jax", 1),
    "TensorFlow, one process": ("tensorflow", 1),
    "TensorFlow, several workers": ("tensorflow", 2),
    "JAX, one process": ("jax", 1),
    "JAX, several processes": ("jax", 2),
    "torch, several processes": ("torch", 2),
    "Stopped, and started again": ("jax", 1),
}
"""The sections whose Python runs: on which backend, and in how many processes at once."""


def sections() -> dict[str, str]:
    """What the page says, by heading."""
    parts = PAGE.read_text("utf-8").split("\n## ")[1:]
    return dict(part.split("\n", 1) for part in parts)


def test_the_table_is_made_of_the_tests() -> None:
    """Every cell of the page's table is what a test shows, and every such cell is there."""
    lines = sections()["What was tried"].splitlines()

    assert features.table().splitlines() == [line for line in lines if line.startswith("|")]


def test_every_script_of_the_page_is_run() -> None:
    """A section that shows Python is among those whose scripts are run."""
    assert set(SCRIPTS) == {name for name, text in sections().items() if "```python\n" in text}


@pytest.mark.parametrize("section", SCRIPTS)
def test_a_script_does_what_the_page_says(section: str, tmp_path: Path) -> None:
    """Each section is a script that prints what it shows, on every worker."""
    backend, workers = SCRIPTS[section]
    page = tmp_path / "page.md"
    page.write_text(sections()[section], "utf-8")
    ports = free_ports(workers)
    running = [
        started("page", str(page), environment=worker(backend, rank, ports))
        for rank in range(workers)
    ]

    assert [{"differences": ""}] * workers == finished(*running)


def worker(backend: str, rank: int, ports: list[str]) -> dict[str, str]:
    """What whoever starts workers tells each of them, as `torchrun` and clusters do it."""
    hosts = [f"127.0.0.1:{port}" for port in ports]
    task = {"cluster": {"worker": hosts}, "task": {"type": "worker", "index": rank}}
    several = {
        "tensorflow": {"TF_CONFIG": json.dumps(task)},
        "jax": {
            "JOB_ADDRESSES": ",".join(hosts),
            "JAX_CPU_COLLECTIVES_IMPLEMENTATION": "gloo",
            "XLA_FLAGS": xla_flags(2),
        },
        "torch": {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": ports[0]},
    }
    said = {"KERAS_BACKEND": backend, "RANK": str(rank), "WORLD_SIZE": str(len(ports))}
    return {**said, **(several[backend] if len(ports) > 1 or backend == "jax" else {})}


def test_every_row_is_shown_of_some_engine() -> None:
    """No feature is listed that no test shows, and no engine."""
    cells = features.cells(features.tests())

    assert set(features.FEATURES) == {feature for feature, _ in cells}
    assert set(features.ENGINES) == {engine for _, engine in cells}


@pytest.mark.parametrize(
    ("feature", "engine", "says"),
    [("no feature", "jax", "9"), ("custom loop", "no engine", "9"), ("custom loop", "jax", "9")],
)
def test_a_cell_that_is_none_is_seen(feature: str, engine: str, says: str) -> None:
    """A test that shows no row, no engine, or something else than another test is named."""

    @features.shows("custom loop", "jax", says="2")
    def first() -> None: ...

    @features.shows(feature, engine, says=says)
    def second() -> None: ...

    words = f"second says {says!r} of {(feature, engine)}"
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        features.cells([first, second])
