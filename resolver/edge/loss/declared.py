"""A custom loss together with what it was declared to stand for.

Nothing is written onto the custom loss itself, which may be shared with other code. The two
classes here are registered with Keras, so that the declaration is saved with a model and is
there again when the model is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import keras

from resolver.core.losses import Loss


@keras.saving.register_keras_serializable(package="resolver")
class DeclaredLoss(keras.losses.Loss):
    """A `keras.losses.Loss` with what it stands for; calling it calls that loss.

    Args:
        loss: The loss that computes.
        stands_for: What it stands for.
    """

    def __init__(self, loss: Any, stands_for: Loss) -> None:
        super().__init__(name=loss.name, reduction=loss.reduction, dtype=loss.dtype)
        self.loss = loss
        self.stands_for = stands_for

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """What the loss itself gives, weights and masks included."""
        return self.loss(y_true, y_pred, sample_weight)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """What the ``call`` of the loss itself gives."""
        return self.loss.call(y_true, y_pred)

    def get_config(self) -> dict[str, Any]:
        """The loss, as far as it can be saved, and what it stands for."""
        return _config(self.loss, self.stands_for)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DeclaredLoss:
        """The loss that a config of `get_config` describes."""
        return cls(*_parts(config))


@keras.saving.register_keras_serializable(package="resolver")
class DeclaredFunction:
    """A loss function with what it stands for; calling it calls that function.

    Args:
        loss: The function that computes, ``loss(y_true, y_pred)``.
        stands_for: What it stands for.
    """

    def __init__(self, loss: Callable[..., Any], stands_for: Loss) -> None:
        self.loss = loss
        self.stands_for = stands_for
        self.__name__ = getattr(loss, "__name__", type(loss).__name__)

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        """What the function itself gives."""
        return self.loss(y_true, y_pred)

    def get_config(self) -> dict[str, Any]:
        """The function, as far as it can be saved, and what it stands for."""
        return _config(self.loss, self.stands_for)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DeclaredFunction:
        """The function that a config of `get_config` describes."""
        return cls(*_parts(config))


def loss_values(loss: Loss) -> dict[str, Any]:
    """A loss that was read, as plain values for a config."""
    values: dict[str, Any] = keras.saving.serialize_keras_object(asdict(loss))
    return values


def loss_from(values: Mapping[str, Any]) -> Loss:
    """The loss that plain values describe."""
    said = keras.saving.deserialize_keras_object(dict(values))
    arguments = tuple((name, value) for name, value in said.pop("arguments"))
    return Loss(arguments=arguments, **said)


def _config(loss: object, stands_for: Loss) -> dict[str, Any]:
    return {
        "loss": keras.saving.serialize_keras_object(loss),
        "stands_for": loss_values(stands_for),
    }


def _parts(config: Mapping[str, Any]) -> tuple[Any, Loss]:
    loss = keras.saving.deserialize_keras_object(config["loss"])
    return loss, loss_from(config["stands_for"])
