"""One output with its labels, its loss and its metrics: what the rules of `findings` look at."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from resolver.core.codings import padded_one_hot
from resolver.core.errors import ResolverError
from resolver.core.losses import FAMILIES, NO_FAMILY, Family, Loss
from resolver.core.metrics import Metric
from resolver.core.specs import Facts, Labels, Output, Shape
from resolver.core.view import SOFTMAX, View, activation_group, lay

LEEWAY: Final = 0.1
"""How far beyond a bound labels may lie before they are taken to miss it: noise is added to
labels on purpose, as for the two sides of a GAN."""

_NONE: Final = Facts()


@dataclass(frozen=True)
class Pairing:
    """What is known of one output and of what was paired with it.

    Args:
        output: The output.
        labels: Its labels; of unknown rank if nothing is known of them.
        loss: The loss; None if there is none.
        metrics: Its metrics, weighted ones too.
        task: What was said of the task.
        from_logits: What was said of the output.
        class_axis: What was said of the class axis.
        ignore_class: A class id that is not counted.
        decided: True if "accuracy" and "crossentropy" will be decided by us, not by Keras.
        own_step: True if the model has a training step of its own, so that what is compiled may
            not be what is trained.
        weighted: True if weights or a mask may leave samples out.
        sample_weight: Shape of the sample weights, if they are known.
        class_weight: The keys of ``class_weight``, if there is one.
    """

    output: Output
    labels: Labels = field(default_factory=lambda: Labels(None))
    loss: Loss | None = None
    metrics: tuple[Metric, ...] = ()
    task: str | None = None
    from_logits: bool | None = None
    class_axis: int | None = None
    ignore_class: int | None = None
    decided: bool = False
    own_step: bool = False
    weighted: bool = False
    sample_weight: Shape = None
    class_weight: tuple[object, ...] | None = None

    @cached_property
    def view(self) -> View | None:
        """Output and labels laid against each other; None where the shapes leave it open."""
        try:
            return lay(
                self.labels,
                self.output,
                self.loss if self.known else None,
                task=self.task,
                from_logits=self.from_logits,
                class_axis=self.class_axis,
            )
        except ResolverError:
            return None

    @property
    def known(self) -> bool:
        """True if there is a loss, it is in the table, and it is what is trained."""
        return not self.own_step and self.loss is not None and self.loss.family is not None

    @cached_property
    def family(self) -> Family:
        """The row of the loss; `NO_FAMILY` where it is not known."""
        named = self.loss.family if self.known and self.loss else None
        return FAMILIES[named] if named else NO_FAMILY

    @property
    def keywords(self) -> dict[str, Any]:
        """What was said of it beside the loss, as `decide` takes it."""
        return {
            "task": self.task,
            "from_logits": self.from_logits,
            "class_axis": self.class_axis,
            "ignore_class": self.ignore_class,
        }

    @property
    def told_logits(self) -> bool:
        """True if the loss is known, and was told that it reads logits."""
        return self.known and self.loss is not None and bool(self.loss.from_logits)

    @property
    def opaque(self) -> bool:
        """True if nothing is known of what is trained, so that labels prove nothing."""
        return self.own_step or (self.loss is not None and self.loss.family is None)

    @property
    def reads(self) -> str:
        """What the loss takes the output for; empty if it is not known."""
        return self.family.reads

    @property
    def group(self) -> str:
        """The activation group."""
        return activation_group(self.output, self.from_logits)

    @property
    def units(self) -> int | None:
        """How many units lie along the class axis."""
        return self.view.units if self.view else self.output.units

    @property
    def layout(self) -> str | None:
        """How the labels lie; None if nothing is known, or the shapes disagree."""
        if self.labels.shape is None or self.view is None or self.view.fit is None:
            return None
        return self.view.fit.layout

    @property
    def coding(self) -> str | None:
        """How the labels are written; None if nothing is proven."""
        return self.view.coding if self.view and self.labels.shape is not None else None

    @property
    def facts(self) -> Facts:
        """What the label values showed, without the ids that are left out; empty if unseen.

        Rows were seen along the last axis; they say nothing of classes on another one.
        """
        facts = self.labels.facts
        if facts is None:
            return _NONE
        if self.view is not None and self.view.fit is not None and self.view.fit.axis != -1:
            facts = replace(facts, rows=0, one_hot_rows=0, zero_rows=0, distribution_rows=0)
        ignored = self.ignored
        return facts if ignored is None else without(facts, ignored)

    @property
    def ignored(self) -> int | None:
        """The class id that does not count: the loss's own, where it takes class numbers."""
        if self.loss is not None and "index" in self.family.labels:
            return self.loss.ignore_class
        return self.ignore_class

    @property
    def lowest(self) -> float:
        """The smallest label that was seen; NaN, which is neither less nor more, if none was."""
        return math.nan if self.facts.minimum is None else self.facts.minimum

    @property
    def highest(self) -> float:
        """The largest label that was seen; NaN if none was."""
        return math.nan if self.facts.maximum is None else self.facts.maximum

    @property
    def label_dims(self) -> tuple[int | None, ...]:
        """The shape of the labels; empty if their rank is unknown."""
        return self.labels.shape or ()

    @property
    def output_dims(self) -> tuple[int | None, ...]:
        """The shape of the output; empty if its rank is unknown."""
        return self.output.shape or ()

    @property
    def logits(self) -> bool | None:
        """Whether the output is logits, by what was said and by the activation."""
        if self.from_logits is not None:
            return self.from_logits
        if self.group in ("softmax", "sigmoid"):
            return False
        if self.told_logits:
            return True
        return True if self.group == "linear" and self.reads == "scores" else None

    @property
    def one_hot(self) -> bool:
        """True if rows were seen, and all are one-hot, or padded with rows of zeros."""
        seen = self.facts
        return self.layout == "rows" and (
            self.labels.coding == "one_hot"
            or (seen.rows > 1 and seen.one_hot_rows == seen.rows)
            or (self.group in SOFTMAX and padded_one_hot(seen))
        )

    @property
    def multi_hot(self) -> bool:
        """True if rows of 0 and 1 were seen, and one of them has several 1."""
        seen = self.facts
        return self.layout == "rows" and (
            self.labels.coding == "multi_hot"
            or (
                seen.distinct is not None
                and seen.distinct <= {0, 1}
                and seen.rows > seen.one_hot_rows + seen.zero_rows
            )
        )

    @property
    def fractions(self) -> bool:
        """True if a value was seen that is no whole number."""
        return self.facts.elements > 0 and not self.facts.whole and not self.facts.text

    def beyond(self, low: float, high: float) -> bool:
        """True if values were seen clearly outside a range."""
        leeway = LEEWAY * (high - low)
        return self.lowest < low - leeway or self.highest > high + leeway


def without(facts: Facts, ignored: float) -> Facts:
    """Facts as they are without one value, as far as the values are known one by one."""
    if facts.distinct is None:
        if facts.minimum == ignored:
            facts = replace(facts, minimum=facts.next_minimum, next_minimum=None)
        if facts.maximum == ignored:
            facts = replace(facts, maximum=facts.next_maximum, next_maximum=None)
        return facts
    kept = facts.distinct - {ignored}
    return replace(
        facts,
        minimum=min(kept, default=None),
        maximum=max(kept, default=None),
        whole=all(float(value).is_integer() for value in kept),
        distinct=kept,
    )
