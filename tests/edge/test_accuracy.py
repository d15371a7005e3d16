"""`Accuracy` counts what the table says, however Keras runs it."""

from __future__ import annotations

import importlib
from typing import Any

import keras
import numpy as np
import pytest
from keras.src.backend import set_keras_mask

from resolver.core.counts import Counts
from resolver.core.errors import InvalidArgument
from resolver.edge.count import hits_plain
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.counters import Tally, split
from resolver.edge.count.counting import count_arrays
from resolver.edge.count.hits import _ids
from resolver.edge.count.rooms import ROOM
from tests.edge.accuracy_cases import BINARY, CASES, INDEX, ONE_HOT, THREE, Case, rows

BACKEND = keras.backend.backend()
each_case = pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])


def count(case: Case) -> tuple[float, float]:
    """What a fresh metric counts of a case."""
    metric = Accuracy(**case.rule)
    metric.update_state(case.y_true, masked(case.y_pred, case.mask), case.sample_weight)
    counts = metric.counts()
    return counts.correct, counts.total


def masked(scores: Any, mask: Any) -> Any:
    """The scores as a tensor that carries a Keras mask."""
    scores = keras.ops.convert_to_tensor(scores)
    if mask is not None:
        set_keras_mask(scores, keras.ops.convert_to_tensor(mask))
    return scores


@each_case
def test_update_counts_the_table(case: Case) -> None:
    """An eager update gives the two integers of the table."""
    assert (case.correct, case.total) == count(case)


@each_case
def test_numpy_counts_the_table(case: Case) -> None:
    """`count_arrays` gives the two integers of the table."""
    counts = count_arrays(
        case.y_true, case.y_pred, sample_weight=case.sample_weight, mask=case.mask, **case.rule
    )

    assert (case.correct, case.total) == (counts.correct, counts.total)


@pytest.mark.skipif(BACKEND != "torch", reason="no backend of the three takes it: once is enough")
@each_case
def test_plain_room_counts_the_table(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain operations, which any other backend takes, give the same integers."""
    monkeypatch.setattr("resolver.edge.count.hits.ROOM", hits_plain)
    monkeypatch.setattr("resolver.edge.count.counters.ROOM", hits_plain)

    assert (case.correct, case.total) == count(case)


def totals(metrics: list[Accuracy]) -> list[tuple[float, float]]:
    return [(metric.counts().correct, metric.counts().total) for metric in metrics]


@pytest.mark.skipif(BACKEND != "tensorflow", reason="only TensorFlow has two compilers")
@pytest.mark.parametrize("jit_compile", [True, False])
def test_a_compiled_step_counts_the_table(jit_compile: bool) -> None:
    """In a graph, and under XLA, whose maximum drops NaN, the integers are the same."""
    tf = importlib.import_module("tensorflow")
    metrics = [Accuracy(**case.rule) for case in CASES]
    parts = [[case.y_true, case.y_pred, case.sample_weight, case.mask] for case in CASES]

    @tf.function(jit_compile=jit_compile, autograph=False)
    def step(given: Any) -> None:
        for metric, (y_true, y_pred, weights, mask) in zip(metrics, given, strict=True):
            metric.update_state(y_true, masked(y_pred, mask), weights)

    step([[None if part is None else tf.constant(part) for part in row] for row in parts])

    assert [(case.correct, case.total) for case in CASES] == totals(metrics)


@pytest.mark.skipif(BACKEND != "jax", reason="jax.jit is JAX's")
def test_stateless_updates_under_jit_count_the_table() -> None:
    """`stateless_update_state` under `jax.jit`, without 64-bit integers, counts the same."""
    jax = importlib.import_module("jax")
    cases = [case for case in CASES if "huge" not in case.says]
    metrics = [Accuracy(**case.rule) for case in cases]
    parts = [[case.y_true, case.y_pred, case.sample_weight, case.mask] for case in cases]

    @jax.jit
    def step(states: Any, given: Any) -> Any:
        return [
            metric.stateless_update_state(state, y_true, masked(y_pred, mask), weights)
            for metric, state, (y_true, y_pred, weights, mask) in zip(
                metrics, states, given, strict=True
            )
        ]

    states = step([[v.value for v in metric.variables] for metric in metrics], parts)
    for metric, state in zip(metrics, states, strict=True):
        for variable, value in zip(metric.variables, state, strict=True):
            variable.assign(value)

    assert [(case.correct, case.total) for case in cases] == totals(metrics)


@pytest.mark.parametrize("columns", [3, 40, 1000, 1009])
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_fast_paths_agree_with_the_plain_one(columns: int, dtype: str) -> None:
    """On random scores full of ties and NaN the rooms agree, in every float dtype."""
    rng = np.random.default_rng(columns)
    scores = rng.integers(0, columns // 2 + 1, (64, columns)).astype("float32")
    scores[::7, rng.integers(0, columns)] = np.nan
    scores[1::7, rng.integers(0, columns)] = np.inf
    tensor = keras.ops.cast(keras.ops.convert_to_tensor(scores), dtype)
    fast, clean = (keras.ops.convert_to_numpy(part) for part in ROOM.first_max(tensor, -1))
    plain, whole = (keras.ops.convert_to_numpy(part) for part in hits_plain.first_max(tensor, -1))

    assert (whole.tolist(), plain[whole].tolist()) == (clean.tolist(), fast[whole].tolist())


def test_ids_are_compared_as_integers_beyond_float32() -> None:
    """Two ids that float32 cannot tell apart are two ids."""
    ids = keras.ops.convert_to_numpy(_ids(keras.ops.convert_to_tensor([2**24, 2**24 + 1])))

    assert [2**24, 2**24 + 1] == ids.tolist()


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_low_precision_scores_keep_class_ids(dtype: str) -> None:
    """Ids above 256 are not rounded when the scores are 16-bit."""
    scores = keras.ops.cast(np.eye(1000, dtype="float32")[[257, 999, 3]], dtype)
    metric = Accuracy("multiclass", dtype=dtype)
    metric.update_state(np.array([257, 998, 3]), scores)

    assert Counts(2, 3, "multiclass accuracy") == metric.counts()


def test_a_threshold_is_not_rounded_to_the_scores() -> None:
    """0.3 lies between two bfloat16 numbers, and only the upper one is above it."""
    scores = keras.ops.cast(rows([0.298828125], [0.30078125]), "bfloat16")
    metric = Accuracy("binary", threshold=0.3)
    metric.update_state(np.array([0, 1]), scores)

    assert (2, 2) == (metric.counts().correct, metric.counts().total)


@pytest.mark.parametrize("start", [2**24, 2**31 - 1, 2**31, 2**50 - 2])
def test_counters_pass_the_limits_of_floats_and_words(start: int) -> None:
    """From a seeded state the next samples still count by one."""
    metric = Accuracy("multiclass")
    low, high = split(start)
    metric.variables[0].assign([[low, low], [high, high]])
    for _ in range(3):
        metric.update_state(np.array([1, 0, 0]), THREE)

    assert (start + 6, start + 9) == (metric.counts().correct, metric.counts().total)


def test_counters_of_2048_replicas_add() -> None:
    """Words that are summed over 2,048 full replicas read right, and count on from there."""
    metric = Accuracy("multiclass")
    full = np.array([[2**20 - 1] * 2, [2**18 + 7] * 2])
    metric.variables[0].assign((full * 2048).astype("int32"))
    metric.update_state(np.array([1, 0, 0]), THREE)
    each = (2**18 + 7) * 2**20 + 2**20 - 1

    assert (each * 2048 + 2, each * 2048 + 3) == (metric.counts().correct, metric.counts().total)


def test_float_weights_are_compensated() -> None:
    """Ten million and thirty times a small weight: float32 alone would lose every one."""
    metric = keras.metrics.Metric(name="m")
    tally = Tally(metric, 1)
    tally.add_float([keras.ops.convert_to_tensor([1e7, 0.0], dtype="float32")])
    for _ in range(30):
        tally.add_float([keras.ops.convert_to_tensor([0.1, 0.0], dtype="float32")])

    assert abs(tally.read()[0] / (1e7 + 30 * np.float32(0.1)) - 1) < 1e-13


def test_a_batch_of_float_weights_is_compensated() -> None:
    """One batch of many weights is summed to far better than float32."""
    weights = np.random.default_rng(0).random(300_001, dtype="float32")
    metric = Accuracy("binary")
    metric.update_state(np.ones(300_001, bool), np.ones(300_001, "float32"), weights)

    assert abs(metric.counts().total / weights.sum(dtype="float64") - 1) < 1e-12


@pytest.mark.parametrize("floatx", ["float16", "bfloat16"])
def test_floatx_has_no_influence(floatx: str) -> None:
    """Counters, lists of scores and the result keep their precision under a low floatx."""
    before = keras.backend.floatx()
    keras.backend.set_floatx(floatx)
    try:
        metric = Accuracy("multiclass")
        for _ in range(3):
            metric.update_state([1, 0, 0] * 700, [[0.5, 0.5001, 0], [1, 0, 0], [0, 0, 1]] * 700)
        state = (metric.counts().correct, metric.counts().total)
        dtype = keras.backend.standardize_dtype(metric.result().dtype)
    finally:
        keras.backend.set_floatx(before)

    assert (4200, 6300, "float32") == (*state, dtype)


def test_result_is_the_ratio_and_zero_before() -> None:
    """`result` is 0 without samples, then the ratio of the counts."""
    metric = Accuracy("multiclass")
    before = float(metric.result())
    metric.update_state(np.array([1, 0, 0, 0]), np.vstack([THREE, THREE[1:2]]))

    assert (0.0, 0.75) == (before, float(metric.result()))


def test_reset_forgets() -> None:
    """After `reset_state` nothing is counted, weighted or not."""
    metric = Accuracy("multiclass")
    metric.update_state(np.array([1, 0, 0]), THREE, np.array([0.5, 1, 2]))
    metric.update_state(np.array([1, 0, 0]), THREE)
    metric.reset_state()

    assert (0, 0) == (metric.counts().correct, metric.counts().total)


@pytest.mark.parametrize(
    "weights", [None, np.array([1.0, 3.0]), np.array([[1.0, 2, 0], [0, 1, 1]])], ids=str
)
def test_sample_reduction_is_kerass_mean_of_rows(weights: Any) -> None:
    """`reduction="sample"` reproduces the number of Keras's own metric."""
    y_true = np.array([[1, 0, 0], [2, 2, 2]])
    y_pred = np.stack([THREE, THREE])
    ours = Accuracy("multiclass", reduction="sample")
    theirs = keras.metrics.SparseCategoricalAccuracy()
    for metric in (ours, theirs):
        metric.update_state(y_true, y_pred, weights)

    assert abs(float(theirs.result()) - float(ours.result())) < 1e-6


def test_config_makes_the_same_metric() -> None:
    """`from_config` keeps every argument."""
    metric = Accuracy("multiclass", "one_hot", axis=1, ignore_class=3, reduction="sample", name="a")

    assert metric.get_config() == Accuracy.from_config(metric.get_config()).get_config()


def test_more_is_better() -> None:
    """Keras finds the direction where it looks for it."""
    assert Accuracy("binary")._direction == "up"


REFUSALS = [
    (
        lambda: Accuracy("binray"),
        "The task of an accuracy must be one of: binary, multilabel, multiclass. "
        "Received: 'binray'. Use: task=\"multiclass\"",
    ),
    (
        lambda: Accuracy("multiclass", "sign"),
        "The coding of multiclass labels of an accuracy must be one of: index, one_hot, soft. "
        "Received: 'sign'. Use: coding=\"index\"",
    ),
    (
        lambda: Accuracy("binary", reduction="mean"),
        "The reduction of an accuracy must be one of: element, sample. "
        "Received: 'mean'. Use: reduction=\"element\"",
    ),
    (
        lambda: Accuracy("binary", threshold="0.5"),  # type: ignore[arg-type]
        "The threshold of an accuracy must be one of: a number. Received: '0.5'. "
        "Use: threshold=0.5",
    ),
    (
        lambda: Accuracy("multiclass", axis=True),
        "The axis of an accuracy must be one of: a whole number. Received: True. Use: axis=-1",
    ),
    (
        lambda: Accuracy("multiclass", ignore_class="0"),  # type: ignore[arg-type]
        "The ignore_class of an accuracy must be one of: a whole number, None. "
        "Received: '0'. Use: ignore_class=255",
    ),
    (
        lambda: Accuracy(**BINARY).update_state(np.ones((3, 2)), np.ones((3, 4))),
        "The labels do not fit the predictions: each element needs its own label. "
        "Received: y_true.shape=(3, 2), y_pred.shape=(3, 4). "
        'Use: resolver.Accuracy("multiclass", "index"), if the labels are class ids; '
        "else equal shapes",
    ),
    (
        lambda: Accuracy(**INDEX).update_state(np.ones((3, 4)), np.ones((3, 4))),
        "The labels do not fit the predictions: class ids need the shape (3,). "
        "Received: y_true.shape=(3, 4), y_pred.shape=(3, 4). "
        'Use: resolver.Accuracy("multiclass", "one_hot"), if the labels are one-hot rows',
    ),
    (
        lambda: Accuracy(**ONE_HOT).update_state(np.ones((3, 3)), np.ones((3, 4))),
        "The labels do not fit the predictions: labels coded 'one_hot' need the predictions' "
        "shape. Received: y_true.shape=(3, 3), y_pred.shape=(3, 4). "
        'Use: resolver.Accuracy("multiclass", "index"), if the labels are class ids',
    ),
    (
        lambda: Accuracy("multiclass", axis=2).update_state(np.ones(3), np.ones((3, 4))),
        "The predictions have no such axis of classes. Received: axis=2, y_pred.shape=(3, 4). "
        "Use: axis=-1",
    ),
    (
        lambda: Accuracy("multiclass").update_state(np.ones(3), np.ones((3, 0))),
        "There are no classes to choose from. Received: axis=1, y_pred.shape=(3, 0). Use: axis=-1",
    ),
    (
        lambda: Accuracy(**INDEX).update_state(np.ones(3), np.ones((3, 4)), np.ones(2)),
        "The sample_weight does not fit what is counted. Received: sample_weight.shape=(2,), for "
        "elements of shape (3,). Use: sample_weight of shape (3,)",
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSALS, ids=[text[:60] for _, text in REFUSALS])
def test_what_has_no_meaning_is_refused(call: Any, message: str) -> None:
    """Each refusal says what was seen, what is needed and what to write."""
    with pytest.raises(InvalidArgument) as error:
        call()

    assert message == str(error.value)
