"""The room of torch."""

from __future__ import annotations

import math
from typing import Any

import torch

from resolver.edge.count import hits_plain
from resolver.edge.count.blocks import block_size

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


def _blocks(x: Any, axis: int) -> Any:
    """The rows in blocks, (rows, blocks, size); ``None`` if they are searched whole."""
    columns = x.shape[axis]
    # Below some hundred columns a block costs as much for its start as for its columns.
    sized = block_size.__wrapped__ if torch.compiler.is_compiling() else block_size
    size = sized(columns, max(100.0, math.sqrt(columns)))
    if size is None or axis not in (-1, x.ndim - 1) or not x.is_contiguous():
        return None
    return x.view(-1, columns // size, size)


def _search(blocks: Any, number: Any, rows: Any) -> Any:
    """Index of the first maximum of some rows, from the number of the block it lies in."""
    count, size = blocks.shape[1:]
    number = number[rows]
    block = blocks.view(-1, size).index_select(0, rows * count + number)
    return number * size + block.argmax(-1)


def first_max(x: Any, axis: int) -> tuple[Any, Any]:
    """(index of the first maximum along `axis`, whether the row is free of NaN)."""
    x = x.detach()
    blocks = _blocks(x, axis)
    if blocks is None:
        top, index = x.max(axis)
        return index, top == top  # noqa: PLR0124 (NaN)
    top, number = blocks.amax(-1).max(-1)
    index = _search(blocks, number, torch.arange(top.shape[0], device=x.device))
    return index.view(x.shape[:-1]), (~top.isnan()).view(x.shape[:-1])


def class_hits(ids: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maximum along `axis` is at the class id; false with NaN in the row."""
    blocks = _blocks(y_pred.detach(), axis)
    if blocks is None or not _branches(y_pred) or not y_pred.is_floating_point():
        index, clean = first_max(y_pred, axis)
        return (index == ids) & clean
    ids, columns = ids.reshape(-1), y_pred.shape[-1]
    rows = y_pred.detach().view(-1, columns)
    maxima = blocks.amax(-1)
    score = rows.gather(1, ids.clamp(0, columns - 1).long()[:, None])[:, 0]
    hits = (score == maxima.amax(-1)) & (ids >= 0) & (ids < columns)
    reached = hits.nonzero()[:, 0]
    tied = reached[_is_tied(blocks, maxima, reached, ids[reached].long())]
    if tied.numel():
        hits.index_put_((tied,), rows.index_select(0, tied).argmax(-1) == ids[tied])
    return hits.view(y_pred.shape[:-1])


def _is_tied(blocks: Any, maxima: Any, rows: Any, ids: Any) -> Any:
    """Whether another column has as much as the column `ids`, which has the row's maximum."""
    count, size = blocks.shape[1:]
    number = ids.div(size, rounding_mode="floor")
    block = blocks.view(-1, size).index_select(0, rows * count + number)
    others = maxima.index_select(0, rows)
    place = (ids - number * size)[:, None]
    most = block.gather(1, place)[:, 0]
    # Both are copies, in which the column and its block may be taken out.
    block.scatter_(1, place, -math.inf)
    others.scatter_(1, number[:, None], -math.inf)
    return torch.maximum(block.amax(-1), others.amax(-1)) == most


def pair_hits(y_true: Any, y_pred: Any, axis: int) -> Any:
    """Whether the first maxima of labels and predictions are at one place; NaN is at none."""
    labels, blocks = _blocks(y_true.detach(), axis), _blocks(y_pred.detach(), axis)
    if labels is None or blocks is None or not _branches(y_pred):
        index, clean = first_max(y_true, axis)
        return class_hits(index, y_pred, axis) & clean
    most, place = labels.amax(-1).max(-1)
    top, number = blocks.amax(-1).max(-1)
    hits = (number == place) & ~(top.isnan() | most.isnan())
    rows = hits.nonzero()[:, 0]
    found = _search(blocks, number, rows) == _search(labels, place, rows)
    return hits.index_put_((rows,), found).view(y_pred.shape[:-1])


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
