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
    Shape("index", 262144, 21),
    Shape("index", 8192, 1000, "bfloat16"),
    Shape("index", 8192, 1000, "float16"),
    Shape("one_hot", 64, 10),
    Shape("one_hot", 8192, 1000),
    Shape("one_hot", 512, 32000),
    Shape("binary", 64, 1),
    Shape("binary", 1_000_000, 1),
    Shape("multi_hot", 8192, 100),
    Shape("multi_hot", 8192, 100, "bfloat16"),
]


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
    theirs = {
        "index": keras.metrics.SparseCategoricalAccuracy,
        "one_hot": keras.metrics.CategoricalAccuracy,
        "binary": keras.metrics.BinaryAccuracy,
        "multi_hot": keras.metrics.BinaryAccuracy,
    }
    ours = Accuracy(task.get(shape.kind, "multilabel"), shape.kind)
    return {"ours": ours, "keras": theirs[shape.kind]()}


def runs_tensorflow(shape: Shape, xla: bool) -> dict[str, Callable[[], Any]]:
    """In a graph, compiled by XLA or not."""
    import tensorflow as tf

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
            return [v.value + 0 for v in metric.variables]

        return step

    runs = {name: compiled(update(metric)) for name, metric in contenders(shape).items()}
    return {**runs, "max": compiled(lambda _, scores: tf.reduce_max(scores, -1))}


def runs_jax(shape: Shape) -> dict[str, Callable[[], Any]]:
    """Stateless updates under `jax.jit`."""
    import jax
    import jax.numpy as jnp

    y_true, y_pred = data(shape)
    y_true, y_pred = jnp.asarray(y_true), jnp.asarray(y_pred).astype(shape.dtype)

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
    from torchmetrics.functional.classification import multiclass_accuracy

    y_true, y_pred = data(shape)
    y_true, y_pred = (
        torch.as_tensor(y_true),
        torch.as_tensor(y_pred).to(getattr(torch, shape.dtype)),
    )

    def update(metric: Any) -> Callable[[], Any]:
        return lambda: metric.update_state(y_true, y_pred)

    runs = {name: update(metric) for name, metric in contenders(shape).items()}
    runs["max"] = lambda: y_pred.amax(-1)
    if shape.kind == "index":
        runs["torchmetrics"] = lambda: multiclass_accuracy(
            y_pred, y_true, shape.classes, average="micro", validate_args=False
        )
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
    if mode == "torch":
        return runs_torch(shape)
    if mode == "numpy":
        return runs_numpy(shape)
    return runs_tensorflow(shape, mode.endswith("xla"))
