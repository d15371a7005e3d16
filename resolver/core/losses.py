"""What each Keras loss says: what it reads, what labels it needs, which task it means.

`FAMILIES` is the table. A `Loss` is one loss as somebody wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, Literal

from resolver.core.decision import Choice
from resolver.core.errors import InvalidArgument


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
    rows: Literal["element", "class", ""]
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

NO_FAMILY: Final = Family("", "", "", (), None)
"""The row of a loss of which nothing is known: it reads nothing, and needs no labels."""

_SHORT: Final = {
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "kullbackleiblerdivergence": "kl_divergence",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
}

AUTO_NAMES: Final = ("auto", "crossentropy", "ce")
"""Strings that leave the choice to the decision; all but the first refuse a regression."""


def plain(name: str) -> str:
    """A name without case and underscores: all spellings of one loss come out alike."""
    return name.lower().replace("_", "")


def _names() -> dict[str, str]:
    functions = {plain(family): family for family in FAMILIES}
    classes = {plain(row.cls): family for family, row in FAMILIES.items()}
    return functions | classes | _SHORT


_BY_NAME: Final = _names()


def family_named(name: str) -> str | None:
    """The family a string names, in any case, as function, class or short name.

    Example:
        >>> family_named("BinaryCrossentropy"), family_named("MSE"), family_named("accuracy")
        ('binary_crossentropy', 'mean_squared_error', None)
    """
    return _BY_NAME.get(plain(name))


def names_near(name: str) -> tuple[str, ...]:
    """Up to three families whose names resemble a string, the nearest first.

    Example:
        >>> names_near("catgorical_crossentropy")[0]
        'categorical_crossentropy'
    """
    near = get_close_matches(plain(name), _BY_NAME, n=6, cutoff=0.6)
    return tuple(dict.fromkeys(_BY_NAME[match] for match in near))[:3]


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
        arguments: Every other argument that differs from its default, such as a Huber loss's
            ``delta``, as (name, value) pairs.
    """

    family: str | None
    from_logits: bool | None = None
    axis: int = -1
    ignore_class: int | None = None
    label_smoothing: float = 0.0
    form: Form = "object"
    shown: str = ""
    subclass: bool = False
    arguments: tuple[tuple[str, object], ...] = ()

    @property
    def opaque(self) -> bool:
        """True if nothing is known of what it computes."""
        return self.family is None

    def choice(self) -> Choice | None:
        """The Keras object that stands for this loss; None if it is opaque.

        Example:
            >>> Loss("binary_crossentropy", from_logits=True).choice().line
            'keras.losses.BinaryCrossentropy(from_logits=True)'
        """
        if self.family is None:
            return None
        said: dict[str, object] = {}
        if self.from_logits:
            said["from_logits"] = True
        if self.label_smoothing:
            said["label_smoothing"] = self.label_smoothing
        if self.ignore_class is not None:
            said["ignore_class"] = self.ignore_class
        if self.axis != -1:
            said["axis"] = self.axis
        said |= self.arguments
        if self.axis != -1 and self.family == "sparse_categorical_crossentropy":
            return Choice("resolver.SparseCategoricalCrossentropy", said)
        return Choice(f"losses.{FAMILIES[self.family].cls}", said)


def known(
    family: str,
    arguments: Mapping[str, Any],
    others: tuple[tuple[str, object], ...],
    **seen: Any,
) -> Loss:
    """A loss of a known family, as it was told to be.

    Args:
        family: A key of `FAMILIES`.
        arguments: What it was told.
        others: What of it is shown besides, where it differs from the default.
        seen: How it was written; see `Loss`.
    """
    scores = FAMILIES[family].reads == "scores"
    said = Loss(
        family,
        from_logits=bool(arguments.get("from_logits", False)) if scores else None,
        label_smoothing=float(arguments.get("label_smoothing") or 0.0),
        ignore_class=arguments.get("ignore_class"),
        axis=int(arguments.get("axis", -1)) if scores else -1,
        arguments=others,
        **seen,
    )
    choice = said.choice()
    return said if said.shown or choice is None else replace(said, shown=choice.line)


def read_string(name: str) -> Loss:
    """The loss a string names, in any case, as function, class or short name.

    Args:
        name: The string; for ``"auto"``, ``"crossentropy"`` and ``"ce"`` the form is ``"auto"``.

    Raises:
        InvalidArgument: If it names no loss of Keras; the names near it are listed.

    Example:
        >>> read_string("SparseCategoricalCrossentropy").family
        'sparse_categorical_crossentropy'
    """
    if name.lower() in AUTO_NAMES:
        return Loss(None, form="auto", shown=repr(name))
    family = family_named(name)
    if family is not None:
        scores = FAMILIES[family].reads == "scores"
        return Loss(family, False if scores else None, form="string", shown=repr(name))
    near = names_near(name)
    listed = f" Names near it: {', '.join(map(repr, near))}." if near else ""
    raise InvalidArgument(
        f"No loss of Keras is called {name!r}.{listed} Use: loss={(near[0] if near else 'auto')!r}"
    )
