"""What a metric is, in every form in which Keras takes one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import keras

from resolver.core.metrics import METRICS, Metric, metric_of, read_metric_string
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.ratio import Ratio


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
    return metric_of(name, metric.get_config())


def _of_function(fn: Any) -> Metric:
    name = getattr(fn, "__name__", type(fn).__name__)
    known = getattr(keras.metrics, name, None) is fn or getattr(keras.losses, name, None) is fn
    if known:
        return replace(read_metric_string(name), word=None, shown=f"keras.metrics.{name}")
    return Metric(None, shown="a lambda" if name == "<lambda>" else str(name))
