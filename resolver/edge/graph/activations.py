"""The activations Keras knows: their names, and what is known of the values they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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

WAVY: Final = frozenset({"silu", "hard_silu", "gelu", "mish", "glu"})
"""Activations that fall before they rise."""

ALIASES: Final = {"exp": "exponential", "swish": "silu", "hard_swish": "hard_silu"}
"""Other spellings of a Keras name."""

KNOWN: Final = RISING | UNBOUNDED | NORMALISED | WAVY
"""Every activation that has a name here."""


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


def over(name: str | None, below: Reading, axis: int | None = -1) -> Reading:
    """The reading of an activation applied to what `below` says; "linear" leaves it alone."""
    if name == "linear":
        return below
    if name is None or axis is None:
        return UNKNOWN
    beneath = below.activation if below.activation not in UNBOUNDED else None
    return Reading(name, axis if name in NORMALISED else -1, beneath)
