"""Accuracies and losses in float64 NumPy, each as its formula: what yours is compared with.

They are written to be read, not to be fast, and agree with Keras where Keras is right. They need
neither Keras nor Hypothesis.
"""

from resolver.testing.references.accuracies import (
    binary_accuracy,
    categorical_accuracy,
    hinge_accuracy,
    sparse_categorical_accuracy,
)
from resolver.testing.references.crossentropies import (
    binary_crossentropy,
    binary_focal_crossentropy,
    categorical_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
    kl_divergence,
    sparse_categorical_crossentropy,
)
from resolver.testing.references.margins import categorical_hinge, hinge, squared_hinge
from resolver.testing.references.overlaps import dice, tversky
from resolver.testing.references.reduction import reduce
from resolver.testing.references.regression import (
    cosine_similarity,
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
)

__all__ = [
    "binary_accuracy",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_accuracy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
    "categorical_hinge",
    "cosine_similarity",
    "dice",
    "hinge",
    "hinge_accuracy",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "reduce",
    "sparse_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "tversky",
]
