"""Exact counts of NumPy arrays: in memory, memory-mapped, or in chunks. No Keras."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resolver.core.counts import Counts
from resolver.core.errors import InvalidArgument
from resolver.core.tick import Tick, silent
from resolver.edge.count.alignment import check_weights, element_shape, one_axis_less
from resolver.edge.count.rule import Rule, accuracy_rule

__all__ = ["count_arrays", "numbers"]

Array = NDArray[Any]
Columns = tuple[Array, Array, Array | None, Array | None]

BLOCK: Final = 1 << 20
"""Predictions looked at in one go: what bounds the memory, and small enough for a cache."""


def count_arrays(
    y_true: Any,
    y_pred: Any,
    *,
    task: str,
    coding: str | None = None,
    threshold: float = 0.5,
    axis: int = -1,
    ignore_class: int | None = None,
    sample_weight: Any = None,
    mask: Any = None,
    tick: Tick = silent,
) -> Counts:
    """Count what `Accuracy` counts, over arrays, exactly.

    Args:
        y_true: Labels: an array or anything that becomes one, memory-mapped files too; or the
            chunks of one, as an iterator or a list of arrays.
        y_pred: Predictions, in the same form. Chunks need not be of one size.
        task: ``"binary"``, ``"multilabel"`` or ``"multiclass"``.
        coding: How the labels are written; see `Accuracy`.
        threshold: Above it an element-wise prediction is positive.
        axis: The axis of the classes in `y_pred`.
        ignore_class: A class id that is not counted.
        sample_weight: Weights as in Keras, in the same form; ``None`` for none.
        mask: What is counted at all, in the same form; ``None`` for everything.
        tick: Told after each block how many rows are done, and of how many.

    Returns:
        `Counts`: integers, or floats if the weights are floats.

    Raises:
        InvalidArgument: If an argument has no meaning, or shapes or numbers of chunks differ.

    Example:
        >>> count_arrays([1, 0, 2], np.eye(3), task="multiclass")
        Counts(correct=1, total=3, decision='multiclass accuracy')
    """
    rule = accuracy_rule(task, coding, threshold=threshold, axis=axis, ignore_class=ignore_class)
    sums: list[tuple[int | float, int | float]] = []
    done, rows = 0, _rows(y_pred)
    for chunk in _chunks(y_true, y_pred, sample_weight, mask):
        for block in _blocks(rule, *chunk):
            sums.append(_count(rule, *block))
            done += len(block[1]) if block[1].ndim else 1
            tick(done, rows)
    correct, total = (_add(column) for column in zip(*sums, strict=True)) if sums else (0, 0)
    return Counts(correct, total, rule.fingerprint)


def _rows(y_pred: Any) -> int | None:
    """How many rows there are to count, where that can be told beforehand."""
    if isinstance(y_pred, Iterator):
        return None
    if _is_chunked(y_pred):
        return sum(len(chunk) for chunk in y_pred)
    shape = np.shape(y_pred)
    return int(shape[0]) if shape else 1


def _add(numbers: Iterable[int | float]) -> int | float:
    numbers = list(numbers)
    return math.fsum(numbers) if any(isinstance(n, float) for n in numbers) else sum(numbers)


def _chunks(*columns: Any) -> Iterator[Columns]:
    """Rows of arrays, one row a chunk; an absent column stays ``None``."""
    present = [column for column in columns if column is not None]
    if not all(_is_chunked(column) for column in present):
        yield _columns(columns)
        return
    missing = object()
    for number, parts in enumerate(zip_longest(*present, fillvalue=missing)):
        if any(part is missing for part in parts):
            raise InvalidArgument(
                "Labels, predictions and weights must come in equally many chunks. "
                f"Received: chunks={number} of one and more of another. "
                "Use: count(labels, predictions) with one label chunk for each prediction chunk"
            )
        rest = iter(parts)
        yield _columns([None if column is None else next(rest) for column in columns])


def _columns(values: Iterable[Any]) -> Columns:
    y_true, y_pred, *rest = values
    weights, mask = (None if x is None else numbers(x) for x in rest)
    return numbers(y_true), numbers(y_pred), weights, mask


def _is_chunked(x: Any) -> bool:
    if isinstance(x, Iterator):
        return True
    return isinstance(x, list | tuple) and len(x) > 0 and getattr(x[0], "ndim", 0) > 0


def numbers(x: Any) -> Array:
    """An array of numbers, of any library, as NumPy's.

    Raises:
        InvalidArgument: If it holds anything but numbers.
    """
    if hasattr(x, "detach"):
        # A torch tensor: NumPy refuses those with a gradient and has no bfloat16 for them.
        x = x.detach().cpu()
        x = x.float() if str(x.dtype) == "torch.bfloat16" else x
    array = np.asarray(x)
    if array.dtype.kind in "biuf":
        return array
    if array.dtype.name.startswith(("bfloat", "float")):
        return array.astype(np.float32)
    raise InvalidArgument(
        f"Only numbers can be counted. Received: an array of dtype {array.dtype}. "
        "Use: np.unique(labels, return_inverse=True)[1], if these are names of classes"
    )


def _blocks(
    rule: Rule, y_true: Array, y_pred: Array, weights: Array | None, mask: Array | None
) -> Iterator[Columns]:
    """The chunk in pieces of some rows, so that no temporary is as large as the predictions."""
    columns = y_true, y_pred, weights, mask
    rows = y_pred.shape[0] if y_pred.ndim else 0
    step = max(1, BLOCK * rows // max(1, y_pred.size))
    whole = rule.task == "multiclass" and y_pred.ndim and rule.axis % y_pred.ndim == 0
    if rows <= step or whole or any(c is not None and c.shape[:1] != (rows,) for c in columns):
        yield columns
        return
    for start in range(0, rows, step):
        piece = slice(start, start + step)
        kept = None if mask is None else mask[piece]
        yield y_true[piece], y_pred[piece], None if weights is None else weights[piece], kept


def _count(
    rule: Rule, y_true: Array, y_pred: Array, weights: Array | None, mask: Array | None
) -> tuple[int | float, int | float]:
    judge = _multiclass if rule.task == "multiclass" else _element
    hits, labels = judge(rule, y_true, y_pred)
    counted = None if rule.ignore_class is None else labels != rule.ignore_class
    if mask is not None:
        kept = _spread(mask != 0, hits, "mask")
        counted = kept if counted is None else counted & kept
    if weights is None:
        if counted is None:
            return int(np.count_nonzero(hits)), int(hits.size)
        return int(np.count_nonzero(hits & counted)), int(np.count_nonzero(counted))
    spread = _spread(weights, hits, "sample_weight")
    counted = np.ones(hits.shape, bool) if counted is None else counted
    return _sum(spread[hits & counted]), _sum(spread[counted])


def _spread(weights: Array, hits: Array, name: str) -> Array:
    shape = check_weights(weights.shape, hits.shape, name)
    return np.broadcast_to(weights.reshape([dim or 0 for dim in shape]), hits.shape)


def _sum(values: Array) -> int | float:
    if values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):  # infinities of both signs
            total = float(values.sum(dtype=np.float64))
        return total if math.isfinite(total) else math.nan  # as on the devices
    if values.dtype.kind == "b" or values.dtype.itemsize < 8:
        return int(values.sum(dtype=np.int64))
    # Halves, because a sum of 64-bit weights may need more than 64 bits.
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())


def _element(rule: Rule, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    yields = element_shape(y_true.shape, y_pred.shape)
    if yields == "y_true":
        y_true = y_true.reshape(y_pred.shape)
    elif yields == "y_pred":
        y_pred = y_pred.reshape(y_true.shape)
    labels, scores = _real(y_true), _real(y_pred)
    # float32 as on the devices: 0.1 in float32 is not above a threshold of 0.1.
    threshold = scores.dtype.type(rule.threshold)
    same = (scores > threshold) == (labels > rule.positive)
    return same & ~np.isnan(scores) & ~np.isnan(labels), y_true


def _real(x: Array) -> Array:
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float32)


def _multiclass(rule: Rule, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    spare = one_axis_less(y_true.shape, y_pred.shape, rule.axis, rule.coding)
    guess, clean = _first_max(y_pred, rule.axis)
    if rule.coding == "index":
        labels = y_true.reshape(guess.shape) if spare else y_true
        # A float id in float64, an integer as it is: neither is rounded.
        hits = labels.astype(np.float64) == guess if labels.dtype.kind == "f" else labels == guess
        return hits & clean, labels
    labels, whole = _first_max(y_true, rule.axis)
    return (labels == guess) & clean & whole, labels


def _first_max(x: Array, axis: int) -> tuple[Array, Array]:
    """(index of the first maximum, whether the row is free of NaN)."""
    if x.dtype == np.float16:
        x = x.astype(np.float32)
    index = np.argmax(x, axis=axis)
    # argmax stops at the first NaN, so one look there tells.
    top = np.take_along_axis(x, np.expand_dims(index, axis), axis).squeeze(axis)
    return index, ~np.isnan(top)
