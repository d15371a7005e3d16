"""Facts of small samples of labels, for the tables of the decision."""

from __future__ import annotations

from resolver.core.specs import Facts


def column(*values: float, times: int = 1) -> Facts:
    """The facts of one column of numbers, each of them seen some times."""
    return Facts(
        elements=len(values) * times,
        minimum=min(values),
        maximum=max(values),
        whole=all(float(value).is_integer() for value in values),
        distinct=frozenset(values) if len(set(values)) <= 64 else None,
    )


def rows(*rows: tuple[float, ...], times: int = 1) -> Facts:
    """The facts of rows of numbers, each of them seen some times."""
    values = column(*(value for row in rows for value in row), times=times)
    hot = [row for row in rows if sorted(row) == [0] * (len(row) - 1) + [1]]
    return Facts(
        values.elements,
        values.minimum,
        values.maximum,
        values.whole,
        distinct=values.distinct,
        rows=len(rows) * times,
        one_hot_rows=len(hot) * times,
        zero_rows=sum(not any(row) for row in rows) * times,
        distribution_rows=sum(abs(sum(row) - 1) < 1e-3 for row in rows) * times,
    )
