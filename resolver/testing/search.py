"""One search by Hypothesis, from a call: the simplest case that fails, in words of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from resolver.core.errors import InvalidType, ResolverError

__all__ = ["Failed", "search"]

T = TypeVar("T")


class Failed(Exception):
    """A case for which a property does not hold; says so in whole sentences."""


def search(strategy: SearchStrategy[T], holds: Callable[[T], None], how: settings | None) -> None:
    """Try what a strategy draws, and end with the simplest case that fails.

    Args:
        strategy: What is drawn.
        holds: Raises `Failed` if what is drawn does not have the property.
        how: Settings of Hypothesis, such as ``settings(max_examples=500)``; ``None`` for those in
            force. There is no deadline, for what runs first is compiled, and nothing is kept.

    Raises:
        AssertionError: If something fails; says the simplest case.
        InvalidType: If the strategy is none.
        ResolverError: If it was raised in trying.
    """
    __tracebackhide__ = True
    if not isinstance(strategy, SearchStrategy):
        raise InvalidType(
            "A property is tried on what a strategy draws. "
            f"Received: {strategy!r} (type {type(strategy).__name__}). "
            "Use: testing.cases(task='multiclass')"
        )
    refused: list[ResolverError] = []

    def tried(drawn: T) -> None:
        if not refused:
            try:
                holds(drawn)
            except ResolverError as error:  # the call is wrong, not the case: no simpler one helps
                refused.append(error)

    try:
        _run(strategy, tried, how)
    except Failed as failed:
        raise AssertionError(str(failed)) from None
    except Flaky as flaky:
        raise AssertionError(
            "The same case came out once right and once wrong, so something is remembered from "
            "one case to the next that reset_state() does not clear. "
            "Use: self.add_variable(...) in __init__ for all that a metric remembers"
        ) from flaky
    if refused:
        raise refused[0]


def _run(strategy: SearchStrategy[Any], holds: Callable[[Any], None], how: settings | None) -> None:
    @settings(
        how or settings(),
        deadline=None,
        database=None,
        print_blob=False,
        # Not Phase.explain: it traces every line of Keras, for some that nobody here has written.
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def every_case(drawn: Any) -> None:
        holds(drawn)

    every_case()
