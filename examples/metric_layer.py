"""Metrics inside a model, where ``model.add_metric`` used to be.

Run: ``python examples/metric_layer.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from sklearn.datasets import load_digits

import resolver
from resolver.layers import RecordMetric

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")

keras.utils.set_random_seed(0)
pixels = keras.Input((64,))
digit = keras.Input((), dtype="int32", name="digit")  # the labels, for what is watched inside

hidden = keras.layers.Dense(32, activation="relu")(pixels)
hidden = RecordMetric(keras.metrics.Mean(name="activity"))(hidden)
early = keras.layers.Dense(10)(hidden)
early = RecordMetric(resolver.Accuracy("multiclass", "index"), name="early_accuracy")(digit, early)
late = keras.layers.Dense(10, name="late")(keras.layers.Concatenate()([hidden, early]))
model = keras.Model([pixels, digit], late)

done = resolver.compile(model, "adam", labels=y)
history = model.fit([x, y], y, epochs=3, verbose=0).history
print(sorted(history))

# What is recorded is exact too: the same number as NumPy's on the same scores.
said = model.evaluate([x, y], y, verbose=0, return_dict=True)
inner = keras.Model(model.inputs, [early, late])
first, last = (scores.argmax(-1) == y for scores in inner.predict([x, y], verbose=0))
print(f"early {said['early_accuracy']:.4f}, by NumPy {np.mean(first):.4f}")
print(f"late {said['accuracy']:.4f}, by NumPy {np.mean(last):.4f}")
print(f"reset at each epoch: activity {said['activity']:.3f}")
