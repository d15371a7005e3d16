"""A layer that records a metric of tensors inside the model.

Keras 3 removed `Layer.add_metric`. A metric held by a layer is still collected by the trainer, but
on JAX its state is not carried through the training step, so updating it in `call` fails there.
`RecordMetric` carries it on all three backends.
"""

from __future__ import annotations

from typing import Any

import keras
from keras.src.backend import in_stateless_scope, set_keras_mask
from keras.src.backend.common.symbolic_scope import in_symbolic_scope

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.count.masks import mask_of
from resolver.edge.count.ratio import wrap_metric_function

__all__ = ["RecordMetric", "Recorded"]

Tensor = Any


class _Held:
    """The recorded metric, hidden from Keras's attribute tracking, which would list it twice.

    On JAX a training step is a pure function: the trainer hands the layer's variables to the
    forward pass and takes them back, but computes the logs of the step in a scope that knows only
    metric variables. `live` passes the values from one to the other while the step is traced.
    """

    def __init__(self, metric: Any) -> None:
        self.metric = metric
        self.live: tuple[Tensor, ...] | None = None


class Recorded(keras.metrics.Metric):
    """What the trainer sees of a recorded metric: a name, a result, a reset."""

    def __init__(self, metric: Any, name: str) -> None:
        super().__init__(name=name)
        self._held = _Held(metric)

    @property
    def metric(self) -> Any:
        return self._held.metric

    @property
    def variables(self) -> list[Any]:
        """The state, except on JAX, where it travels with the layer's own variables."""
        return [] if _is_jax() else self.metric.variables

    def update_state(self, *args: object, **kwargs: object) -> None:
        """Do nothing: the layer has counted already when a loop comes to its metrics."""

    def keep(self) -> None:
        """Hand the values of this forward pass to the `result` of the same step."""
        if _is_jax() and in_stateless_scope() and not in_symbolic_scope():
            self._held.live = tuple(variable.value for variable in self.metric.variables)

    def result(self) -> Tensor:
        variables, live = self.metric.variables, self._held.live
        self._held.live = None
        if live is not None and in_stateless_scope():
            return self.metric.stateless_result(list(live))
        if any(variable._value is None for variable in variables) and not in_symbolic_scope():
            # A step of JAX in which the layer was not called: nothing was recorded.
            return self.metric.stateless_result(self.metric.stateless_reset_state())
        return self.metric.result()

    def reset_state(self) -> None:
        self._held.live = None
        self.metric.reset_state()


@keras.saving.register_keras_serializable(package="resolver")
class RecordMetric(keras.layers.Layer):
    """Record a metric of tensors of the graph and pass the last of them through unchanged.

    The result appears in the logs and in `history` under the layer's name, is reset with the
    model's other metrics (at each epoch and at each `evaluate`), and no gradient flows through it.
    The layer has no weights; the state of the metric is not saved, as Keras saves none.

    Args:
        metric: A Keras metric, `resolver.Accuracy`, `resolver.Ratio`, or a function
            `fn(y_true, y_pred)` as in `metrics=`: if it returns a pair, the pair is recorded as a
            ratio, else its values as a mean. The layer owns the metric: give each layer its own.
        name: Name of the layer and of the entry in the logs; the metric's name by default. Give
            one if `compile` is given a metric of the same name, for Keras keeps one entry a name.

    Call arguments:
        y_true: Labels, any shape and dtype; or `[y_true, y_pred]`; or, alone, the values that a
            metric such as `keras.metrics.Mean` takes.
        y_pred: Predictions.
        sample_weight: Weights, handed to the metric.

    Returns:
        The last input, `y_pred` if there are two, else the values: the same tensor, with its mask.

    `EarlyStopping` and `ModelCheckpoint` look for a direction among the metrics of `compile` only:
    give them ``mode="max"`` or ``mode="min"`` to watch a record.

    Every forward pass counts, that of `predict` too, until the next reset: read the logs of
    `fit` and `evaluate`, and not the metric after a `predict`. Under `keras.RematScope` the
    forward pass runs twice on TensorFlow and PyTorch, and is counted twice: keep the layer outside.

    Raises:
        InvalidType: If `metric` is nothing that can be recorded.
        InvalidArgument: If the metric is the word "accuracy", which a layer cannot resolve, or
            the layer is called on other than one or two tensors.

    Example:
        >>> import keras, numpy as np
        >>> inputs = keras.Input((2,))
        >>> hidden = keras.layers.Dense(3, activation="relu", kernel_initializer="ones")(inputs)
        >>> hidden = RecordMetric(keras.metrics.Mean(name="activity"))(hidden)
        >>> model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
        >>> model.compile("sgd", "mse")
        >>> logs = model.evaluate(np.ones((4, 2)), np.ones((4, 1)), verbose=0, return_dict=True)
        >>> float(logs["activity"])
        2.0
    """

    def __init__(self, metric: Any, name: str | None = None, **kwargs: Any) -> None:
        metric = _as_metric(metric)
        # No autocast: neither the tensors that pass through nor the state of the metric may be
        # rounded under a mixed policy.
        kwargs.update(dtype="float32", autocast=False)
        super().__init__(name=name or metric.name, **kwargs)
        self.supports_masking = True
        self._record = Recorded(metric, self.name)

    @property
    def metric(self) -> Any:
        """The metric that is recorded."""
        return self._record.metric

    @property
    def variables(self) -> list[Any]:
        """On JAX the state of the metric, so that the trainer carries it; else nothing."""
        return list(self.metric.variables) if _is_jax() else super().variables

    def call(
        self, y_true: Tensor, y_pred: Tensor | None = None, sample_weight: Tensor | None = None
    ) -> Tensor:
        inputs = list(y_true) if isinstance(y_true, (list, tuple)) else [y_true]
        inputs += [] if y_pred is None else [y_pred]
        if not 1 <= len(inputs) <= 2:
            raise InvalidArgument(
                f"The layer {self.name!r} takes (y_true, y_pred) or one tensor of values, and "
                f"weights as a keyword. Received: {len(inputs)} tensors. "
                "Use: layer(y_true, y_pred, sample_weight=weights)"
            )
        weights = {} if sample_weight is None else {"sample_weight": _still(sample_weight)}
        self.metric.update_state(*map(_still, inputs), **weights)
        self._record.keep()
        return inputs[-1]

    def compute_mask(self, inputs: Tensor, previous_mask: Tensor) -> None:
        """No mask but the one that the passed tensor carries: the first input's is not its."""

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config.pop("dtype")
        return {**config, "metric": keras.saving.serialize_keras_object(self.metric)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> RecordMetric:
        metric = keras.saving.deserialize_keras_object(config["metric"])
        return cls(**{**config, "metric": metric})


def _is_jax() -> bool:
    return bool(keras.backend.backend() == "jax")


def _still(tensor: Tensor) -> Tensor:
    """The tensor without its gradient, with its mask."""
    still = keras.ops.stop_gradient(tensor)
    mask = mask_of(tensor)
    if mask is not None:
        set_keras_mask(still, mask)
    return still


def _as_metric(metric: Any) -> Any:
    if isinstance(metric, keras.metrics.Metric):
        return metric
    if isinstance(metric, str):
        if metric.lower() in ("accuracy", "acc"):
            raise InvalidArgument(
                "A layer does not see the loss, so it cannot tell which accuracy is meant. "
                f"Received: metric={metric!r}. Use: RecordMetric(resolver.Accuracy('binary'))"
            )
        metric = keras.metrics.get(metric)
        return metric if isinstance(metric, keras.metrics.Metric) else wrap_metric_function(metric)
    if callable(metric):
        return wrap_metric_function(metric)
    raise InvalidType(
        "A layer records a Keras metric, or a function of (y_true, y_pred). "
        f"Received: metric={metric!r}. Use: RecordMetric(keras.metrics.Mean(name='activity'))"
    )
