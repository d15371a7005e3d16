"""Rooms are opened when a name of theirs is first used; what one needs and lacks is said here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Final

from resolver.core.errors import NotInstalled

__all__ = ["opened", "saying_what_to_install"]

_BACKENDS: Final = ("tensorflow", "jax", "torch")
_EXTRAS: Final = {"apache_beam": "distributed", "hypothesis": "testing", "sklearn": "demo"}
"""The extra that brings a package."""


def opened(package: str, rooms: Mapping[str, str], name: str) -> object:
    """What a front door has by a name, from the room that it is in.

    Args:
        package: The package whose door it is.
        rooms: For each name its module below the package.
        name: The name that is asked for; a module that is its own room is given as it is.

    Raises:
        AttributeError: If the door has no such name.
        NotInstalled: If the room needs a package that is not there.

    Example:
        >>> opened("resolver", {"Counts": "core.counts"}, "Counts").__name__
        'Counts'
    """
    if name not in rooms:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    with saying_what_to_install():
        room = import_module(f"{package}.{rooms[name]}")
    return room if rooms[name] == name else getattr(room, name)


@contextmanager
def saying_what_to_install() -> Iterator[None]:
    """Turn the failure to find a package of an extra into the line that installs it.

    Raises:
        NotInstalled: If a package is not there that one of our extras brings.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name in _BACKENDS:
            raise NotInstalled(
                f"Keras needs a backend, and the one it looks for is not installed. "
                f"Received: {missing.name}. Use: pip install 'keras-resolver[{missing.name}]', or "
                f"KERAS_BACKEND=... for one of {', '.join(_BACKENDS)} that is"
            ) from missing
        extra = _EXTRAS.get(missing.name or "")
        if extra is None:
            raise
        raise NotInstalled(
            f"This needs a package that is not installed. Received: {missing.name}. "
            f"Use: pip install 'keras-resolver[{extra}]'"
        ) from missing
