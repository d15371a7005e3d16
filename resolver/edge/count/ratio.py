"""A metric that is the ratio of two sums, divided once, when it is read."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import keras
from keras import ops
from keras.src.utils.naming import get_object_name

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.count.amounts import Sums, amount, folded
from resolver.edge.count.counters import Tally
from resolver.edge.count.masks import mask_of

__all__ = ["MetricFunction", "Ratio", "Sums", "is_ratio_function", "wrap_metric_function"]

Tensor = Any

OPTIONAL: Final = ("sample_weight", "mask")
"""What a function is given beside y_true and y_pred, if it names it."""


@keras.saving.register_keras_serializable(package="resolver")
class Ratio(keras.metrics.Metric):
    """The ratio of two sums over all batches, from a function that returns both for one batch.

    The sums are kept apart, on the device, and divided once, when the result is read: the ratio
    of the sums, and not the mean of the batches' ratios. Integers and booleans add up exactly to
    2**50, whatever `floatx` or the dtype policy is; floats are added with compensation, about 14
    digits. A batch or replica that returns ``None``, or a denominator of 0, changes nothing.

    Args:
        fn: ``fn(y_true, y_pred) -> (numerator, denominator)``. Each is a Python number or a
            tensor of any shape, which is summed; boolean, integer or float. ``fn`` may also name
            ``sample_weight`` and ``mask`` (the Keras mask of `y_pred`) among its arguments, and
            is then given them, or ``None``. Without ``mask``, a mask is folded into
            ``sample_weight``, as Keras does; with neither, the mask is ignored.
        name: Name in the logs; the name of the function by default, as in Keras.
        dtype: Dtype of the result, float32 by default. The sums do not depend on it.

    Raises:
        InvalidType: If `fn` is not callable.
        InvalidArgument: On update, if the function returns no pair, or weights are given and it
            takes none.

    Whether more is better only you know: give `EarlyStopping` and its like ``mode="max"`` or
    ``mode="min"``.

    To load a saved model, the function must be registered with
    `keras.saving.register_keras_serializable` or given in `custom_objects`, as in Keras.

    Example:
        >>> import numpy as np
        >>> def recall(y_true, y_pred):
        ...     return ops.logical_and(y_true, y_pred > 0.5), y_true
        >>> metric = Ratio(recall)
        >>> metric.update_state(np.array([True, True, False]), np.array([0.9, 0.2, 0.8]))
        >>> metric.update_state(np.array([False]), np.array([0.1]))
        >>> float(metric.result()), metric.sums()
        (0.5, Sums(numerator=1, denominator=2))
    """

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: str | None = None
    ) -> None:
        if not callable(fn):
            raise InvalidType(
                "A ratio needs a function that returns (numerator, denominator) for one batch. "
                f"Received: fn={fn!r}. Use: resolver.Ratio(fn)"
            )
        super().__init__(name=name or get_object_name(fn), dtype=dtype or "float32")
        self._fn = fn
        self._takes = _optional_arguments(fn)
        self._tally = Tally(self, 2)
        self.resets = 0

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Any = None) -> None:
        """Add what the function returns for one batch."""
        self._add(self._evaluate(y_true, y_pred, sample_weight))

    def _evaluate(self, y_true: Tensor, y_pred: Tensor, sample_weight: Any) -> Any:
        given: dict[str, Any] = {}
        mask = mask_of(y_pred)
        if "mask" in self._takes:
            given["mask"] = mask
        elif "sample_weight" in self._takes and mask is not None:
            sample_weight = folded(sample_weight, mask)
        if "sample_weight" in self._takes:
            given["sample_weight"] = sample_weight
        elif sample_weight is not None:
            self._refuse_weights()
        return self._fn(y_true, y_pred, **given)

    def _refuse_weights(self) -> None:
        raise InvalidArgument(
            f"Weights were given to the metric {self.name!r}, whose function takes none. "
            "It needs an argument named sample_weight. "
            f"Use: def {getattr(self._fn, '__name__', 'fn')}(y_true, y_pred, sample_weight=None):"
        )

    def _add(self, returned: Any) -> None:
        if returned is None:
            return
        if not _is_pair(returned):
            raise InvalidArgument(
                f"The function of the metric {self.name!r} must return a pair or None. "
                f"Received: {_described(returned)}. Use: return numerator, denominator"
            )
        both = [amount(value, self.name) for value in returned]
        said = both[1].is_not_zero()
        if any(one.words is not None for one in both):
            self._tally.add_whole([one.words_where(said) for one in both])
        if any(one.pair is not None for one in both):
            self._tally.add_float([one.pair_where(said) for one in both])

    def result(self) -> Tensor:
        """The ratio, a scalar tensor; 0 as long as nothing was added, as in Keras."""
        return ops.cast(self._tally.ratio(), self.dtype)

    def sums(self) -> Sums:
        """The exact sums so far, as Python numbers.

        Raises:
            InvalidArgument: In the middle of an epoch on JAX, where the trainer has the state.
        """
        numerator, denominator = self._tally.read()
        return Sums(numerator, denominator, reduced=self._tally.is_global())

    def exactly(self, numerator: int | float, denominator: int | float) -> Sums:
        """Two numbers as sums of this metric."""
        return Sums(numerator, denominator)

    def reset_state(self) -> None:
        """Add up from zero again."""
        super().reset_state()
        self.resets += 1

    def get_config(self) -> dict[str, Any]:
        fn = keras.saving.serialize_keras_object(self._fn)
        return {**super().get_config(), "fn": fn}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Ratio:
        fn = keras.saving.deserialize_keras_object(config["fn"])
        return cls(**{**config, "fn": fn})


@keras.saving.register_keras_serializable(package="resolver")
class MetricFunction(Ratio):
    """A function as a metric: a `Ratio` if it returns a pair, else the mean that Keras makes of it.

    Which of the two is read off the structure of what it returns, while it is traced: a tuple or
    list of two is a pair, ``None`` is nothing to say, and a tensor gets exactly what
    `keras.metrics.MeanMetricWrapper` does with it, masks and weights included.
    """

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: str | None = None
    ) -> None:
        super().__init__(fn, name=name)
        # Keras reads the direction of its own losses off the function; the values are made here.
        self._mean = keras.metrics.MeanMetricWrapper(fn, name=self.name, dtype=dtype)
        self._mean._fn = _first
        if hasattr(self._mean, "_direction"):
            self._direction = self._mean._direction
        self._mean_dtype = dtype
        self._returns: str | None = None

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Any = None) -> None:
        """Add what the function returns for one batch."""
        weights = sample_weight if "sample_weight" in self._takes else None
        returned = self._evaluate(y_true, y_pred, weights)
        if returned is None:
            return
        self._remember("pair" if _is_pair(returned) else "mean")
        if self._returns == "mean":
            # Keras calls it with no more than two, and weighs the values itself.
            values = self._fn(y_true, y_pred) if self._takes else returned
            self._mean.update_state(values, y_pred, sample_weight=sample_weight)
            return
        if weights is None and sample_weight is not None:
            self._refuse_weights()
        self._add(returned)

    @property
    def is_ratio(self) -> bool:
        """Whether the function returned a pair; true as long as it has not been seen."""
        return self._returns != "mean"

    def _remember(self, returns: str) -> None:
        if self._returns is None:
            self._returns = returns
        elif self._returns != returns:
            raise InvalidArgument(
                f"The function of the metric {self.name!r} returned a pair for some batches and "
                "a tensor for others, which cannot be added. Use: return numerator, denominator"
            )

    def result(self) -> Tensor:
        """The ratio or the mean."""
        if self._returns == "pair":
            return super().result()
        if self._returns == "mean":
            return self._mean.result()
        # Loaded state, or a loop that traces `result` first: one of the two is 0.
        return super().result() + ops.cast(self._mean.result(), self.dtype)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "dtype": self._mean_dtype}


def wrap_metric_function(fn: Callable[..., Any], name: str | None = None) -> MetricFunction:
    """A metric from a function, whichever way the function answers.

    Args:
        fn: ``fn(y_true, y_pred)`` as in `metrics=`: it returns a pair (see `Ratio`), ``None``,
            or one tensor (then the metric is what Keras makes of the function).
        name: Name in the logs; the name of the function by default.

    Returns:
        The metric. It decides while the function is first traced, from no values.

    Raises:
        InvalidType: If `fn` is not callable.

    Example:
        >>> import numpy as np
        >>> metric = wrap_metric_function(lambda y_true, y_pred: ([1, 2], [4]), name="share")
        >>> metric.update_state(np.zeros(2), np.zeros(2))
        >>> float(metric.result())
        0.75
    """
    return MetricFunction(fn, name=name)


def is_ratio_function(fn: Callable[..., Any], y_true: Any, y_pred: Any) -> bool:
    """Whether a function returns a pair, found on symbolic tensors: no value is computed.

    Args:
        fn: ``fn(y_true, y_pred)``.
        y_true: Anything with a shape and a dtype, such as a KerasTensor or a `TensorSpec`.
        y_pred: Likewise.

    Returns:
        True if it returns a tuple or list of two, or ``None``; false if it returns anything
        else, or cannot be traced on symbolic tensors.

    Example:
        >>> spec = keras.KerasTensor((None, 3))
        >>> is_ratio_function(lambda y_true, y_pred: (ops.sum(y_true), 3), spec, spec)
        True
    """
    seen: list[bool] = []
    takes = _optional_arguments(fn)

    class Probe(keras.Operation):
        def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
            returned = fn(y_true, y_pred, **dict.fromkeys(takes))
            seen.append(returned is None or _is_pair(returned))
            return y_pred

    try:
        Probe().compute_output_spec(_symbolic(y_true), _symbolic(y_pred))
    except Exception:
        # Whatever the function does not do on symbolic tensors is no evidence of a pair.
        return seen[-1] if seen else False
    return seen[-1]


def _symbolic(spec: Any) -> Any:
    return keras.KerasTensor(tuple(spec.shape), keras.backend.standardize_dtype(spec.dtype))


def _first(y_true: Tensor, _: Tensor) -> Tensor:
    """Stands for the user's function in Keras's wrapper, which is handed its values."""
    return y_true


def _optional_arguments(fn: Callable[..., Any]) -> tuple[str, ...]:
    """Which of the `OPTIONAL` arguments a function names."""
    try:
        parameters = inspect.signature(fn).parameters
    except (TypeError, ValueError):
        return ()
    return tuple(name for name in OPTIONAL if name in parameters)


def _is_pair(returned: Any) -> bool:
    """Whether what a function returned is (numerator, denominator), by its structure alone."""
    return isinstance(returned, tuple | list) and len(returned) == 2


def _described(returned: Any) -> str:
    if isinstance(returned, tuple | list):
        return f"a {type(returned).__name__} of {len(returned)}"
    shape = getattr(returned, "shape", None)
    return type(returned).__name__ if shape is None else f"one tensor of shape {tuple(shape)}"
