"""Everything that is wrong or doubtful about a pairing, as findings; none if all is well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from resolver.core import rules_heads, rules_labels, rules_metrics, rules_shapes
from resolver.core.decide import decide
from resolver.core.errors import PairingError, ResolverError
from resolver.core.finding import Finding, Severity
from resolver.core.pairing import Pairing
from resolver.core.rule import found

_ORDER: Final = ("error", "warning", "note")

_PAIRING: Final = (*rules_heads.RULES, *rules_labels.RULES, *rules_shapes.RULES)

_COVERED: Final = {
    "softmax-one-unit": ("double-activation", "mse-classification"),
    "double-activation": ("from-logits-on-probabilities",),
    "bounded-activation-regression": ("mse-classification",),
    "loss-needs-positive": ("bounded-activation-regression",),
    "label-encoding": ("classification-loss-for-regression", "units-below-classes"),
    "class-mode-mismatch": ("units-class-mismatch",),
    "sigmoid-multiclass": ("invalid-dummy-labels",),
    "head-rank": ("units-class-mismatch",),
    "shape-broadcast": ("units-class-mismatch",),
}
"""What needs not be said beside a finding, for it is the same fault seen from another side."""


def find(pairing: Pairing) -> tuple[Finding, ...]:
    """Every finding about one pairing: errors first, then warnings, then notes.

    Example:
        >>> from resolver.core.specs import Output
        >>> [each.name for each in find(Pairing(Output((None, 1), "softmax")))]
        ['softmax-one-unit']
    """
    seen = [rule(pairing) for rule in _PAIRING]
    seen += [rule(pairing, metric) for metric in pairing.metrics for rule in rules_metrics.RULES]
    return _sorted([each for each in seen if each is not None])


def find_all(pairings: Sequence[Pairing]) -> tuple[Finding, ...]:
    """Every finding about the outputs of one model, and about their labels taken together."""
    swapped = _swapped(pairings)
    if swapped is not None:
        return (swapped,)
    return _sorted([each for pairing in pairings for each in find(pairing)])


def undecided(pairing: Pairing) -> tuple[tuple[Finding, ...], ResolverError | None]:
    """Why nothing can be decided of a pairing: what is wrong with it, or the error that asks."""
    try:
        decide(pairing.labels, pairing.output, loss=pairing.loss, **pairing.keywords)
    except PairingError as refused:
        return refused.findings, None
    except ResolverError as open_:
        return (), open_
    return (), None


def beside(found: Sequence[Finding], more: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings, and those of some more that do not say the same of the same output."""
    known = {(each.output, each.name) for each in found}
    return (*found, *(each for each in more if (each.output, each.name) not in known))


def _sorted(seen: list[Finding]) -> tuple[Finding, ...]:
    covered = {(each.output, name) for each in seen for name in _COVERED.get(each.name, ())}
    kept = [each for each in seen if (each.output, each.name) not in covered]
    return tuple(sorted(dict.fromkeys(kept), key=lambda each: _ORDER.index(each.severity)))


def _faults(pairing: Pairing) -> set[Severity]:
    """How certain the faults of a pairing are, notes apart."""
    return {each.severity for each in find(pairing) if each.severity != "note"}


def _swapped(pairings: Sequence[Pairing]) -> Finding | None:
    """Two outputs that are both wrong, and both right once their labels change places."""
    faulty = [(at, one) for at, one in enumerate(pairings) if _faults(one)]
    for (here, left), (there, right) in combinations(faulty, 2):
        if "error" not in _faults(left) | _faults(right):
            continue
        crossed = (
            replace(left, labels=right.labels),
            replace(right, labels=left.labels),
        )
        if not _faults(crossed[0]) | _faults(crossed[1]):
            first, second = left.output.name or str(here), right.output.name or str(there)
            use = f"labels={{{first!r}: y[{second!r}], {second!r}: y[{first!r}]}}"
            return found("swapped-labels", left, use)
    return None
