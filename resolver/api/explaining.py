"""`explain`: what is decided, on what evidence, and what each Keras generation would pick."""

from __future__ import annotations

from typing import Any

from resolver.api.arguments import Pair, keywords_of, losses_of, read_loss, read_pair
from resolver.core import generations
from resolver.core.decide import decide
from resolver.core.errors import AmbiguousPairing, ResolverError
from resolver.core.losses import Loss
from resolver.report import Explained, Explanation


def explain(
    model_or_output: object,
    labels: object = None,
    *,
    loss: object = None,
    task: str | None = None,
    from_logits: bool | None = None,
    class_axis: int | None = None,
    ignore_class: int | None = None,
) -> Explanation:
    """Explain what 'accuracy' and 'the loss' mean, and what each Keras generation would do.

    Nothing is built and nothing is refused: a refusal is part of the explanation.

    Args:
        model_or_output: The output: a model, a layer, an `Output`, a shape; see `resolver.decide`.
        labels: The labels; see `Labels.of`.
        loss: The loss, if one is given.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.

    Returns:
        An explanation for each output. Prints as text, as a rich table in a terminal, and as
        HTML in a notebook.

    Raises:
        InvalidArgument: If an argument cannot be read.

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
    return Explanation(
        tuple(
            _explain_one(pair, place, read_loss(given), keywords)
            for place, (given, keywords) in enumerate(
                zip(losses_of(pair, loss), keywords_of(pair, said), strict=True)
            )
        )
    )


def _explain_one(pair: Pair, place: int, loss: Loss | None, keywords: dict[str, Any]) -> Explained:
    labels, output = pair.labels[place], pair.outputs[place]
    past = tuple(
        (rules, _outcome(generations.metric(rules, "accuracy", labels.shape, output.shape, loss)))
        for rules in generations.RULES
    )
    try:
        return Explained(
            pair.names[place], decide(labels, output, loss=loss, **keywords), None, past
        )
    except ResolverError as refused:
        open_ = isinstance(refused, AmbiguousPairing)
        return Explained(pair.names[place], None, str(refused), past, open_)


def _outcome(outcome: generations.Outcome) -> str:
    if outcome.name is None:
        return f"fails with a {outcome.error}: {outcome.reason}"
    return f"{outcome.name}: {outcome.reason}"
