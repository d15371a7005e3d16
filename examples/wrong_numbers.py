"""What Keras calls "accuracy" where the word means something else: eight numbers and the truth.

Each case is trained or set up in a few lines; "Keras" is what ``metrics=["accuracy"]`` says of the
model, "resolver" what the wrapped call says of the same weights, and "true" is counted by NumPy.

Run: ``python examples/wrong_numbers.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits

import resolver

VOID = 255


def cancer():
    """Measurements of cells, scaled, and whether a tumour is benign."""
    x, y = load_breast_cancer(return_X_y=True)
    return ((x - x.mean(0)) / x.std(0)).astype("float32"), y


def digits():
    """Images of digits, 64 pixels each, and the digit."""
    x, y = load_digits(return_X_y=True)
    return (x / 16).astype("float32"), y


def classes(ignored=None):
    """The crossentropy of a linear head and class numbers."""
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=ignored)


def head(shape, units, activation=None):
    """One layer, the same at each run."""
    keras.utils.set_random_seed(1)
    return keras.Sequential(
        [keras.Input(shape), keras.layers.Dense(units, activation=activation, name="head")]
    )


def both(model, x, y, loss, epochs=3):
    """Accuracy by Keras and by resolver, of the same weights; `x` may yield batches."""
    model.compile("adam", loss, metrics=["accuracy"])
    model.fit(x, y, epochs=epochs, verbose=0)
    keras_says = model.evaluate(x, y, verbose=0, return_dict=True)["accuracy"]
    resolver.compile(model, "adam", loss, metrics=["accuracy"], labels=x if y is None else y)
    resolver_says = model.evaluate(x, y, verbose=0, return_dict=True)["accuracy"]
    return float(keras_says), float(resolver_says)


def scores(model, x):
    """What a model says of all rows."""
    return keras.ops.convert_to_numpy(model(x))


def multi_label():
    """Four yes-or-no questions about each digit."""
    x, digit = digits()
    asked = [digit % 2 == 0, digit > 4, np.isin(digit, (2, 3, 5, 7)), np.isin(digit, (0, 6, 8, 9))]
    y = np.stack(asked, axis=-1).astype("float32")
    model = head((64,), 4, "sigmoid")
    said = both(model, x, y, "binary_crossentropy")
    return *said, np.mean((scores(model, x) > 0.5) == (y > 0.5))


def binary_logits():
    """One logit, which is positive above 0."""
    x, y = cancer()
    model = head((30,), 1)
    said = both(model, x, y, keras.losses.BinaryCrossentropy(from_logits=True), epochs=1)
    return *said, np.mean((scores(model, x)[:, 0] > 0) == (y == 1))


def hinge():
    """Labels -1 and 1, told by the side of 0."""
    x, y = cancer()
    model = head((30,), 1, "tanh")
    said = both(model, x, 2 * y - 1, "hinge")
    return *said, np.mean((scores(model, x)[:, 0] > 0) == (y == 1))


def ignored_class():
    """A third of the digits is unlabelled, and the loss leaves it out."""
    x, y = digits()
    y = np.where(np.arange(len(y)) % 3 == 0, VOID, y)
    model = head((64,), 10)
    said = both(model, x, y, classes(VOID))
    top, kept = scores(model, x).argmax(-1), y != VOID
    return *said, np.mean(top[kept] == y[kept])


def padded_sequences():
    """Lines padded with class 0, which the loss leaves out."""
    x, y = digits()
    inside = np.arange(8) < 1 + np.arange(len(y) // 8)[:, None] % 8
    x = x[: inside.size].reshape(-1, 8, 64) * inside[..., None]
    y = (y[: inside.size].reshape(-1, 8) + 1) * inside
    model = head((8, 64), 11)
    said = both(model, x, y, classes(ignored=0), epochs=30)
    top = scores(model, x).argmax(-1)
    return *said, np.mean(top[inside] == y[inside])


class Lines(keras.utils.PyDataset):
    """Batches of 16 lines, of one digit in the first and 14 in the last, the digits in order."""

    def __init__(self):
        super().__init__()
        x, y = digits()
        order = np.argsort(y, kind="stable")
        cuts = 16 * np.cumsum(np.arange(1, 15))
        self.x, self.y = np.split(x[order], cuts), np.split(y[order], cuts)

    def __len__(self):
        return 14

    def __getitem__(self, batch):
        return self.x[batch].reshape(16, -1, 64), self.y[batch].reshape(16, -1)


def lines_of_any_length():
    """A batch for each length, and every digit counts once."""
    model, lines = head((None, 64), 10), Lines()
    said = both(model, lines, None, classes(), epochs=10)
    x, y = np.concatenate(lines.x[:14]), np.concatenate(lines.y[:14])
    return *said, np.mean(scores(model, x[None])[0].argmax(-1) == y)


def class_numbers():
    """1,000 words, singular beside plural, guessed by the stem, so that half of them are right."""
    word = np.random.default_rng(0).integers(0, 1000, 10_000)
    layer = keras.layers.Embedding(500, 1000, dtype="mixed_bfloat16", name="head")
    model = keras.Sequential([keras.Input((), dtype="int32"), layer])
    model.set_weights([np.eye(500).repeat(2, axis=1)])
    said = both(model, word // 2, word, classes(), epochs=0)
    return *said, np.mean(scores(model, word // 2).argmax(-1) == word)


def low_precision():
    """Three of four rows are right, where Keras computes in bfloat16."""
    y = (np.arange(20_000) % 4 == 0).astype("float32")
    x = np.zeros((len(y), 1), "float32")
    floatx = keras.config.floatx()
    keras.config.set_floatx("bfloat16")
    try:
        model = head((1,), 1, "sigmoid")
        model.set_weights([np.zeros((1, 1)), np.full(1, -1.0)])
        said = both(model, x, y, "binary_crossentropy", epochs=0)
    finally:
        keras.config.set_floatx(floatx)
    return *said, np.mean(y == 0)


CASES = {
    "multi-label head": (multi_label, "compares the largest of four scores"),
    "binary logits": (binary_logits, "cuts logits at 0.5"),
    "hinge labels -1/1": (hinge, "asks whether 0 or 1 equals -1"),
    "ignored class": (ignored_class, "counts it, always wrong"),
    "padded sequences": (padded_sequences, "counts padding, always wrong"),
    "lines of any length": (lines_of_any_length, "takes a line for one number"),
    "1,000 classes, bfloat16": (class_numbers, "rounds class numbers above 256"),
    "floatx bfloat16": (low_precision, "counts no further than 256"),
}


def main():
    """Print three numbers a case, and what makes Keras's the wrong one."""
    print(f"{'':<24}{'Keras says':>11}{'resolver':>10}{'true':>9}   because Keras")
    for title, (case, reason) in CASES.items():
        keras_says, ours, true = case()
        print(f"{title:<24}{keras_says:>11.4f}{ours:>10.4f}{true:>9.4f}   {reason}")


if __name__ == "__main__":
    main()
