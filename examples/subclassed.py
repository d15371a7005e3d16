"""A model of your own class with a loss of your own: two things a reader cannot know, said once.

The call of a subclassed model is code, so the shape of its output is told; what the loss does with
that output is code, so `like` says which loss of Keras it stands for.

Run: ``python examples/subclassed.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from sklearn.datasets import load_breast_cancer

import resolver


class Scorer(keras.Model):
    """One logit from the measurements of a tumour."""

    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="relu")
        self.score = keras.layers.Dense(1)

    def call(self, x):
        """Score a batch."""
        return self.score(self.hidden(x))


def costly_misses(y_true, y_pred):
    """A crossentropy on logits in which a missed tumour (class 0) costs five times as much."""
    y_true = keras.ops.cast(y_true, y_pred.dtype)
    cost = keras.losses.binary_crossentropy(y_true, y_pred, from_logits=True)
    return cost * keras.ops.squeeze(5 - 4 * y_true, -1)


x, y = load_breast_cancer(return_X_y=True)
x, y = ((x - x.mean(0)) / x.std(0)).astype("float32"), y[:, None]

keras.utils.set_random_seed(0)
model = Scorer()
loss = resolver.like(costly_misses, keras.losses.BinaryCrossentropy(from_logits=True))
done = resolver.compile(model, "adam", loss, metrics=["accuracy"], labels=y, probe=x[:2])
print(next(iter(done.decisions.values())).metric.arguments)

model.fit(x, y, epochs=3, verbose=0)
said = model.evaluate(x, y, verbose=0, return_dict=True)["accuracy"]
guess = model.predict(x, verbose=0)
print(f"accuracy {said:.4f}, by NumPy {np.mean((guess > 0) == y):.4f}")
print(f"cut at 0.5, as Keras does, it would be {np.mean((guess > 0.5) == y):.4f}")
