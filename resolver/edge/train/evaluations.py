"""Evaluations that leave no trace in each other, nor in the epoch that is being counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import keras

__all__ = ["EvaluateEach", "evaluate_each", "isolated"]


@contextmanager
def isolated(model: Any) -> Iterator[None]:
    """Leave the model's metrics as they were, whatever is evaluated or predicted inside.

    `Model.evaluate` resets the metrics that `fit` is counting with, so an evaluation from
    inside a training callback leaks into the numbers of the epoch. In this context it does not.

    Args:
        model: A compiled Keras model, in training or not.

    Example:
        >>> import numpy as np
        >>> from resolver.edge.count.accuracy import Accuracy
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
        >>> model.compile(loss="mse", metrics=[Accuracy("binary")])
        >>> _ = model.evaluate(np.ones((3, 1)), np.ones((3, 1)), verbose=0)
        >>> with isolated(model):
        ...     _ = model.evaluate(np.ones((5, 1)), np.zeros((5, 1)), verbose=0)
        >>> float(model.get_metrics_result()["accuracy"])
        1.0
    """
    _bring_back(model)
    kept = {id(metric): _Kept(metric) for metric in _metrics(model)}
    training = getattr(model, "training", None)
    try:
        yield
    finally:
        _bring_back(model)
        for metric in _metrics(model):
            if id(metric) in kept:
                kept[id(metric)].restore()
            else:
                metric.reset_state()
        if training is not None:
            model.train(training)


def evaluate_each(
    model: Any, data: Mapping[str, Any], **arguments: Any
) -> dict[str, dict[str, float]]:
    """Evaluate on several sets of data, one after the other, none touching another or a `fit`.

    Args:
        model: A compiled Keras model, in training or not.
        data: For each name what `Model.evaluate` takes: a tuple of arrays
            ``(x, y[, sample_weight])``, or a dataset.
        arguments: Further arguments of `Model.evaluate`, such as ``batch_size``.

    Returns:
        For each name the logs.

    Example:
        >>> import numpy as np
        >>> from resolver.edge.count.accuracy import Accuracy
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
        >>> model.compile(loss="mse", metrics=[Accuracy("binary")])
        >>> ones, zeros = np.ones((4, 1)), np.zeros((4, 1))
        >>> logs = evaluate_each(model, {"easy": (ones, ones), "hard": (ones, zeros)})
        >>> float(logs["easy"]["accuracy"]), float(logs["hard"]["accuracy"])
        (1.0, 0.0)
    """
    arguments = {"verbose": 0, **arguments, "return_dict": True}
    found = {}
    for name, one in data.items():
        with isolated(model):
            given = one if isinstance(one, tuple) else (one,)
            found[name] = model.evaluate(
                **dict(zip(("x", "y", "sample_weight"), given, strict=False)), **arguments
            )
    return found


class EvaluateEach(keras.callbacks.Callback):
    """Evaluate on several sets of data after each epoch; logs and history get ``name_metric``.

    Args:
        data: As `evaluate_each` takes it.
        arguments: Further arguments of `Model.evaluate`, such as ``batch_size``.

    Example:
        >>> import numpy as np
        >>> from resolver.edge.count.accuracy import Accuracy
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse", metrics=[Accuracy("binary")])
        >>> x = y = np.ones((4, 1))
        >>> history = model.fit(x, y, verbose=0, callbacks=[EvaluateEach({"dev": (x, y)})])
        >>> sorted(history.history)
        ['accuracy', 'dev_accuracy', 'dev_loss', 'loss']
    """

    def __init__(self, data: Mapping[str, Any], **arguments: Any) -> None:
        super().__init__()
        self._data = data
        self._arguments = arguments

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        for name, found in evaluate_each(self.model, self._data, **self._arguments).items():
            (logs if logs is not None else {}).update(
                {f"{name}_{key}": value for key, value in found.items()}
            )


class _Kept:
    """The state of one metric, to be put back."""

    def __init__(self, metric: Any) -> None:
        self._metric = metric
        self._resets = getattr(metric, "resets", None)
        self._values = [
            (part, keras.ops.copy(part)) for v in metric.variables for part in _parts(v)
        ]

    def restore(self) -> None:
        for part, value in self._values:
            part.assign(value)
        if self._resets is not None:
            self._metric.resets = self._resets


def _bring_back(model: Any) -> None:
    """On JAX the state of a model in training is with the trainer, until it is asked for."""
    if keras.backend.backend() == "jax":
        model.jax_state_sync()


def _metrics(model: Any) -> Iterator[Any]:
    """The metrics of a model, each once, as they hold their state."""
    seen = set()
    for metric in model.metrics:
        for one in getattr(metric, "metrics", None) or [getattr(metric, "metric", metric)]:
            if id(one) not in seen:
                seen.add(id(one))
                yield one


def _parts(variable: Any) -> list[Any]:
    """The variable, or under `tf.distribute` the variable of each replica."""
    if keras.backend.backend() == "tensorflow" and hasattr(variable._value, "values"):
        return list(variable._value.values)
    return [variable]
