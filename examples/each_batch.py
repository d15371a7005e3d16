"""What each batch scored: Keras's logs show the running value only.

Run: ``python examples/each_batch.py``
"""

import os
from itertools import islice

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from sklearn.datasets import load_digits

import resolver
from resolver.callbacks import BatchCounts, evaluate_each

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
odd = y % 2 == 1

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(10, name="digit")])
resolver.compile(model, keras.optimizers.Adam(0.01), labels=y)

batches = BatchCounts()
model.fit(x, y, epochs=2, batch_size=256, shuffle=False, verbose=0, callbacks=[batches])
scored = iter(batches.counts["accuracy"])
for epoch, size in enumerate(batches.epochs["accuracy"], start=1):
    line = "  ".join(f"{each.correct}/{each.total}" for each in islice(scored, size))
    print(f"epoch {epoch}: {line}")

# Evaluations one after the other start from nothing, and leave the training's counters alone.
for name, logs in evaluate_each(
    model, {"odd": (x[odd], y[odd]), "even": (x[~odd], y[~odd])}
).items():
    chosen = odd if name == "odd" else ~odd
    right = model.predict(x[chosen], verbose=0).argmax(-1) == y[chosen]
    print(f"{name} digits {logs['accuracy']:.4f}, by NumPy {np.mean(right):.4f}")
