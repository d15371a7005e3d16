"""Where we decide otherwise than a peer does, on purpose, and why. The one place that lists it."""

from __future__ import annotations

from typing import Final

TORCHMETRICS: Final = {
    "hard predictions": (
        "torchmetrics takes class numbers for predictions. A model's output is scores before any "
        "argmax or threshold, so whole numbers there are read as scores of unknown kind: what they "
        "mean is asked for, or they are amounts."
    ),
    "float labels": (
        "torchmetrics refuses labels that are floats. Keras hands labels on as floats wherever a "
        "data pipeline made them so; whole numbers count as class numbers in any dtype."
    ),
    "dtype of scores": (
        "torchmetrics refuses whole-number scores with a class axis. Nothing is decided on a dtype "
        "alone: argmax means the same for integers."
    ),
    "size of the batch": (
        "torchmetrics compares the number of samples. A decision is made before there is a batch, "
        "and must not depend on one; the metric itself fails on two batches that differ."
    ),
    "values out of range": (
        "torchmetrics refuses class numbers beyond the units. One label out of range does not "
        "change what the pairing means: it is a finding, label-out-of-range, and counts as wrong."
    ),
    "binary as two classes": (
        "With multiclass=True torchmetrics turns each 0/1 into two classes. The accuracy is the "
        "same number, so nobody needs it: task='multiclass' asks for rows with a unit per class, "
        "and one unit is refused."
    ),
    "rows as classes": (
        "With multiclass=True torchmetrics turns each 0/1 of a row into two classes, and refuses "
        "more than two. To us task='multiclass' says that a row names one class, argmax by argmax."
    ),
    "two columns as binary": (
        "With multiclass=False torchmetrics drops the first of two columns. Argmax over both gives "
        "the same accuracy; a binary task over two units and class numbers is refused."
    ),
}
"""Against torchmetrics 0.10, the last that found the task by itself."""

KERAS: Final = {
    "accuracy of amounts": (
        "Keras scores continuous labels by argmax over their row. To us it is a regression, and "
        "an accuracy that somebody wrote is refused."
    ),
    "crossentropy of amounts": (
        "Keras trains a categorical crossentropy on continuous rows that sum to anything. To us "
        "'crossentropy' never means a regression: it is refused, and the loss can be said."
    ),
    "one string for all": (
        "Keras asks for one list of metrics for each output and raises on a flat one. To us a flat "
        "list is meant for every output."
    ),
}
"""Against the cases that Keras tests in its own compile_utils."""
