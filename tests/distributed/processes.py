"""Starts the workers of an engine as processes of their own, and reads what each found out."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300
"""Seconds after which workers that wait for each other are ended."""

Found = dict[str, Any]


def started(
    script: str,
    *arguments: str,
    stdin: int | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.Popen[str]:
    """A process that runs a worker's script from the root, with one thread for each library."""
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.distributed.workers.{script}", *arguments],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(*workers: subprocess.Popen[str]) -> list[Found]:
    """What the workers found out: each prints one JSON object on its last line."""
    try:
        said = [worker.communicate(timeout=LONGEST) for worker in workers]
    finally:
        for worker in workers:
            with worker:  # which closes what it was read from, should that have failed
                worker.kill()
    for worker, (_, errors) in zip(workers, said, strict=True):
        assert worker.returncode == 0, errors[-4000:]
    return [json.loads(output.splitlines()[-1]) for output, _ in said]


def xla_flags(devices: int) -> str:
    """For XLA: so many devices on this machine, and compiled in a hurry, without fusing."""
    return f"--xla_force_host_platform_device_count={devices} --xla_cpu_use_fusion_emitters=false"


def free_ports(number: int) -> list[str]:
    """Ports of this machine that nothing listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [str(each.getsockname()[1]) for each in sockets]
