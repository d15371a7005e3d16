"""Segmentation: a class for each pixel, and pixels that nobody labelled.

The loss leaves the unlabelled pixels out. Keras's "accuracy" counts them all the same, as wrong;
the accuracy that is decided leaves out what the loss leaves out.

Run: ``python examples/segmentation.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import resolver

VOID = 255


def images(count, side=16):
    """Noisy images of bright disks and dim squares, and the class of each pixel."""
    rng = np.random.default_rng(0)
    row, column = np.mgrid[:side, :side]
    x, y = np.zeros((count, side, side, 1), "float32"), np.zeros((count, side, side), "uint8")
    for image, classes in zip(x[..., 0], y, strict=True):
        down, across = np.abs(row - rng.integers(4, 12)), np.abs(column - rng.integers(4, 12))
        disk = down**2 + across**2 < 12
        image[disk], classes[disk] = 1.0, 1
        down, across = np.abs(row - rng.integers(4, 12)), np.abs(column - rng.integers(4, 12))
        square = np.maximum(down, across) < 3
        image[square], classes[square] = 0.5, 2
    y[rng.random(y.shape) < 0.1] = VOID  # a tenth of the pixels nobody could tell
    return x + rng.normal(0, 0.1, x.shape).astype("float32"), y


x, y = images(64)
keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((16, 16, 1)),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
        keras.layers.Conv2D(3, 1, name="pixel"),
    ]
)

# The labels hold 255 beside 0, 1 and 2: said once, it counts neither in the loss nor in accuracy.
done = resolver.compile(model, keras.optimizers.Adam(0.01), labels=y, ignore_class=VOID)
print("loss", done.losses["pixel"].get_config()["ignore_class"], "is left out")
model.fit(x, y, epochs=10, verbose=0)
model.evaluate(x, y, verbose=0)

counts = done.metrics["pixel"][0].counts()
kept = y != VOID
right = model.predict(x, verbose=0).argmax(-1)[kept] == y[kept]
print(f"{counts} pixels, of {y.size} with the unlabelled ones")
print(f"by NumPy {right.sum()} of {right.size}")
