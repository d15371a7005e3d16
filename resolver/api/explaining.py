"""`explain`: what is decided, on what evidence, and what each Keras generation would pick."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from resolver.api.arguments import Each, Pair, keywords_of, losses_of, read_loss, read_pair
from resolver.core import generations
from resolver.core.contrast import contrast
from resolver.core.decide import decide
from resolver.core.decision import Decision
from resolver.core.errors import AmbiguousPairing, ResolverError
from resolver.core.findings import find_all
from resolver.core.losses import Loss
from resolver.core.pairing import Pairing
from resolver.report import Explained, Explanation, Generation


def explain(
    model_or_output: object,
    labels: object = None,
    *,
    x: object = None,
    loss: object = None,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
) -> Explanation:
    """Explain what 'accuracy' and 'the loss' mean, and what each Keras generation would do.

    Nothing is built and nothing is refused: a refusal is part of the explanation, and so is what
    `check` finds wrong or doubtful about the labels and the loss. Given numbers, it also measures:
    an array of predictions is counted as we and as each generation would, on every row up to ten
    million predictions and on evenly spread rows beyond; a model is run only if ``x`` is given, on
    at most 1,024 evenly spread rows. Nothing of the model is changed.

    Args:
        model_or_output: The output: a model, a layer, an `Output`, a shape, an array of
            predictions; see `resolver.decide`.
        labels: The labels; see `Labels.of`.
        x: Inputs of the model, row for row with the labels: an array, or a list or dict of them.
        loss: The loss, if one is given.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.

    Returns:
        An explanation for each output. Prints as text, as a rich table in a terminal, and as
        HTML in a notebook.

    Raises:
        InvalidArgument: If an argument cannot be read, or ``x`` and the labels are not arrays of
            equally many rows.

    Example:
        >>> print(explain(Output((None, 10), "softmax"), (None,)).outputs[0].decision.task)
        multiclass
    """
    pair = read_pair(labels, model_or_output)
    said = {
        "task": task,
        "from_logits": from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    explained = [
        _explain_one(pair, place, read_loss(given), keywords)
        for place, (given, keywords) in enumerate(
            zip(losses_of(pair, loss), keywords_of(pair, said), strict=True)
        )
    ]
    if x is not None or _holds_numbers(model_or_output):
        room = import_module("resolver.api.measuring")
        explained = room.measure(explained, pair, model_or_output, labels, x)
    return Explanation(tuple(explained))


def _holds_numbers(output: Any) -> bool:
    """True for an array of predictions, or a list or dict of them."""
    if isinstance(output, (list, tuple, dict)):
        parts = list(output.values()) if isinstance(output, dict) else list(output)
        return bool(parts) and all(map(_holds_numbers, parts))
    return hasattr(output, "__array__") and bool(getattr(output, "shape", None))


def _explain_one(pair: Pair, place: int, loss: Loss | None, keywords: dict[str, Any]) -> Explained:
    labels, output = pair.labels[place], pair.outputs[place]
    past = {
        rules: generations.metric(rules, "accuracy", labels.shape, output.shape, loss)
        for rules in generations.RULES
    }
    decision, refused, open_ = None, None, False
    try:
        decision = decide(labels, output, loss=loss, **keywords)
    except ResolverError as error:
        refused, open_ = str(error), isinstance(error, AmbiguousPairing)
    shown = tuple(_generation(rules, each, decision) for rules, each in past.items())
    doubts = tuple(
        each
        for each in find_all([Pairing(output, labels, loss, **keywords)])
        if each.severity != "note"
    )
    return Explained(pair.names[place], decision, refused, shown, open_, findings=doubts)


def _generation(rules: str, outcome: generations.Outcome, decision: Decision | None) -> Generation:
    reason = outcome.reason if outcome.name else f"{outcome.error}: {outcome.reason}"
    if decision is None:
        return Generation(rules, outcome.name, reason)
    found = contrast(decision, rules, outcome)
    return Generation(rules, outcome.name, reason, found.verdict, found.why)
