"""`decide`: what is meant, as a value. Builds nothing, and needs no Keras for plain shapes."""

from __future__ import annotations

from typing import Any, overload

from resolver.api.arguments import Each, Pair, keywords_of, losses_of, read_loss, read_pair
from resolver.core.decide import decide as decide_one
from resolver.core.decision import Decision
from resolver.core.specs import Output


@overload
def decide(
    y_true: object,
    y_pred: Output,
    *,
    loss: object = None,
    task: str | None = None,
    from_logits: bool | None = None,
    class_axis: int | None = None,
    ignore_class: int | None = None,
    rules: str = "evidence",
) -> Decision: ...
@overload
def decide(
    y_true: object,
    y_pred: object,
    *,
    loss: object = None,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
    rules: str = "evidence",
) -> Any: ...
def decide(
    y_true: object,
    y_pred: object,
    *,
    loss: object = None,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
    rules: str = "evidence",
) -> Any:
    """Decide what 'accuracy' and 'the loss' mean for labels and an output.

    Args:
        y_true: The labels: a shape such as ``(None,)``, a `Labels`, an array, a spec, a dataset,
            a text such as ``"int64[N] 0..9"``; see `Labels.of`.
        y_pred: The output: a shape such as ``(None, 10)``, an `Output`, a spec, a KerasTensor,
            an array of predictions, a layer or a model. Several outputs: a list or a dict.
        loss: The loss in any form Keras takes, one for all outputs or one for each;
            ``None`` or ``"auto"`` leaves it to the decision.
        task: ``"binary"``, ``"multilabel"``, ``"multiclass"`` or ``"regression"``; this and the
            next three also as a dict by output name.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        rules: ``"evidence"``, or ``"keras3"``, ``"tf2"``, ``"tf1"``, ``"keras1"`` to see what a
            generation of Keras does, mistakes included.

    Returns:
        A `Decision`; for several outputs one each, in the structure of the outputs.

    Raises:
        AmbiguousPairing: If two readings stay possible; names the argument that settles it.
        PairingError: If the pairing cannot be meant.
        InvalidArgument: If an argument cannot be read or has no meaning.

    Example:
        >>> decide((None,), Output((None, 10), "softmax")).loss.line
        'keras.losses.SparseCategoricalCrossentropy()'
    """
    pair = read_pair(y_true, y_pred)
    keywords = {
        "task": task,
        "from_logits": from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    return pair.pack(decide_each(pair, loss, keywords, rules))


def decide_each(
    pair: Pair, loss: object, keywords: dict[str, Any], rules: str = "evidence"
) -> list[Decision]:
    """One decision for each output of a pair, in their order."""
    losses = losses_of(pair, loss)
    return [
        decide_one(labels, output, loss=read_loss(given), rules=rules, **said)
        for labels, output, given, said in zip(
            pair.labels, pair.outputs, losses, keywords_of(pair, keywords), strict=True
        )
    ]
