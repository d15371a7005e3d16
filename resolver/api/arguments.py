"""Reading the arguments of the verbs: outputs, labels, losses, and the keywords of `decide`.

Rooms that need Keras are opened only for an object that can only exist once Keras is loaded, so
that plain shapes are decided without it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from numbers import Number
from typing import Any, NamedTuple, TypeAlias, TypeVar

from resolver.api.waiting import waiting
from resolver.core.errors import InvalidType
from resolver.core.losses import Loss, read_string
from resolver.core.specs import Labels, Output
from resolver.core.structure import align, flatten, pack

_T = TypeVar("_T")
Each: TypeAlias = _T | Mapping[str, _T | None] | None
"""One value for every output, or a dict by output name."""

KEYWORDS = ("task", "from_logits", "class_axis", "ignore_class")
"""The keywords of `decide` that may differ from output to output."""


class Pair(NamedTuple):
    """Outputs with their labels, one by one.

    Args:
        structure: The outputs in the model's structure.
        outputs: The outputs in the order of the structure.
        labels: Their labels, in the same order.
    """

    structure: Any
    outputs: list[Output]
    labels: list[Labels]

    @property
    def names(self) -> list[str]:
        """A name for each output: its own, or its place."""
        return [output.name or str(place) for place, output in enumerate(self.outputs)]

    def pack(self, values: Sequence[Any]) -> Any:
        """One value for each output, in the structure of the outputs."""
        if isinstance(self.structure, Output):
            return values[0]
        return pack(self.structure, values)


def is_shape(value: object) -> bool:
    """True for a tuple of whole numbers and None."""
    return isinstance(value, tuple) and all(
        dim is None or (isinstance(dim, int) and not isinstance(dim, bool)) for dim in value
    )


def read_pair(y_true: object, y_pred: object, *, probe: object = None) -> Pair:
    """Outputs and their labels from whatever was given.

    Args:
        y_true: Labels; see `Labels.of`. ``None`` if nothing is known of them.
        y_pred: An output: a shape, a spec, a KerasTensor, an array, an `Output`, a layer or a
            model; or a list or dict of them.
        probe: A batch of inputs that a model may be shown.

    Raises:
        InvalidArgument: If labels and outputs cannot be laid side by side.
        InvalidType: If ``y_pred`` is nothing an output can be read from.
    """
    structure = read_outputs(y_pred, probe=probe)
    if isinstance(structure, Output) and (isinstance(y_true, Labels) or is_shape(y_true)):
        return Pair(structure, [structure], [read_labels(y_true)])
    outputs = flatten(structure)
    names = [output.name or str(place) for place, output in enumerate(outputs)]
    if y_true is None:
        return Pair(structure, outputs, [Labels(None, name=output.name) for output in outputs])
    labels = align(structure, names, read_labels(y_true), "labels")
    return Pair(structure, outputs, [each or Labels(None) for each in labels])


def read_labels(y_true: object) -> Any:
    """Labels in the structure they are given; plain shapes are read without NumPy."""
    if is_shape(y_true):
        return Labels(y_true)  # type: ignore[arg-type]
    if isinstance(y_true, Labels):
        return y_true
    with waiting("reading labels") as tick:
        return import_module("resolver.edge.labels.read_labels").read_labels(y_true, tick=tick)


def read_outputs(y_pred: object, *, probe: object = None) -> Any:
    """Outputs in the structure they are given."""
    if isinstance(y_pred, Output):
        return y_pred
    if is_shape(y_pred):
        return Output(y_pred)  # type: ignore[arg-type]
    if isinstance(y_pred, Mapping):
        return {key: _named(read_outputs(each), str(key)) for key, each in y_pred.items()}
    if isinstance(y_pred, (list, tuple)):
        _refuse_numbers(y_pred)
        return [read_outputs(each) for each in y_pred]
    keras = sys.modules.get("keras")
    if keras is not None and isinstance(y_pred, (keras.Layer, keras.KerasTensor)):
        return import_module("resolver.edge.model.read_model").read_outputs(y_pred, probe=probe)
    if hasattr(y_pred, "shape") and hasattr(y_pred, "dtype"):
        return import_module("resolver.edge.model.read_output").read_output(y_pred)
    if type(y_pred).__module__.partition(".")[0] == "tf_keras":
        raise InvalidType(
            "A model or layer of tf_keras cannot be read: its objects belong to Keras 2. Received: "
            f"{type(y_pred).__module__}.{type(y_pred).__name__}. Use: import keras in place of "
            "tf_keras, and build it again"
        )
    raise InvalidType(
        "An output is a shape, a spec, a KerasTensor, an array, a layer, a model or a "
        f"resolver.Output. Received: {y_pred!r} (type {type(y_pred).__name__}). "
        "Use: resolver.Output((None, 10), 'softmax')"
    )


def _refuse_numbers(values: Sequence[Any]) -> None:
    """Raise for predictions written as a list: a list is several outputs."""
    first: Any = values
    while isinstance(first, list) and first:
        first = first[0]
    if isinstance(first, Number):
        raise InvalidType(
            "A list is several outputs; the predictions of one output are an array. Received: a "
            f"list of {len(values)}, the first number {first!r}. Use: numpy.asarray(y_pred)"
        )


def _named(output: Any, name: str) -> Any:
    if isinstance(output, Output) and output.name is None:
        return Output(
            output.shape,
            output.activation,
            output.dtype,
            name,
            output.axis,
            output.beneath,
            output.outside_unit,
        )
    return output


def read_loss(loss: object) -> Loss | None:
    """A loss in any of its forms; a string is read without Keras.

    Returns:
        The loss; ``None`` if it is to be chosen (``None``, ``"auto"``, ``"crossentropy"``).
    """
    if loss is None or isinstance(loss, Loss):
        return loss
    if isinstance(loss, str):
        said: Loss | None = read_string(loss)
    else:
        said = import_module("resolver.edge.loss.read_loss").read_loss(loss)
    return None if said is None or said.form == "auto" else said


def keywords_of(pair: Pair, keywords: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The keywords of `decide` for each output: one value for all, or a dict by output name."""
    said = {key: value for key, value in keywords.items() if value is not None}
    if not any(isinstance(value, Mapping) for value in said.values()):
        return [said] * len(pair.outputs)
    spread = {
        key: align(pair.structure, pair.names, value, key)
        if isinstance(value, Mapping)
        else [value] * len(pair.outputs)
        for key, value in said.items()
    }
    return [
        {key: values[place] for key, values in spread.items()} for place in range(len(pair.outputs))
    ]


def losses_of(pair: Pair, loss: object) -> list[Any]:
    """The loss of each output as it was given: one string or object for all, a list, a dict."""
    if isinstance(loss, Mapping) and "class_name" in loss:
        return [loss] * len(pair.outputs)
    if loss is None or isinstance(loss, str) or not isinstance(loss, (list, tuple, Mapping)):
        return [loss] * len(pair.outputs)
    return align(pair.structure, pair.names, loss, "loss", is_config)


def is_config(value: object) -> bool:
    """True for one loss or metric that is written as Keras serializes it."""
    return isinstance(value, Mapping) and "class_name" in value
