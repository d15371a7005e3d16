"""An accuracy that returns a pair, (correct, total), on two replicas.

Run: ``python examples/distributed/tuple_accuracy.py``.

On the web, a metric function returns two numbers, in the hope that they are added up apart and
divided at the end. Keras does something else with them: it takes the mean of whatever a metric
function returns, for each batch on each replica, and then the mean of those. Of a pair that is a
number between the two, and the accuracy of nothing.

Passed through `resolver.compile`, the same function is kept as the ratio of two sums: each replica
adds to its own, nothing is averaged, and the division happens once, when the result is read.
"""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import ops

import resolver

# Two devices of one CPU. Where there are GPUs, MirroredStrategy() finds them.
(cpu,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


def accuracy(y_true, y_pred):
    """How many rows are right, of how many."""
    hits = ops.equal(ops.argmax(y_pred, axis=-1), ops.cast(y_true, "int64"))
    return ops.sum(ops.cast(hits, "int32")), ops.size(hits)


# Rows are dealt out in batches of 4, two to each replica; the last batch has 2, one for each.
y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
guesses = np.array([0, 1, 2, 0, 1, 0, 1, 2, 0, 1])
scores = np.eye(3, dtype="float32")[guesses]

with strategy.scope():
    # The model gives back its input, so that it is plain what is right: 5 rows of 10.
    model = keras.Sequential([keras.Input((3,)), keras.layers.Activation("linear")])

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(loss=loss, metrics=[accuracy])
    naive = model.evaluate(scores, y, batch_size=4, verbose=0, return_dict=True)["accuracy"]

    resolver.compile(model, loss=loss, metrics=[accuracy], labels=y)
    ours = model.evaluate(scores, y, batch_size=4, verbose=0, return_dict=True)["accuracy"]

print(f"counted by hand    {np.mean(guesses == y):.6f}")
print(f"resolver           {ours:.6f}")
print(f"mean of the pairs  {naive:.6f}")
