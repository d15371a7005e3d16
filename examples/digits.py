"""Digits from end to end: compile, look at what was decided, train, evaluate, count exactly.

Run: ``python examples/digits.py``, or with ``KERAS_BACKEND=jax`` or ``torch``.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import resolver

x, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(
    (x / 16).astype("float32"), y, test_size=500, random_state=0
)

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, name="digit"),
    ]
)

# No loss, no metric, no from_logits: the linear head and the class numbers decide.
done = resolver.compile(model, "adam", labels=y_train)
print(done)

model.fit(x_train, y_train, epochs=10, validation_split=0.1, verbose=0)
said = model.evaluate(x_test, y_test, verbose=0, return_dict=True)

# The metric holds two integers; `count` reads the same two off the predictions.
counted = done.metrics["digit"][0].counts()
again = resolver.count(y_test, model.predict(x_test, verbose=0), loss=done.losses["digit"])
print(f"accuracy {said['accuracy']:.4f}, that is {counted}")
print(f"counted from the predictions: {again}, the same: {counted == again}")
