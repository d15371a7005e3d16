"""Every engine is started once, and what its workers found out serves all the tests."""

from __future__ import annotations

import pytest

from tests.distributed.features import PROCESSES, REPLICAS
from tests.distributed.processes import Found, finished, free_ports, started

Worlds = dict[str, list[Found]]
"""What the workers of worlds of several sizes found out, by size."""


@pytest.fixture(scope="session", name="torch_worlds")
def _torch_worlds() -> Worlds:
    (worlds,) = finished(started("torch_processes", *map(str, PROCESSES["torch"])))
    return worlds


@pytest.fixture(scope="session", name="tensorflow_worlds")
def _tensorflow_worlds() -> Worlds:
    (size,) = PROCESSES["tensorflow"]
    ports = free_ports(size)
    workers = [started("tensorflow_processes", str(rank), *ports) for rank in range(size)]
    return {str(size): finished(*workers)}


@pytest.fixture(scope="session", name="jax_worlds")
def _jax_worlds() -> Worlds:
    (size,) = PROCESSES["jax"]
    (port,) = free_ports(1)
    workers = [started("jax_processes", str(rank), str(size), port) for rank in range(size)]
    return {str(size): finished(*workers)}


@pytest.fixture(scope="session", name="mirrored")
def _mirrored() -> Found:
    """What a process found out that has several replicas, by their number."""
    (found,) = finished(started("tensorflow_replicas", *map(str, REPLICAS)))
    return found


@pytest.fixture(scope="session", name="devices")
def _devices() -> Found:
    """What a process found out that shares out its work to several devices, by their number."""
    (found,) = finished(started("jax_devices", *map(str, REPLICAS)))
    return found
