"""Losses as people give them to `compile`: as we read them, and as the live object of tf_keras."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import tf_keras

from resolver.core.losses import FAMILIES, Form, Loss

live: Any = tf_keras.losses


class Given(NamedTuple):
    """One loss: a label for people, how we read it, and what the live program is given."""

    label: str
    read: Loss | None
    live: object


def own_function(y_true: Any, y_pred: Any) -> Any:
    """A loss of somebody's own, which happens to call Keras's."""
    return live.sparse_categorical_crossentropy(y_true, y_pred)


@tf_keras.utils.register_keras_serializable("parity")
class OwnLoss(live.Loss):  # type: ignore[misc]
    """A loss class of somebody's own."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Compare by binary crossentropy."""
        return live.binary_crossentropy(y_true, y_pred)


class OwnCallable:
    """A callable that is no loss and has no name."""

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        """Compare by binary crossentropy."""
        return live.binary_crossentropy(y_true, y_pred)


ALIASES: Final = {
    "binary_crossentropy": "bce BCE",
    "mean_squared_error": "mse MSE",
    "mean_absolute_error": "mae MAE",
    "mean_absolute_percentage_error": "mape MAPE",
    "mean_squared_logarithmic_error": "msle MSLE",
    "kl_divergence": "kld KLD kullback_leibler_divergence",
    "log_cosh": "logcosh",
    "huber": "huber_loss",
}
MISSPELT: Final = ("Binary_Crossentropy", "BINARY_CROSSENTROPY", "Bce", "nonsense")
SCORES: Final = tuple(name for name, family in FAMILIES.items() if family.reads == "scores")
NOT_IN_TF_KERAS: Final = tuple(
    name for name, family in FAMILIES.items() if not hasattr(live, family.cls)
)


def _string(text: str, family: str | None) -> Given:
    return Given(f"string {text}", Loss(family, form="string", shown=repr(text)), text)


def _read(family: str, form: Form, *, logits: bool = False, subclass: bool = False) -> Loss:
    scores = family in SCORES
    return Loss(family, from_logits=logits if scores else None, form=form, subclass=subclass)


def _forms(family: str) -> Iterator[Given]:
    """A loss of tf_keras in every form."""
    name = FAMILIES[family].cls
    cls, function = getattr(live, name), getattr(live, family)
    child = type(f"Own{name}", (cls,), {})
    yield _string(family, family)
    yield _string(name, family)
    yield Given(f"function {family}", _read(family, "function"), function)
    yield Given(f"object {name}", _read(family, "object"), cls())
    yield Given(f"subclass {name}", _read(family, "object", subclass=True), child())
    yield Given(f"class {name}", _read(family, "class"), cls)
    config = {"class_name": name, "config": {}}
    yield Given(f"config {name}", _read(family, "config"), config)
    partial = functools.partial(function)
    yield Given(f"partial {family}", _read(family, "partial"), partial)
    yield Given(f"closure {family}", Loss(None, form="function"), _closure(function))


def _with_logits(family: str) -> Iterator[Given]:
    """A loss of scores that is told to expect logits."""
    name = FAMILIES[family].cls
    cls, function = getattr(live, name), getattr(live, family)
    logits = functools.partial(_read, family, logits=True)
    yield Given(f"object {name}(from_logits=True)", logits("object"), cls(from_logits=True))
    config = {"class_name": name, "config": {"from_logits": True}}
    yield Given(f"config {name}(from_logits=True)", logits("config"), config)
    partial = functools.partial(function, from_logits=True)
    yield Given(f"partial {family}(from_logits=True)", logits("partial"), partial)


def _closure(function: Callable[..., Any]) -> Callable[..., Any]:
    def closure(y_true: Any, y_pred: Any) -> Any:
        return function(y_true, y_pred)

    return closure


def _later(family: str) -> Iterator[Given]:
    """A loss of Keras 3 that tf_keras does not have."""
    name = FAMILIES[family].cls
    yield _string(family, family)
    yield _string(name, family)
    config = {"class_name": name, "config": {}}
    yield Given(f"config {name}", _read(family, "config"), config)


def _own() -> Iterator[Given]:
    config = live.serialize(OwnLoss())
    yield Given("none", None, None)
    yield Given("auto", Loss(None, form="auto"), None)
    yield Given("own function", Loss(None, form="function"), own_function)
    yield Given("own lambda", Loss(None, form="function"), lambda y_true, y_pred: y_pred)
    yield Given("own partial", Loss(None, form="partial"), functools.partial(own_function))
    yield Given("own callable", Loss(None, form="object"), OwnCallable())
    yield Given("own object", Loss(None, form="object"), OwnLoss())
    yield Given("own class", Loss(None, form="class"), OwnLoss)
    yield Given("own config", Loss(None, form="config"), config)
    declared = Loss("binary_crossentropy", False, form="declared")
    yield Given("own function, declared", declared, own_function)


def _given() -> Iterator[Given]:
    for family in FAMILIES:
        yield from _later(family) if family in NOT_IN_TF_KERAS else _forms(family)
    for family in SCORES:
        yield from _with_logits(family)
    for family, aliases in ALIASES.items():
        yield from (_string(alias, family) for alias in aliases.split())
    yield from (_string(text, None) for text in MISSPELT)
    yield from _own()


GIVEN: Final = tuple(_given())
"""Every loss in every form."""
