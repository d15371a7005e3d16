"""What every rule needs: a finding about a pairing, a loss that fits, what kind of loss it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from resolver.core import wording
from resolver.core.decide import decide
from resolver.core.errors import ResolverError
from resolver.core.finding import Finding, Severity
from resolver.core.losses import Loss
from resolver.core.pairing import Pairing
from resolver.core.view import SOFTMAX

Rule = Callable[[Pairing], Finding | None]
"""A rule: None if all is well."""

_CLASS_READS: Final = ("scores", "probabilities", "distribution", "margin")
_ELEMENT_READS: Final = ("scores", "probabilities", "margin")


def found(
    name: str,
    pairing: Pairing,
    use: str,
    *,
    also: tuple[tuple[str, str], ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding of one kind about a pairing."""
    return wording.finding(
        name,
        pairing.output,
        pairing.labels,
        use,
        loss=pairing.loss,
        also=also,
        severity=severity,
    )


def fitting_loss(pairing: Pairing, otherwise: str) -> str:
    """The loss that fits, as an argument to write; another line where none is decided."""
    try:
        decision = decide(pairing.labels, pairing.output, **pairing.keywords)
    except ResolverError:
        return otherwise
    return f"loss={decision.loss.line}" if decision.loss else otherwise


def last_layer(pairing: Pairing, units: int | None) -> str:
    """The head with another number of units, as a layer to write."""
    activation = pairing.output.activation
    if units == 1 and pairing.group in SOFTMAX:
        activation = "sigmoid"  # a softmax of one unit is 1 whatever the input
    said = "" if activation in (None, "linear") else f", activation={activation!r}"
    return f"keras.layers.Dense({units or 'units'}{said})"


def same_loss(pairing: Pairing, **changed: Any) -> str:
    """The loss as it was told, but for what is changed, as an argument to write."""
    choice = replace(pairing.loss or Loss(None), **changed).choice()
    return f"loss={choice.line}" if choice else ""


def with_logits(told: bool) -> str:
    """The argument of a loss that reads logits; nothing for one that reads probabilities."""
    return "from_logits=True" if told else ""


def of_classes(pairing: Pairing) -> bool:
    """True under a loss that compares rows of classes."""
    return pairing.family.rows == "class" and pairing.reads in _CLASS_READS


def of_ids(pairing: Pairing) -> bool:
    """True under a loss that compares rows of classes with class numbers."""
    return of_classes(pairing) and "index" in pairing.family.labels


def of_elements(pairing: Pairing) -> bool:
    """True under a loss that compares element by element with two classes."""
    return pairing.family.rows == "element" and pairing.reads in _ELEMENT_READS


def bounds(pairing: Pairing) -> tuple[float, float]:
    """Between what two numbers a loss for two classes takes its labels."""
    return (-1, 1) if pairing.reads == "margin" else (0, 1)
