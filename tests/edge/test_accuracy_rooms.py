"""The rooms of the backends agree with the plain one, on data large enough for their fast paths."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
import pytest

from resolver.edge.count import hits_plain
from resolver.edge.count.rooms import ROOM

BACKEND = keras.backend.backend()
WAYS = {
    "tensorflow": ["eager", "graph", "xla"],
    "jax": ["eager", "jit"],
    "torch": ["1 thread", "2 threads", "4 threads"],
}

WIDE = BACKEND != "jax"
"""Whether there are 64 bits: JAX has them only where all numbers have them."""

each_way = pytest.mark.parametrize("way", WAYS[BACKEND])
each_width = pytest.mark.parametrize("columns", [3, 10, 16, 17, 40, 100, 1009, 4000, 20_000])
each_dtype = pytest.mark.parametrize("dtype", ["float32", "bfloat16"])


@functools.cache
def made(way: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of tensors as it is run: compiled once for all the tests that share it."""
    if way in ("graph", "xla"):
        tf = importlib.import_module("tensorflow")
        compiled: Any = tf.function(function, jit_compile=way == "xla", autograph=False)
        return compiled
    return importlib.import_module("jax").jit(function) if way == "jit" else function


def run(way: str, function: Callable[..., Any], *tensors: Any) -> Any:
    """What a function of tensors gives, run one way or the other: an array."""
    with threads(way):
        return keras.ops.convert_to_numpy(made(way, function)(*tensors))


def class_hits(ids: Any, scores: Any) -> Any:
    return ROOM.class_hits(ids, scores, -1)


def pair_hits(y_true: Any, y_pred: Any) -> Any:
    """Whether the first maxima of labels and predictions are at one place."""
    return pairs(ROOM, y_true, y_pred)


def side_hits(labels: Any, scores: Any) -> Any:
    return ROOM.side_hits(labels, 0.5, scores, 0.5)


def pairs(room: Any, y_true: Any, y_pred: Any) -> Any:
    ids, clean = room.first_max(y_true, -1)
    return keras.ops.logical_and(room.class_hits(ids, y_pred, -1), clean)


@contextmanager
def threads(way: str) -> Iterator[None]:
    """Lets torch have so many threads, if the way says how many."""
    if "thread" not in way:
        yield
        return
    torch = importlib.import_module("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(int(way[0]))
    try:
        yield
    finally:
        torch.set_num_threads(before)


@functools.cache
def scores_of(columns: int, dtype: str) -> tuple[Any, Any]:
    """(class ids, scores): ties, infinities, NaN, ids out of range, a last column that wins."""
    rng = np.random.default_rng(columns)
    rows = 250_000 // columns
    scores = rng.integers(0, columns // 2 + 1, (rows, columns)).astype("float32")
    scores[::7, rng.integers(0, columns)] = np.nan
    scores[1::7, rng.integers(0, columns)] = np.inf
    scores[2::7] = -np.inf
    scores[3::7, :-1], scores[3::7, -1] = 0, 1
    scores[4::7, 0] = np.inf
    ids = np.where(
        rng.random(rows) < 0.8, scores.argmax(-1), rng.integers(-1, columns + 1, rows)
    ).astype("int32")
    return keras.ops.convert_to_tensor(ids), keras.ops.cast(scores, dtype)


@functools.cache
def rows_of(columns: int, dtype: str) -> tuple[Any, Any]:
    """(rows of labels, scores): some the same, and others those of the row before."""
    _, scores = scores_of(columns, dtype)
    labels = keras.ops.roll(scores, 1, axis=0)
    return keras.ops.concatenate([scores[:20], labels[20:]]), scores


@functools.cache
def plain_hits(columns: int, dtype: str, *, rows: bool = False) -> Any:
    """What the plain room finds, which all ways are held to."""
    if rows:
        hits = pairs(hits_plain, *rows_of(columns, dtype))
    else:
        hits = hits_plain.class_hits(*scores_of(columns, dtype), -1)
    return keras.ops.convert_to_numpy(hits)


@each_way
@each_width
@pytest.mark.parametrize(
    "dtype", [*(["float64"] if WIDE else []), "float32", "bfloat16", "float16"]
)
def test_class_ids_are_judged_alike(columns: int, dtype: str, way: str) -> None:
    """Against class ids the rooms find the same hits, in every width and however they are run."""
    plain = plain_hits(columns, dtype)

    assert plain.tolist() == run(way, class_hits, *scores_of(columns, dtype)).tolist()
    assert {True, False} == set(plain.tolist())


@pytest.mark.skipif(not WIDE, reason="JAX has 64 bits only where all numbers have them")
@each_way
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("columns", [16, 24, 100])
def test_a_class_id_of_64_bits_is_taken_whole(columns: int, dtype: str, way: str) -> None:
    """What lies beyond 32 bits is no class, whatever its lower half says; below, all are judged."""
    ids, scores = scores_of(columns, dtype)
    right = plain_hits(columns, dtype)
    beyond = np.resize([0, 0, 0, 2**32, -(2**32), 2**31, 3 * 2**32, -(2**63)], right.shape)
    wide = keras.ops.convert_to_numpy(ids).astype("int64") + beyond

    found = run(way, class_hits, keras.ops.convert_to_tensor(wide, "int64"), scores)

    assert (right & (beyond == 0)).tolist() == found.tolist()
    assert right[beyond != 0].any()


@each_way
@each_width
@each_dtype
def test_rows_of_labels_are_judged_alike(columns: int, dtype: str, way: str) -> None:
    """Against rows of labels too, where the first of the largest counts, and NaN is none."""
    plain = plain_hits(columns, dtype, rows=True)

    assert plain.tolist() == run(way, pair_hits, *rows_of(columns, dtype)).tolist()
    assert {True, False} == set(plain.tolist())


INTEGERS = {"int8": 100, "uint8": 200, "int32": 2**31 - 2, "int64": 2**40}
"""Integers of each dtype, of which a float of as many bits has not every one."""
if not WIDE:
    del INTEGERS["int64"]


@each_way
@pytest.mark.parametrize("dtype", INTEGERS)
@pytest.mark.parametrize("columns", [5, 100, 1009])
def test_rows_of_integers_are_told_apart_to_the_last_bit(
    columns: int, dtype: str, way: str
) -> None:
    """Of integers a float would round to one number, the greatest is the class."""
    rng = np.random.default_rng(columns)
    rows = INTEGERS[dtype] + rng.integers(-2, 2, (200, columns))
    rows[::3] = rng.integers(0, 2, (67, columns))
    rows[1::9] = 0
    scores = keras.ops.convert_to_tensor(np.eye(columns, dtype="float32")[rows.argmax(-1)])
    labels = keras.ops.convert_to_tensor(rows, dtype)

    assert run(way, pair_hits, labels, scores).all()
    assert not run(way, pair_hits, labels, keras.ops.roll(scores, 1, axis=-1)).any()


@each_way
@each_dtype
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("columns", [16, 40, 1009])
def test_classes_along_another_axis_are_judged_alike(
    columns: int, axis: int, dtype: str, way: str
) -> None:
    """Wherever the axis of the classes is, as where they come last."""
    ids, scores = scores_of(columns, dtype)
    ids, scores = ids[:84], scores[:84]
    plain = plain_hits(columns, dtype)[:84]
    ids = keras.ops.reshape(ids, [14, 6])
    scores = keras.ops.transpose(
        keras.ops.reshape(scores, [14, 6, columns]), [[2, 0, 1], [0, 2, 1]][axis]
    )

    def hits(y_true: Any, y_pred: Any) -> Any:
        return ROOM.class_hits(y_true, y_pred, axis)

    def rows(y_true: Any, y_pred: Any) -> Any:
        index, clean = ROOM.first_max(y_pred, axis)
        return keras.ops.logical_and(keras.ops.equal(index, y_true), clean)

    assert plain.tolist() == run(way, hits, ids, scores).ravel().tolist()
    assert plain.tolist() == run(way, rows, ids, scores).ravel().tolist()


@each_way
@each_dtype
@pytest.mark.parametrize("columns", [3, 40])
def test_scores_made_in_the_same_step_are_judged_as_stored(
    columns: int, dtype: str, way: str
) -> None:
    """A compiler that goes on with more bits than a score is stored with changes no hit."""
    rng = np.random.default_rng(columns)
    logits = rng.standard_normal((40_000, columns), "float32") / 20  # large enough to be fused
    logits = keras.ops.convert_to_tensor(logits)

    def scores(given: Any) -> Any:
        return keras.ops.cast(keras.ops.softmax(given), dtype)

    stored = run(way, scores, logits).astype("float32")
    best, threshold = stored.argmax(-1), float(stored[0, 0])
    ids = np.where(rng.random(40_000) < 0.5, best, 0).astype("int32")
    y_true, yes = keras.ops.convert_to_tensor(ids), keras.ops.ones((40_000, columns), "bool")

    hits = run(way, lambda a, b: ROOM.class_hits(a, scores(b), -1), y_true, logits)
    assert np.array_equal(best == ids, hits)
    assert np.array_equal(best, run(way, lambda a: ROOM.first_max(scores(a), -1)[0], logits))
    sides = run(way, lambda a, b: ROOM.side_hits(a, 0.5, scores(b), threshold), yes, logits)
    assert np.array_equal(stored > threshold, sides)


TOPS = {
    "positive": {},
    "negative": {"sign": -1},
    "negative, and the greatest -0.0": {"sign": -1, "least": 0.0},
    "of both signs": {"some": -1},
    "positive, beside -NaN": {"hole": -np.nan},
    "positive, beside NaN": {"hole": np.nan},
    "negative, beside -NaN": {"sign": -1, "hole": -np.nan},
    "negative, beside NaN": {"sign": -1, "hole": np.nan},
    "infinite": {"hole": np.inf},
    "negative infinite": {"sign": -np.inf},
    "zeros of both signs": {"sign": 0.0, "hole": -0.0},
}
"""How the maxima of rows may lie: the sign and the least of the scores, and what is among them."""


@each_way
@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("top", TOPS)
@pytest.mark.parametrize("columns", [10, 1000])
def test_maxima_of_any_sign_are_found(columns: int, top: str, dtype: str, way: str) -> None:
    """Whether maxima are positive, negative, zero, infinite, or a NaN of either sign is beside."""
    kind: dict[str, float] = {"sign": 1, "least": 1, "some": 1, **TOPS[top]}
    rng = np.random.default_rng(0)
    scores = kind["sign"] * (rng.integers(0, 50, (400, columns)) + kind["least"]).astype("float32")
    scores[::3] *= kind["some"]
    place = rng.integers(0, 2, 134)
    scores[np.arange(0, 400, 3), place] = kind.get("hole", kind["sign"])
    best = np.where(np.isnan(scores), -np.inf, scores).argmax(-1)
    other = best + 1
    other[::3] = place
    ids = np.where(rng.random(400) < 0.5, best, other).astype("int32")
    y_true, y_pred = keras.ops.convert_to_tensor(ids), keras.ops.cast(scores, dtype)
    expected = (scores.argmax(-1) == ids) & ~np.isnan(scores).any(-1)

    assert expected.tolist() == run(way, class_hits, y_true, y_pred).tolist()
    assert expected.any()


@each_way
@each_dtype
@pytest.mark.parametrize("holes", [(), (np.nan,), (np.inf, -np.inf), (np.inf, -np.inf, np.nan)])
@pytest.mark.parametrize("coding", ["bool", "float32"])
def test_sides_are_judged_alike(
    coding: str, holes: tuple[float, ...], dtype: str, way: str
) -> None:
    """A prediction that is NaN, a label that is, and infinities that cancel change no other."""
    rng = np.random.default_rng(0)
    scores, labels = rng.random((2, 12_345), dtype="float32")
    for place, hole in enumerate(holes):
        scores[place :: 1000 + place] = hole
    labels = labels > 0.5 if coding == "bool" else labels
    if coding == "float32" and holes:
        labels[::777] = np.nan
    y_true = keras.ops.convert_to_tensor(labels)
    y_pred = keras.ops.cast(scores, dtype)
    plain = keras.ops.convert_to_numpy(hits_plain.side_hits(y_true, 0.5, y_pred, 0.5))

    assert plain.tolist() == run(way, side_hits, y_true, y_pred).tolist()
    rounded = keras.ops.convert_to_numpy(keras.ops.cast(y_pred, "float32"))
    certain = np.isfinite(rounded) & ~np.isnan(labels.astype("float32"))
    sides = (rounded > 0.5) == (labels > 0.5)
    assert sides[certain].tolist() == plain[certain].tolist()


@each_way
@pytest.mark.parametrize("size", [0, 1, 99, 100, 9_999, 10_000, 10_240, 12_345, 100_003])
def test_flags_are_counted_one_by_one(size: int, way: str) -> None:
    """As many flags as there are, whatever number of them is added up at once."""
    flags = np.random.default_rng(size).random(size) < 0.9
    low, high = map(int, run(way, ROOM.true_sum, keras.ops.convert_to_tensor(flags)))

    assert int(flags.sum()) == (high << 20) + low


@each_way
def test_flags_that_are_all_true_fill_no_byte(way: str) -> None:
    """A million true flags are a million."""
    low, high = map(int, run(way, ROOM.true_sum, keras.ops.ones((1000, 1000), "bool")))

    assert (high << 20) + low == 10**6
