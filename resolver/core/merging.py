"""What workers tell each other about their counts, and the one thing that comes of it.

A message is text, so that integers of any size and floats arrive as they were sent. Every worker
reads every message and comes to the same end: the same sums, or the same error.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from resolver.core.errors import CountsMismatch, WorkerFailed

__all__ = ["Share", "failure", "merged", "message"]


class Share(NamedTuple):
    """One worker's part of one pair of sums.

    Args:
        first: What was right; the numerator.
        second: What was counted; the denominator.
        decision: What is counted; ``None`` if that is not known.
        classes: How many classes or labels the predictions had; ``None`` if that is not known,
            as where no batch was seen.
    """

    first: int | float
    second: int | float
    decision: str | None = None
    classes: int | None = None


def message(shares: Mapping[str, Share]) -> bytes:
    """What a worker sends: its shares by name, in the order in which they are to be added.

    Example:
        >>> message({"": Share(3, 4)})
        b'{"": [3, 4, null, null]}'
    """
    return json.dumps(shares).encode()


def failure(error: BaseException) -> bytes:
    """What a worker sends in place of its shares when it has none.

    Example:
        >>> failure(ValueError("no labels"))
        b'"ValueError: no labels"'
    """
    return json.dumps(f"{type(error).__name__}: {error}").encode()


def merged(messages: Sequence[bytes]) -> list[Share]:
    """The shares of all workers, added.

    Args:
        messages: One of each worker, in the order of the workers.

    Returns:
        One share for each name, in the order of the names.

    Raises:
        WorkerFailed: If a worker sent an error.
        CountsMismatch: If they do not count the same things.

    Example:
        >>> merged([message({"": Share(3, 4)}), message({"": Share(5, 6)})])
        [Share(first=8, second=10, decision=None, classes=None)]
    """
    read = [json.loads(each) for each in messages]
    _refuse_failures(read)
    _agree("have different metrics", [tuple(each) for each in read], _listed)
    every = [[Share(*share) for share in each.values()] for each in read]
    return [_sum(shares) for shares in zip(*every, strict=True)]


def _sum(shares: Sequence[Share]) -> Share:
    decision = _agree("count different things", [each.decision for each in shares], repr)
    classes = _agree("have different numbers of classes", [each.classes for each in shares], str)
    first, second = (
        _exact(column) for column in zip(*((s.first, s.second) for s in shares), strict=True)
    )
    return Share(first, second, decision, classes)


def _exact(numbers: Iterable[int | float]) -> int | float:
    """A sum that does not depend on the order of the workers."""
    numbers = list(numbers)
    if not any(isinstance(number, float) for number in numbers):
        return sum(numbers)
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):  # infinities of both signs, or out of range
        return sum(float(number) for number in numbers)


def _refuse_failures(read: Sequence[Any]) -> None:
    failed = {place: each for place, each in enumerate(read) if isinstance(each, str)}
    if not failed:
        return
    said = "; ".join(f"{_workers([place])}: {each}" for place, each in failed.items())
    raise WorkerFailed(
        f"There is no sum without the part of every worker, and of {len(read)} workers "
        f"{len(failed)} failed. Received: {said}. "
        "Use: resolver.sync(metric) again, once what failed is mended",
        tuple(failed),
    )


def _agree(what: str, values: Sequence[Any], shown: Any) -> Any:
    """The one value that all workers have; ``None``, which says nothing, agrees with any.

    Raises:
        CountsMismatch: If there are several, each named with its workers.
    """
    found: dict[Hashable, list[int]] = {}
    for place, value in enumerate(values):
        if value is not None:
            found.setdefault(value, []).append(place)
    if len(found) < 2:
        return next(iter(found), None)
    said = ", ".join(f"{shown(value)} on {_workers(places)}" for value, places in found.items())
    raise CountsMismatch(
        f"The workers {what}, so their sum would be the accuracy of nothing. Received: {said}. "
        "Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    )


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(name or 'one metric' for name in names)}]"


def _workers(places: Sequence[int]) -> str:
    return f"worker{'' if len(places) == 1 else 's'} {', '.join(map(str, places))}"
