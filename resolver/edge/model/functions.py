"""Which activation a function is: known by identity, never by its name alone."""

from __future__ import annotations

import functools
from typing import Any, Final

import keras

from resolver.edge.graph.activations import ALIASES, KNOWN

_FOREIGN_NAMES = "sigmoid tanh relu relu6 elu selu softplus softsign silu gelu"
_ELEMENTS: Final = frozenset(_FOREIGN_NAMES.split())
_ROWS: Final = frozenset({"softmax", "log_softmax"})
_BACKENDS: Final = {
    "tensorflow": _ELEMENTS | _ROWS,
    "jax": _ELEMENTS | _ROWS,
    "torch": _ELEMENTS,  # its softmax has no axis of its own
}


def _functions() -> dict[int, str]:
    """Identity of a function -> Keras name, of `keras.activations` and of `keras.ops`."""
    spellings = {name: name for name in KNOWN} | ALIASES
    return {
        id(getattr(room, spelling)): name
        for room in (keras.ops, keras.activations)
        for spelling, name in spellings.items()
        if hasattr(room, spelling)
    }


_FUNCTIONS: Final = _functions()


def _foreign(function: Any) -> str | None:
    """The name of a backend's own function (``tf.nn.softmax``), which Keras takes as well."""
    backend = (getattr(function, "__module__", None) or "").partition(".")[0]
    name = str(getattr(function, "__name__", "")).removesuffix("_v2")
    name = ALIASES.get(name, name)
    return name if name in _BACKENDS.get(backend, ()) else None


def named(function: Any) -> tuple[str | None, int]:
    """The Keras name of an activation function, and the axis it works along.

    Functions are known by identity, so that a function that merely bears a Keras name is not
    mistaken for it. Anything that is not known is ``None``.

    Example:
        >>> named(keras.activations.softmax), named(lambda x: x)
        (('softmax', -1), (None, -1))
    """
    if isinstance(function, functools.partial):
        name, axis = named(function.func)
        given = {"axis": axis, **function.keywords}
        plain = not function.args and set(given) == {"axis"} and isinstance(given["axis"], int)
        return (name, given["axis"]) if plain else (None, -1)
    return _FUNCTIONS.get(id(function)) or _foreign(function), -1
