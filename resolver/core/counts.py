"""`Counts`: how many were right, of how many. A value that adds."""

from __future__ import annotations

import json
import operator
from dataclasses import dataclass
from numbers import Real
from typing import Final

from resolver.core.errors import CountsMismatch, InvalidArgument

__all__ = ["Counts", "fingerprint"]

_KEYS: Final = ("correct", "total", "decision", "reduced")


def fingerprint(
    task: str,
    *,
    threshold: float | None = None,
    ignore_class: int | None = None,
    reduction: str = "element",
) -> str:
    """What is counted, in one line: two counts add only if theirs are equal.

    How the labels are written (their coding, the class axis) is left out: it changes how a
    count is read off the data, and not what is counted.

    Args:
        task: ``"binary"``, ``"multilabel"`` or ``"multiclass"``.
        threshold: Where an element counts as positive; ``None`` for multiclass.
        ignore_class: The class that is not counted, if any.
        reduction: ``"element"``, or ``"sample"`` for Keras's mean per row.

    Returns:
        The line.

    Example:
        >>> fingerprint("multiclass", ignore_class=255)
        'multiclass accuracy, ignore_class=255'
        >>> fingerprint("binary", threshold=0.5)
        'binary accuracy, threshold=0.5'
    """
    parts = [f"{task} accuracy"]
    if task != "multiclass" and threshold is not None:
        parts.append(f"threshold={float(threshold)!r}")
    if ignore_class is not None:
        parts.append(f"ignore_class={ignore_class}")
    if reduction != "element":
        parts.append(f"reduction={reduction!r}")
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, of how many: exact, immutable, and it adds.

    Counts are Python integers, so there is no size at which they stop being exact; they are
    floats only where float weights were used. `Counts.empty()` is the identity of ``+``, the
    order and grouping of a sum do not matter, and ``sum(list_of_counts)`` works.

    Args:
        correct: What was right: a number of elements, or a sum of weights.
        total: What was counted, in the same unit.
        decision: What was counted, as `fingerprint` writes it; ``None`` says nothing about
            it and adds to anything.
        reduced: True if these are the counts of all workers together, as `resolver.sync` gives
            them. They add to other reduced counts only: one worker's part is in them already.

    Raises:
        InvalidArgument: If `correct` or `total` is no number.

    Example:
        >>> shards = [Counts(3, 4), Counts(5, 6)]
        >>> sum(shards)
        Counts(correct=8, total=10, decision=None)
        >>> sum(shards).ratio
        0.8
    """

    correct: int | float
    total: int | float
    decision: str | None = None
    reduced: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "correct", _number(self.correct, "correct"))
        object.__setattr__(self, "total", _number(self.total, "total"))
        if self.decision is not None and not isinstance(self.decision, str):
            raise InvalidArgument(
                "The decision of counts must be text, or None. "
                f"Received: decision={self.decision!r}. Use: Counts(3, 4)"
            )
        if not isinstance(self.reduced, bool):
            raise InvalidArgument(
                "Counts are reduced or they are not. "
                f"Received: reduced={self.reduced!r}. Use: Counts(3, 4, reduced=True)"
            )

    @classmethod
    def empty(cls) -> Counts:
        """No samples: the identity of ``+``.

        Example:
            >>> Counts.empty() + Counts(1, 2) == Counts(1, 2)
            True
        """
        return cls(0, 0)

    def __add__(self, other: Counts) -> Counts:
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(
            self.correct + other.correct,
            self.total + other.total,
            _common(self.decision, other.decision),
            _alike(self, other),
        )

    def __radd__(self, other: object) -> Counts:
        # sum() starts from the integer 0.
        return self if type(other) is int and other == 0 else NotImplemented

    def __repr__(self) -> str:
        said = f"correct={self.correct!r}, total={self.total!r}, decision={self.decision!r}"
        return f"Counts({said}{', reduced=True' if self.reduced else ''})"

    @property
    def ratio(self) -> float:
        """`correct` over `total`, correctly rounded.

        Raises:
            InvalidArgument: If nothing was counted: there is no such ratio.

        Example:
            >>> Counts(2**60 + 1, 2**60 + 1).ratio
            1.0
        """
        if self.total == 0:
            raise InvalidArgument(
                f"No samples were counted, so there is no ratio. Received: {self!r}. "
                "Use: counts.ratio if counts.total else float('nan')"
            )
        return self.correct / self.total

    def __str__(self) -> str:
        if self.total == 0:
            return "0 of 0 (no samples)"
        return f"{self.correct} of {self.total} ({self.ratio:.6g})"

    def to_json(self) -> str:
        """The counts as one JSON object, exact; `from_json` reads it back.

        Example:
            >>> Counts(3, 4).to_json()
            '{"correct": 3, "total": 4, "decision": null}'
        """
        keys = _KEYS if self.reduced else _KEYS[:-1]
        return json.dumps({key: getattr(self, key) for key in keys})

    @classmethod
    def from_json(cls, text: str) -> Counts:
        """Counts from what `to_json` wrote.

        Args:
            text: One JSON object with the keys ``correct``, ``total``, ``decision`` and
                ``reduced``, of which the last two may be left out.

        Returns:
            The counts.

        Raises:
            InvalidArgument: If the text is something else.

        Example:
            >>> Counts.from_json('{"correct": 3, "total": 4}')
            Counts(correct=3, total=4, decision=None)
        """
        try:
            read = json.loads(text)
        except (ValueError, TypeError):
            read = None
        if not isinstance(read, dict) or not {"correct", "total"} <= set(read) <= set(_KEYS):
            raise InvalidArgument(
                "Counts are read from a JSON object with correct, total and decision. "
                f"""Received: {text!r}. Use: Counts.from_json('{{"correct": 3, "total": 4}}')"""
            )
        return cls(**read)


def _number(value: object, name: str) -> int | float:
    if not isinstance(value, bool):
        try:
            return operator.index(value)  # type: ignore[arg-type]
        except TypeError:
            if isinstance(value, Real):
                return float(value)
    raise InvalidArgument(
        f"Counts are made of two numbers. Received: {name}={value!r}. Use: Counts(3, 4)"
    )


def _alike(left: Counts, right: Counts) -> bool:
    """Whether both are reduced; nothing at all, `Counts.empty()`, is like either."""
    nothing = Counts(0, 0)
    if left.reduced == right.reduced or nothing in (left, right):
        return left.reduced or right.reduced
    raise CountsMismatch(
        "Counts of all workers and counts of one worker do not add: the one is part of the other. "
        f"Received: {left!r} and {right!r}. "
        "Use: resolver.sync(counts) for both, or for neither"
    )


def _common(left: str | None, right: str | None) -> str | None:
    if left is None or right is None or left == right:
        return left if right is None else right
    raise CountsMismatch(
        "Counts of different decisions do not add: their sum would be the accuracy of nothing. "
        f"Received: {left!r} and {right!r}. "
        "Use: Counts(correct, total) without a decision, if they do mean the same"
    )
