"""What a metric is, in every form in which Keras takes one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import keras

from resolver.core.metrics import METRICS, Metric, read_metric_string
from resolver.edge.accuracy import Accuracy
from resolver.edge.ratio import Ratio


def read_metric(metric: Any) -> Metric:
    """What a metric is, whatever form it is given in.

    Args:
        metric: A string, a class or an instance of `keras.metrics`, a function, a
            `functools.partial` of one, a config dict, or one of our own.

    Returns:
        The metric; its ``family`` is None where nothing is known of what it computes.

    Example:
        >>> read_metric(keras.metrics.BinaryAccuracy(threshold=0.0)).threshold
        0.0
    """
    if isinstance(metric, str):
        return read_metric_string(metric)
    if isinstance(metric, Mapping):
        return _of_config(metric)
    if isinstance(metric, (Accuracy, Ratio)):
        return Metric(None, ours=True, shown=f"resolver.{type(metric).__name__}")
    if isinstance(metric, functools.partial):
        inner = read_metric(metric.func)
        said = {key: value for key, value in metric.keywords.items() if key in _PARTIAL}
        return replace(inner, **said, shown=f"functools.partial({inner.shown}, ...)")
    if inspect.isclass(metric) and issubclass(metric, keras.metrics.Metric):
        return _of_class(metric)
    if isinstance(metric, keras.metrics.Metric):
        return _of_object(metric)
    return _of_function(metric)


_PARTIAL = ("threshold", "from_logits")


def _of_config(config: Mapping[str, Any]) -> Metric:
    try:
        return read_metric(keras.metrics.get(dict(config)))
    except (ValueError, TypeError, KeyError, AttributeError, ImportError):
        return Metric(None, shown=str(config.get("class_name", "a config")))


def _of_class(cls: type) -> Metric:
    name = cls.__name__
    if getattr(keras.metrics, name, None) is not cls or name not in METRICS:
        return Metric(None, shown=name)
    return replace(read_metric_string(name), word=None, family=name, shown=f"keras.metrics.{name}")


def _of_object(metric: Any) -> Metric:
    cls = type(metric)
    name = cls.__name__
    if name == "MeanMetricWrapper" and getattr(keras.metrics, name, None) is cls:
        return _of_function(getattr(metric, "_fn", None))
    stock = getattr(keras.metrics, name, None) is cls and name in METRICS
    if not stock:
        return Metric(None, shown=f"{name}()")
    config = metric.get_config()
    said: dict[str, Any] = {
        "threshold": _threshold(config, METRICS[name].reads),
        "from_logits": config.get("from_logits"),
        "top_k": config.get("top_k"),
        "classes": config.get("num_classes"),
        "sparse_true": config.get("sparse_y_true"),
        "sparse_pred": config.get("sparse_y_pred"),
    }
    if name in ("OneHotIoU", "OneHotMeanIoU"):
        said["sparse_true"] = None
    written = [f"{key}={config[key]!r}" for key in _SHOWN if config.get(key) is not None]
    return Metric(name, **said, shown=f"keras.metrics.{name}({', '.join(written)})")


_SHOWN = ("threshold", "thresholds", "top_k", "num_classes", "from_logits")


def _threshold(config: Mapping[str, Any], reads: str) -> float | None:
    said = config.get("threshold", config.get("thresholds"))
    if said is None:
        return 0.5 if reads == "cut" and config.get("top_k") is None else None
    if isinstance(said, (list, tuple)):
        return float(said[0]) if len(said) == 1 else None
    return float(said)


def _of_function(fn: Any) -> Metric:
    name = getattr(fn, "__name__", type(fn).__name__)
    known = getattr(keras.metrics, name, None) is fn or getattr(keras.losses, name, None) is fn
    if known:
        return replace(read_metric_string(name), word=None, shown=f"keras.metrics.{name}")
    return Metric(None, shown="a lambda" if name == "<lambda>" else str(name))
