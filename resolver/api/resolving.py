"""`resolve_metric` and `resolve_loss`: one metric, one loss, for people's own training code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from resolver.api.arguments import Each, read_pair
from resolver.api.deciding import decide_each
from resolver.api.refusing import ACCURACY, refuse_regression
from resolver.core import wording
from resolver.core.decision import Decision
from resolver.edge.builders import stock
from resolver.edge.builders.build import build_loss, build_metric
from resolver.edge.count.ratio import wrap_metric_function

CROSSENTROPY = ("crossentropy", "ce")
AUTO = "auto"


def resolve_metric(
    identifier: object,
    y_true: object,
    y_pred: object,
    *,
    loss: object = None,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
    rules: str = "evidence",
    exact: bool = True,
) -> Any:
    """The Keras metric that a word means for labels and an output.

    Args:
        identifier: ``"accuracy"``, ``"acc"``, ``"crossentropy"`` or ``"ce"`` in any case is
            decided; a function is wrapped as Keras does, or kept as a `Ratio` if it returns a
            pair; anything else goes to `keras.metrics.get`.
        y_true: The labels, ``(batch, ...)`` of any dtype, or what tells of them; see
            `resolver.decide`.
        y_pred: The output, ``(batch, ..., units)``, or several; see `resolver.decide`.
        loss: The loss the model is trained with, if any, in any form Keras takes.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        rules: ``"evidence"`` or a generation of Keras to follow.
        exact: True for `resolver.Accuracy`, False for the stock class where one can be right.

    Returns:
        A `keras.metrics.Metric` of the name that was written; for several outputs one each, in
        the structure of the outputs.

    Raises:
        AmbiguousPairing: If two readings stay possible.
        PairingError: If the pairing cannot be meant, such as accuracy of a regression.
        StockMetricError: If ``exact=False`` and no stock metric can be right.

    Example:
        >>> resolve_metric("accuracy", (None,), Output((None, 10), "softmax")).get_config()["task"]
        'multiclass'
    """
    if not is_word(identifier, ACCURACY + CROSSENTROPY):
        return other_metric(identifier)
    pair = read_pair(y_true, y_pred)
    keywords = {
        "task": task,
        "from_logits": from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    decisions = decide_each(pair, loss, keywords, rules)
    return pair.pack([metric_for(str(identifier), each, exact=exact) for each in decisions])


def resolve_loss(
    identifier: object,
    y_true: object,
    y_pred: object,
    *,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
    rules: str = "evidence",
) -> Any:
    """The Keras loss that fits labels and an output.

    Args:
        identifier: ``"auto"`` is decided and may be a regression loss; ``"crossentropy"`` and
            ``"ce"`` are decided and never one; anything else goes to `keras.losses.get`.
        y_true: The labels, ``(batch, ...)`` of any dtype, or what tells of them; see
            `resolver.decide`.
        y_pred: The output, ``(batch, ..., units)``, or several; see `resolver.decide`.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is left out.
        rules: ``"evidence"`` or a generation of Keras to follow.

    Returns:
        A `keras.losses.Loss`; for several outputs one each, in the structure of the outputs.

    Raises:
        AmbiguousPairing: If two readings stay possible.
        PairingError: If no loss can be right, or "crossentropy" is asked of a regression.

    Example:
        >>> resolve_loss("auto", (None,), Output((None, 10), "linear")).get_config()["from_logits"]
        True
    """
    if not is_word(identifier, (AUTO, *CROSSENTROPY)):
        return stock.get_loss(identifier)
    pair = read_pair(y_true, y_pred)
    keywords = {
        "task": task,
        "from_logits": from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    decisions = decide_each(pair, None, keywords, rules)
    return pair.pack([loss_for(str(identifier), each) for each in decisions])


def is_word(identifier: object, words: tuple[str, ...]) -> bool:
    """True for a string that is one of the words, in any case."""
    return isinstance(identifier, str) and identifier.lower() in words


def metric_for(word: str, decision: Decision, *, exact: bool) -> Any:
    """The metric that "accuracy" or "crossentropy" means under a decision."""
    if word.lower() in CROSSENTROPY:
        refuse_regression(word, decision)
        _settle_scores(decision)
        return stock.crossentropy_metric(decision, word)
    refuse_regression(word, decision)
    return build_metric(decision, name=word, exact=exact)


def loss_for(word: str, decision: Decision) -> Any:
    """The loss that "auto" or "crossentropy" means under a decision."""
    if word.lower() in CROSSENTROPY:
        refuse_regression(word, decision)
    return build_loss(decision)


def _settle_scores(decision: Decision) -> None:
    """Refuse a crossentropy where whether the output is logits is unknown."""
    if decision.from_logits is None:
        raise wording.ambiguous(
            decision.output,
            decision.labels,
            wording.SCORES,
            ("from_logits=True", "from_logits=False"),
        )


def other_metric(identifier: Any) -> Any:
    """Anything that is not ours to decide, as Keras takes it; a function may return a pair."""
    if callable(identifier) and not isinstance(identifier, type) and _is_function(identifier):
        return wrap_metric_function(identifier, name=identifier.__name__)
    return stock.get_metric(identifier)


def _is_function(value: Callable[..., Any]) -> bool:
    return hasattr(value, "__name__") and hasattr(value, "__code__")
