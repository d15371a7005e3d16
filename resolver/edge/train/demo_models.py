"""The models of the demo, and their training with something to see while it lasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras


def model(features: int, heads: Mapping[str, tuple[int, str]]) -> Any:
    """A small model with one output for each head.

    Args:
        features: Number of input features.
        heads: Units and activation of each output by name; one name gives a single output.
    """
    keras.utils.set_random_seed(0)
    inputs = keras.Input((features,))
    hidden = keras.layers.Dense(32, activation="relu")(inputs)
    outputs = {
        name: keras.layers.Dense(units, activation=activation, name=name)(hidden)
        for name, (units, activation) in heads.items()
    }
    return keras.Model(inputs, outputs if len(outputs) > 1 else next(iter(outputs.values())))


def train(trained: Any, x: Any, y: Any, epochs: int, tick: Callable[[], None]) -> None:
    """Fit a compiled model; ``tick`` is called after every epoch."""
    after = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: tick())
    trained.fit(x, y, epochs=epochs, batch_size=32, verbose=0, callbacks=[after])


def measured(trained: Any, x: Any, y: Any) -> dict[str, float]:
    """What `evaluate` says, by the names Keras logs."""
    return dict(trained.evaluate(x, y, verbose=0, return_dict=True))


def stock_accuracy(trained: Any, x: Any, y: Any, heads: int) -> dict[str, float]:
    """What Keras's own ``metrics=["accuracy"]`` says of the same weights."""
    asked: Any = ["accuracy"] if heads == 1 else {name: ["accuracy"] for name in y}
    trained.compile(loss=None, metrics=asked)
    return measured(trained, x, y)
