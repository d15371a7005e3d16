"""What each Keras loss says: what it reads, what labels it needs, which task it means.

`FAMILIES` is the table. A `Loss` is one loss as somebody wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Family:
    """One row of the table.

    Args:
        cls: The Keras class, or None where Keras has a function only.
        reads: What the loss takes ``y_pred`` for: ``"scores"`` (probabilities or logits, by
            ``from_logits``), ``"probabilities"``, ``"margin"`` (a signed score), ``"real"``,
            ``"positive"`` (a rate), ``"distribution"``, ``"embedding"``, ``"sequence"``.
        rows: How it compares: ``"element"`` by element, ``"class"`` one row of classes a sample.
        labels: Codings it is made for, the first the usual one.
        task: The task it proves, or None when the labels and the activation must say.
    """

    cls: str
    reads: str
    rows: Literal["element", "class"]
    labels: tuple[str, ...]
    task: str | None


def _rows() -> dict[str, Family]:
    binary = ("binary", "multi_hot", "soft", "one_hot")
    one_hot = ("one_hot", "soft")
    real = ("continuous",)
    return {
        "binary_crossentropy": Family("BinaryCrossentropy", "scores", "element", binary, "binary"),
        "binary_focal_crossentropy": Family(
            "BinaryFocalCrossentropy", "scores", "element", binary, "binary"
        ),
        "categorical_crossentropy": Family(
            "CategoricalCrossentropy", "scores", "class", one_hot, "multiclass"
        ),
        "categorical_focal_crossentropy": Family(
            "CategoricalFocalCrossentropy", "scores", "class", one_hot, "multiclass"
        ),
        "sparse_categorical_crossentropy": Family(
            "SparseCategoricalCrossentropy", "scores", "class", ("index",), "multiclass"
        ),
        "categorical_generalized_cross_entropy": Family(
            "CategoricalGeneralizedCrossEntropy", "probabilities", "class", ("index",), "multiclass"
        ),
        "kl_divergence": Family("KLDivergence", "distribution", "class", one_hot, "multiclass"),
        "categorical_hinge": Family("CategoricalHinge", "margin", "class", one_hot, "multiclass"),
        "hinge": Family("Hinge", "margin", "element", ("sign", "binary"), "binary"),
        "squared_hinge": Family("SquaredHinge", "margin", "element", ("sign", "binary"), "binary"),
        "dice": Family("Dice", "probabilities", "element", binary, None),
        "tversky": Family("Tversky", "probabilities", "element", binary, None),
        "mean_squared_error": Family("MeanSquaredError", "real", "element", real, None),
        "mean_absolute_error": Family("MeanAbsoluteError", "real", "element", real, None),
        "mean_absolute_percentage_error": Family(
            "MeanAbsolutePercentageError", "real", "element", real, None
        ),
        "mean_squared_logarithmic_error": Family(
            "MeanSquaredLogarithmicError", "real", "element", real, None
        ),
        "huber": Family("Huber", "real", "element", real, None),
        "log_cosh": Family("LogCosh", "real", "element", real, None),
        "poisson": Family("Poisson", "positive", "element", real, None),
        "cosine_similarity": Family("CosineSimilarity", "embedding", "element", real, None),
        "circle": Family("Circle", "embedding", "class", ("index",), None),
        "ctc": Family("CTC", "sequence", "class", ("index",), None),
    }


FAMILIES: Final[Mapping[str, Family]] = MappingProxyType(_rows())
"""Every loss of Keras 3 by the name of its function."""

Form = Literal["string", "object", "class", "function", "config", "partial", "declared", "auto"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss as it was given.

    Args:
        family: A key of `FAMILIES`, or None when the loss is opaque.
        from_logits: What the loss was told; None where the family has no such argument.
        axis: Its class axis.
        ignore_class: A class id it leaves out.
        label_smoothing: How far it smooths labels, 0 to 1.
        form: How it was written: a string, an object, a class, a function, a config dict, a
            `functools.partial`, or an opaque loss declared with `resolver.like`.
        shown: As a person would write it, e.g. ``"'mse'"`` or
            ``"keras.losses.Hinge()"``.
        subclass: True for an instance of a subclass of the Keras class.
    """

    family: str | None
    from_logits: bool | None = None
    axis: int = -1
    ignore_class: int | None = None
    label_smoothing: float = 0.0
    form: Form = "object"
    shown: str = ""
    subclass: bool = False

    @property
    def opaque(self) -> bool:
        """True if nothing is known of what it computes."""
        return self.family is None
