"""What is known of one output and of its labels, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from resolver.core.errors import InvalidArgument

Shape = tuple[int | None, ...] | None
"""A shape; ``None`` in it is an unknown dimension, ``None`` for it an unknown rank."""

CODINGS: Final = ("index", "one_hot", "multi_hot", "binary", "sign", "soft", "continuous")
"""How labels can be written (see `Labels`)."""

TASKS: Final = ("binary", "multilabel", "multiclass", "regression")
"""What can be decided of an output."""

DISTINCT_LIMIT: Final = 64
"""How many distinct label values are remembered one by one."""


def _shape(shape: object, of: str) -> Shape:
    if shape is None:
        return None
    if not isinstance(shape, (tuple, list)) or not all(
        dim is None or (isinstance(dim, int) and not isinstance(dim, bool) and dim >= 0)
        for dim in shape
    ):
        raise InvalidArgument(
            f"The shape of {of} must be a tuple of whole numbers and None, or None when the "
            f"rank is unknown. Received: shape={shape!r}. Use: shape=(None, 10)"
        )
    return tuple(shape)


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a model, what Keras calls ``y_pred``.

    Args:
        shape: Shape with the batch first, e.g. ``(None, 10)``; ``None`` if the rank is unknown.
        activation: What was applied last: ``"softmax"``, ``"sigmoid"``, ``"linear"``,
            ``"log_softmax"``, ``"relu"``, ... ``None`` means unknown; "linear" is said.
        dtype: Name of the dtype, e.g. ``"float32"``; ``None`` if unknown.
        name: Name of the output, as Keras logs it.
        axis: The axis that softmax normalised, as an index from the end (-1: the last).
        beneath: A bounded activation found directly beneath the last one, such as the first
            softmax of a softmax over a softmax; ``None`` if there is none.
        outside_unit: What a probe batch showed: true if a value lay outside [0, 1], which
            proves logits; ``None`` or false prove nothing.

    Raises:
        InvalidArgument: If the shape is no tuple of whole numbers and ``None``.

    Example:
        >>> Output((None, 10), "softmax").units
        10
    """

    shape: Shape
    activation: str | None = None
    dtype: str | None = None
    name: str | None = None
    axis: int = -1
    beneath: str | None = None
    outside_unit: bool | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", _shape(self.shape, "an output"))

    @property
    def units(self) -> int | None:
        """The last dimension; ``None`` if unknown, 1 for a rank-1 output."""
        if not self.shape:
            return None
        return 1 if len(self.shape) == 1 else self.shape[-1]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the values of labels showed. Facts of parts add up to the facts of the whole.

    Args:
        elements: Number of values looked at, NaN and text included.
        minimum: Smallest value, NaN apart; ``None`` if there is none (text, no values).
        maximum: Largest value, likewise.
        whole: True if every value (NaN apart) is a whole number.
        nan: Number of NaN values.
        text: True if values are strings.
        distinct: The distinct values; ``None`` once there are more than `DISTINCT_LIMIT`.
        rows: Rows along the class axis looked at; 0 if the labels have no such axis.
        one_hot_rows: Rows with a single 1 and zeros elsewhere.
        zero_rows: Rows of zeros only.
        distribution_rows: Rows of values >= 0 that sum to 1 (within 1e-3), one-hot ones included.
        sampled: True if only a part of the values was looked at.
        next_minimum: Smallest value above the minimum, where whole numbers are too many to be
            remembered one by one; else ``None``, for `distinct` tells, or nothing is left out.
        next_maximum: Largest value below the maximum, likewise.
    """

    elements: int = 0
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = True
    nan: int = 0
    text: bool = False
    distinct: frozenset[float] | None = frozenset()
    rows: int = 0
    one_hot_rows: int = 0
    zero_rows: int = 0
    distribution_rows: int = 0
    sampled: bool = False
    next_minimum: float | None = None
    next_maximum: float | None = None

    def __add__(self, other: Facts) -> Facts:
        distinct = _union(self.distinct, other.distinct)
        many = distinct is None and self.whole and other.whole
        return Facts(
            elements=self.elements + other.elements,
            minimum=_fold(min, self.minimum, other.minimum),
            maximum=_fold(max, self.maximum, other.maximum),
            whole=self.whole and other.whole,
            nan=self.nan + other.nan,
            text=self.text or other.text,
            distinct=distinct,
            rows=self.rows + other.rows,
            one_hot_rows=self.one_hot_rows + other.one_hot_rows,
            zero_rows=self.zero_rows + other.zero_rows,
            distribution_rows=self.distribution_rows + other.distribution_rows,
            sampled=self.sampled or other.sampled,
            next_minimum=_second(self.lows, other.lows, sorted) if many else None,
            next_maximum=_second(self.highs, other.highs, _falling) if many else None,
        )

    @property
    def lows(self) -> tuple[float, ...] | None:
        """The smallest value and the next; fewer if there are no more, None if it is not known."""
        return self._ends(self.minimum, self.next_minimum, sorted)

    @property
    def highs(self) -> tuple[float, ...] | None:
        """The largest value and the one below it, likewise."""
        return self._ends(self.maximum, self.next_maximum, _falling)

    def _ends(
        self, first: float | None, second: float | None, in_order: _Order
    ) -> tuple[float, ...] | None:
        if self.distinct is not None:
            return tuple(in_order(self.distinct)[:2])
        return None if first is None or second is None else (first, second)


_Order = Callable[[Iterable[float]], list[float]]


def _falling(values: Iterable[float]) -> list[float]:
    return sorted(values, reverse=True)


def _second(
    left: tuple[float, ...] | None, right: tuple[float, ...] | None, in_order: _Order
) -> float | None:
    """The second of the values of two parts, each given by its first two."""
    if left is None or right is None:
        return None
    return in_order({*left, *right})[1]


def _fold(
    pick: Callable[[float, float], float], left: float | None, right: float | None
) -> float | None:
    if left is None or right is None:
        return right if left is None else left
    return pick(left, right)


def _union(
    left: frozenset[float] | None, right: frozenset[float] | None
) -> frozenset[float] | None:
    if left is None or right is None:
        return None
    both = left | right
    return both if len(both) <= DISTINCT_LIMIT else None


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one output, what Keras calls ``y_true``.

    Args:
        shape: Shape with the batch first; ``None`` if the rank is unknown.
        dtype: Name of the dtype as the labels are given, e.g. ``"int64"``, ``"bool"``,
            ``"string"``; ``None`` if unknown.
        coding: How they are written, if it is said: ``"index"`` (class numbers from 0),
            ``"one_hot"``, ``"multi_hot"`` (any number of ones a row), ``"binary"`` (0/1),
            ``"sign"`` (-1/1), ``"soft"`` (a distribution a row) or ``"continuous"``.
        facts: What their values showed; ``None`` if no value was looked at.
        name: Name of the output they belong to, if any.

    Raises:
        InvalidArgument: If the shape or the coding is not one of those above.

    Example:
        >>> Labels((None,), "int64", coding="index").rank
        1
    """

    shape: Shape
    dtype: str | None = None
    coding: str | None = None
    facts: Facts | None = None
    name: str | None = None

    reader: ClassVar[Callable[[object], Any] | None] = None
    """Reads labels from what people hold; it lies above, so the front door hands it down."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", _shape(self.shape, "labels"))
        if self.coding is not None and self.coding not in CODINGS:
            raise InvalidArgument(
                f"The coding of labels must be one of {', '.join(CODINGS)}. "
                f"Received: coding={self.coding!r}. Use: coding='index'"
            )

    @classmethod
    def of(cls, y: object) -> Any:
        """Labels as they are read from an array, a dataset, a loader, a frame, a spec.

        Args:
            y: A NumPy, TensorFlow, JAX or torch array, a pandas Series or DataFrame, a tf.data
                dataset, a PyDataset, a torch DataLoader, an ``(x, y)`` tuple, a shape, a text
                such as ``"int64[N] 0..9"``; or a list or dict of them, one for each output.

        Returns:
            The labels, in the structure of ``y``. Nothing is advanced, and no random state moves.

        Raises:
            InvalidArgument: If ``y`` cannot be read as labels.

        Example:
            >>> Labels.of((None, 10)).shape
            (None, 10)
        """
        if cls.reader is None:
            shape: Any = y
            return cls(shape)
        return cls.reader(y)

    @property
    def rank(self) -> int | None:
        """Number of dimensions; ``None`` if unknown."""
        return None if self.shape is None else len(self.shape)

    def coded(self, coding: str) -> Labels:
        """The same labels, with their coding said."""
        return replace(self, coding=coding)
