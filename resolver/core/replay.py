"""What a generation of Keras would have decided, as one of our decisions."""

from __future__ import annotations

from typing import Final

from resolver.core import generations
from resolver.core.decision import Choice, Decision, Evidence
from resolver.core.errors import InvalidArgument, PairingError
from resolver.core.losses import Loss
from resolver.core.specs import Labels, Output

_MEANING: Final = {
    "binary_accuracy": ("binary", None, 0.5, "BinaryAccuracy"),
    "categorical_accuracy": ("multiclass", "one_hot", None, "CategoricalAccuracy"),
    "sparse_categorical_accuracy": ("multiclass", "index", None, "SparseCategoricalAccuracy"),
}
"""Task, coding, threshold and class of what a generation resolves "accuracy" to."""

_LOSSES: Final = {
    "binary_accuracy": "BinaryCrossentropy",
    "categorical_accuracy": "CategoricalCrossentropy",
    "sparse_categorical_accuracy": "SparseCategoricalCrossentropy",
}


def historical(labels: Labels, output: Output, loss: Loss | None, rules: str) -> Decision:
    """Decide as a generation of Keras does, mistakes included.

    Args:
        labels: The labels; only their shape counts.
        output: The output; only its shape counts.
        loss: The loss; it counted until TensorFlow 2.1.
        rules: ``"keras3"``, ``"tf2"``, ``"tf1"`` or ``"keras1"``.

    Raises:
        InvalidArgument: If there are no such rules.
        PairingError: Where that generation fails.
    """
    if rules not in generations.RULES:
        raise InvalidArgument(
            f"The rules must be one of evidence, {', '.join(generations.RULES)}. "
            f"Received: rules={rules!r}. Use: rules='evidence'"
        )
    outcome = generations.metric(rules, "accuracy", labels.shape, output.shape, loss)
    if outcome.name is None:
        raise PairingError(
            f"Under rules={rules!r} Keras fails on labels of shape {labels.shape} and an output "
            f"of shape {output.shape} with a {outcome.error}: {outcome.reason}. "
            f"Use: rules='evidence'"
        )
    task, coding, threshold, metric = _MEANING[outcome.name]
    if task == "binary" and output.units != 1:
        task = "multilabel"
    if loss is None or loss.form == "auto":
        chosen: Choice | None = Choice(f"losses.{_LOSSES[outcome.name]}")
    else:
        chosen = loss.choice()
    return Decision(
        task=task,
        coding=coding,
        from_logits=(loss.from_logits or False) if loss else False,
        threshold=threshold,
        class_axis=-1 if task == "multiclass" else None,
        ignore_class=None,
        metric=Choice(f"metrics.{metric}"),
        loss=chosen,
        evidence=(Evidence("rules", f"{rules}: {outcome.reason}"),),
        output=output,
        labels=labels,
        rules=rules,
    )
