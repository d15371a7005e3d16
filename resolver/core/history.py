"""What a historical Keras is shown of a pairing, and which losses it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from resolver.core.losses import FAMILIES, Loss
from resolver.core.specs import Shape

_KERAS_2: Final = (
    "mean_squared_error mean_absolute_error mean_absolute_percentage_error "
    "mean_squared_logarithmic_error squared_hinge hinge categorical_hinge logcosh huber_loss "
    "categorical_crossentropy sparse_categorical_crossentropy binary_crossentropy "
    "kullback_leibler_divergence poisson cosine_similarity "
    "mse MSE mae MAE mape MAPE msle MSLE kld KLD "
)
_TF_KERAS: Final = "bce BCE huber log_cosh kl_divergence "
_FOCAL: Final = frozenset({"binary_focal_crossentropy", "categorical_focal_crossentropy"})
_KERAS_3: Final = frozenset(
    {"dice", "tversky", "circle", "ctc", "categorical_generalized_cross_entropy"}
)

LOSS_STRINGS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "tf1": frozenset((_KERAS_2 + _TF_KERAS).split()) | _FOCAL,
        "keras1": frozenset((_KERAS_2 + "cosine cosine_proximity").split()),
    }
)
"""The strings that name a loss function of a generation that looks at the loss."""

LATER_CLASSES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"tf1": _KERAS_3, "keras1": _KERAS_3 | _FOCAL | {"cosine_similarity"}}
)
"""The losses of Keras 3 whose class such a generation does not have."""

LOSS_CLASSES: Final = frozenset(
    family.cls for name, family in FAMILIES.items() if name not in _KERAS_3
)
"""The names of the loss classes of tf_keras."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a generation is shown: two shapes, and the loss if one was given."""

    labels: Shape
    output: Shape
    loss: Loss | None = None

    @property
    def units(self) -> int | None:
        """The last dimension of the output."""
        return self.output[-1] if self.output else None

    @property
    def column(self) -> bool:
        """True if the last dimension of the labels is 1."""
        return bool(self.labels) and self.labels is not None and self.labels[-1] == 1

    @property
    def shorter(self) -> bool:
        """True if the labels have fewer dimensions than the output."""
        return len(self.labels or ()) < len(self.output or ())

    @property
    def form(self) -> str:
        """How the loss was written; ``"auto"`` if there is none."""
        return "auto" if self.loss is None else self.loss.form

    @property
    def text(self) -> str:
        """The string that names the loss."""
        shown = self.loss.shown if self.loss else ""
        quoted = len(shown) > 2 and shown[0] == shown[-1] in ("'", '"')
        return shown[1:-1] if quoted else self.family or ""

    @property
    def family(self) -> str | None:
        """The family of the loss."""
        return None if self.loss is None else self.loss.family

    @property
    def recognised(self) -> str | None:
        """The family of a loss that stands in the open: behind no partial, wrapper or class."""
        return self.family if self.form in ("string", "object", "function", "config") else None
