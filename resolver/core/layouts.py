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
        axis: The class axis if it is said. Otherwise the last; of images axis 1 if only it fits,
            or beside the last if it has a known size and the last has none.

    Returns:
        The ways, none if the shapes disagree. Several if unknown dimensions leave them open.

    Example:
        >>> fits((None,), (None, 10))
        (Fit(layout='index', axis=-1),)
        >>> fits((None, None), (None, 10))
        (Fit(layout='rows', axis=-1), Fit(layout='index', axis=-1))
    """
    if output is None:
        return tuple(Fit(layout, -1 if axis is None else axis) for layout in _LAYOUTS)
    if axis is not None:
        return _fits(labels, output, from_end(axis, len(output)))
    found = _fits(labels, output, -1)
    if len(output) < 4:
        return found
    first = _fits(labels, output, from_end(CHANNELS_FIRST, len(output)))
    if found and output[-1] is None and output[CHANNELS_FIRST] is not None:
        return found + tuple(fit for fit in first if fit.layout != "element")
    return found or first


_LAYOUTS: Final[tuple[Layout, ...]] = ("element", "rows", "index")


def _fits(labels: Shape, output: tuple[int | None, ...], axis: int) -> tuple[Fit, ...]:
    inner = output[1:]
    place = len(inner) + axis
    if inner and place < 0:
        return ()
    units = inner[axis] if inner else 1
    before, after = inner[:place], inner[place + 1 :]
    given = None if labels is None else labels[1:]
    single = _agree(given, before + after) or _agree(given, (*before, 1, *after))
    found: list[Fit] = []
    if single and (units is None or units == 1):
        found.append(Fit("element", axis))
    if units != 1 and _rows(given, inner, units, axis):
        found.append(Fit("rows", axis))
    if units != 1 and single:
        found.append(Fit("index", axis))
    return tuple(found)


def _rows(given: Shape, inner: tuple[int | None, ...], units: int | None, axis: int) -> bool:
    if _agree(given, (*inner, 1)):
        return True
    return _agree(given, inner) and not (units is None and given is not None and given[axis] == 1)


def _agree(given: Shape, needed: tuple[int | None, ...]) -> bool:
    """True if two shapes can be the same; an unknown one can be any."""
    if given is None or given == needed:
        return True
    return len(given) == len(needed) and all(
        a == b or a is None or b is None for a, b in zip(given, needed, strict=True)
    )
