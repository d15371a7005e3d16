"""Losses and metrics as a saved model writes them: names, and configs of objects and functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from resolver.core.errors import InvalidArgument
from resolver.core.losses import FAMILIES, Loss, known, read_string
from resolver.core.metrics import METRICS, Metric, metric_named, metric_of, read_metric_string

_DEFAULTS: Final[Mapping[str, tuple[object, ...]]] = {
    "reduction": ("sum_over_batch_size", "auto"),
    "delta": (1.0,),
    "gamma": (2.0,),
    "apply_class_balancing": (False,),
    "q": (0.5,),
    "beta": (0.5,),
    "dtype": (None,),
}
"""What the losses' other arguments are unless somebody says otherwise, in Keras 3 and 2."""

_OWN_DEFAULTS: Final[Mapping[tuple[str, str], object]] = {
    ("Circle", "gamma"): 80.0,
    ("Circle", "margin"): 0.4,
    ("Circle", "remove_diagonal"): True,
    ("BinaryFocalCrossentropy", "alpha"): 0.25,
    ("CategoricalFocalCrossentropy", "alpha"): 0.25,
    ("Tversky", "alpha"): 0.5,
}

_READ: Final = ("from_logits", "label_smoothing", "ignore_class", "axis")
_NOT_WRITTEN: Final = ("name", "dtype", "fn")


def loss_of_config(said: Any) -> Loss | None:
    """The loss that a config describes.

    Args:
        said: None, a name, or the config of a loss or a function, as Keras 3 or 2 writes it.

    Returns:
        The loss; opaque where the config names code that the file does not hold.

    Example:
        >>> loss_of_config({"class_name": "Huber", "config": {"delta": 2.0}}).shown
        'keras.losses.Huber(delta=2.0)'
        >>> loss_of_config({"class_name": "mine>Loss", "config": {}}).opaque
        True
    """
    if said is None:
        return None
    if isinstance(said, str):
        return _named(said)
    name, config = _class_of(said), said.get("config")
    if name == "__lambda__":
        return Loss(None, form="function", shown="a lambda")
    if isinstance(config, str):
        return _function(config)
    config = config if isinstance(config, Mapping) else {}
    if name == "LossFunctionWrapper":
        return _function(_function_name(config.get("fn")))
    if name.startswith("resolver>"):
        return _ours(name.partition(">")[2], config)
    family = next((key for key, row in FAMILIES.items() if row.cls == name), None)
    if family is None or not _by_keras(said):
        return Loss(None, shown=f"{name.rpartition('>')[2]}()", subclass=True)
    return known(family, config, _others(name, config))


def _named(name: str) -> Loss:
    try:
        return read_string(name)
    except InvalidArgument:
        return Loss(None, form="string", shown=repr(name))


def _function(name: str) -> Loss:
    if name not in FAMILIES:
        return Loss(None, form="function", shown=name.rpartition(">")[2])
    return known(name, {}, (), form="function", shown=f"keras.losses.{name}")


def _ours(name: str, config: Mapping[str, Any]) -> Loss | None:
    """One of the losses of this package."""
    if name == "SparseCategoricalCrossentropy":
        said = {key: config.get(key) for key in ("from_logits", "ignore_class", "axis")}
        return known("sparse_categorical_crossentropy", said, ())
    if name == "ElementLoss":
        return loss_of_config(config.get("loss"))
    if name == "AutoLoss":
        return Loss(None, form="auto", shown="'auto'")
    stated = config.get("stands_for")
    if isinstance(stated, Mapping):
        values = dict(stated)
        pairs = tuple((key, value) for key, value in values.pop("arguments", ()))
        return Loss(**values, arguments=pairs)
    return Loss(None, shown=f"resolver.{name}()")


def _others(cls: str, config: Mapping[str, Any]) -> tuple[tuple[str, object], ...]:
    """What the class was told besides, where it was told something else than its default."""
    read = _READ if "from_logits" in config else ()
    left = {key: value for key, value in config.items() if key not in (*read, *_NOT_WRITTEN)}
    return tuple(
        (key, tuple(value) if isinstance(value, list) else value)
        for key, value in left.items()
        if key not in _READ or value not in (0, 0.0, None, -1)
        if value not in _defaults(cls, key)
    )


def _defaults(cls: str, argument: str) -> tuple[object, ...]:
    own = _OWN_DEFAULTS.get((cls, argument))
    return (own,) if own is not None else _DEFAULTS.get(argument, (None,))


def metric_of_config(said: Any) -> Metric:
    """The metric that a config describes, likewise.

    Example:
        >>> metric_of_config({"class_name": "BinaryAccuracy", "config": {"threshold": 0.0}}).shown
        'keras.metrics.BinaryAccuracy(threshold=0.0)'
    """
    if isinstance(said, str):
        return read_metric_string(said)
    name, config = _class_of(said), said.get("config")
    if name == "__lambda__":
        return Metric(None, shown="a lambda")
    if isinstance(config, str):
        return _metric_function(config)
    config = config if isinstance(config, Mapping) else {}
    if name == "MeanMetricWrapper":
        return _metric_function(_function_name(config.get("fn")))
    if name.startswith("resolver>"):
        return Metric(None, ours=True, shown=f"resolver.{name.partition('>')[2]}")
    if name not in METRICS or not _by_keras(said):
        return Metric(None, shown=f"{name.rpartition('>')[2]}()")
    return metric_of(name, config)


def _metric_function(name: str) -> Metric:
    if metric_named(name) is None or not name.islower():
        return Metric(None, shown=name.rpartition(">")[2])
    said = read_metric_string(name)
    return Metric(
        said.family,
        threshold=said.threshold,
        from_logits=said.from_logits,
        shown=f"keras.metrics.{name}",
    )


def _function_name(said: Any) -> str:
    if isinstance(said, Mapping):
        config = said.get("config")
        return config if isinstance(config, str) else "a lambda"
    return str(said)


def _class_of(said: Mapping[str, Any]) -> str:
    """The name of a class, with its package if it was registered."""
    registered = said.get("registered_name")
    if isinstance(registered, str) and ">" in registered:
        return registered
    return str(said.get("class_name"))


def _by_keras(said: Mapping[str, Any]) -> bool:
    return str(said.get("module") or "keras").partition(".")[0] in ("keras", "tf_keras")


def is_config(value: object) -> bool:
    """True for the config of one object, false for a dict of several things."""
    return isinstance(value, Mapping) and "class_name" in value
