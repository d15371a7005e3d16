"""The value that says what 'accuracy' and 'the loss' mean, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from resolver.core.specs import Labels, Output


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that counted, with where it came from.

    Args:
        source: Where it was read: ``"argument"``, ``"loss"``, ``"activation"``,
            ``"output shape"``, ``"label shape"``, ``"label dtype"``, ``"label values"``.
        fact: What was seen, as a clause: ``"softmax over 10 units"``.
    """

    source: str
    fact: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One Keras object to build, as data: a class name below ``keras`` and its arguments.

    Example:
        >>> Choice("losses.BinaryCrossentropy", {"from_logits": True}).line
        'keras.losses.BinaryCrossentropy(from_logits=True)'
    """

    name: str
    arguments: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def line(self) -> str:
        """The expression to write, e.g. ``keras.losses.BinaryCrossentropy(from_logits=True)``."""
        root = "" if self.name.startswith("resolver.") else "keras."
        written = ", ".join(f"{key}={value!r}" for key, value in self.arguments.items())
        return f"{root}{self.name}({written})"

    def __hash__(self) -> int:
        return hash(self.line)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one output, and on what evidence.

    Args:
        task: ``"binary"``, ``"multilabel"``, ``"multiclass"`` or ``"regression"``.
        coding: How the labels are written; one of `resolver.core.specs.CODINGS`, or ``None``
            where it does not matter.
        from_logits: True if the output is logits, False if probabilities, ``None`` if neither.
        threshold: Where an element counts as positive, for binary and multilabel.
        class_axis: The axis of the classes, from the end, for multiclass.
        ignore_class: A class id that is not counted.
        metric: What "accuracy" means here; ``None`` for a regression.
        loss: The loss that matches, or the one given, as a `Choice`; ``None`` if opaque.
        evidence: The facts that counted, strongest first.
        output: The output as it was read.
        labels: The labels as they were read.
        rules: The decision procedure that was followed.
    """

    task: str
    coding: str | None
    from_logits: bool | None
    threshold: float | None
    class_axis: int | None
    ignore_class: int | None
    metric: Choice | None
    loss: Choice | None
    evidence: tuple[Evidence, ...]
    output: Output
    labels: Labels
    rules: str = "evidence"
