"""`resolver.sync` over real processes: the same two integers on each of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.distributed.expected import COUNTS, FLOAT, KINDS, odd
from tests.distributed.features import PROCESSES, shows

WORLDS = [(engine, workers) for engine, sizes in PROCESSES.items() for workers in sizes]


@pytest.fixture(name="workers", params=WORLDS, ids=lambda world: f"{world[0]} {world[1]}")
def _workers(request: pytest.FixtureRequest) -> list[Any]:
    """What each worker of one world found out."""
    engine, workers = request.param
    found: list[Any] = request.getfixturevalue(f"{engine}_worlds")[str(workers)]
    assert len(found) == workers
    return found


@shows("`metric.counts()` local, `resolver.sync` global", *PROCESSES)
@shows("batches that do not divide", *PROCESSES)
def test_every_worker_has_the_counts_of_all(workers: list[Any]) -> None:
    """A metric, its counts, and both in a list: each worker gets the integers of all rows."""
    for sums in (worker["sums"] for worker in workers):
        whole = [*COUNTS, True]

        assert [whole] * 4 == [sums["once"], sums["again"], sums["counts"], sums["many"]]
        assert [whole, whole] == sums["list"]


@shows("a second `sync` adds nothing", *PROCESSES)
def test_a_second_sync_changes_nothing(workers: list[Any]) -> None:
    """What is global already is not added again."""
    assert [[*COUNTS, True]] * len(workers) == [worker["sums"]["twice"] for worker in workers]


def test_the_metric_stays_local(workers: list[Any]) -> None:
    """A metric still has its own part afterwards, and the parts add up to the whole."""
    local = [worker["sums"]["local"] for worker in workers]

    assert all(worker["sums"]["untouched"] for worker in workers)
    assert COUNTS == [sum(part[place] for part in local) for place in (0, 1)]
    assert not any(part[2] for part in local)


@shows("a part without rows", *PROCESSES)
def test_workers_that_saw_nothing_add_nothing(workers: list[Any]) -> None:
    """Where all workers but one saw no batch, its part is the whole, and all get it."""
    *first, _ = workers[0]["sums"]["local"]

    assert [[*first, True]] * len(workers) == [worker["sums"]["first"] for worker in workers]


def test_uneven_and_empty_parts_are_among_them(workers: list[Any]) -> None:
    """The parts that are added are not of one size, and of three workers on one has none."""
    totals = [worker["sums"]["local"][1] for worker in workers]

    assert len(workers) in (1, len(set(totals)))
    assert (0 in totals) == (len(workers) > 2)


@shows("float, whole and boolean weights", *PROCESSES)
def test_weights_add_over_workers(workers: list[Any]) -> None:
    """Boolean and whole weights and ratios stay exact, float weights to six digits."""
    for kinds in (worker["sums"]["kinds"] for worker in workers):
        exact = {name: kinds[name] for name in KINDS}

        assert {name: [*pair, True] for name, pair in KINDS.items()} == exact
        assert pytest.approx(FLOAT, rel=1e-6) == kinds["float"][:2]


@shows("negative and NaN weights", *PROCESSES)
def test_weights_that_are_no_amounts_mean_the_same(workers: list[Any]) -> None:
    """On all workers: a negative weight takes away, and a NaN makes the sums NaN."""
    expected = {name: [*sums, True] for name, sums in odd(len(workers) - 1).items()}

    assert [expected] * len(workers) == [worker["sums"]["odd"] for worker in workers]


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
    "mixed": (
        "CountsMismatch: Counts of all workers and counts of one worker do not add: the one is "
        "part of the other. Received: Counts(correct=67, total=103, decision='multiclass "
        "accuracy', reduced=True) and Counts(correct={correct}, total={total}, "
        "decision='multiclass accuracy'). Use: resolver.sync(counts) for both, or for neither"
    ),
    "missing": (
        "WorkerFailed: There is no sum without the part of every worker, and of 2 workers 1 "
        "failed. Received: worker 1: InvalidArgument: An accuracy compares labels with "
        "predictions, and one of them is missing. Received: None. "
        "Use: metric.update_state(y_true, y_pred) where there are labels. "
        "Use: resolver.sync(metric) again, once what failed is mended"
    ),
    "rank": (
        "WorkerFailed: There is no sum without the part of every worker, and of 2 workers 1 "
        "failed. Received: worker 1: InvalidArgument: The labels do not fit the predictions: "
        "class ids need the shape (103,). "
        "Received: y_true.shape=(103, 1, 1), y_pred.shape=(103, 5). "
        'Use: resolver.Accuracy("multiclass", "one_hot"), if the labels are one-hot rows. '
        "Use: resolver.sync(metric) again, once what failed is mended"
    ),
}


@shows("local and global counts kept apart", *PROCESSES, on=(2,))
@shows("other decisions refused, both shown", *PROCESSES, on=(2,))
@shows("other label ranges refused, both shown", *PROCESSES, on=(2,))
@shows("missing labels refused on all", *PROCESSES, on=(2,))
@shows("labels of the wrong rank refused on all", *PROCESSES, on=(2,))
@pytest.mark.parametrize("engine", PROCESSES)
@pytest.mark.parametrize("refused", REFUSALS)
def test_all_workers_get_the_same_error(
    request: pytest.FixtureRequest, engine: str, refused: str
) -> None:
    """What cannot be added is refused on both workers, in the same words, and none waits."""
    workers = request.getfixturevalue(f"{engine}_worlds")["2"]
    for worker in workers:
        correct, total, _ = worker["sums"]["local"]
        expected = REFUSALS[refused].replace("{correct}", str(correct))

        assert expected.replace("{total}", str(total)) == worker["refusals"][refused]


@pytest.mark.parametrize("engine", PROCESSES)
def test_an_error_does_no_harm(request: pytest.FixtureRequest, engine: str) -> None:
    """After a refusal the workers can still add what they have."""
    workers = request.getfixturevalue(f"{engine}_worlds")["2"]

    assert ["67 of 103 (0.650485)"] * 2 == [worker["refusals"]["afterwards"] for worker in workers]
