"""Everything that is wrong or doubtful about a pairing, as findings; none if all is well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from resolver.core import rules_heads, rules_labels, rules_metrics, rules_shapes
from resolver.core.finding import Finding
from resolver.core.pairing import Pairing
from resolver.core.rule import found

_ORDER: Final = {"error": 0, "warning": 1, "note": 2}

_PAIRING: Final = (*rules_heads.RULES, *rules_labels.RULES, *rules_shapes.RULES)

_COVERED: Final = {
    "softmax-one-unit": ("double-activation", "loss-needs-distribution", "mse-classification"),
    "double-activation": ("from-logits-on-probabilities",),
    "label-out-of-range": ("units-above-classes",),
    "label-encoding": ("classification-loss-for-regression", "units-below-classes"),
    "class-mode-mismatch": ("units-class-mismatch",),
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


def _sorted(seen: list[Finding]) -> tuple[Finding, ...]:
    covered = {(each.output, name) for each in seen for name in _COVERED.get(each.name, ())}
    kept = [each for each in seen if (each.output, each.name) not in covered]
    return tuple(sorted(dict.fromkeys(kept), key=lambda each: _ORDER[each.severity]))


def _errors(pairings: Sequence[Pairing]) -> int:
    return sum(each.severity == "error" for one in pairings for each in find(one))


def _swapped(pairings: Sequence[Pairing]) -> Finding | None:
    """Two outputs that are both wrong, and both right once their labels change places."""
    for left in range(len(pairings)):
        for right in range(left + 1, len(pairings)):
            pair = (pairings[left], pairings[right])
            if any(one.labels.shape is None or one.opaque for one in pair):
                continue
            if not all(_errors([one]) for one in pair):
                continue
            crossed = (
                replace(pair[0], labels=pair[1].labels),
                replace(pair[1], labels=pair[0].labels),
            )
            if _errors(crossed) == 0:
                names = [
                    one.output.name or str(at) for one, at in zip(pair, (left, right), strict=True)
                ]
                use = f"labels={{{names[0]!r}: y[{names[1]!r}], {names[1]!r}: y[{names[0]!r}]}}"
                return found("swapped-labels", pair[0], use)
    return None
