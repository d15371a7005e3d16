"""What a strategy may be asked for, and what it takes where nothing is said."""

from __future__ import annotations

from resolver.core.errors import InvalidArgument
from resolver.testing.strategies.rows import COMBINATIONS

__all__ = ["check_ignored", "codings", "fitting"]


def codings(task: str) -> tuple[str, ...]:
    """The codings of a task, the usual one first.

    Raises:
        InvalidArgument: If there is no such task.
    """
    if task not in COMBINATIONS:
        raise InvalidArgument(
            f"The task must be one of {', '.join(COMBINATIONS)}. "
            f"Received: task={task!r}. Use: task='multiclass'"
        )
    return COMBINATIONS[task]


def fitting(task: str, coding: str | None, units: int | None) -> tuple[str, int]:
    """The coding and the number of units, as they are said or as the task has them.

    Raises:
        InvalidArgument: If the task has no such coding, or not so many units.
    """
    known = codings(task)
    if coding is not None and coding not in known:
        raise InvalidArgument(
            f"Labels of a {task} task are written as {', '.join(known)}. "
            f"Received: coding={coding!r}. Use: coding={known[0]!r}"
        )
    usual, least = {"multilabel": (3, 2), "multiclass": (3, 1)}.get(task, (1, 1))
    units = usual if units is None else units
    if units < least or (task == "binary" and units != 1):
        needed = "exactly 1 unit" if task == "binary" else f"at least {least} units"
        raise InvalidArgument(
            f"A {task} task has {needed}. Received: units={units!r}. Use: units={usual}"
        )
    return coding or known[0], units


def check_ignored(coding: str, ignore_class: int) -> None:
    """Refuse an ignored class among labels that are not class ids.

    Raises:
        InvalidArgument: If the coding is any other.
    """
    if coding != "index":
        raise InvalidArgument(
            f"Only class ids can be mixed with an ignored one. Received: coding={coding!r}, "
            f"ignore_class={ignore_class!r}. Use: coding='index'"
        )
