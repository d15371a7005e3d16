"""Three heads over one body: each gets its loss and its accuracy from its own labels.

Run: ``python examples/several_outputs.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from sklearn.datasets import load_digits

import resolver

x, digit = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
labels = {
    "digit": digit,
    "even": (digit % 2 == 0)[:, None],
    "ink": x.mean(-1),
}

keras.utils.set_random_seed(0)
inputs = keras.Input((64,))
hidden = keras.layers.Dense(64, activation="relu")(inputs)
model = keras.Model(
    inputs,
    {
        "digit": keras.layers.Dense(10, activation="softmax", name="digit")(hidden),
        "even": keras.layers.Dense(1, name="even")(hidden),
        "ink": keras.layers.Dense(1, name="ink")(hidden),
    },
)

# "auto" for two heads; the third keeps the loss that is written.
done = resolver.compile(
    model,
    "adam",
    {"digit": "auto", "even": "auto", "ink": "mean_absolute_error"},
    metrics={"digit": ["accuracy"], "even": ["accuracy"]},
    labels=labels,
)
print(done)
model.fit(x, labels, epochs=5, verbose=0)
said = model.evaluate(x, labels, verbose=0, return_dict=True)
guess = model.predict(x, verbose=0)
for name, right in {
    "digit": guess["digit"].argmax(-1) == digit,
    "even": (guess["even"] > 0) == labels["even"],
}.items():
    print(f"{name} {said[f'{name}_accuracy']:.4f}, by NumPy {np.mean(right):.4f}")

# A loss keyed by a name that no output has is refused, with what was probably meant.
try:
    resolver.compile(model, "adam", {"digits": "auto"}, labels=labels)
except resolver.PairingError as refused:
    print(refused.findings[0].use)
