"""The two losses that Keras lacks: units on another axis than the last, or on none at all.

Stock Keras computes them on some backends only, or drops the axis on saving, or broadcasts
``(batch,)`` against ``(batch, batch)``. Both losses move the units to the last axis and leave
the computing to the stock loss.
"""

from __future__ import annotations

from typing import Any

import keras

from resolver.core.errors import InvalidArgument


def _to_end(tensor: Any, axis: int) -> Any:
    return tensor if axis in (-1, len(tensor.shape) - 1) else keras.ops.moveaxis(tensor, axis, -1)


class _OnAxis(keras.losses.Loss):
    """A loss of one value for each element, whose units lie on ``axis``."""

    axis: int

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        if sample_weight is not None:
            sample_weight = keras.ops.cast(keras.ops.convert_to_tensor(sample_weight), self.dtype)
            sample_weight = _of_elements(sample_weight, keras.ops.shape(y_pred), self.axis)
        return super().__call__(y_true, y_pred, sample_weight)


def _of_elements(weights: Any, shape: tuple[Any, ...], axis: int) -> Any:
    """Weights of samples, steps or elements as one weight for each element.

    Keras multiplies weights as they are: those of samples would meet the last axis. It writes
    into them on torch, so a tensor of their own is made.
    """
    shape = shape if len(shape) > 1 else (*shape, 1)
    elements = tuple(size for place, size in enumerate(shape) if place != axis % len(shape))
    given = tuple(weights.shape)
    if len(given) == len(shape) and given[axis] == 1:
        weights = keras.ops.squeeze(weights, axis)
    elif len(given) > len(elements):
        raise InvalidArgument(
            f"Weights need one value for each sample or each element, here shape "
            f"{_written(elements)}. Received: sample_weight.shape={_written(given)}. "
            f"Use: sample_weight=sample_weight.max({axis})"
        )
    for _ in range(len(elements) - len(weights.shape)):
        weights = keras.ops.expand_dims(weights, -1)
    return weights * keras.ops.ones(elements, dtype=weights.dtype)


def _written(shape: tuple[Any, ...]) -> tuple[int | None, ...]:
    return tuple(size if isinstance(size, int) else None for size in shape)


@keras.saving.register_keras_serializable(package="resolver")
class SparseCategoricalCrossentropy(_OnAxis):
    """The crossentropy of class numbers against classes that lie on any axis.

    TensorFlow computes the stock loss on the last axis only, JAX refuses the shapes, and
    ``get_config`` of the stock loss forgets ``axis``, so that a model saved with it computes
    another loss once loaded. This one gives, on every backend, what the stock loss gives
    after the classes were moved to the last axis.

    Args:
        from_logits: Whether ``y_pred`` is logits.
        ignore_class: A class id that is left out, such as -1 or 255.
        reduction: As in `keras.losses.Loss`.
        axis: The axis of the classes in ``y_pred``, e.g. 1 for channels first.
        name: Name of the loss.
        dtype: As in `keras.losses.Loss`.

    Shapes:
        ``y_true``: whole numbers, ``y_pred``'s shape without the class axis, or with 1 there.
        ``y_pred``: floats, e.g. ``(batch, classes, height, width)`` for ``axis=1``.

    Returns:
        The mean over all elements that are not ignored, in nats.

    Example:
        >>> loss = SparseCategoricalCrossentropy(axis=1)
        >>> y_pred = keras.ops.array([[[0.5, 0.25], [0.5, 0.75]]])
        >>> round(float(loss(keras.ops.array([[0, 1]]), y_pred)), 4)
        0.4904
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.from_logits = from_logits
        self.ignore_class = ignore_class
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One loss for each element, of the shape of ``y_pred`` without its class axis."""
        if len(y_true.shape) == len(y_pred.shape):
            y_true = keras.ops.squeeze(y_true, self.axis)
        return keras.losses.sparse_categorical_crossentropy(
            y_true,
            _to_end(y_pred, self.axis),
            from_logits=self.from_logits,
            ignore_class=self.ignore_class,
        )

    def get_config(self) -> dict[str, Any]:
        """Every argument, ``axis`` included."""
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "ignore_class": self.ignore_class,
            "axis": self.axis,
            "dtype": self.dtype,
        }


@keras.saving.register_keras_serializable(package="resolver")
class ElementLoss(_OnAxis):
    """A stock loss of one unit, kept as one value for each element that is decided.

    The stock losses average over the last axis. Where an output has one unit but no axis for
    it, ``(batch,)``, or has that axis elsewhere, ``(batch, 1, height, width)``, or the labels
    lack it, ``(batch, steps)`` against ``(batch, steps, 1)``, they average over the samples,
    the columns or the steps. Weights and masks then meet values that were averaged already:
    an error, or a number that is wrong.

    Args:
        loss: The stock loss, an instance.
        axis: The axis of the single unit in ``y_pred``, if it has one.

    Returns:
        What the stock loss gives for ``y_true`` and ``y_pred`` of shape ``(..., 1)``.

    Example:
        >>> loss = ElementLoss(keras.losses.MeanSquaredError())
        >>> y_true, y_pred = keras.ops.array([0.0, 0.0]), keras.ops.array([1.0, 2.0])
        >>> float(loss(y_true, y_pred, sample_weight=keras.ops.array([1.0, 0.0])))
        0.5
    """

    def __init__(self, loss: Any, axis: int = -1) -> None:
        super().__init__(name=loss.name, reduction=loss.reduction, dtype=loss.dtype)
        self.loss = loss
        self.axis = axis

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One loss for each element, of the shape of ``y_pred`` without its single unit."""
        rank = len(y_pred.shape)
        if rank > 1:
            y_pred = _to_end(y_pred, self.axis)
            y_true = _to_end(y_true, self.axis) if len(y_true.shape) == rank else y_true
        else:
            y_pred = keras.ops.expand_dims(y_pred, -1)
        if len(y_true.shape) < len(y_pred.shape):
            y_true = keras.ops.expand_dims(y_true, -1)
        return self.loss.call(y_true, y_pred)

    def get_config(self) -> dict[str, Any]:
        """The stock loss and the axis."""
        return {"loss": keras.saving.serialize_keras_object(self.loss), "axis": self.axis}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> ElementLoss:
        """The loss that a config of `get_config` describes."""
        return cls(keras.saving.deserialize_keras_object(config["loss"]), config["axis"])
