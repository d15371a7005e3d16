"""How labels can lie against an output, by their shapes alone."""

from __future__ import annotations

import pytest

from resolver.core.layouts import fits, from_end
from resolver.core.specs import Shape

N = None


@pytest.mark.parametrize(
    ("labels", "output", "found"),
    [
        # one unit
        ((N,), (N,), "element"),
        ((N, 1), (N,), "element"),
        ((N,), (N, 1), "element"),
        ((N, 1), (N, 1), "element"),
        ((N, 7), (N, 7, 1), "element"),
        ((N, 8, 8), (N, 8, 8, 1), "element"),
        ((N, 8, 8, 1), (N, 8, 8, 1), "element"),
        ((N, N), (N, 1), "element"),
        (N, (N, 1), "element"),
        # one label a unit
        ((N, 10), (N, 10), "rows"),
        ((N, 10, 1), (N, 10), "rows"),
        ((N, 7), (N, 7), "rows"),
        ((N, 7, 10), (N, 7, 10), "rows"),
        ((N, 8, 8), (N, 8, 8), "rows"),
        ((N, 0), (N, 0), "rows"),
        # one class number for all units
        ((N,), (N, 10), "index"),
        ((N, 1), (N, 10), "index"),
        ((N, 7), (N, 7, 10), "index"),
        ((N, 7, 1), (N, 7, 10), "index"),
        ((N, 8, 8), (N, 8, 8, 3), "index"),
        ((N, 10), (N, 10, 10), "index"),
        # unknown dimensions leave it open
        ((N, N), (N, 10), "rows index"),
        (N, (N, 10), "rows index"),
        ((N,), (N, N), "element index"),
        ((N, 1), (N, N), "element index"),
        ((N, 10), (N, N), "rows"),
        ((N, N), (N, N), "element rows index"),
        ((N, 10), N, "element rows index"),
        (N, N, "element rows index"),
        # shapes that disagree
        ((N, 5), (N, 10), ""),
        ((N, 2), (N, 1), ""),
        ((N, 7), (N, 10, 7), ""),
        ((N,), (N, 7, 10), ""),
        ((N, 7, 10), (N, 10), ""),
        ((N, 3), (N,), ""),
    ],
)
def test_labels_lie_by_their_shape(labels: Shape, output: Shape, found: str) -> None:
    """Shapes alone say whether there is a label a prediction, a label a unit, or a class number."""
    assert found.split() == [fit.layout for fit in fits(labels, output)]


@pytest.mark.parametrize(
    ("labels", "output", "axis", "found"),
    [
        ((N, 7), (N, 3, 7), 1, [("index", -2)]),
        ((N, 7), (N, 3, 7), -2, [("index", -2)]),
        ((N, 3, 7), (N, 3, 7), 1, [("rows", -2)]),
        ((N, 7), (N, 1, 7), 1, [("element", -2)]),
        ((N, 8, 8), (N, 3, 8, 8), N, [("index", -3)]),
        ((N, 1, 8, 8), (N, 3, 8, 8), N, [("index", -3)]),
        ((N, 8, 8), (N, 1, 8, 8), N, [("element", -3)]),
        ((N, 8, 8), (N, 3, 8, 8), -1, []),
        ((N, 8, 8), (N, 8, 8, 8), N, [("index", -1)]),
        ((N, 7), (N, 3, 7), N, []),
        ((N, N, N), (N, N, N, 3), N, [("index", -1)]),
        ((N, N, N), (N, 3, N, N), N, [("element", -1), ("index", -1), ("index", -3)]),
        (
            (N, 3, N, N),
            (N, 3, N, N),
            N,
            [("element", -1), ("rows", -1), ("index", -1), ("rows", -3)],
        ),
        ((N,), N, 1, [("element", 1), ("rows", 1), ("index", 1)]),
    ],
)
def test_the_class_axis_is_said_or_seen(
    labels: Shape, output: Shape, axis: int | None, found: list[tuple[str, int]]
) -> None:
    """A class axis that is said is used; axis 1 of images counts where only it fits or is known."""
    assert found == [tuple(fit) for fit in fits(labels, output, axis)]


@pytest.mark.parametrize(("axis", "rank", "end"), [(1, 4, -3), (3, 4, -1), (-1, 4, -1), (1, 2, -1)])
def test_axes_are_counted_from_the_end(axis: int, rank: int, end: int) -> None:
    """An axis is kept as it counts from the end, which a batch dimension does not move."""
    assert end == from_end(axis, rank)
