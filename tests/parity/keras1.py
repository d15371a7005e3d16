"""Keras 1.0.6 to 2.3 cannot be installed beside today's TensorFlow: its table, written by hand.

Read off the release 2.3.1. Nothing here is made from our own rules: the losses that count are
named one by one, and whatever is not named is categorical.
"""

from __future__ import annotations

from typing import Final

from .grid import Cell
from .oracles import Answer

BINARY: Final = {
    "string binary_crossentropy",
    "function binary_crossentropy",
    "object BinaryCrossentropy",
    "object BinaryCrossentropy(from_logits=True)",
    "subclass BinaryCrossentropy",
    "config BinaryCrossentropy",
    "config BinaryCrossentropy(from_logits=True)",
}
SPARSE: Final = {
    "string sparse_categorical_crossentropy",
    "function sparse_categorical_crossentropy",
    "object SparseCategoricalCrossentropy",
    "object SparseCategoricalCrossentropy(from_logits=True)",
    "subclass SparseCategoricalCrossentropy",
    "config SparseCategoricalCrossentropy",
    "config SparseCategoricalCrossentropy(from_logits=True)",
}
KNOWN_STRINGS: Final = {
    "string mean_squared_error",
    "string mse",
    "string MSE",
    "string mean_absolute_error",
    "string mae",
    "string MAE",
    "string mean_absolute_percentage_error",
    "string mape",
    "string MAPE",
    "string mean_squared_logarithmic_error",
    "string msle",
    "string MSLE",
    "string squared_hinge",
    "string hinge",
    "string categorical_hinge",
    "string logcosh",
    "string huber_loss",
    "string categorical_crossentropy",
    "string sparse_categorical_crossentropy",
    "string binary_crossentropy",
    "string kullback_leibler_divergence",
    "string kld",
    "string KLD",
    "string poisson",
    "string cosine_similarity",
}
"""Every other string of the grid, 'bce' and the names of classes among them, is unknown."""

UNKNOWN_CONFIGS: Final = {
    "config BinaryFocalCrossentropy",
    "config BinaryFocalCrossentropy(from_logits=True)",
    "config CategoricalFocalCrossentropy",
    "config CategoricalFocalCrossentropy(from_logits=True)",
    "config CategoricalGeneralizedCrossEntropy",
    "config Dice",
    "config Tversky",
    "config CosineSimilarity",
    "config Circle",
    "config CTC",
}
KINDS: Final = {
    "accuracy": "accuracy",
    "acc": "accuracy",
    "crossentropy": "crossentropy",
    "ce": "crossentropy",
}


def passed_on(string: str) -> Answer:
    """A string that goes to `metrics.get`, which is not at hand here."""
    return Answer(f"metrics.get({string!r})", None)


def metric(cell: Cell) -> Answer:
    """What Keras 2.3.1 makes of a metric string."""
    label = cell.given.label
    if label in UNKNOWN_CONFIGS or (label.startswith("string ") and label not in KNOWN_STRINGS):
        return Answer(None, "ValueError")
    if cell.string not in KINDS:
        return passed_on(cell.string)
    if cell.output is None or cell.output == ():
        return Answer(None, "TypeError" if cell.output is None else "IndexError")
    binary = cell.output[-1] == 1 or label in BINARY
    kind = "binary" if binary else "sparse_categorical" if label in SPARSE else "categorical"
    return Answer(f"{kind}_{KINDS[cell.string]}", None)
