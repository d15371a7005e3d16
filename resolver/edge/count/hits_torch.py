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
    "parts",
    "side_hits",
    "true_sum",
    "whole_sum",
]

FEW = 10_000
"""In fewer numbers than this, to look for NaN is cheap, and to look for maxima in any way."""

MANY = 200_000
"""From this many scores on a cut saves more than its operations cost to start."""

SCALAR = 32
"""With fewer columns nothing is faster than torch: all take them one by one."""

SEVERAL = 4
"""From this many threads on torch, which uses them all, finds the place of a maximum sooner than
NumPy, which is three to four times as fast on its one."""

WIDE = 300
"""From this many columns on torch finds it sooner run by run."""

LONG = 4_000
"""From this many columns on runs help NumPy too, if torch has a second thread for them."""

COMB = 64
"""How many columns lie between two of a comb: as many as one step of a maximum takes."""


def _rows(x: Any, axis: int) -> Any:
    """Scores as (rows, columns), if they are worth more than one call of torch; else ``None``."""
    columns = x.shape[axis]
    if columns < SCALAR or x.numel() < FEW or not x.is_floating_point() or not _branches(x):
        return None
    if axis not in (-1, x.ndim - 1) or not x.is_contiguous():
        return None
    return x.detach().view(-1, columns)


def first_max(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN)."""
    x = x.detach()
    rows = _rows(x, axis) if x.element_size() >= 4 else None
    if rows is None:
        top, index = x.max(axis)
        return index, top == top  # noqa: PLR0124 (NaN)
    index = _first(rows)
    top = rows.gather(1, index[:, None])
    shape = x.shape[:-1]
    return index.view(shape), (top == top).view(shape)  # noqa: PLR0124 (NaN, where both stop)


def _first(rows: Any) -> Any:
    """Index of the first maximum of each row; of its first NaN, if it has one."""
    columns, threads = rows.shape[1], torch.get_num_threads()
    fewest = WIDE if threads >= SEVERAL else LONG
    if threads == 1 or columns < fewest or rows.numel() < MANY:
        return _argmax(rows)
    size = _run(columns)
    starts = _argmax(_run_maxima(rows, size)).mul_(size).clamp_(max=columns - size)
    # Before a last run that is shorter lie columns of another, so that all have one size.
    first = torch.arange(0, rows.numel(), columns, device=rows.device)
    runs = rows.view(-1).unfold(0, size, 1).index_select(0, first + starts)
    return starts + _argmax(runs)


def _argmax(rows: Any) -> Any:
    if torch.get_num_threads() >= SEVERAL:
        return rows.max(-1).indices  # sooner than its argmax
    return torch.from_numpy(rows.numpy(force=True).argmax(-1))


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


def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row."""
    rows = _rows(y_pred, axis) if y_pred.element_size() < 4 else None
    if rows is None or rows.numel() < MANY or rows.shape[1] < COMB:
        index, clean = first_max(y_pred, axis)
        return (index == ids) & clean
    return _comb_hits(ids.reshape(-1), rows).view(y_pred.shape[:-1])


def _comb_hits(ids: Any, rows: Any) -> Any:
    """`class_hits` where the place of a maximum is dear and NumPy no help: in 16 bits."""
    length, columns = rows.shape
    maxima = _comb_maxima(rows)
    first = torch.arange(0, length * columns, columns, device=rows.device)
    score = rows.view(-1).index_select(0, first + ids.clamp(0, columns - 1))
    hits = (score == maxima.amax(-1)) & (ids >= 0) & (ids < columns)
    reached = hits.nonzero()[:, 0]
    others, wanted = maxima.index_select(0, reached), ids.index_select(0, reached).long()
    # A copy, in which the comb of the id may be taken out.
    others.scatter_(1, wanted[:, None] % COMB, -math.inf)
    best = torch.maximum(_combs(rows, reached, wanted).amax(-1), others.amax(-1))
    tied = reached[best == score.index_select(0, reached)]
    if tied.numel():
        hits.index_put_((tied,), rows.index_select(0, tied).argmax(-1) == ids[tied])
    return hits


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
