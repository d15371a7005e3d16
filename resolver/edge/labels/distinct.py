"""Which values occur in labels: each of a few; of many whole numbers, those at both ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from resolver.core.specs import DISTINCT_LIMIT, Facts
from resolver.edge.labels.chunks import Array, chunks, python_number

_SPAN: Final = 1 << 16  # whole numbers this close together are ticked off in a table
_FIRST: Final = 1 << 12  # looked at before the rest of a chunk, which often need not be sorted
_FEW: Final = 8  # so many known values are faster compared one by one than searched


def with_distinct(facts: Facts, pieces: list[Array]) -> Facts:
    """The facts of some arrays, with the distinct values among them."""
    low, high = facts.minimum, facts.maximum
    distinct: frozenset[float] | None = frozenset()
    if low is not None and high is not None:
        if facts.whole and high - low < _SPAN:
            distinct = _ticked(pieces, int(low), int(high))
        else:
            distinct = _sought(pieces)
    if distinct is None and facts.whole and low is not None and high is not None:
        facts = _with_nexts(facts, pieces, low, high)
    return replace(facts, distinct=distinct)


def _with_nexts(facts: Facts, pieces: list[Array], low: float, high: float) -> Facts:
    """With the values next to both ends; sought until none can be nearer."""
    above, below = high, low
    for chunk in chunks(pieces):
        number = chunk.dtype.type
        if above > low + 1:
            above = min(above, python_number(chunk.min(where=chunk > low, initial=number(high))))
        if below < high - 1:
            below = max(below, python_number(chunk.max(where=chunk < high, initial=number(low))))
        if above == low + 1 and below == high - 1:
            break
    return replace(facts, next_minimum=above, next_maximum=below)


def _ticked(pieces: list[Array], low: int, high: int) -> frozenset[float] | None:
    """The distinct whole numbers within a small range."""
    seen = np.zeros(high - low + 1, dtype=bool)
    kind = pieces[0].dtype.kind
    for chunk in chunks(pieces):
        seen[_offsets(chunk, low)] = True
        if np.count_nonzero(seen) > DISTINCT_LIMIT:
            return None
    number = int if kind in "biu" else float
    return frozenset(number(value + low) for value in np.flatnonzero(seen).tolist())


def _offsets(chunk: Array, low: int) -> Array:
    if chunk.dtype.kind == "f":
        chunk = chunk[~np.isnan(chunk)]
    if chunk.dtype == np.uint64:  # may lie beyond int64; subtracting the minimum never wraps
        return (chunk - np.uint64(low)).astype(np.intp)
    return chunk.astype(np.int64) - low


def _sought(pieces: list[Array]) -> frozenset[float] | None:
    """The distinct values, given up as soon as there are too many."""
    known: Array = np.zeros(0)
    for chunk in chunks(pieces):
        values = chunk.ravel()
        if values.dtype.kind == "f":
            values = values[~np.isnan(values)]
        for part in (values[:_FIRST], values[_FIRST:]):
            new = np.unique(_unlike(part, known))
            known = np.union1d(known, new) if known.size else new
            if known.size > DISTINCT_LIMIT:
                return None
    return frozenset(known.tolist())


def _unlike(values: Array, known: Array) -> Array:
    """The values that are not among the known ones, which are sorted."""
    for value in known[:_FEW]:
        values = values[values != value]
    rest = known[_FEW:]
    if rest.size and values.size:
        at = np.minimum(np.searchsorted(rest, values), rest.size - 1)
        values = values[rest[at] != values]
    return values
