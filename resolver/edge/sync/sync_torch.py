"""The room of torch: processes that `torch.distributed` runs, on gloo, NCCL or MPI."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray

__all__ = ["gatherer"]

Bytes = NDArray[np.uint8]

PATIENCE = 1.0
"""Seconds that gloo is given to let go of what was exchanged; it takes microseconds."""


def gatherer(_: Sequence[Any]) -> Callable[[Bytes], Bytes] | None:
    """The exchange of the default process group; ``None`` in a process that is alone."""
    if not dist.is_available() or not dist.is_initialized() or dist.get_world_size() == 1:
        return None
    return _gather


def _gather(block: Bytes) -> Bytes:
    # NCCL moves what is on a GPU and nothing else.
    device = "cuda" if dist.get_backend() == "nccl" else "cpu"
    sent = torch.tensor(block, dtype=torch.uint8, device=device)
    every = [torch.empty_like(sent) for _ in range(dist.get_world_size())]
    before = _references(sent, *every)
    dist.all_gather(every, sent)
    # A thread of gloo holds the tensors a moment longer, and needs Python's lock to let go. A
    # process that ended meanwhile would abort, one that destroyed its group would hang.
    end = time.monotonic() + PATIENCE
    while _references(sent, *every) > before and time.monotonic() < end:
        time.sleep(0)
    return np.stack([each.cpu().numpy() for each in every])


def _references(*tensors: torch.Tensor) -> int:
    """How often the tensors are referred to; while C++ shares one, once more."""
    return sum(map(sys.getrefcount, tensors))
