"""The room of torch."""

from __future__ import annotations

import math
from typing import Any

import torch

from resolver.edge.count import hits_plain

__all__ = [
    "add_pairs",
    "add_reals",
    "add_true",
    "add_words",
    "change",
    "class_hits",
    "first_max",
    "float_sum",
    "is_global",
    "kept",
    "pair_hits",
    "parts",
    "side_hits",
    "true_sum",
    "whole_sum",
]

FEW = 10_000
"""In fewer numbers than this, to look for NaN is cheap."""

MANY = 200_000
"""From this many scores on a cut saves more than its operations cost to start."""

WIDE = 300
"""From this many columns on torch finds the place of a maximum sooner run by run."""

COMB = 64
"""How many columns lie between two of a comb: as many as one step of a maximum takes."""


def _cut(x: Any, axis: int, fewest: int = 96) -> Any:
    """Rows of scores as (rows, columns), if they are worth cutting into groups; else ``None``."""
    columns = x.shape[axis]
    if columns < fewest or x.numel() < MANY:
        return None
    if axis not in (-1, x.ndim - 1) or not x.is_contiguous():
        return None
    return x.detach().view(-1, columns) if _branches(x) and x.is_floating_point() else None


def _run(columns: int) -> int:
    """How many columns one after the other are a group: torch is fast at multiples of 32."""
    return max(96, round(math.sqrt(columns) / 32) * 32)


def _run_maxima(rows: Any, size: int) -> Any:
    """The maximum of each run of columns; the last run is what is left."""
    length, columns = rows.shape
    count = columns // size
    maxima = rows.as_strided((length, count, size), (columns, size, 1)).amax(-1)
    if columns % size:
        rest = rows[:, count * size :].amax(-1, keepdim=True)
        maxima = torch.cat((maxima, rest), 1)
    return maxima


def _windows(rows: Any, chosen: Any, runs: Any, size: int) -> tuple[Any, Any]:
    """The columns of one run of each chosen row, and where they start.

    Before a last run that is shorter lie columns of another, so that all have one size.
    """
    columns = rows.shape[1]
    starts = (runs * size).clamp_(max=columns - size)
    every = rows.view(-1).unfold(0, size, 1)
    return every.index_select(0, chosen * columns + starts), starts


def _combs(rows: Any, chosen: Any, ids: Any) -> Any:
    """The columns at a multiple of `COMB` from the id, it and what is past the end left out."""
    columns = rows.shape[1]
    places = torch.arange(0, columns, COMB, device=rows.device) + (ids % COMB)[:, None]
    out = (places == ids[:, None]) | (places >= columns)
    taken = rows.view(-1).take(chosen[:, None] * columns + places.clamp_(max=columns - 1))
    return taken.masked_fill_(out, -math.inf)


def _comb_maxima(rows: Any) -> Any:
    """The maximum of each comb: of all columns at a multiple of `COMB` from each other."""
    length, columns = rows.shape
    count, rest = divmod(columns, COMB)
    maxima = rows.as_strided((length, count, COMB), (columns, COMB, 1)).amax(1)
    if rest:
        maxima[:, :rest] = torch.maximum(maxima[:, :rest], rows[:, count * COMB :])
    return maxima


def first_max(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN)."""
    x = x.detach()
    rows = _cut(x, axis, WIDE)
    if rows is None or x.element_size() < 4:
        top, index = x.max(axis)
        return index, top == top  # noqa: PLR0124 (NaN)
    size = _run(rows.shape[1])
    top, number = _run_maxima(rows, size).max(-1)
    found = _search(rows, torch.arange(len(rows), device=x.device), number, size)
    return found.view(x.shape[:-1]), (~top.isnan()).view(x.shape[:-1])


def _search(rows: Any, chosen: Any, runs: Any, size: int) -> Any:
    """Index of the first maximum of chosen rows, from the run it lies in."""
    window, starts = _windows(rows, chosen, runs, size)
    return starts + window.argmax(-1)


def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row."""
    rows = _cut(y_pred, axis)
    if rows is None:
        index, clean = first_max(y_pred, axis)
        return (index == ids) & clean
    ids, (length, columns) = ids.reshape(-1), rows.shape
    by_runs = y_pred.element_size() >= 4
    maxima = _run_maxima(rows, _run(columns)) if by_runs else _comb_maxima(rows)
    first = torch.arange(0, length * columns, columns, device=rows.device)
    score = rows.view(-1).index_select(0, first + ids.clamp(0, columns - 1))
    hits = (score == maxima.amax(-1)) & (ids >= 0) & (ids < columns)
    reached = hits.nonzero()[:, 0]
    others, wanted = maxima.index_select(0, reached), ids.index_select(0, reached).long()
    if by_runs:
        best = _best_of_others(rows, others, reached, wanted, _run(columns))
    else:
        others.scatter_(1, wanted[:, None] % COMB, -math.inf)
        best = torch.maximum(_combs(rows, reached, wanted).amax(-1), others.amax(-1))
    tied = reached[best == score.index_select(0, reached)]
    if tied.numel():
        hits.index_put_((tied,), rows.index_select(0, tied).argmax(-1) == ids[tied])
    return hits.view(y_pred.shape[:-1])


def _best_of_others(rows: Any, maxima: Any, chosen: Any, ids: Any, size: int) -> Any:
    """The most that any column but the id's has, from the maxima of the runs of chosen rows.

    The maxima are written over.
    """
    runs = ids.div(size, rounding_mode="floor")
    window, starts = _windows(rows, chosen, runs, size)
    # Both are copies, in which the column and its run may be taken out.
    window.scatter_(1, (ids - starts)[:, None], -math.inf)
    maxima.scatter_(1, runs[:, None], -math.inf)
    return torch.maximum(window.amax(-1), maxima.amax(-1))


def pair_hits(y_true: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maxima of labels and predictions are at one place; NaN is at none."""
    labels, rows = _cut(y_true, axis, WIDE), _cut(y_pred, axis, WIDE)
    if labels is None or rows is None or min(y_true.element_size(), y_pred.element_size()) < 4:
        index, clean = first_max(y_true, axis)
        return class_hits(index, y_pred, axis) & clean
    size = _run(rows.shape[1])
    most, place = _run_maxima(labels, size).max(-1)
    top, number = _run_maxima(rows, size).max(-1)
    hits = (number == place) & ~(top.isnan() | most.isnan())
    chosen = hits.nonzero()[:, 0]
    number = number.index_select(0, chosen)
    found = _search(labels, chosen, number, size) == _search(rows, chosen, number, size)
    return hits.index_put_((chosen,), found).view(y_pred.shape[:-1])


def _branches(x: Any) -> bool:
    """Whether work may depend on values: not on a GPU, which would wait, nor in a graph."""
    return x.device.type == "cpu" and not torch.compiler.is_compiling()


def side_hits(labels: Any, positive: float, y_pred: Any, threshold: float) -> Any:
    """Whether each prediction lies on its label's side of the threshold; NaN lies on none."""
    y_pred, labels = y_pred.detach(), labels.detach()
    real = [y_pred] if labels.dtype == torch.bool else [y_pred, labels]
    hits = (y_pred > threshold) == (labels if len(real) == 1 else labels > positive)
    # Not torch.where: choosing between booleans costs ten times comparing them.
    for each in real:
        if _may_have_nan(each):
            hits &= each == each  # noqa: PLR0124 (NaN)
    return hits


def _may_have_nan(x: Any) -> bool:
    """Whether NaN must be looked for: a sum keeps it, and costs a seventh of a comparison."""
    return not _branches(x) or x.numel() < FEW or math.isnan(x.sum().item())


def kept(flags: Any, values: Any) -> Any:
    """The values where the flags are true, else 0."""
    return torch.where(flags, values, 0)


def true_sum(flags: Any) -> Any:
    """How many flags are true, as two int32 words of shape (2,)."""
    total = torch.count_nonzero(flags)
    return torch.stack((total & 0xFFFFF, total >> 20)).int()


def whole_sum(tensor: Any) -> Any:
    """The exact sum of an integer tensor, as two int32 words of shape (2,)."""
    total = tensor.sum(dtype=torch.int64)
    return torch.stack((total & 0xFFFFF, total >> 20)).int()


def float_sum(tensor: Any) -> Any:
    """The sum of a float tensor, as two float32 of shape (2,) whose sum it is."""
    if tensor.device.type == "mps":  # has no float64
        return hits_plain.paired_sum(tensor)
    total = tensor.detach().sum(dtype=torch.float64)
    first = total.float()
    return torch.stack((first, (total - first).float()))


def add_true(words: Any, flags: Any) -> Any:
    """Words with the number of true flags added to each part; an integer counts for itself."""
    amounts = [
        torch.count_nonzero(flag)
        if isinstance(flag, torch.Tensor)
        else torch.tensor(flag, dtype=torch.int64, device=words.device)
        for flag in flags
    ]
    return _carried(words, torch.stack(amounts))


def add_words(words: Any, amounts: Any) -> Any:
    """Words of shape (2, parts) with one (low, high) pair added to each part."""
    low, high = torch.stack(amounts, 1).long()
    return _carried(words, low + (high << 20))


def _carried(words: Any, amounts: Any) -> Any:
    # In 64 bits the carries need no care, and each operation saved is a dispatch saved.
    words = words.long()
    total = torch.add(words[0] + amounts, words[1], alpha=1 << 20)
    return torch.stack((total & 0xFFFFF, total >> 20))


add_pairs = hits_plain.add_pairs
parts = hits_plain.parts
change = hits_plain.change
is_global = hits_plain.is_global


def add_reals(pairs: Any, tensors: Any) -> Any:
    """Pairs of shape (2, parts) with the sum of a float tensor added to each part."""
    if pairs.device.type == "mps":
        return hits_plain.add_reals(pairs, tensors)
    sums = torch.stack([tensor.sum(dtype=torch.float64) for tensor in tensors])
    total = pairs.double().sum(0) + sums
    first = total.float()
    return torch.stack((first, (total - first).float()))
