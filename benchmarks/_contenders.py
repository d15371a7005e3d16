"""Claim: none of its own. What `accuracy.py` times: the shapes, the data, and who counts them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Shape(NamedTuple):
    """One line of the table."""

    kind: str
    rows: int
    classes: int
    dtype: str = "float32"


SHAPES = [
    Shape("index", 64, 10),
    Shape("index", 8192, 100),
    Shape("index", 8192, 1000),
    Shape("index", 1024, 8000),
    Shape("index", 512, 32000),
    Shape("index", 2048, 1009),
    Shape("index", 262144, 10),
    Shape("index", 262144, 10, "bfloat16"),
    Shape("index", 262144, 16, "float16"),
    Shape("index", 262144, 21),
    Shape("index", 262144, 21, "bfloat16"),
    Shape("index", 8192, 1000, "bfloat16"),
    Shape("index", 8192, 1000, "float16"),
    Shape("one_hot", 64, 10),
    Shape("one_hot", 262144, 21),
    Shape("one_hot", 8192, 1000),
    Shape("one_hot", 512, 32000),
    Shape("binary", 64, 1),
    Shape("binary", 1_000_000, 1),
    Shape("multi_hot", 8192, 100),
    Shape("multi_hot", 8192, 100, "bfloat16"),
]

GROWTH = [
    *(
        Shape("index", 4_194_304 // classes, classes)
        for classes in (16, 64, 256, 1024, 4096, 32768)
    ),
    *(Shape("index", rows, 1000) for rows in (16, 64, 256, 1024, 4096, 16384)),
]
"""As many scores in ever more classes; a thousand classes in ever more rows."""

LARGE = [
    Shape("index", 8192, 4000),
    Shape("one_hot", 4096, 4000),
    Shape("multi_hot", 160_000, 100),
]
"""Where memory is looked at, beside which what a process takes anyway is little."""

METRICS = {
    "index": "SparseCategoricalAccuracy",
    "one_hot": "CategoricalAccuracy",
    "binary": "BinaryAccuracy",
    "multi_hot": "BinaryAccuracy",
}
"""The metric of Keras for each way to write labels."""


def data(shape: Shape) -> tuple[Any, Any]:
    """Labels, and scores of which half are right."""
    rng = np.random.default_rng(0)
    if shape.kind in ("binary", "multi_hot"):
        scores = rng.random((shape.rows, shape.classes), dtype="float32")
        return rng.integers(0, 2, scores.shape).astype("float32"), scores
    scores = rng.standard_normal((shape.rows, shape.classes), dtype="float32")
    labels = np.where(
        rng.random(shape.rows) < 0.5,
        scores.argmax(-1),
        rng.integers(0, shape.classes, shape.rows),
    )
    if shape.kind == "one_hot":
        return np.eye(shape.classes, dtype="float32")[labels], scores
    return labels, scores


def contenders(shape: Shape) -> dict[str, Any]:
    """Ours and Keras's metric for one line."""
    import keras

    from resolver.edge.count.accuracy import Accuracy

    task = {"index": "multiclass", "one_hot": "multiclass", "binary": "binary"}
    ours = Accuracy(task.get(shape.kind, "multilabel"), shape.kind)
    return {"ours": ours, "keras": getattr(keras.metrics, METRICS[shape.kind])()}


def runs_tensorflow(shape: Shape, xla: bool) -> dict[str, Callable[[], Any]]:
    """In a graph, compiled by XLA or not, with tf_keras beside them."""
    import tensorflow as tf
    import tf_keras

    y_true, y_pred = data(shape)
    y_true, y_pred = tf.constant(y_true), tf.cast(tf.constant(y_pred), shape.dtype)

    def compiled(function: Any) -> Callable[[], Any]:
        step = tf.function(function, jit_compile=xla, autograph=False)

        def run() -> None:
            for tensor in tf.nest.flatten(step(y_true, y_pred)):
                tensor.numpy()

        return run

    def update(metric: Any) -> Any:
        def step(labels: Any, scores: Any) -> Any:
            metric.update_state(labels, scores)
            return [
                tf.identity(v.value() if isinstance(v, tf.Variable) else v.value)
                for v in metric.variables
            ]

        return step

    metrics = contenders(shape)
    metrics["tf_keras"] = getattr(tf_keras.metrics, METRICS[shape.kind])()
    runs = {name: compiled(update(metric)) for name, metric in metrics.items()}
    return {**runs, "max": compiled(lambda _, scores: tf.reduce_max(scores, -1))}


def runs_jax(shape: Shape) -> dict[str, Callable[[], Any]]:
    """Stateless updates under `jax.jit`."""
    import jax
    import jax.numpy as jnp

    y_true, y_pred = data(shape)
    y_true, y_pred = jnp.asarray(y_true), jnp.asarray(y_pred).astype(shape.dtype)
    jax.block_until_ready((y_true, y_pred))  # else they are made while something is measured

    def compiled(function: Any, *first: Any) -> Callable[[], Any]:
        step = jax.jit(function)
        return lambda: jax.block_until_ready(step(*first, y_true, y_pred))

    runs = {
        name: compiled(metric.stateless_update_state, [v.value for v in metric.variables])
        for name, metric in contenders(shape).items()
    }
    return {**runs, "max": compiled(lambda _, scores: scores.max(-1))}


def runs_torch(shape: Shape) -> dict[str, Callable[[], Any]]:
    """Eager updates, with torchmetrics beside them."""
    import torch
    from torchmetrics.functional import classification

    y_true, y_pred = data(shape)
    y_true, y_pred = (
        torch.as_tensor(y_true),
        torch.as_tensor(y_pred).to(getattr(torch, shape.dtype)),
    )

    def update(metric: Any) -> Callable[[], Any]:
        return lambda: metric.update_state(y_true, y_pred)

    runs = {name: update(metric) for name, metric in contenders(shape).items()}
    runs["max"] = lambda: y_pred.amax(-1)
    given: dict[str, Any] = {"validate_args": False}
    if shape.kind == "index":
        given |= {"num_classes": shape.classes, "average": "micro"}
        runs["torchmetrics"] = lambda: classification.multiclass_accuracy(y_pred, y_true, **given)
    elif shape.kind == "multi_hot":
        given |= {"num_labels": shape.classes, "average": "micro"}
        runs["torchmetrics"] = lambda: classification.multilabel_accuracy(y_pred, y_true, **given)
    elif shape.kind == "binary":
        runs["torchmetrics"] = lambda: classification.binary_accuracy(y_pred, y_true, **given)
    return runs


def runs_numpy(shape: Shape) -> dict[str, Callable[[], Any]]:
    """On arrays: `count_arrays` beside scikit-learn, which is handed the classes."""
    from sklearn.metrics import accuracy_score

    from resolver.edge.count.counting import count_arrays

    y_true, y_pred = data(shape)
    task = "multiclass" if shape.kind in ("index", "one_hot") else "multilabel"

    def sklearn() -> Any:
        if task == "multilabel":
            return accuracy_score(y_true.ravel(), (y_pred > 0.5).ravel())
        labels = y_true.argmax(-1) if shape.kind == "one_hot" else y_true
        return accuracy_score(labels, y_pred.argmax(-1))

    return {
        "ours": lambda: count_arrays(y_true, y_pred, task=task, coding=shape.kind),
        "scikit-learn": sklearn,
        "max": lambda: y_pred.max(-1),
    }


def runs(mode: str, shape: Shape) -> dict[str, Callable[[], Any]]:
    """Every contender of one line, ready to be called."""
    if mode == "jax":
        return runs_jax(shape)
    if mode.startswith("torch"):
        return runs_torch(shape)
    if mode == "numpy":
        return runs_numpy(shape)
    return runs_tensorflow(shape, mode.endswith("xla"))
