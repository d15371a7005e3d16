"""The room of torch: processes that `torch.distributed` runs, on gloo, NCCL or MPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray

__all__ = ["gatherer"]

Bytes = NDArray[np.uint8]


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
    dist.all_gather(every, sent)
    return np.stack([each.cpu().numpy() for each in every])
