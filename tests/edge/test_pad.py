"""`resolver.pad`: longer batches, and the same counts, losses and steps as without."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

import resolver
from resolver.core.errors import InvalidArgument

ROWS, CLASSES = 23, 4
RNG = np.random.default_rng(3)
SCORES = RNG.random((ROWS, CLASSES), dtype="float32")
LABELS = RNG.integers(0, CLASSES, ROWS).astype("int32")
WEIGHTS = RNG.random(ROWS, dtype="float32") + 0.5
RIGHT = int((SCORES.argmax(-1) == LABELS).sum())


class Batches(keras.utils.PyDataset):
    """Ten rows a batch; the last has three."""

    def __init__(self, *columns: Any, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.columns = columns
        self.epochs = 0

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> tuple[Any, ...]:
        return tuple(column[index * 10 : index * 10 + 10] for column in self.columns)

    def on_epoch_end(self) -> None:
        self.epochs += 1


def compiled(**arguments: Any) -> Any:
    """A model that starts from the scores as they are, and its accuracy."""
    head = keras.layers.Dense(CLASSES, kernel_initializer="identity")
    model = keras.Sequential([keras.Input((CLASSES,)), head])
    done = resolver.compile(
        model, keras.optimizers.SGD(0.5), labels=LABELS, from_logits=True, **arguments
    )
    ((metric,),) = done.metrics.values()
    return model, metric


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("replicas", [1, 4, 8, 64])
def test_an_evaluation_is_that_of_the_data(replicas: int, weights: Any) -> None:
    """Under `mean="epoch"` loss and counts are those of the rows that are there."""
    plain, _ = compiled()
    loss = plain.evaluate(SCORES, LABELS, sample_weight=weights, batch_size=10, verbose=0)[0]
    model, metric = compiled(padded=True)
    data = resolver.pad(SCORES, LABELS, weights, batch_size=10, replicas=replicas, mean="epoch")
    logs = model.evaluate(data, verbose=0, return_dict=True)
    counts = metric.counts()

    assert (RIGHT, ROWS, int) == (counts.correct, counts.total, type(counts.correct))
    assert pytest.approx({"loss": loss, "accuracy": RIGHT / ROWS}, rel=1e-6) == logs


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_a_step_is_that_of_the_data(weights: Any) -> None:
    """Under `mean="batch"` training goes where it goes without padding, batch by batch."""
    plain, expected = compiled()
    columns = (SCORES, LABELS) if weights is None else (SCORES, LABELS, weights)
    unpadded = Batches(*columns)
    plain.fit(unpadded, epochs=2, shuffle=False, verbose=0)
    model, metric = compiled(padded=True)
    data = Batches(*columns)
    model.fit(resolver.pad(data, replicas=8), epochs=2, shuffle=False, verbose=0)

    assert expected.counts() == metric.counts()
    assert unpadded.epochs == data.epochs
    np.testing.assert_allclose(plain.get_weights()[0], model.get_weights()[0], rtol=1e-5)


def test_a_padded_row_repeats_the_last() -> None:
    """A batch is filled up with its last row, inputs and labels alike, of weight 0."""
    (batch,) = resolver.pad(SCORES[:3], LABELS[:3], batch_size=8, replicas=4)
    x, y, weights = batch

    np.testing.assert_array_equal(SCORES[[0, 1, 2, 2]], x)
    np.testing.assert_array_equal(LABELS[[0, 1, 2, 2]], y)
    np.testing.assert_array_equal(np.float32([4 / 3, 4 / 3, 4 / 3, 0]), weights)


def test_weights_keep_their_shape() -> None:
    """Own weights stay of their shape; without a mean they stay as they are."""
    own = np.array([[0.5, 2.0, 0.0]] * 3)
    labels = np.zeros((3, 3))
    ((_, _, weights),) = resolver.pad(labels, labels, own, batch_size=4, replicas=2, mean=None)

    np.testing.assert_array_equal(np.float32([[0.5, 2, 0]] * 3 + [[0, 0, 0]]), weights)


@pytest.mark.parametrize("shape", [(3,), (3, 5), (3, 5, 1), (3, 5, 6), (3, 2, 2, 2)])
def test_weights_have_the_rank_of_the_labels(shape: tuple[int, ...]) -> None:
    """Without own weights each row gets one, of the labels' rank."""
    labels = np.zeros(shape)
    ((_, _, weights),) = resolver.pad(labels, labels, batch_size=3, replicas=3)

    assert (3, *[1] * (len(shape) - 1)) == weights.shape


TOKENS = RNG.random((6, 7, CLASSES), dtype="float32")
TOKEN_IDS = RNG.integers(0, CLASSES, (6, 7)).astype("int32")
ONE_HOT = np.eye(CLASSES, dtype="float32")


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (TOKENS, TOKEN_IDS),
        (TOKENS, TOKEN_IDS[..., None]),
        (TOKENS, ONE_HOT[TOKEN_IDS]),
        (TOKENS[:, 0], ONE_HOT[TOKEN_IDS[:, 0]]),
        (TOKENS[:, 0], TOKEN_IDS[:, :1]),
        (TOKENS[:, :, None].repeat(3, 2), TOKEN_IDS[:, :, None].repeat(3, 2)),
    ],
    ids=["ids of tokens", "ids apart", "one-hot tokens", "one-hot", "ids of rows", "pixels"],
)
def test_labels_of_any_rank_count_the_same(x: Any, y: Any) -> None:
    """Tokens, pixels and one-hot rows: loss and counts as without padding."""
    results = []
    for padded in (False, True):
        model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Softmax()])
        done = resolver.compile(model, labels=y, padded=padded)
        data = resolver.pad(x, y, batch_size=4, replicas=4, mean="epoch")
        loss = (
            model.evaluate(data, verbose=0)
            if padded
            else model.evaluate(x, y, batch_size=4, verbose=0)
        )[0]
        ((metric,),) = done.metrics.values()
        results.append((loss, metric.counts()))

    assert results[0][1] == results[1][1]
    assert pytest.approx(results[0][0], rel=1e-5) == results[1][0]


def test_masks_are_kept() -> None:
    """Where a layer masks, padded and masked tokens are left out, and no others.

    On torch Keras multiplies weights by a mask in place, for which they need its shape.
    """
    own = np.ones((3, 4)) if keras.backend.backend() == "torch" else None
    words = np.array([[1, 2, 0, 0], [3, 0, 0, 0], [2, 1, 3, 0]])
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Embedding(4, CLASSES, mask_zero=True)]
    )
    done = resolver.compile(model, labels=words, padded=True, from_logits=True)
    ((metric,),) = done.metrics.values()
    model.evaluate(resolver.pad(words, words, own, batch_size=3, replicas=8), verbose=0)

    assert 6 == metric.counts().total


def test_several_outputs_each_have_their_weights() -> None:
    """Labels in a dict get weights in a dict; each output counts its rows once."""
    x = keras.Input((CLASSES,), name="x")
    a, b = keras.layers.Softmax(name="a")(x), keras.layers.Dense(1, "sigmoid", name="b")(x)
    model = keras.Model(x, {"a": a, "b": b})
    labels = {"a": LABELS, "b": (LABELS > 1).astype("float32")[:, None]}
    done = resolver.compile(model, labels=labels, padded=True)
    data = resolver.pad(SCORES, labels, batch_size=10, replicas=4)
    logs = model.evaluate(data, verbose=0, return_dict=True)

    assert {"a", "b"} == set(data[0][2])
    assert {"loss", "a_accuracy", "b_accuracy"} <= set(logs)
    assert [(RIGHT, ROWS), ROWS] == [
        (done.metrics["a"][0].counts().correct, done.metrics["a"][0].counts().total),
        done.metrics["b"][0].counts().total,
    ]


def test_no_rows_are_no_batches() -> None:
    """Empty arrays give no batch, and an empty batch stays empty."""
    assert 0 == len(resolver.pad(SCORES[:0], LABELS[:0], batch_size=4, replicas=2))

    x, y, weights = resolver.pad(Batches(SCORES[:0], LABELS[:0]), replicas=4)[0]
    assert (0, 0, 0) == (len(x), len(y), len(weights))


def test_an_accuracy_that_counts_once_is_saved_as_such() -> None:
    """`weighted=False` is among the arguments, and weights then only leave out."""
    metric = resolver.Accuracy("multiclass", "index", weighted=False)
    again = type(metric).from_config(metric.get_config())
    again.update_state(LABELS[:3], ONE_HOT[LABELS[:3]], np.array([0.0, 0.25, 3.5], "float32"))

    assert "Counts(correct=2, total=2, decision='multiclass accuracy')" == repr(again.counts())


@pytest.mark.parametrize("rows", [0, 1, 10, 11, 23])
def test_batches_can_be_as_many_as_elsewhere(rows: int) -> None:
    """Every process gets as many batches of one size, and those beyond its rows weigh nothing."""
    data = resolver.pad(
        SCORES[:rows], LABELS[:rows], batch_size=10, batches=4, replicas=4, mean=None
    )
    sizes = [(len(x), len(y), len(weights)) for x, y, weights in data]
    metric = resolver.Accuracy("multiclass", "index", weighted=False)
    for x, y, weights in data:
        metric.update_state(y, x, weights)

    assert [(12, 12, 12)] * 4 == sizes
    assert rows == metric.counts().total


REFUSED: list[tuple[Any, dict[str, Any], str]] = [
    (
        (SCORES,),
        {"replicas": 2},
        "Padded rows are told by a weight of 0, and only labels are weighted: batches need to be "
        "(x, y) or (x, y, sample_weight). Received: a tuple of 2. "
        "Use: resolver.pad(x, y, batch_size=32), or a data set that yields (x, y)",
    ),
    (
        (SCORES, LABELS),
        {},
        "Batches are padded to a multiple of the number of replicas, which is read off the "
        "strategy in scope or the distribution that is set. Received: replicas=None, and neither. "
        "Use: replicas=strategy.num_replicas_in_sync",
    ),
    (
        (SCORES, LABELS),
        {"replicas": 2, "mean": "row"},
        "The losses can be exact for each batch, for the epoch, or be left as Keras weighs them. "
        "Received: mean='row'. Use: mean='batch', mean='epoch' or mean=None",
    ),
    (
        (SCORES, LABELS),
        {"replicas": 2, "batch_size": 10, "batches": 2},
        "The rows need more batches than there are to be. Received: rows=23, batch_size=10, "
        "batches=2. Use: batches=3",
    ),
    (
        (SCORES, LABELS[:5]),
        {"replicas": 2},
        "Inputs, labels and weights need equally many rows. Received: rows=[5, 23]. "
        "Use: resolver.pad(x, y, batch_size=32)",
    ),
    (
        (Batches(SCORES, LABELS), LABELS),
        {"replicas": 2},
        "A data set brings its own labels, weights and batches. Received: a data set, and y, "
        "sample_weight, batch_size or batches beside it. Use: resolver.pad(dataset, replicas=2)",
    ),
    (
        (Batches(SCORES, LABELS),),
        {"replicas": 2, "mean": "epoch"},
        "The mean of an epoch needs to know all rows before the first batch. Received: "
        "mean='epoch' with a data set. Use: arrays, or mean='batch'",
    ),
]


@pytest.mark.parametrize(("given", "arguments", "message"), REFUSED)
def test_what_cannot_be_padded_is_refused(
    given: Any, arguments: dict[str, Any], message: str
) -> None:
    """Each refusal says what was given, what is needed, and what to write."""
    with pytest.raises(InvalidArgument) as error:
        resolver.pad(*given, **arguments)

    assert message == str(error.value)


def test_a_data_set_without_labels_is_refused() -> None:
    """Batches of inputs alone have nothing that could be weighted."""
    with pytest.raises(InvalidArgument) as error:
        resolver.pad(Batches(SCORES), replicas=2)[0]

    assert (
        "Padded rows are told by a weight of 0, and only labels are weighted: batches need to be "
        "(x, y) or (x, y, sample_weight). Received: a tuple of 1. "
        "Use: resolver.pad(x, y, batch_size=32), or a data set that yields (x, y)"
    ) == str(error.value)
