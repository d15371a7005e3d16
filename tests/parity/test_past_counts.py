"""The numbers that `explain` shows for each generation are those the live packages measure."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import numpy as np
import pytest
import tf_keras

from resolver.core.errors import InvalidArgument
from resolver.edge.count.past import count_past

ROWS = 97
RNG = np.random.default_rng(7)

METRICS = {
    "binary_accuracy": "BinaryAccuracy",
    "categorical_accuracy": "CategoricalAccuracy",
    "sparse_categorical_accuracy": "SparseCategoricalAccuracy",
}


def scores(*shape: int, logits: bool = False) -> np.ndarray:
    """Predictions, some of them equal to each other and some at the threshold."""
    values = RNG.integers(-12 if logits else 0, 13 if logits else 9, (ROWS, *shape)) / 8
    return values.astype("float32")


def ids(*shape: int, classes: int = 5) -> np.ndarray:
    """Class numbers."""
    return RNG.integers(0, classes, (ROWS, *shape))


def one_hot(*shape: int) -> np.ndarray:
    """One-hot rows of five classes."""
    return np.eye(5, dtype="float32")[ids(*shape)]


def cases() -> Iterator[tuple[str, str, np.ndarray, np.ndarray]]:
    """A metric with labels and predictions whose shapes it takes."""
    for logits in (False, True):
        for given in ((), (1,)):
            for said in ((), (1,)):
                if given or said:
                    yield "binary", "bits", ids(*given, classes=2), scores(*said, logits=logits)
        yield "binary", "rows", ids(5, classes=2), scores(5, logits=logits)
        yield "binary", "signs", ids(5, classes=2) * 2 - 1, scores(5, logits=logits)
        yield "binary", "soft", RNG.integers(0, 5, (ROWS, 5)) / 4, scores(5, logits=logits)
        yield "binary", "tokens", ids(7, classes=2), scores(7, 1, logits=logits)
        yield "categorical", "rows", one_hot(), scores(5, logits=logits)
        yield "categorical", "tokens", one_hot(7), scores(7, 5, logits=logits)
        yield "categorical", "several", ids(5, classes=2), scores(5, logits=logits)
        yield "sparse_categorical", "ids", ids(), scores(5, logits=logits)
        yield "sparse_categorical", "column", ids(1), scores(5, logits=logits)
        yield "sparse_categorical", "tokens", ids(7), scores(7, 5, logits=logits)
        yield "sparse_categorical", "token columns", ids(7, 1), scores(7, 5, logits=logits)
        yield "sparse_categorical", "ignored", ids() * 51, scores(5, logits=logits)


CASES = list(cases())
NAMES = [f"{metric} {name} {y.shape} {p.shape}" for metric, name, y, p in CASES]


@pytest.mark.parametrize(
    ("metric", "y_true", "y_pred"), [(each[0], *each[2:]) for each in CASES], ids=NAMES
)
@pytest.mark.parametrize("rules", ["keras3", "tf2", "tf1"])
def test_the_number_is_the_live_one(
    rules: str, metric: str, y_true: np.ndarray, y_pred: np.ndarray
) -> None:
    """What is counted in NumPy is what the metric of the package measures."""
    package = keras if rules == "keras3" else tf_keras
    live = getattr(package.metrics, METRICS[f"{metric}_accuracy"])()
    truth = y_true
    if rules != "keras3" and y_true.ndim == 1 < y_pred.ndim:
        truth = y_true[:, None]  # as `fit` and `evaluate` hand it on
    live.update_state(truth.astype("float32"), y_pred)

    counts = count_past(rules, f"{metric}_accuracy", y_true, y_pred)

    assert np.float32(counts.ratio) == pytest.approx(float(live.result()), abs=1e-6)


def rounded(y_true: np.ndarray, y_pred: np.ndarray) -> np.ndarray:
    """Keras 2.3.1, `K.mean(K.equal(y_true, K.round(y_pred)), axis=-1)`, in TensorFlow."""
    backend = tf_keras.backend
    return np.asarray(backend.mean(backend.equal(y_true, backend.round(y_pred)), axis=-1))


@pytest.mark.parametrize("logits", [False, True])
def test_the_oldest_generation_rounds(logits: bool) -> None:
    """Keras 1 to 2.3 compares with the rounded prediction: 0.5 is 0, and 1.5 is 2."""
    y_true, y_pred = ids(5, classes=2).astype("float32"), scores(5, logits=logits)
    counts = count_past("keras1", "binary_accuracy", y_true, y_pred)

    assert counts.ratio == pytest.approx(float(rounded(y_true, y_pred).mean()), abs=1e-6)
    assert count_past("keras1", "binary_accuracy", [0, 1, 1], [0.5, 1.5, -0.5]).correct == 1


@pytest.mark.parametrize(
    ("metric", "y_true", "y_pred"),
    [
        ("binary", (9, 3), (9, 4)),
        ("categorical", (9, 3, 4), (9, 4)),
        ("sparse_categorical", (9, 4), (9, 4)),
    ],
)
def test_shapes_that_do_not_match_are_refused(
    metric: str, y_true: tuple[int, ...], y_pred: tuple[int, ...]
) -> None:
    """Where Keras fails or stretches one over the other, no number is shown."""
    with pytest.raises(InvalidArgument) as refused:
        count_past("keras3", f"{metric}_accuracy", np.zeros(y_true), np.zeros(y_pred))

    assert (
        f"{metric}_accuracy of keras3 needs labels that match. Received: labels of shape {y_true}, "
        f"predictions of shape {y_pred}. Use: rules='evidence'"
    ) == str(refused.value)
