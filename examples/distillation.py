"""Distillation: a small model learns the probabilities that a large one gives.

The labels are rows of fractions. Nothing has to be said: rows that sum to 1 under a softmax are
distributions, the loss is the categorical crossentropy, and accuracy compares argmax with argmax.

Run: ``python examples/distillation.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from sklearn.datasets import load_digits

import resolver

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")


def network(hidden):
    """A perceptron over the pixels of a digit."""
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(hidden, activation="relu"),
            keras.layers.Dense(10, activation="softmax", name="digit"),
        ]
    )


teacher = network(128)
resolver.compile(teacher, "adam", labels=y)
teacher.fit(x, y, epochs=10, verbose=0)
soft = teacher.predict(x, verbose=0)

student = network(16)
done = resolver.compile(student, "adam", labels=soft)
print(f"{done.decisions['digit'].coding} labels: {done.decisions['digit'].loss.line}")
student.fit(x, soft, epochs=10, verbose=0)

agrees = student.evaluate(x, soft, verbose=0, return_dict=True)["accuracy"]
guess = student.predict(x, verbose=0)
same = np.mean(guess.argmax(-1) == soft.argmax(-1))
print(f"agrees with its teacher {agrees:.4f}, by NumPy {same:.4f}")
print(f"knows the digits {resolver.count(y, guess)}")
