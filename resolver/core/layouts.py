"""How labels can lie against an output: element by element, a row of classes, or class numbers."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from resolver.core.specs import Shape

Layout = Literal["element", "rows", "index"]

CHANNELS_FIRST: Final = 1
"""Where channels-first models keep their classes."""


class Fit(NamedTuple):
    """One way in which the shapes agree.

    Args:
        layout: ``"element"``: one unit, one label; ``"rows"``: one label per unit;
            ``"index"``: one class number for all units.
        axis: The axis of the units, counted from the end of the output.
    """

    layout: Layout
    axis: int


def from_end(axis: int, rank: int) -> int:
    """An axis counted from the end: 1 of rank 4 is -3."""
    return axis - rank if axis >= 0 else axis


def fits(labels: Shape, output: Shape, axis: int | None = None) -> tuple[Fit, ...]:
    """Every way in which labels can lie against an output; the batch dimension is not looked at.

    Args:
        labels: Shape of the labels, ``None`` for an unknown rank.
        output: Shape of the output, likewise.
        axis: The class axis if it is said; otherwise the last, and axis 1 of images if only it fits.

    Returns:
        The ways, none if the shapes disagree. Several if unknown dimensions leave them open.

    Example:
        >>> fits((None,), (None, 10))
        (Fit(layout='index', axis=-1),)
        >>> fits((None, None), (None, 10))
        (Fit(layout='rows', axis=-1), Fit(layout='index', axis=-1))
    """
    if output is None:
        return _UNKNOWN
    if axis is not None:
        return _fits(labels, output, from_end(axis, len(output)))
    found = _fits(labels, output, -1)
    if not found and len(output) > 3:
        found = _fits(labels, output, from_end(CHANNELS_FIRST, len(output)))
    return found


_UNKNOWN: Final = (Fit("element", -1), Fit("rows", -1), Fit("index", -1))


def _fits(labels: Shape, output: tuple[int | None, ...], axis: int) -> tuple[Fit, ...]:
    inner = output[1:]
    units = inner[axis] if -len(inner) <= axis < 0 else 1
    tests = (
        ("element", units in (1, None) and _element(labels, inner, axis)),
        ("rows", units != 1 and _rows(labels, inner, units, axis)),
        ("index", units != 1 and _index(labels, inner, axis)),
    )
    return tuple(Fit(layout, axis) for layout, holds in tests if holds)  # type: ignore[arg-type]


def _element(labels: Shape, inner: tuple[int | None, ...], axis: int) -> bool:
    if labels is None or not inner:
        return labels is None or _agree(labels[1:], ()) or _agree(labels[1:], (1,))
    single = _replaced(inner, axis, 1)
    return _agree(labels[1:], single) or _agree(labels[1:], _without(inner, axis))


def _rows(labels: Shape, inner: tuple[int | None, ...], units: int | None, axis: int) -> bool:
    if labels is None:
        return True
    given = labels[1:]
    if _agree(given, (*inner, 1)):
        return True
    return _agree(given, inner) and not (units is None and given[axis] == 1)


def _index(labels: Shape, inner: tuple[int | None, ...], axis: int) -> bool:
    if labels is None:
        return True
    given = labels[1:]
    return _agree(given, _without(inner, axis)) or _agree(given, _replaced(inner, axis, 1))


def _agree(left: tuple[int | None, ...], right: tuple[int | None, ...]) -> bool:
    return len(left) == len(right) and all(
        a == b or a is None or b is None for a, b in zip(left, right, strict=True)
    )


def _without(dims: tuple[int | None, ...], axis: int) -> tuple[int | None, ...]:
    place = len(dims) + axis
    return dims[:place] + dims[place + 1 :]


def _replaced(dims: tuple[int | None, ...], axis: int, size: int) -> tuple[int | None, ...]:
    place = len(dims) + axis
    return (*dims[:place], size, *dims[place + 1 :])
