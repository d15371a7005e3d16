"""Weighted accuracy in a loop of one's own: `strategy.run`, then `strategy.reduce`.

Run: ``python examples/distributed/weighted_accuracy.py``.

On the web, each replica divides: it returns the weighted accuracy of its own rows, and
``strategy.reduce("MEAN", ...)`` makes one number of them for each step, whose mean is taken at the
end. Every replica then counts as much as any other, and every step as much as any other, however
little weight their rows have. With unequal weights, or parts of unequal size, that is wrong.

A `resolver.Accuracy` that is made inside of the scope has its counters on each replica. A step adds
to them and divides nothing, so that it does not matter which row went where.
"""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import numpy as np
import tensorflow as tf

import resolver

# Two devices of one CPU. Where there are GPUs, MirroredStrategy() finds them.
(cpu,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])

# Batches of 3: the one replica gets two rows of each, the other one.
y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2])
guesses = np.array([0, 1, 0, 0, 2, 2, 1, 1, 2])
weights = np.array([8, 1, 1, 4, 2, 1, 1, 1, 6], "float32")
scores = np.eye(3, dtype="float32")[guesses]

data = tf.data.Dataset.from_tensor_slices((y, scores, weights)).batch(3)
batches = strategy.experimental_distribute_dataset(data)

with strategy.scope():
    metric = resolver.Accuracy("multiclass", "index")


@tf.function
def divided_on_each_replica(batch):
    """What is found on the web: a ratio from each replica, and the mean of the ratios."""

    def one(y_true, y_pred, weight):
        hits = tf.cast(tf.argmax(y_pred, axis=-1) == y_true, tf.float32)
        return tf.reduce_sum(hits * weight) / tf.reduce_sum(weight)

    return strategy.reduce("MEAN", strategy.run(one, args=batch), axis=None)


@tf.function
def added_on_each_replica(batch):
    """What is right: sums on each replica, and no ratio."""
    strategy.run(metric.update_state, args=batch)


naive = np.mean([divided_on_each_replica(batch) for batch in batches])
for batch in batches:
    added_on_each_replica(batch)

print(f"counted by hand     {np.average(guesses == y, weights=weights):.6f}")
print(f"resolver            {metric.counts().ratio:.6f}")
print(f"mean of the ratios  {naive:.6f}")
