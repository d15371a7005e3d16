"""The live programs, asked for their decision alone.

Building a metric costs a hundred times what deciding on it does, nearly all of it for variables
that nobody reads; so inside `no_variables` each new variable is the same old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import keras
import tensorflow as tf
import tf_keras
from keras.src.trainers import compile_utils as keras3_utils
from tf_keras.src.engine import compile_utils as tf2_utils
from tf_keras.src.engine import training_utils_v1 as tf1_utils

from resolver.core.specs import Shape


class Answer(NamedTuple):
    """What a program answers: a name, or the exception that it raises."""

    name: str | None
    error: str | None


@contextmanager
def no_variables() -> Iterator[None]:
    """Build metrics for the sake of their name, all on one variable."""
    one = tf.Variable(0.0)
    with tf.variable_creator_scope(lambda _, **arguments: one):
        yield


def answer(ask: Callable[[], object]) -> Answer:
    """The name of what a program returns, or of what it raises."""
    try:
        return Answer(name_of(ask()), None)
    except Exception as error:
        return Answer(None, type(error).__name__)


def name_of(found: Any) -> str:
    """The name of the function behind a metric or a loss; else of its class."""
    function = getattr(found, "_fn", None) or getattr(found, "fn", None) or found
    return str(getattr(function, "__name__", None) or _said(function))


def _said(found: object) -> str:
    return found if isinstance(found, str) else type(found).__name__


def specs(labels: Shape, output: Shape, dtypes: tuple[str, str]) -> tuple[Any, Any]:
    """Labels and output as TensorFlow hands them to a trainer, known by their shape alone."""
    return tf.TensorSpec(labels, dtypes[0]), tf.TensorSpec(output, dtypes[1])


def keras3_metric(string: str, y_true: Any, y_pred: Any) -> Answer:
    """What Keras 3 makes of a metric."""
    return answer(lambda: keras3_utils.get_metric(string, y_true, y_pred))


def keras3_loss(string: str, y_true: Any, y_pred: Any) -> Answer:
    """What Keras 3 makes of a loss."""
    return answer(lambda: keras3_utils.get_loss(string, y_true, y_pred))


def tf2_metric(string: str, y_true: Any, y_pred: Any) -> Answer:
    """What tf_keras makes of a metric."""
    return answer(lambda: _CONTAINER._get_metric_object(string, y_true, y_pred))


def tf2_loss(string: str) -> Answer:
    """What tf_keras makes of a loss."""
    return answer(lambda: tf2_utils.LossesContainer(string)._get_loss_object(string))


def tf1_compiled(loss: object) -> tuple[Any, str | None]:
    """The loss as the v1 trainers keep it, or the exception that compiling it raises."""
    try:
        return tf1_utils.get_loss_function(loss), None
    except Exception as error:
        return None, type(error).__name__


def tf1_metric(string: str, output: Shape, loss: object) -> Answer:
    """What the v1 trainers make of a metric, next to a loss that they have compiled."""
    shape = tf.TensorShape(output)
    listed = None if shape.rank is None else shape.as_list()
    return answer(lambda: tf1_utils.get_metric_function(string, listed, loss))


def passed_on(get: Callable[[str], object], string: str) -> Answer:
    """What `metrics.get` or `losses.get` makes of a string by itself."""
    return answer(lambda: get(string))


KERAS3_GET = keras.metrics.get
TF_KERAS_GET = tf_keras.metrics.get
_CONTAINER = tf2_utils.MetricsContainer(["accuracy"])
