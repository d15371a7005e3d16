"""Chooses the room of the running Keras backend. The only door to the backends' own rooms."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, cast

import keras

__all__ = ["ROOM", "Room"]

ROOMS: Final = {
    "tensorflow": "resolver.edge.count.hits_tensorflow",
    "jax": "resolver.edge.count.hits_jax",
    "torch": "resolver.edge.count.hits_torch",
}
"""Where each backend's fast paths are. Any other backend takes the plain one."""


class Room(Protocol):
    """What a room offers. Tensors in, tensors out; shapes were checked and agree."""

    def first_max(self, x: Any, axis: int) -> tuple[Any, Any]:
        """(index of the first maximum along `axis`, whether the row is free of NaN)."""

    def class_hits(self, ids: Any, y_pred: Any, axis: int) -> Any:
        """Whether the first maximum is at the class id; false with NaN in the row."""

    def side_hits(self, labels: Any, positive: float, y_pred: Any, threshold: float) -> Any:
        """Whether each prediction lies on its label's side of the threshold; NaN on none.

        Labels are boolean, or floats that say yes above `positive`.
        """

    def true_sum(self, flags: Any) -> Any:
        """How many flags are true, as two int32 words of shape (2,)."""

    def whole_sum(self, tensor: Any) -> Any:
        """See `resolver.edge.count.counters.whole_sum`."""

    def float_sum(self, tensor: Any) -> Any:
        """See `resolver.edge.count.counters.float_sum`."""

    def add_words(self, words: Any, amounts: Any) -> Any:
        """Words of shape (2, parts) with one (low, high) pair added to each part."""

    def add_true(self, words: Any, flags: Any) -> Any:
        """Words with the number of true flags added to each part; an integer for itself."""

    def add_pairs(self, pairs: Any, amounts: Any) -> Any:
        """Pairs of shape (2, parts) with one float32 pair added to each part."""

    def add_reals(self, pairs: Any, tensors: Any) -> Any:
        """Pairs with the sum of a float tensor added to each part."""

    def kept(self, flags: Any, values: Any) -> Any:
        """The values where the flags are true, else 0."""

    def change(self, variable: Any, update: Callable[[Any], Any]) -> None:
        """Put what `update` makes of a variable's value in its place, on this replica."""

    def parts(self, variable: Any) -> Any:
        """The values this process has of a variable: NumPy, one for each of its replicas."""

    def is_global(self, variables: Sequence[Any]) -> bool:
        """Whether variables hold what several processes have counted."""


def _opened() -> Room:
    name = ROOMS.get(keras.backend.backend(), "resolver.edge.count.hits_plain")
    return cast(Room, importlib.import_module(name))


# Once, as Keras itself does it: torch.compile cannot trace an import, nor a cached function.
ROOM: Final = _opened()
"""The room of the running backend."""
