"""The activations Keras knows: their names, and what is known of the values they give."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

import keras

NORMALISED: Final = frozenset({"softmax", "log_softmax", "sparsemax"})
"""Activations along one axis: they mean nothing once that axis is cut or mixed."""

_UNBOUNDED_NAMES = "linear leaky_relu prelu tanh_shrink soft_shrink hard_shrink threshold"
UNBOUNDED: Final = frozenset(_UNBOUNDED_NAMES.split())
"""Activations whose values have no limit on either side; none is recorded beneath another."""

_RISING_NAMES = """linear sigmoid hard_sigmoid sparse_sigmoid log_sigmoid tanh hard_tanh softsign
    relu relu6 leaky_relu elu selu celu softplus sparse_plus squareplus exponential"""
RISING: Final = frozenset(_RISING_NAMES.split())
"""Element-wise and never falling, so that the maximum of f(x) is f of the maximum."""

CONVEX: Final = RISING - {"log_sigmoid", "leaky_relu"} | {"softmax", "sparsemax"}
"""An average of such values is still a value of that kind: a range, or rows that sum to one."""

_WAVY: Final = frozenset({"silu", "hard_silu", "gelu", "mish", "glu"})
_ALIASES: Final = {"exp": "exponential", "swish": "silu", "hard_swish": "hard_silu"}

_FOREIGN_NAMES = "sigmoid tanh relu relu6 elu selu softplus softsign silu gelu"
_ELEMENTS: Final = frozenset(_FOREIGN_NAMES.split())
_ROWS: Final = frozenset({"softmax", "log_softmax"})
_BACKENDS: Final = {
    "tensorflow": _ELEMENTS | _ROWS,
    "jax": _ELEMENTS | _ROWS,
    "torch": _ELEMENTS,  # its softmax has no axis of its own
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was applied last to a tensor.

    Args:
        activation: Its Keras name; ``None`` if unknown. "linear" is said.
        axis: The axis that softmax normalised, as an index from the end.
        beneath: The bounded activation directly beneath it, if any.
    """

    activation: str | None = None
    axis: int = -1
    beneath: str | None = None


UNKNOWN: Final = Reading()


def _functions() -> dict[int, str]:
    """Identity of a function -> Keras name, of `keras.activations` and of `keras.ops`."""
    names = RISING | UNBOUNDED | NORMALISED | _WAVY
    spellings = {name: name for name in names} | _ALIASES
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
    name = _ALIASES.get(name, name)
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


def over(name: str | None, below: Reading, axis: int | None = -1) -> Reading:
    """The reading of an activation applied to what `below` says; "linear" leaves it alone."""
    if name == "linear":
        return below
    if name is None or axis is None:
        return UNKNOWN
    beneath = below.activation if below.activation not in UNBOUNDED else None
    return Reading(name, axis if name in NORMALISED else -1, beneath)
