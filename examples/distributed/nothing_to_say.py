"""A metric that a replica may have nothing to say about: the recall of a rare class.

Run: ``python examples/distributed/nothing_to_say.py``.

Where a replica has no row of the class there is no recall. On the web, its function then returns
None, which `strategy.reduce` cannot take, so it is made 0, and pulls the mean down; or the division
is left to give NaN, which stays for the rest of the evaluation.

For `resolver.Ratio` None is an answer: that replica adds nothing, to neither sum. In graph code,
where a value cannot choose to return None, a denominator of 0 does the same.
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

# It runs eagerly, against TensorFlow's advice: only there a function may choose to return None.
tf.get_logger().setLevel("ERROR")

# Batches of 4, two rows to each replica. Three of the twelve rows are of the class; two are found.
y = np.array([1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0])
found = np.array([1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0])

data = tf.data.Dataset.from_tensor_slices((y, found)).batch(4)
batches = list(strategy.experimental_distribute_dataset(data))


def recall(y_true, y_pred):
    """Rows of the class that were found, and rows of the class; None if there are none."""
    if not np.any(y_true):
        return None
    return tf.reduce_sum(y_true * y_pred), tf.reduce_sum(y_true)


with strategy.scope():
    metric = resolver.Ratio(recall)


def none_is_zero(y_true, y_pred):
    """What is found on the web: a number at any price."""
    said = recall(y_true, y_pred)
    return tf.constant(0.0, tf.float64) if said is None else said[0] / said[1]


def divided_anyway(y_true, y_pred):
    """The other thing that is found: 0 / 0."""
    return tf.reduce_sum(y_true * y_pred) / tf.reduce_sum(y_true)


def mean(function):
    """The mean over the replicas of each step, and over the steps."""
    steps = [strategy.reduce("MEAN", strategy.run(function, batch), axis=None) for batch in batches]
    return np.mean(steps)


for batch in batches:
    strategy.run(metric.update_state, args=batch)

print(f"counted by hand     {found[y == 1].mean():.6f}")
print(f"resolver            {metric.sums().ratio:.6f}")
print(f"mean, None as zero  {mean(none_is_zero):.6f}")
print(f"mean, 0 / 0         {mean(divided_anyway):.6f}")
