"""What label values say about how labels are written.

=========== ================================================= ======================
coding      values                                            example
=========== ================================================= ======================
binary      0 and 1, one label an element                     ``[0, 1, 1, 0]``
sign        -1 and 1                                          ``[-1, 1, 1]``
index       whole numbers that count classes                  ``[0, 3, 2]``
one_hot     rows with a single 1                              ``[[0, 1], [1, 0]]``
multi_hot   rows of 0 and 1, one of them not one-hot          ``[[1, 1], [0, 1]]``
soft        rows that sum to 1; 0 and 1 smoothed              ``[[.9, .1], [.2, .8]]``
continuous  any other numbers                                 ``[21.6, 34.7]``
=========== ================================================= ======================

A value of `Labels.coding` that was said stands above all of this.
"""

from __future__ import annotations

from typing import Final

from resolver.core.layouts import Layout
from resolver.core.specs import DISTINCT_LIMIT, Facts, Labels

UNIT: Final = frozenset({0, 1})
SIGN: Final = frozenset({-1, 1})

IGNORED: Final = (-1, 255, -100)
"""Class ids that people write on what is not to be counted: the usual ones, and torch's."""

MOST_CLASSES: Final = 1000
"""Whole numbers from this on are amounts rather than class numbers."""

MASKED: Final = frozenset({-1, 0, 1})
"""0 and 1 with a -1 for what is not known, or the three values of a scale."""

ENOUGH_ROWS: Final = 8
"""So many one-hot rows outweigh a sigmoid: of independent labels, at most half the rows have a
single 1, and so many in a row have it once in 256 times."""


def coding(labels: Labels, layout: Layout, axis: int = -1) -> str | None:
    """How labels are written, as far as their values, or failing these their dtype, prove it.

    Args:
        labels: The labels.
        layout: How they lie against the output.
        axis: The class axis. The rows of `Facts` run along the last axis, and prove nothing of
            another one.

    Returns:
        One of `resolver.core.specs.CODINGS`; ``None`` where nothing is proven.
    """
    if labels.coding is not None:
        return labels.coding
    facts = labels.facts
    if facts is None or facts.elements == facts.nan or facts.text:
        return "binary" if labels.dtype == "bool" and layout == "element" else None
    if layout == "rows":
        return _of_rows(facts) if axis == -1 else _of_columns(facts)
    return _of_elements(facts) if layout == "element" else _of_ids(facts)


def _of_elements(facts: Facts) -> str:
    distinct = facts.distinct
    if distinct is not None and distinct <= UNIT:
        return "binary"
    if distinct is not None and distinct <= SIGN:
        return "sign"
    if facts.whole:
        return "index"
    return "soft" if smoothed(facts) else "continuous"


def _of_ids(facts: Facts) -> str:
    return "index" if facts.whole else "continuous"


def _of_rows(facts: Facts) -> str | None:
    distinct = facts.distinct
    if distinct is not None and distinct <= UNIT:
        mixed = facts.rows > facts.one_hot_rows
        return "multi_hot" if mixed else "one_hot" if facts.rows > 1 else None
    if distinct is not None and distinct <= SIGN:
        return "sign"
    if facts.rows and facts.distribution_rows + facts.zero_rows == facts.rows:
        return "soft"
    return "continuous"


def _of_columns(facts: Facts) -> str | None:
    if within(facts, 0, 1):
        return None
    return "sign" if facts.distinct is not None and facts.distinct <= SIGN else "continuous"


def smoothed(facts: Facts) -> bool:
    """True for two values as smoothed 0 and 1 are: mirrored in [0, 1], or one of them 0 or 1."""
    distinct = facts.distinct
    if distinct is None or len(distinct) != 2 or not within(facts, 0, 1):
        return False
    return bool(distinct & UNIT) or abs(sum(distinct) - 1) < 1e-6


def within(facts: Facts, low: float, high: float) -> bool:
    """True if values were seen and all lie in a range, bounds included."""
    if facts.minimum is None or facts.maximum is None:
        return False
    return low <= facts.minimum and facts.maximum <= high


def padded_one_hot(facts: Facts) -> bool:
    """True if rows are one-hot or all zeros, and some are either: padded, or sparse multi-hot."""
    return 0 < facts.one_hot_rows < facts.rows == facts.one_hot_rows + facts.zero_rows


def counts_classes(facts: Facts, dtype: str | None) -> bool:
    """True if whole numbers can be class numbers: 0, 1, 2, ... with no gap that proves otherwise.

    A gap, or a start beyond 1, proves amounts once so many values were seen that a class would
    hardly have stayed out. Floats that start beyond 0, as ratings do, are read as amounts.
    Two values only are two classes, however they are written.
    """
    low, high, distinct = facts.minimum, facts.maximum, facts.distinct
    if not facts.whole or low is None or high is None:
        return False
    if distinct is not None and (len(distinct) == 2 or distinct == MASKED):
        return True
    floating = dtype is not None and "float" in dtype
    if low < 0 or high >= MOST_CLASSES or (floating and low > 0):
        return False
    if low == 0 and (distinct is None or len(distinct) == high + 1):
        return True
    return ENOUGH_ROWS * (high + 1) > facts.elements * max(low, 1)


def classes_seen(facts: Facts) -> str:
    """The values in a few words: ``0 to 9 seen``."""
    distinct = facts.distinct
    if facts.text:
        return "text"
    if facts.minimum is None:
        return "only NaN seen" if facts.nan else "no values seen"
    if distinct is not None and 0 < len(distinct) <= 4:
        return ", ".join(_short(value) for value in sorted(distinct)) + " seen"
    many = f" (more than {DISTINCT_LIMIT} values)" if distinct is None and not facts.whole else ""
    return f"{_short(facts.minimum)} to {_short(facts.maximum or 0)} seen{many}"


def _short(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.4g}"
