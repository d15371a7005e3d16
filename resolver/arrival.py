"""Saved models load after `import resolver`, though importing it loads no Keras.

Keras makes an object of a saved file only if its class was registered, whatever module the file
names for it. Registering takes Keras, and loading Keras takes seconds. So the classes that a file
may name are registered as soon as Keras is there: at once if it is, else when it is imported, be
it by the user or by the first verb. Rooms may move: a file holds the registered name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final

__all__ = ["ROOMS", "register_on_arrival"]

ROOMS: Final = (
    "resolver.edge.count.accuracy",
    "resolver.edge.count.ratio",
    "resolver.edge.loss.axis_loss",
    "resolver.edge.loss.declared",
    "resolver.edge.builders.deferred",
    "resolver.edge.train.layers",
)
"""Where classes are registered with Keras, on being imported."""


def register_on_arrival() -> None:
    """Register the classes now if Keras is loaded, else right after it is.

    Example:
        >>> import resolver, keras
        >>> keras.saving.get_registered_object("resolver>Accuracy") is resolver.Accuracy
        True
    """
    if "keras" in sys.modules:
        _register()
    else:
        sys.meta_path.insert(0, _Arrival())


def _register() -> None:
    # Whatever is amiss with this Keras is said where resolver is used, and not by an import.
    with suppress(Exception):
        for room in ROOMS:
            import_module(room)


class _Arrival:
    """Stands before Python's finders, finds nothing itself, and leaves when Keras is loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the other finders find; for Keras, with a loader that tells when it is done."""
        if name != "keras":
            return None
        others = [finder for finder in sys.meta_path if finder is not self]
        found = (finder.find_spec(name, path, target) for finder in others)
        spec = next((one for one in found if one is not None), None)
        if spec is not None and spec.loader is not None:
            self._follow(spec.loader)
        return spec

    def _follow(self, loader: Any) -> None:
        def exec_module(module: ModuleType) -> None:
            del loader.exec_module
            loader.exec_module(module)
            with suppress(ValueError):
                sys.meta_path.remove(self)
            _register()

        with suppress(AttributeError):
            loader.exec_module = exec_module
