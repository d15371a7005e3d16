"""Losses of other libraries, which Keras 3 would call with the wrong arguments or not at all."""

from __future__ import annotations

import inspect
from typing import Any, Final

from resolver.core.errors import InvalidType
from resolver.core.losses import FAMILIES, family_named

_CALLED_OTHERWISE: Final = (
    "it is called with the prediction first, Keras calls loss(y_true, y_pred)"
)

_LIBRARIES: Final = {
    "tf_keras": "its objects belong to Keras 2 and are not understood by Keras 3",
    "torch.nn": _CALLED_OTHERWISE,
    "optax": _CALLED_OTHERWISE,
}
"""Libraries by the module their losses live in, and why a loss of theirs does not fit."""

_SAME: Final = {
    "BCELoss": "BinaryCrossentropy()",
    "BCEWithLogitsLoss": "BinaryCrossentropy(from_logits=True)",
    "CrossEntropyLoss": "SparseCategoricalCrossentropy(from_logits=True)",
    "HuberLoss": "Huber()",
    "KLDivLoss": "KLDivergence()",
    "L1Loss": "MeanAbsoluteError()",
    "MSELoss": "MeanSquaredError()",
    "PoissonNLLLoss": "Poisson()",
    "SmoothL1Loss": "Huber()",
    "binary_cross_entropy": "BinaryCrossentropy()",
    "binary_cross_entropy_with_logits": "BinaryCrossentropy(from_logits=True)",
    "cross_entropy": "SparseCategoricalCrossentropy(from_logits=True)",
    "l1_loss": "MeanAbsoluteError()",
    "l2_loss": "MeanSquaredError()",
    "mse_loss": "MeanSquaredError()",
    "huber_loss": "Huber()",
    "sigmoid_binary_cross_entropy": "BinaryCrossentropy(from_logits=True)",
    "softmax_cross_entropy": "CategoricalCrossentropy(from_logits=True)",
    "softmax_cross_entropy_with_integer_labels": "SparseCategoricalCrossentropy(from_logits=True)",
    "squared_error": "MeanSquaredError()",
}
"""The loss of Keras that computes what a loss of torch or optax does."""


def refuse_foreign(loss: Any) -> None:
    """Raise if a loss belongs to another library.

    Raises:
        InvalidType: If it is a loss of tf_keras, torch or optax, as class, object or function.
    """
    library = next((found for found in map(_library, _places(loss)) if found), None)
    if library is None:
        return
    named = loss if hasattr(loss, "__name__") else type(loss)
    raise InvalidType(
        f"A loss of {library.partition('.')[0]} cannot be used: {_LIBRARIES[library]}. "
        f"Received: {named.__module__}.{named.__name__}. Use: loss={_instead(loss, named.__name__)}"
    )


def _places(loss: Any) -> tuple[str, ...]:
    """The modules in which a function, or the class of an object and its bases, are written."""
    if inspect.isclass(loss) or not hasattr(loss, "__name__"):
        cls = loss if inspect.isclass(loss) else type(loss)
        old = tuple(base.__module__ for base in cls.__mro__ if base.__module__ != "builtins")
        return (cls.__module__, *(place for place in old if place.startswith("tf_keras")))
    return (str(getattr(loss, "__module__", None)),)


def _library(module: str) -> str | None:
    return next((name for name in _LIBRARIES if f"{module}.".startswith(f"{name}.")), None)


def _instead(loss: Any, name: str) -> str:
    family = family_named(name)
    if name in _SAME:
        return f"keras.losses.{_SAME[name]}"
    if family is None:
        return "lambda y_true, y_pred: loss(y_pred, y_true)"
    logits = bool(getattr(loss, "_fn_kwargs", {}).get("from_logits"))
    return f"keras.losses.{FAMILIES[family].cls}({'from_logits=True' if logits else ''})"
