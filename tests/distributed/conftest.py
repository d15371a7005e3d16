"""Every engine is started once, and what its workers found out serves all the tests."""

from __future__ import annotations

import pytest

from tests.distributed.processes import Found, finished, started


@pytest.fixture(scope="session", name="torch_worlds")
def _torch_worlds() -> dict[str, list[Found]]:
    """What the workers of gloo found out, in worlds of 1 to 8."""
    (worlds,) = finished(started("torch_processes", *"12348"))
    return worlds
