"""`resolver.sync` over real processes: the same two integers on each of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.distributed.expected import COUNTS, FLOAT, KINDS

ENGINES = [f"torch {workers}" for workers in (1, 2, 3, 4, 8)]


@pytest.fixture(name="workers", params=ENGINES)
def _workers(request: pytest.FixtureRequest) -> list[Any]:
    """What each worker of one engine found out."""
    engine, workers = request.param.split()
    found: list[Any] = request.getfixturevalue(f"{engine}_worlds")[workers]
    assert len(found) == int(workers)
    return found


def test_every_worker_has_the_counts_of_all(workers: list[Any]) -> None:
    """A metric, its counts, and both in a list: each worker gets the integers of all rows."""
    for sums in (worker["sums"] for worker in workers):
        whole = [*COUNTS, True]

        assert [whole] * 4 == [sums["once"], sums["again"], sums["counts"], sums["many"]]
        assert [whole, whole] == sums["list"]


def test_a_second_sync_changes_nothing(workers: list[Any]) -> None:
    """What is global already is not added again."""
    assert [[*COUNTS, True]] * len(workers) == [worker["sums"]["twice"] for worker in workers]


def test_the_metric_stays_local(workers: list[Any]) -> None:
    """A metric still has its own part afterwards, and the parts add up to the whole."""
    local = [worker["sums"]["local"] for worker in workers]

    assert all(worker["sums"]["untouched"] for worker in workers)
    assert COUNTS == [sum(part[place] for part in local) for place in (0, 1)]
    assert not any(part[2] for part in local)


def test_uneven_and_empty_parts_are_among_them(workers: list[Any]) -> None:
    """The parts that are added are not of one size, and of three workers on one has none."""
    totals = [worker["sums"]["local"][1] for worker in workers]

    assert len(workers) in (1, len(set(totals)))
    assert (0 in totals) == (len(workers) > 2)


def test_weights_add_over_workers(workers: list[Any]) -> None:
    """Boolean and whole weights and ratios stay exact, float weights to six digits."""
    for kinds in (worker["sums"]["kinds"] for worker in workers):
        exact = {name: kinds[name] for name in KINDS}

        assert {name: [*pair, True] for name, pair in KINDS.items()} == exact
        assert pytest.approx(FLOAT, rel=1e-6) == kinds["float"][:2]


def test_integers_have_no_limit(workers: list[Any]) -> None:
    """Counts beyond 64 bits are exchanged like any other."""
    whole = [len(workers) * 2**70, len(workers) * 2**71, True]

    assert [whole] * len(workers) == [worker["sums"]["huge"] for worker in workers]


REFUSALS = {
    "decisions": (
        "CountsMismatch: The workers count different things, so their sum would be the accuracy "
        "of nothing. Received: 'multiclass accuracy' on worker 0, 'multiclass accuracy, "
        "ignore_class=255' on worker 1. "
        "Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    ),
    "classes": (
        "CountsMismatch: The workers have different numbers of classes, so their sum would be the "
        "accuracy of nothing. Received: 5 on worker 0, 6 on worker 1. "
        "Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    ),
    "metrics": (
        "CountsMismatch: The workers have different metrics, so their sum would be the accuracy "
        "of nothing. Received: [0] on worker 0, [0, 1] on worker 1. "
        "Use: resolver.sync(metric) on every worker, with a metric of the same arguments"
    ),
    "failure": (
        "WorkerFailed: There is no sum without the part of every worker, and of 2 workers 1 "
        "failed. Received: worker 1: InvalidArgument: The labels do not fit the predictions: "
        "class ids need the shape (103,). "
        "Received: y_true.shape=(103, 1, 1), y_pred.shape=(103, 5). "
        'Use: resolver.Accuracy("multiclass", "one_hot"), if the labels are one-hot rows. '
        "Use: resolver.sync(metric) again, once what failed is mended"
    ),
}


@pytest.mark.parametrize("engine", ["torch"])
@pytest.mark.parametrize("refused", REFUSALS)
def test_all_workers_get_the_same_error(
    request: pytest.FixtureRequest, engine: str, refused: str
) -> None:
    """What cannot be added is refused on both workers, in the same words, and none waits."""
    workers = request.getfixturevalue(f"{engine}_worlds")["2"]

    assert [REFUSALS[refused]] * 2 == [worker["refusals"][refused] for worker in workers]


@pytest.mark.parametrize("engine", ["torch"])
def test_an_error_does_no_harm(request: pytest.FixtureRequest, engine: str) -> None:
    """After a refusal the workers can still add what they have."""
    workers = request.getfixturevalue(f"{engine}_worlds")["2"]

    assert ["67 of 103 (0.650485)"] * 2 == [worker["refusals"]["afterwards"] for worker in workers]
