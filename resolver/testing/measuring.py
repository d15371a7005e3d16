"""Properties of a metric, a loss or a function, each a test in one line."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import hypothesis
import numpy as np
from hypothesis import strategies as st

from resolver.core.counts import Counts
from resolver.core.errors import InvalidArgument
from resolver.edge.count.running import Batch, is_loss, run_function, runner
from resolver.testing.case import Case
from resolver.testing.references import reduce
from resolver.testing.search import Failed, search
from resolver.testing.strategies.arrays import batch_splits

__all__ = ["assert_agrees", "assert_batch_split_invariant"]

_OF_A_METRIC: Final = (
    "What is counted must be added over the batches, and divided once, at the end. "
    "Use: resolver.Ratio(lambda y_true, y_pred: (numerator, denominator))"
)
_OF_A_LOSS: Final = (
    "A loss is averaged over batches by their rows, so it must divide by the rows of a batch, "
    "whatever they hold; a mask changes what it divides by, and a weight of 0 does not. "
    "Use: sample_weight=mask"
)


def assert_batch_split_invariant(
    measured: Any,
    cases: st.SearchStrategy[Case],
    *,
    empty: bool = False,
    rtol: float = 1e-4,
    atol: float = 1e-5,
    settings: hypothesis.settings | None = None,
) -> None:
    """The same rows give the same number, however they are cut into batches.

    Args:
        measured: A metric; a loss, whose batches are averaged by their rows as Keras logs them; or
            a function as it is given in ``metrics=``, which returns a tensor or (numerator,
            denominator).
        cases: What it is tried on, such as ``testing.cases(task="multiclass", units=5)``.
        empty: Whether a batch may have no rows.
        rtol: How much the numbers may differ, as a share of them.
        atol: How much they may differ at all.
        settings: Of Hypothesis; ``None`` for those in force.

    Raises:
        AssertionError: If a split gives another number; says the simplest case, both numbers, and
            what helps.
        InvalidType: If `measured` is none of these, or `cases` is no strategy.

    Example:
        >>> from resolver import testing
        >>> assert_batch_split_invariant(resolver.Accuracy("binary"), testing.cases(task="binary"))
    """
    __tracebackhide__ = True
    run = runner(measured)

    def holds(drawn: tuple[Case, tuple[int, ...]]) -> None:
        case, sizes = drawn
        whole = run([_batch(case)])
        parts = run([_batch(part) for part in case.batches(sizes)])
        if not _near(whole, parts, rtol, atol):
            raise Failed(
                f"{_name(measured)} depends on how the rows are cut into batches.\n\n"
                f"  {case!r}\n\n"
                f"  in one batch             {_shown(whole)}\n"
                f"  in batches of {_sizes(sizes):<10} {_shown(parts)}\n\n"
                f"{_OF_A_LOSS if is_loss(measured) else _OF_A_METRIC}"
            )

    cut: Any = cases
    if isinstance(cases, st.SearchStrategy):
        cut = cases.flatmap(
            lambda case: st.tuples(st.just(case), batch_splits(len(case), empty=empty))
        )
    search(cut, holds, settings)


def assert_agrees(
    measured: Any,
    reference: Callable[..., Any],
    cases: st.SearchStrategy[Case],
    *,
    rtol: float = 1e-4,
    atol: float = 1e-5,
    settings: hypothesis.settings | None = None,
) -> None:
    """A metric, a loss or a function gives the number that a reference in NumPy gives.

    Args:
        measured: A metric, a loss, or a function of ``y_true`` and ``y_pred``, which returns a
            number, a number for each row, or (numerator, denominator).
        reference: A function of NumPy arrays ``y_true`` and ``y_pred``, such as those of
            `resolver.testing.references` or `resolver.count`, with what else is to be said in a
            `functools.partial`. It is given ``sample_weight`` and ``mask`` if it names them;
            values for each row are else weighted and averaged as Keras does for a loss or a metric.
        cases: What both are tried on, such as ``testing.cases(task="binary", weights=True)``.
        rtol: How much the numbers may differ, as a share of them.
        atol: How much they may differ at all.
        settings: Of Hypothesis; ``None`` for those in force.

    Raises:
        AssertionError: If they differ; says the simplest case and both numbers.
        InvalidArgument: If there are weights or a mask that the reference does not take.
        InvalidType: If `measured` is none of these, or `cases` is no strategy.

    Example:
        >>> import keras
        >>> from resolver import testing
        >>> mine = keras.metrics.BinaryAccuracy()
        >>> assert_agrees(mine, testing.references.binary_accuracy, testing.cases(task="binary"))
    """
    __tracebackhide__ = True
    run = runner(measured)
    plain = not hasattr(measured, "update_state")

    def holds(case: Case) -> None:
        # What a mask leaves out of the rows of a function is left out by the metric around it.
        masked = case.mask is not None and not is_loss(measured)
        by_row = plain and case.sample_weight is None and not masked
        seen = _values(measured, case) if by_row else run([_batch(case)])
        expected = _expected(reference, case, over="values" if is_loss(measured) else "weights")
        if np.ndim(seen) != np.ndim(expected):
            seen, expected = reduce(seen), reduce(expected)
        if not _near(expected, seen, rtol, atol):
            raise Failed(
                f"{_name(measured)} is not what {_name(reference)} says.\n\n"
                f"  {case!r}\n\n"
                f"  expected  {_shown(expected)}\n"
                f"  seen      {_shown(seen)}"
            )

    search(cases, holds, settings)


def _batch(case: Case) -> Batch:
    return case.y_true, case.y_pred, case.sample_weight, case.mask


def _values(function: Any, case: Case) -> Any:
    """What a function returns for one batch, so that rows are compared one by one."""
    returned = run_function(function, _batch(case))
    return _ratio(returned) if isinstance(returned, tuple) else returned


def _expected(reference: Callable[..., Any], case: Case, *, over: str) -> Any:
    given = {
        name: value
        for name in ("sample_weight", "mask")
        if (value := getattr(case, name)) is not None
    }
    taken = {name: value for name, value in given.items() if _takes(reference, name)}
    returned = reference(case.y_true, case.y_pred, **taken)
    if isinstance(returned, Counts):
        returned = (returned.correct, returned.total)
    if isinstance(returned, tuple):
        returned = _ratio(returned)
    left = {name: value for name, value in given.items() if name not in taken}
    if not left:
        return np.asarray(returned, np.float64)
    if not np.ndim(returned):
        raise InvalidArgument(
            f"The cases have {' and '.join(left)}, and the reference does not take "
            f"{'it' if len(left) == 1 else 'them'}. Received: reference={_name(reference)}. "
            f"Use: def {_name(reference)}(y_true, y_pred, sample_weight=None, mask=None)"
        )
    return reduce(returned, **left, over=over)


def _takes(function: Callable[..., Any], name: str) -> bool:
    try:
        return name in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def _ratio(pair: tuple[Any, ...]) -> Any:
    numerator, denominator = (np.sum(each) for each in pair)
    return np.asarray(numerator / denominator if denominator else 0.0)


def _near(one: Any, other: Any, rtol: float, atol: float) -> bool:
    if np.shape(one) != np.shape(other):
        return False
    return np.allclose(one, other, rtol=rtol, atol=atol, equal_nan=True)


def _name(measured: Any) -> str:
    inner = getattr(measured, "func", measured)
    return getattr(inner, "__name__", None) or type(inner).__name__


def _sizes(sizes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sizes))


def _shown(value: Any) -> str:
    numbers = np.asarray(value, np.float64).round(7)
    return repr(numbers.tolist())
