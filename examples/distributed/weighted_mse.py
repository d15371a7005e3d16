"""A weighted mean squared error, evaluated on two replicas.

Run: ``python examples/distributed/weighted_mse.py``.

On the web, each replica returns ``reduce_mean(weight * error ** 2)``, and the replicas are reduced
by their mean. That divides by the number of rows where the weights should be added up, and takes
a mean of means where parts differ in size: two mistakes that do not cancel each other.

A weighted mean is the ratio of two sums. `resolver.Ratio` keeps both, on each replica, with
compensation for what a float would round away, and divides them once.
"""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import numpy as np
import tensorflow as tf
from keras import ops

import resolver

# Two devices of one CPU. Where there are GPUs, MirroredStrategy() finds them.
(cpu,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])

# Batches of 3: the one replica gets two rows of each, the other one.
y = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9], "float32")
guesses = y + np.array([1, -1, 0, 2, 0, -3, 1, 0, 2], "float32")
weights = np.array([8, 1, 1, 4, 2, 1, 1, 1, 0], "float32")

data = tf.data.Dataset.from_tensor_slices((y, guesses, weights)).batch(3)
batches = strategy.experimental_distribute_dataset(data)


def weighted_mse(y_true, y_pred, sample_weight):
    """The weighted sum of the squared errors, and the sum of the weights."""
    return ops.sum(sample_weight * (y_true - y_pred) ** 2), ops.sum(sample_weight)


with strategy.scope():
    metric = resolver.Ratio(weighted_mse)


@tf.function
def divided_on_each_replica(batch):
    """What is found on the web: a mean from each replica, and the mean of the means."""

    def one(y_true, y_pred, weight):
        return tf.reduce_mean(weight * (y_true - y_pred) ** 2)

    return strategy.reduce("MEAN", strategy.run(one, args=batch), axis=None)


@tf.function
def added_on_each_replica(batch):
    """What is right: two sums on each replica."""
    strategy.run(metric.update_state, args=batch)


naive = np.mean([divided_on_each_replica(batch) for batch in batches])
for batch in batches:
    added_on_each_replica(batch)

print(f"computed by hand   {np.average((y - guesses) ** 2, weights=weights):.6f}")
print(f"resolver           {metric.sums().ratio:.6f}")
print(f"mean of the means  {naive:.6f}")
