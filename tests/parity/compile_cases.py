"""What Keras tests of its own `compile`, as models: structures of outputs, losses and metrics.

Each case is a call that Keras takes. Wrapped in ours it must log the same names and numbers.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import keras
import numpy as np

BATCH: Final = 8

Pair = namedtuple("Pair", ["x", "y"])


def own_metric(y_true: Any, y_pred: Any) -> Any:
    """A metric function of somebody's own."""
    return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)


class Case(NamedTuple):
    """One call of `compile`.

    Args:
        name: What it shows.
        outputs: From a maker of heads to the structure of outputs; a head has a name, a number of
            units and perhaps an activation.
        labels: Their labels, in a structure that Keras accepts for them.
        arguments: What `compile` is given, made anew for each call.
    """

    name: str
    outputs: Callable[[Callable[..., Any]], Any]
    labels: Any
    arguments: Callable[[], dict[str, Any]]


def amounts(units: int) -> Any:
    """Continuous labels."""
    return np.random.default_rng(units).normal(size=(BATCH, units)).astype("float32")


def rows(units: int) -> Any:
    """One-hot labels."""
    return np.eye(units, dtype="float32")[np.arange(BATCH) % units]


def mse(name: str | None = None) -> Any:
    """A new metric object."""
    return keras.metrics.MeanSquaredError(name=name or "mean_squared_error")


def _one(head: Any) -> Any:
    return head("a", 2)


def _list(head: Any) -> Any:
    return [head("a", 2), head("b", 3)]


def _dict(head: Any) -> Any:
    return {"a": head("a", 2), "b": head("b", 3)}


def _dict_turned(head: Any) -> Any:
    return {"b": head("b", 3), "a": head("a", 2)}


def _dict_of_others(head: Any) -> Any:
    return {"a": head("dense", 2), "b": head("dense_1", 3)}


def _nested(head: Any) -> Any:
    return {"a": head("a", 2), "b": {"c": head("c", 5), "d": [head("d", 7), head("e", 9)]}}


def _pair(head: Any) -> Any:
    return {"a": Pair(head("c", 2), head("d", 3)), "b": head("b", 2)}


def _tuple(head: Any) -> Any:
    return {"a": (head("c", 2), head("d", 3)), "b": head("b", 2)}


NESTED_LABELS: Final = {"a": amounts(2), "b": {"c": amounts(5), "d": [amounts(7), amounts(9)]}}
DICT_LABELS: Final = {"a": amounts(2), "b": amounts(3)}
LIST_LABELS: Final = [amounts(2), amounts(3)]

CASES: Final = (
    Case(
        "one output, weighted and not",
        _one,
        amounts(2),
        lambda: {"loss": "mse", "metrics": [mse()], "weighted_metrics": [mse()]},
    ),
    Case(
        "a list of outputs, two metrics each",
        _list,
        LIST_LABELS,
        lambda: {
            "loss": "mse",
            "metrics": [[mse(), mse("other")], [mse(), mse("other")]],
            "weighted_metrics": [[mse(), mse("other")], [mse(), mse("other")]],
        },
    ),
    Case(
        "a dict of outputs, two metrics each",
        _dict,
        DICT_LABELS,
        lambda: {
            "loss": "mse",
            "metrics": {"a": [mse(), mse("mse")], "b": [mse(), mse("mse")]},
            "weighted_metrics": {"a": [mse(), mse("mse")], "b": [mse(), mse("mse")]},
        },
    ),
    Case(
        "the names of strings",
        lambda head: head("a", 2, "softmax"),
        rows(2),
        lambda: {
            "loss": "categorical_crossentropy",
            "metrics": ["acc", "accuracy", "mse"],
        },
    ),
    Case(
        "a metric function of one's own",
        _one,
        amounts(2),
        lambda: {"loss": "mse", "metrics": [own_metric]},
    ),
    Case(
        "a dict of metrics in another order",
        _dict_turned,
        DICT_LABELS,
        lambda: {"loss": "mse", "metrics": {"a": ["mape"], "b": [mse()]}},
    ),
    Case(
        "keys that are not the names of layers",
        _dict_of_others,
        DICT_LABELS,
        lambda: {"loss": "mse", "metrics": {"a": [mse()], "b": [mse()]}},
    ),
    Case(
        "metrics of one output only",
        _dict,
        DICT_LABELS,
        lambda: {"loss": "mse", "metrics": {"b": [mse()]}},
    ),
    Case(
        "metrics nested as the outputs are",
        _nested,
        NESTED_LABELS,
        lambda: {
            "loss": "mse",
            "metrics": {"a": mse("m1"), "b": {"c": mse("m2"), "d": [mse("m3"), mse("m4")]}},
        },
    ),
    Case(
        "'crossentropy' as a loss",
        lambda head: head("a", 4, "softmax"),
        rows(4),
        lambda: {"loss": "crossentropy", "metrics": []},
    ),
    Case(
        "one loss for a list of outputs",
        _list,
        LIST_LABELS,
        lambda: {"loss": "mse", "metrics": []},
    ),
    Case(
        "a list of losses",
        _list,
        LIST_LABELS,
        lambda: {"loss": ["mse", "mae"], "metrics": []},
    ),
    Case(
        "one loss for a dict of outputs",
        _dict,
        DICT_LABELS,
        lambda: {"loss": "mse", "metrics": []},
    ),
    Case(
        "a dict of losses",
        _dict,
        DICT_LABELS,
        lambda: {"loss": {"a": "mse", "b": "mae"}, "metrics": []},
    ),
    Case(
        "weights of losses, one of them zero",
        _dict,
        DICT_LABELS,
        lambda: {
            "loss": {"a": "mse", "b": "mse"},
            "loss_weights": {"a": 1.0, "b": 0.0},
            "metrics": [],
        },
    ),
    Case(
        "losses nested as the outputs are",
        _nested,
        NESTED_LABELS,
        lambda: {
            "loss": {"a": "mse", "b": {"c": "mae", "d": ["mse", "mae"]}},
            "metrics": [],
        },
    ),
    Case(
        "losses of a tuple inside a dict",
        _tuple,
        {"a": (amounts(2), amounts(3)), "b": amounts(2)},
        lambda: {"loss": {"a": ("mse", "mae"), "b": "mse"}, "metrics": []},
    ),
    Case(
        "losses of a named tuple inside a dict",
        _pair,
        {"a": Pair(amounts(2), amounts(3)), "b": amounts(2)},
        lambda: {"loss": {"a": Pair("mse", "mae"), "b": "mse"}, "metrics": []},
    ),
)
"""Calls that Keras takes."""

WRONG: Final = (
    Case(
        "fewer weights than losses",
        _list,
        LIST_LABELS,
        lambda: {"loss": ["mse", "mae"], "loss_weights": [1.0], "metrics": []},
    ),
    Case(
        "a loss for an output that is not there",
        _dict,
        DICT_LABELS,
        lambda: {"loss": {"a": "mse", "z": "mae"}, "metrics": []},
    ),
    Case(
        "labels for one of two outputs",
        _list,
        [amounts(2)],
        lambda: {"loss": ["mse", "mse"], "metrics": []},
    ),
)
"""Calls that Keras refuses, at once or with the first batch."""


DIFFERENT: Final = {
    "accuracy of amounts": Case(
        "accuracy of amounts",
        _one,
        amounts(2),
        lambda: {"loss": "mse", "metrics": ["accuracy"]},
    ),
    "crossentropy of amounts": Case(
        "crossentropy of amounts",
        lambda head: head("a", 4, "softmax"),
        amounts(4),
        lambda: {"loss": "crossentropy", "metrics": []},
    ),
    "one string for all": Case(
        "one string for all",
        _list,
        LIST_LABELS,
        lambda: {"loss": "mse", "metrics": ["mse", "mae", "mape"]},
    ),
}
"""Calls on which we differ, by the key of their reason in `differences.KERAS`."""


def model(case: Case) -> Any:
    """A model with the outputs of a case, the same each time."""
    first = keras.Input((3,))

    def head(name: str, units: int, activation: str | None = None) -> Any:
        start = keras.initializers.RandomNormal(seed=units)
        dense = keras.layers.Dense(units, activation, kernel_initializer=start, name=name)
        return dense(first)

    return keras.Model(first, case.outputs(head))


def logs(case: Case, compiled: Any) -> dict[str, float]:
    """What a compiled model logs on the data of its case, samples weighted 0, 1, 2, ..."""
    x = np.random.default_rng(0).normal(size=(BATCH, 3)).astype("float32")
    weights = np.arange(BATCH, dtype="float32")
    weighted = keras.tree.map_structure(lambda _: weights, case.labels)
    found = compiled.evaluate(
        x, case.labels, sample_weight=weighted, batch_size=BATCH, verbose=0, return_dict=True
    )
    return {name: float(value) for name, value in found.items()}
