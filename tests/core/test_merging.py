"""What workers send each other: the same sums come out on each, or the same error."""

from __future__ import annotations

import math
import random

import pytest

from resolver.core.errors import CountsMismatch, WorkerFailed
from resolver.core.merging import Share, failure, merged, message


def test_shares_add() -> None:
    """Shares of the same thing add, integers of any size exactly."""
    total = merged([message({"": Share(2**70, 2**71)}), message({"": Share(1, 2)})])

    assert [Share(2**70 + 1, 2**71 + 2)] == total


def test_an_empty_share_changes_nothing() -> None:
    """A worker that saw no batch does not know the number of classes, and agrees with any."""
    some = Share(3, 4, "multiclass accuracy", 10)
    none = Share(0, 0, "multiclass accuracy")

    assert [some] == merged([message({"": none}), message({"": some}), message({"": none})])


def test_floats_add_in_any_order() -> None:
    """The sum of float weights is the same whatever the order of the workers."""
    parts = [Share(10.0**k, 0.1) for k in range(-8, 9)] + [Share(-(10.0**8), 1)]
    random.seed(0)
    sums = set()
    for _ in range(20):
        random.shuffle(parts)
        sums.update(merged([message({"": part}) for part in parts]))

    assert 1 == len(sums)
    assert math.fsum(part.first for part in parts) == sums.pop().first


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_stays_so(value: float) -> None:
    """NaN and infinity are told to every worker, also infinities of both signs."""
    (total,) = merged([message({"": Share(value, 1.0)}), message({"": Share(-value, 1.0)})])

    assert math.isnan(total.first)


def test_different_decisions_are_refused() -> None:
    """Each decision is named, with its workers."""
    shares = [Share(1, 2, "multiclass accuracy"), Share(1, 2, "binary accuracy, threshold=0.5")]

    with pytest.raises(CountsMismatch) as error:
        merged([message({"": shares[place]}) for place in (0, 1, 0)])

    assert (
        "The workers count different things, so their sum would be the accuracy of nothing. "
        "Received: 'multiclass accuracy' on workers 0, 2, 'binary accuracy, threshold=0.5' on "
        "worker 1. Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    ) == str(error.value)


def test_different_numbers_of_classes_are_refused() -> None:
    """Workers whose models have different heads do not count the same thing."""
    shares = [Share(1, 2, "multiclass accuracy", classes) for classes in (10, None, 12)]

    with pytest.raises(CountsMismatch) as error:
        merged([message({"": share}) for share in shares])

    assert (
        "The workers have different numbers of classes, so their sum would be the accuracy of "
        "nothing. Received: 10 on worker 0, 12 on worker 2. "
        "Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    ) == str(error.value)


def test_different_metrics_are_refused() -> None:
    """Workers that hand over other metrics, or another number of them, are told which."""
    with pytest.raises(CountsMismatch) as error:
        merged([message({"": Share(1, 2)}), message({"a": Share(1, 2), "b": Share(1, 2)})])

    assert (
        "The workers have different metrics, so their sum would be the accuracy of nothing. "
        "Received: [one metric] on worker 0, [a, b] on worker 1. "
        "Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    ) == str(error.value)


def test_a_failure_is_everybodys() -> None:
    """The error of one worker is raised on all of them, with its number and words."""
    with pytest.raises(WorkerFailed) as error:
        merged([message({"": Share(1, 2)}), failure(ValueError("no labels"))])

    assert (
        "There is no sum without the part of every worker, and of 2 workers 1 failed. "
        "Received: worker 1: ValueError: no labels. "
        "Use: resolver.sync(metric) again, once what failed is mended"
    ) == str(error.value)
    assert (1,) == error.value.workers
