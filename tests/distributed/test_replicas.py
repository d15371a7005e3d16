"""Many devices in one process: TensorFlow's `MirroredStrategy`, and JAX's `DataParallel`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.distributed.expected import COUNTS, FLOAT, KINDS, LOSS, odd
from tests.distributed.features import REPLICAS, shows

ENGINES = ("mirrored", "devices")
KERNEL = 1e-5
"""How far two kernels may differ: sums of float32 in another order."""


WORLDS = [(engine, replicas) for engine in ENGINES for replicas in REPLICAS]


@pytest.fixture(name="found", params=WORLDS, ids=lambda world: f"{world[0]} {world[1]}")
def _found(request: pytest.FixtureRequest) -> Any:
    """What one engine found out on a number of replicas."""
    engine, replicas = request.param
    return request.getfixturevalue(engine)[str(replicas)]


@shows("`evaluate`, padded", *ENGINES, on=REPLICAS)
@shows("batches that do not divide", *ENGINES, on=REPLICAS)
def test_a_padded_evaluation_is_that_of_the_data(found: Any) -> None:
    """The two integers, the accuracy and the loss are those of the rows that are there."""
    padded = found["padded"]

    assert [*COUNTS, False] == padded["evaluated"]
    assert pytest.approx([COUNTS[0] / COUNTS[1], LOSS], rel=1e-6) == [
        padded["accuracy"],
        padded["loss"],
    ]


@shows("`fit`, padded", *ENGINES, on=REPLICAS)
def test_padded_training_is_that_of_one_device(found: Any, request: pytest.FixtureRequest) -> None:
    """Kernel, accuracy and counts after an epoch are those of one replica, of either engine."""
    alone = request.getfixturevalue("mirrored")["1"]["padded"]
    padded = found["padded"]
    correct, total, reduced = padded["fitted"]

    assert [alone["fitted"], True] == [padded["fitted"], reduced]
    assert pytest.approx([correct / total], rel=1e-6) == padded["history"]
    for expected, row in zip(alone["weights"], padded["weights"], strict=True):
        assert pytest.approx(expected, abs=KERNEL) == row


@shows("float, whole and boolean weights", "devices", on=REPLICAS)
@pytest.mark.parametrize("replicas", REPLICAS)
def test_float_weights_add_over_devices(devices: Any, replicas: int) -> None:
    """The weights of a padded evaluation add up to six digits."""
    *sums, reduced = devices[str(replicas)]["weighted"]

    assert pytest.approx(FLOAT, rel=1e-6) == sums
    assert not reduced


CUT = {
    "mirrored": "Inputs to operation AddN of type AddN must have the same size and shape.",
    "devices": "IndivisibleError: Sharding NamedSharding(mesh=Mesh('batch': ",
}
"""How Keras's failure begins where a batch does not divide by the replicas."""


@shows("`fit` and `evaluate`, not padded", "mirrored", says="if the first batch divides")
@shows("`fit` and `evaluate`, not padded", "devices", says="if every batch divides")
@pytest.mark.parametrize("size", [10, 8])
@pytest.mark.parametrize("replicas", REPLICAS)
@pytest.mark.parametrize("engine", ENGINES)
def test_keras_needs_batches_that_divide(
    request: pytest.FixtureRequest, engine: str, replicas: int, size: int
) -> None:
    """Unpadded, TensorFlow counts if the first batch divides, JAX if all do; else Keras fails.

    Of the last seven rows one of 8 replicas has none: counts and loss are right all the same.
    """
    said = request.getfixturevalue(engine)[str(replicas)]["unpadded"][str(size)]
    batches = (size,) if engine == "mirrored" else (size, COUNTS[1] % size)

    if all(batch % replicas == 0 for batch in batches):
        assert [*COUNTS, False, pytest.approx(LOSS, rel=1e-6)] == said
    else:
        assert CUT[engine] in said


@shows("custom loop", "mirrored", on=REPLICAS)
@shows("a part without rows", "mirrored", on=(3, 4, 8))
@shows("a second `sync` adds nothing", "mirrored", on=REPLICAS)
@shows("float, whole and boolean weights", "mirrored", on=REPLICAS)
@shows("`metric.counts()` local, `resolver.sync` global", "mirrored", on=REPLICAS)
@pytest.mark.parametrize("replicas", REPLICAS)
def test_a_custom_loop_counts_on_every_replica(mirrored: Any, replicas: int) -> None:
    """Uneven parts in `strategy.run`, some of them empty; one process, so local is global."""
    looped = mirrored[str(replicas)]["looped"]
    for place, reduced in (("local", False), ("synced", True)):
        exact = {kind: looped[place][kind] for kind in KINDS}

        assert {kind: [*pair, reduced] for kind, pair in KINDS.items()} == exact
        assert pytest.approx(FLOAT, rel=1e-6) == looped[place]["float"][:2]


@shows("custom loop", "devices", on=REPLICAS)
@shows("a second `sync` adds nothing", "devices", on=REPLICAS)
@shows("`metric.counts()` local, `resolver.sync` global", "devices", on=REPLICAS)
@pytest.mark.parametrize("replicas", REPLICAS)
def test_an_update_outside_of_a_step_counts_once(devices: Any, replicas: int) -> None:
    """On JAX a metric that is updated by hand counts the batch once, on however many devices."""
    looped = devices[str(replicas)]["looped"]

    assert {"local": [*COUNTS, False], "synced": [*COUNTS, True]} == looped


@shows("negative and NaN weights", *ENGINES, on=REPLICAS)
@pytest.mark.parametrize("replicas", REPLICAS)
@pytest.mark.parametrize("engine", ENGINES)
def test_odd_weights_mean_the_same(
    request: pytest.FixtureRequest, engine: str, replicas: int
) -> None:
    """On all replicas: a negative weight takes away, and a NaN makes the sums NaN.

    On JAX a metric that is updated by hand sees the batch once, so that there are no others.
    """
    others = replicas - 1 if engine == "mirrored" else 0
    expected = {name: [*sums, False] for name, sums in odd(others).items()}

    assert expected == request.getfixturevalue(engine)[str(replicas)]["odd"]


REFUSED = {
    "missing": (
        "InvalidArgument: An accuracy compares labels with predictions, and one of them is "
        "missing. Received: None. Use: metric.update_state(y_true, y_pred) where there are labels"
    ),
    "rank": (
        "InvalidArgument: The labels do not fit the predictions: class ids need the shape (103,). "
        "Received: y_true.shape=(103, 1, 1), y_pred.shape=(103, 5). "
        'Use: resolver.Accuracy("multiclass", "one_hot"), if the labels are one-hot rows'
    ),
    "inside": (
        "InvalidArgument: Counts are Python numbers, which a replica or a graph does not have. "
        "Received: a call inside strategy.run or tf.function. "
        "Use: resolver.sync(metric) after it"
    ),
}


@shows("missing labels refused on all", "mirrored", on=REPLICAS)
@shows("labels of the wrong rank refused on all", "mirrored", on=REPLICAS)
@pytest.mark.parametrize("replicas", REPLICAS)
@pytest.mark.parametrize("refused", REFUSED)
def test_what_one_replica_cannot_count_is_refused(
    mirrored: Any, replicas: int, refused: str
) -> None:
    """An error on the last replica is that of the step, in the words of a single device."""
    assert REFUSED[refused] == mirrored[str(replicas)]["refused"][refused]
