"""What each Keras generation makes of "accuracy" and "crossentropy", mistakes included.

====== ================================== ================================ ============== =========
rules  which Keras                        looks at                         'crossentropy' 'ACC'
====== ================================== ================================ ============== =========
keras3 Keras 3                            both shapes                      a loss         is 'acc'
tf2    TF 2.2 to 2.15, tf_keras           both shapes                      a metric       is 'acc'
tf1    TF 2.0, 2.1, v1 trainers since     the output's shape and the loss  a metric       is not
keras1 Keras 1.0.6 to 2.3                 the output's shape and the loss  a metric       is not
====== ================================== ================================ ============== =========

`GENERATIONS` is the table. A generation refuses first; then the first rule that holds decides.
Nothing here is what we would decide: it is what these programs do. `keras1` is read as its last
release, 2.3.1; those before know no loss objects, and no 'crossentropy' before 2.1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from resolver.core.errors import InvalidArgument
from resolver.core.history import LATER_CLASSES, LOSS_CLASSES, LOSS_STRINGS, Case
from resolver.core.losses import Loss
from resolver.core.specs import Shape

RULES: Final = ("keras3", "tf2", "tf1", "keras1")
"""The historical decision procedures, the newest first."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accuracy": "accuracy",
        "acc": "accuracy",
        "crossentropy": "crossentropy",
        "ce": "crossentropy",
    }
)
"""The strings that a generation decides by itself, and what they stand for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a generation makes of one string.

    Args:
        name: What it resolves to, e.g. ``"binary_accuracy"``; a string that means nothing special
            to the generation resolves to itself; ``None`` if the generation fails.
        error: Name of the exception that it raises, e.g. ``"TypeError"``; ``None`` if none.
        reason: Which rule decided, as a clause: ``"the last dimension of the output is 1"``.
    """

    name: str | None
    error: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it holds, the answer is a kind of accuracy or the name of an exception."""

    answer: str
    reason: str
    holds: Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation.

    Args:
        any_case: True if 'ACC' means what 'acc' means.
        metrics: The meanings of `WORDS` that it decides among metrics.
        losses: The meanings of `WORDS` that it decides among losses.
        compiling: Losses that fail before any metric is looked at.
        refusing: Shapes on which the decision itself fails.
        rules: The decision.
    """

    any_case: bool
    metrics: tuple[str, ...]
    losses: tuple[str, ...]
    compiling: tuple[Row, ...]
    refusing: tuple[Row, ...]
    rules: tuple[Row, ...]


_ONE_UNIT: Final = Row(
    "binary", "the last dimension of the output is 1", lambda case: case.units == 1
)

_BY_SHAPES: Final = (
    _ONE_UNIT,
    Row(
        "sparse_categorical",
        "the labels have fewer dimensions than the output",
        lambda case: case.shorter,
    ),
    Row(
        "sparse_categorical",
        "the last dimension of the labels is 1, that of the output is larger",
        lambda case: case.column and (case.units or 0) > 1,
    ),
    Row(
        "categorical",
        "the labels have no fewer dimensions than the output, and are not one column against more",
        lambda case: True,
    ),
)
_SHAPES_REFUSED: Final = (
    Row(
        "ValueError",
        "the rank of the labels or of the output is unknown",
        lambda case: case.labels is None or case.output is None,
    ),
    Row(
        "IndexError",
        "the labels or the output have no dimension",
        lambda case: case.labels == () or case.output == (),
    ),
    Row(
        "TypeError",
        "the last dimension of the output is unknown and is compared with 1",
        lambda case: case.column and not case.shorter and case.units is None,
    ),
)

_BY_LOSS: Final = (
    _ONE_UNIT,
    Row(
        "binary",
        "the loss is binary crossentropy",
        lambda case: case.recognised == "binary_crossentropy",
    ),
    Row(
        "sparse_categorical",
        "the loss is sparse categorical crossentropy",
        lambda case: case.recognised == "sparse_categorical_crossentropy",
    ),
    Row("categorical", "there is no loss that says otherwise", lambda case: case.form == "auto"),
    Row("categorical", "a partial hides the loss", lambda case: case.form == "partial"),
    Row(
        "categorical",
        "the loss is none of Keras's own",
        lambda case: case.family is None or case.form == "declared",
    ),
    Row(
        "categorical",
        "the loss is neither binary nor sparse categorical crossentropy",
        lambda case: True,
    ),
)
_OUTPUT_REFUSED: Final = (
    Row("TypeError", "the rank of the output is unknown", lambda case: case.output is None),
    Row("IndexError", "the output has no dimension", lambda case: case.output == ()),
)


def _unknown_loss(rules: str) -> tuple[Row, ...]:
    reason = "this generation knows no such loss"
    strings, later = LOSS_STRINGS[rules], LATER_CLASSES[rules]
    return (
        Row("ValueError", reason, lambda case: case.form == "string" and case.text not in strings),
        Row("ValueError", reason, lambda case: case.form == "config" and case.family in later),
    )


_CLASS_LOSSES: Final = (
    Row(
        "AttributeError",
        "the string names a class of losses and not a function",
        lambda case: case.form == "string" and case.text in LOSS_CLASSES,
    ),
    Row("ValueError", "the loss is a class and not an object", lambda case: case.form == "class"),
)

_BOTH: Final = ("accuracy", "crossentropy")

GENERATIONS: Final[Mapping[str, Generation]] = MappingProxyType(
    {
        #                    any   decides among       losses     shapes
        #                    case  metrics, losses     that fail  that fail         rules
        "keras3": Generation(True, _BOTH[:1], _BOTH[1:], (), _SHAPES_REFUSED, _BY_SHAPES),
        "tf2": Generation(True, _BOTH, (), (), _SHAPES_REFUSED, _BY_SHAPES),
        "tf1": Generation(
            False, _BOTH, (), _CLASS_LOSSES + _unknown_loss("tf1"), _OUTPUT_REFUSED, _BY_LOSS
        ),
        "keras1": Generation(False, _BOTH, (), _unknown_loss("keras1"), _OUTPUT_REFUSED, _BY_LOSS),
    }
)
"""Every generation by the name of its rules."""


def metric(
    rules: str, string: str, labels: Shape, output: Shape, loss: Loss | None = None
) -> Outcome:
    """What a generation makes of a metric string.

    Args:
        rules: One of `RULES`.
        string: As it stands in ``metrics=[...]``: ``"accuracy"``, ``"acc"``, ``"ce"``, ...
        labels: Shape of the labels, batch first.
        output: Shape of the output, batch first.
        loss: The loss of the same output, if there is one.

    Returns:
        The name, or the exception, and the rule that decided.

    Raises:
        InvalidArgument: If there are no such rules.

    Example:
        >>> metric("keras3", "accuracy", (None, 5), (None, 5)).name
        'categorical_accuracy'
        >>> metric("tf1", "accuracy", (None, 5), (None, 5), Loss("binary_crossentropy")).name
        'binary_accuracy'
    """
    generation, case = _generation(rules), Case(labels, output, loss)
    failed = _first(generation.compiling, case)
    if failed is not None:
        return Outcome(None, failed.answer, failed.reason)
    word = WORDS.get(string.lower() if generation.any_case else string)
    if word is None:
        return Outcome(string, None, "the string is passed on to keras.metrics.get")
    if word not in generation.metrics:
        return Outcome(None, "ValueError", "crossentropy is a loss to this generation")
    return _decide(generation, word, case)


def loss(rules: str, string: str, labels: Shape, output: Shape) -> Outcome:
    """What a generation makes of a loss string.

    Only Keras 3 decides ``"crossentropy"`` and ``"ce"``, and takes every output for probabilities
    (``from_logits=False``).

    Args:
        rules: One of `RULES`.
        string: As it stands in ``loss=``.
        labels: Shape of the labels, batch first.
        output: Shape of the output, batch first.

    Returns:
        The name of the loss function, or the exception, and the rule that decided.

    Raises:
        InvalidArgument: If there are no such rules.

    Example:
        >>> loss("keras3", "crossentropy", (None,), (None, 10)).name
        'sparse_categorical_crossentropy'
    """
    generation = _generation(rules)
    if WORDS.get(string.lower()) != "crossentropy":
        return Outcome(string, None, "the string is passed on to keras.losses.get")
    if not generation.losses:
        return Outcome(None, "ValueError", "crossentropy is a metric to this generation")
    return _decide(generation, "crossentropy", Case(labels, output))


def _generation(rules: str) -> Generation:
    if rules not in GENERATIONS:
        raise InvalidArgument(
            f"The historical rules are {', '.join(RULES)}. Received: rules={rules!r}. "
            "Use: rules='keras3'"
        )
    return GENERATIONS[rules]


def _decide(generation: Generation, word: str, case: Case) -> Outcome:
    failed = _first(generation.refusing, case)
    if failed is not None:
        return Outcome(None, failed.answer, failed.reason)
    row = next(row for row in generation.rules if row.holds(case))
    return Outcome(f"{row.answer}_{word}", None, row.reason)


def _first(rows: tuple[Row, ...], case: Case) -> Row | None:
    return next((row for row in rows if row.holds(case)), None)
