"""Adds what every worker counted, over the engine that runs the workers.

An engine does one thing here: it gives every worker the same number of bytes from each of them.
The first exchange has a fixed size, which no worker can disagree about, and holds an everyday
message whole. What does not fit goes in a second one, whose size is known by then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from resolver.core.errors import InvalidArgument

__all__ = ["BLOCK", "exchange", "running"]

Bytes = NDArray[np.uint8]
Gather = Callable[[Bytes], Bytes]

ROOMS: Final = {
    "tensorflow": "resolver.edge.sync.sync_tensorflow",
    "jax": "resolver.edge.sync.sync_jax",
    "torch": "resolver.edge.sync.sync_torch",
}
"""Where each engine is. A room is opened only where its engine has been imported already."""

BLOCK: Final = 256
"""Bytes of the first exchange: four that say how long the message is, then the message."""

HEAD: Final = 4
WORD: Final = 4


class Room(Protocol):
    """What a room offers."""

    def gatherer(self, variables: Sequence[Any]) -> Gather | None:
        """What exchanges equal numbers of bytes: (n,) to (workers, n); ``None`` if none runs."""


def running(variables: Sequence[Any] = ()) -> Gather | None:
    """The exchange of the engine that runs.

    Args:
        variables: The variables of the metrics, which may know their engine.

    Returns:
        A function from an array of bytes (n,) to those of all workers (workers, n), the same on
        every worker; ``None`` if this process is alone.

    Raises:
        InvalidArgument: If two engines run at once.
    """
    found: dict[str, Gather] = {}
    for name, room in ROOMS.items():
        if name in sys.modules:
            gather = cast(Room, import_module(room)).gatherer(variables)
            if gather is not None:
                found[name] = gather
    if len(found) > 1:
        raise InvalidArgument(
            "Counts are added over one engine, and several run workers here. "
            f"Received: {', '.join(found)}. Use: one of them in a process"
        )
    return next(iter(found.values()), None)


def exchange(message: bytes, gather: Gather) -> list[bytes]:
    """The messages of all workers, in the order of the workers.

    Args:
        message: This worker's message, of any length.
        gather: The exchange of the engine, see `running`.

    Example:
        >>> exchange(b"alone", lambda block: block[None])
        [b'alone']
    """
    sent = len(message).to_bytes(HEAD, "big") + message
    blocks = gather(_block(sent, BLOCK))
    lengths = [HEAD + int.from_bytes(block[:HEAD].tobytes(), "big") for block in blocks]
    if max(lengths) > BLOCK:
        blocks = gather(_block(sent, max(lengths)))
    return [block[HEAD:length].tobytes() for block, length in zip(blocks, lengths, strict=True)]


def _block(sent: bytes, size: int) -> Bytes:
    """The message in a block of whole 32-bit words, for some engines have no smaller ones."""
    size += -size % WORD
    return np.frombuffer(sent[:size].ljust(size, b"\0"), np.uint8)
