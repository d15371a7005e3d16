"""What the accuracy of a Keras generation counts, beside ours, and when the two numbers differ.

Nothing is counted here: this is what can be said before any data are seen. `_CONTRASTS` is the
table, for a generation that picks an accuracy at all and a task that has one; the first row that
holds answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from resolver.core.decision import Decision
from resolver.core.generations import Outcome

Verdict = Literal["same", "differs", "may differ", "no meaning", "fails"]


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a generation's number lies to ours.

    Args:
        verdict: ``"same"``: equal on all data; ``"differs"``: it counts something else;
            ``"may differ"``: equal unless ``why`` happens; ``"no meaning"``: a regression has no
            accuracy; ``"fails"``: it raises.
        why: What else it counts, or when the numbers differ, as a clause.
    """

    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class _Case:
    decision: Decision
    rules: str
    picks: str

    @property
    def multiclass(self) -> bool:
        return self.decision.task == "multiclass"

    @property
    def ids(self) -> bool:
        return self.decision.coding == "index"

    @property
    def moved(self) -> bool:
        return self.multiclass and self.decision.class_axis not in (None, -1)

    @property
    def cuts_lower(self) -> bool:
        return self.decision.threshold != 0.5

    @property
    def in_unit(self) -> bool:
        activation = self.decision.output.activation
        said = activation is None and self.decision.from_logits is False
        return said or activation in ("sigmoid", "softmax", "hard_sigmoid")


_Row = tuple[Callable[[_Case], bool], Verdict, str]

_CONTRASTS: Final[tuple[_Row, ...]] = (
    (
        lambda case: case.multiclass and case.picks == "binary",
        "differs",
        "it counts every unit above 0.5 for itself, and no row as a whole",
    ),
    (
        lambda case: case.multiclass and case.ids and case.picks == "categorical",
        "differs",
        "it takes the largest place of labels that are class numbers",
    ),
    (
        lambda case: case.multiclass and not case.ids and case.picks == "sparse_categorical",
        "differs",
        "it takes rows of labels for class numbers",
    ),
    (
        lambda case: case.moved,
        "differs",
        "it takes the largest score along the last axis, where the classes are not",
    ),
    (
        lambda case: case.picks == "categorical" and not case.multiclass,
        "differs",
        "it looks only at the largest score and the largest label of each row",
    ),
    (
        lambda case: case.picks == "sparse_categorical" and not case.multiclass,
        "differs",
        "it takes each label for a class number",
    ),
    (
        lambda case: case.decision.coding == "sign",
        "differs",
        "it predicts 0 or 1, which a label of -1 never equals",
    ),
    (
        lambda case: case.decision.ignore_class is not None,
        "may differ",
        "labels hold class {ignored}: it is counted there",
    ),
    (
        lambda case: case.decision.coding == "soft" and case.picks == "binary",
        "may differ",
        "a label lies between 0 and 1: no prediction equals it",
    ),
    (
        lambda case: case.picks == "binary" and case.rules == "keras1" and case.cuts_lower,
        "may differ",
        "a logit lies between 0 and 0.5, or rounds to neither 0 nor 1",
    ),
    (
        lambda case: case.picks == "binary" and case.cuts_lower,
        "may differ",
        "a logit lies between 0 and 0.5: it is cut at 0.5",
    ),
    (
        lambda case: case.picks == "binary" and case.rules == "keras1" and not case.in_unit,
        "may differ",
        "a prediction rounds to neither 0 nor 1",
    ),
    (lambda case: True, "same", "it compares as we do"),
)


def contrast(decision: Decision, rules: str, outcome: Outcome) -> Contrast:
    """How the number of a generation lies to ours.

    Args:
        decision: Our decision.
        rules: The generation, one of `resolver.core.generations.RULES`.
        outcome: What the generation makes of "accuracy".

    Example:
        >>> from resolver.core.decide import decide
        >>> from resolver.core.specs import Labels, Output
        >>> logit = decide(Labels((None,), coding="binary"), Output((None, 1), "linear"))
        >>> contrast(logit, "tf2", Outcome("binary_accuracy", None, "one unit")).why
        'a logit lies between 0 and 0.5: it is cut at 0.5'
    """
    if outcome.name is None:
        return Contrast("fails", f"with a {outcome.error}")
    if decision.task == "regression":
        return Contrast("no meaning", "it counts predictions that equal their label")
    case = _Case(decision, rules, outcome.name.removesuffix("_accuracy"))
    verdict, why = next((verdict, why) for holds, verdict, why in _CONTRASTS if holds(case))
    return Contrast(verdict, why.format(ignored=decision.ignore_class))
