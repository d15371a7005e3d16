"""Processes that train together, on the engine that runs them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.distributed.expected import COUNTS, FLOAT
from tests.distributed.features import PROCESSES, shows


@shows("custom loop", "torch")
@shows("repeated rows counted once", "torch")
@pytest.mark.parametrize("workers", PROCESSES["torch"])
def test_rows_that_a_sampler_repeats_count_once(torch_worlds: Any, workers: int) -> None:
    """After `DistributedDataParallel` has trained, all shards count as one process does."""
    found = [worker["trained"] for worker in torch_worlds[str(workers)]]
    correct, total, _ = found[0]["whole"]

    assert total == COUNTS[1]
    assert [[correct, total, True]] * workers == [each["synced"] for each in found]
    assert total == sum(each["local"][1] for each in found)


@pytest.mark.parametrize("workers", PROCESSES["torch"])
def test_without_padding_they_count_twice(torch_worlds: Any, workers: int) -> None:
    """The sampler gives every process as many rows, and so some of them twice."""
    repeated = [worker["trained"]["repeated"][1] for worker in torch_worlds[str(workers)]]

    assert [-(-COUNTS[1] // workers) * workers] * workers == repeated


@shows("`evaluate`, padded", "torch")
@pytest.mark.parametrize("workers", PROCESSES["torch"])
def test_keras_evaluates_each_shard_on_torch(torch_worlds: Any, workers: int) -> None:
    """Each process evaluates its own shard, padded, and `sync` adds up what they counted."""
    found = [worker["evaluated"]["synced"] for worker in torch_worlds[str(workers)]]

    assert [[*COUNTS, True]] * workers == found


@shows("`fit`, padded", "torch", says="Keras trains each alone")
@shows("`fit` and `evaluate`, not padded", "torch", says="repeated rows count twice")
@pytest.mark.parametrize("workers", PROCESSES["torch"])
def test_keras_trains_each_process_alone_on_torch(torch_worlds: Any, workers: int) -> None:
    """`Model.fit` exchanges no gradients, and so ends with as many models as processes."""
    found = [worker["evaluated"] for worker in torch_worlds[str(workers)]]

    assert workers == len({str(each["kernel"]) for each in found})
    assert [-(-COUNTS[1] // workers)] * workers == [each["unpadded"][1] for each in found]


@pytest.mark.parametrize("workers", PROCESSES["torch"])
def test_torch_trains_one_model(torch_worlds: Any, workers: int) -> None:
    """Every process ends with the same kernel, and counted with it."""
    kernels = [worker["trained"]["kernel"] for worker in torch_worlds[str(workers)]]

    assert [kernels[0]] * workers == kernels


@shows("`evaluate`, padded", "jax")
def test_processes_share_an_evaluation_on_jax(jax_worlds: Any) -> None:
    """Parts of 53 and 50 rows, padded to as many batches: the state holds what both counted."""
    found = [worker["trained"] for worker in jax_worlds["2"]]

    assert [[*COUNTS, True]] * 2 == [each["counts"] for each in found]
    assert [[*COUNTS, True]] * 2 == [each["synced"] for each in found]
    assert pytest.approx([COUNTS[0] / COUNTS[1]] * 2) == [each["accuracy"] for each in found]


@shows("`fit`, padded", "jax")
def test_processes_train_one_model_on_jax(jax_worlds: Any) -> None:
    """After `fit` both have the same kernel, and counted the same of all rows."""
    first, second = (worker["trained"] for worker in jax_worlds["2"])

    assert first["kernel"] == second["kernel"]
    assert first["fitted"] == second["fitted"]
    assert [COUNTS[1], True] == first["fitted"][1:]


@shows("custom loop", "jax")
def test_what_a_jax_process_counts_for_itself_is_its_own(jax_worlds: Any) -> None:
    """An update by hand is not shared, whatever distribution is set: it is added by `sync`."""
    found = [worker["trained"]["own"] for worker in jax_worlds["2"]]
    local = [each["local"] for each in found]

    assert COUNTS == [sum(part[place] for part in local) for place in (0, 1)]
    assert [False, False] == [reduced for _, _, reduced in local]
    assert [[*COUNTS, True]] * 2 == [each["synced"] for each in found]
    assert pytest.approx([right / total for right, total, _ in local]) == [
        each["result"] for each in found
    ]
    for each in found:
        assert pytest.approx(FLOAT, rel=1e-6) == each["floats"][:2]


def test_own_and_shared_counts_do_not_mix_on_jax(jax_worlds: Any) -> None:
    """A batch of one process after batches of all is refused, for no number would be right."""
    expected = (
        "InvalidArgument: What one process counted does not add to what all have counted. "
        "Received: batches of this process, and batches that all processes share. "
        "Use: metric.reset_state() between them"
    )

    assert [expected] * 2 == [worker["trained"]["mixed"] for worker in jax_worlds["2"]]


@shows("`fit` and `evaluate`, not padded", "jax", says="if every batch divides")
def test_keras_needs_batches_that_divide_on_jax(jax_worlds: Any) -> None:
    """The batches of all processes together are cut into as many parts as there are devices."""
    for worker in jax_worlds["2"]:
        assert "IndivisibleError: Sharding NamedSharding(" in worker["trained"]["unpadded"]
        assert "partitioned 4 times, but the dimension size is 10" in worker["trained"]["unpadded"]


@shows("custom loop", "tensorflow")
def test_a_custom_loop_counts_on_every_worker(tensorflow_worlds: Any) -> None:
    """Each worker has its own rows, 39 and 64, in batches that do not divide."""
    found = [worker["looped"] for worker in tensorflow_worlds["2"]]

    assert [[39, False], [64, False]] == [each["local"][1:] for each in found]
    assert [[*COUNTS, True]] * 2 == [each["synced"] for each in found]


def test_counts_without_a_strategy_are_refused(tensorflow_worlds: Any) -> None:
    """One of several workers does not take its own part for the whole."""
    expected = (
        "InvalidArgument: TF_CONFIG says that this is one of 2 workers, and no strategy is in "
        "scope that could reach the others. Received: counts that know no strategy. "
        "Use: with strategy.scope(): resolver.sync(counts)"
    )

    assert [expected] * 2 == [worker["out of scope"] for worker in tensorflow_worlds["2"]]


@shows("`fit` and `evaluate`, not padded", "tensorflow", says="Keras fails")
@shows("`evaluate`, padded", "tensorflow", says="Keras fails")
@shows("`fit`, padded", "tensorflow", says="Keras fails")
def test_keras_does_not_train_under_multi_worker_mirrored(tensorflow_worlds: Any) -> None:
    """Twice over: to build it needs a tensor of a `PerReplica`, then a mean along no axis."""
    first = "ValueError: Attempt to convert a value (PerReplica:{\n  0: <tf.Tensor: shape=("
    last = "with an unsupported type (<class 'tensorflow.python.distribute.values.PerReplica'>)"
    past = "ValueError: Invalid reduction dimension 0 for input with 0 dimensions. for "
    for worker in tensorflow_worlds["2"]:
        assert [True] * 2 == [said.startswith(first) for said in worker["keras"]["as it is"]]
        assert [True] * 2 == [last in said for said in worker["keras"]["as it is"]]
        assert [True] * 2 == [said.startswith(past) for said in worker["keras"]["past it"]]
